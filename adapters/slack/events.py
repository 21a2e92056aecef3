"""What Slack sends, in our words: pure. ``app.py`` hands over payloads as JSON objects, one at a time.

Which does what, where one act arrives twice:

- A message that mentions the bot comes as ``message`` *and* as ``app_mention``, under two event ids, in
  either order. ``message`` stores it (``Posted``), ``app_mention`` asks (``Asked``, via ``MENTION``); neither
  does the other's part. An edit sends ``app_mention`` again: the listener asks once per channel and ``ts``.
- A direct message to the bot asks (``Asked``, via ``DIRECT``) and is not stored: it is nobody else's.
- A reply that was also sent to the channel comes once, as ``thread_broadcast`` with its ``thread_ts``;
  ``message_replied`` says nothing that the reply itself does not.
- A channel that turns private comes as an event, and as a message of that subtype: both say so.
- A deleted message that replies hang on comes as an edit to a tombstone: a ``Posted`` without words.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from adapters.json_fields import Raw, child, text, texts
from adapters.plain import storable
from adapters.slack import changes, interactions, spoken
from adapters.slack.errors import MalformedPayloadError
from adapters.slack.payloads import Reading, place_of, required, workspace_of
from bot.incoming import Envelope, HomeOpened, Incoming, Removed
from bot.types import Platform

_EVENT = "event_callback"
_COMMAND = "command"
_SECRET = "token"  # noqa: S105  # the field's name: Slack's old way to sign
_PERSON = re.compile(r'<@([UW][A-Z0-9]+)|"user_id":"([UW][A-Z0-9]+)"')
_CHANNEL = re.compile(r'<#([CDG][A-Z0-9]+)|"channel_id":"([CDG][A-Z0-9]+)"')

_Read = Callable[[Raw, Raw, Reading], Iterator[Incoming]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """Ids that a payload's text speaks of, for the names to be looked up."""

    people: frozenset[str]
    channels: frozenset[str]


def envelope(payload: Raw, received_at: datetime) -> Envelope | None:
    """The delivery to keep, or None for what is none (``url_verification``, ``app_rate_limited``, unknown).

    The lane of an event is its channel, else its person, else the workspace; what somebody does with
    the bot's own means is in order with what they did before. Commands and buttons have no id of their
    own: it is made of their trigger, which Slack never gives twice. Raises MalformedPayloadError where
    an id, or the workspace, is missing.
    """
    kind = _kind(payload)
    if kind not in (_EVENT, _COMMAND, *_INTERACTIONS):
        return None
    event = child(payload, "event")
    return Envelope(
        platform=Platform.SLACK,
        workspace=_workspace(payload, kind),
        event_id=required(payload, "event_id", kind) if kind == _EVENT else _made_id(payload, kind),
        kind=required(event, "type", kind) if kind == _EVENT else kind,
        lane=_lane(payload, event) or _workspace(payload, kind),
        body=_body(payload),
        received_at=received_at,
        is_urgent=kind != _EVENT or _is_urgent(event),
    )


def incoming(payload: Raw, reading: Reading) -> tuple[Incoming, ...]:
    """What happened, in order; () for what does not concern us, is our own doing, or is unknown.

    Raises MalformedPayloadError where something that we know lacks what Slack promises.
    """
    kind = _kind(payload)
    if kind == _EVENT:
        event = child(payload, "event")
        read = _EVENTS.get(required(event, "type", kind))
        return tuple(read(payload, event, reading)) if read else ()
    interact = _INTERACTIONS.get(kind)
    return tuple(interact(payload, reading)) if interact else ()


def mentioned(payload: Raw) -> Mentioned:
    """Whose names ``incoming`` may need: a few too many do no harm."""
    body = _body(payload)
    return Mentioned(
        people=frozenset(a or b for a, b in _PERSON.findall(body)),
        channels=frozenset(a or b for a, b in _CHANNEL.findall(body)),
    )


def _kind(payload: Raw) -> str:
    return text(payload, "type") or (_COMMAND if text(payload, "command") else "")


def _workspace(payload: Raw, kind: str) -> str:
    workspace = workspace_of(payload)
    if not workspace:
        raise MalformedPayloadError(kind, "team_id")
    return workspace


def _lane(payload: Raw, event: Raw) -> str:
    person = child(payload, "user") or child(event, "user")
    return (
        (place_of(event) if event else "")
        or text(person, "id")
        or text(payload, "user_id")
        or text(event, "user")
    )


def _is_urgent(event: Raw) -> bool:
    """Whether it goes before talk: all that concerns us but what is said and edited, and a channel's end.

    That takes away what was said before it, and so comes after it. Deletions are final in any order.
    """
    if text(event, "type") == "message":
        is_gone = text(child(event, "message"), "subtype") == "tombstone"
        return is_gone or text(event, "subtype") in _URGENT or spoken.is_in_our_chat(event)
    return text(event, "type") in _EVENTS.keys() - _ENDS


def _made_id(payload: Raw, kind: str) -> str:
    trigger = text(payload, "trigger_id") or text(payload, "action_ts")
    if not trigger:
        trigger = sha256(_body(payload).encode()).hexdigest()
    return f"{kind}:{trigger}"


def _body(payload: Raw) -> str:
    kept = _without_email({key: value for key, value in payload.items() if key != _SECRET})
    return storable(json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def _without_email(payload: Raw) -> Raw:
    """What is kept holds nobody's address: of those alone digests are kept, of what Slack is asked for."""
    event = child(payload, "event")
    user = child(event, "user")
    profile = child(user, "profile")
    if "email" not in profile:
        return payload
    bare = {key: value for key, value in profile.items() if key != "email"}
    return {**payload, "event": {**event, "user": {**user, "profile": bare}}}


def _home(_payload: Raw, event: Raw, _reading: Reading) -> Iterator[Incoming]:
    if text(event, "tab") in ("home", ""):
        yield HomeOpened(person=required(event, "user", "app_home_opened"))


def _uninstalled(_payload: Raw, _event: Raw, _reading: Reading) -> Iterator[Incoming]:
    yield Removed(reason="uninstalled")


def _revoked(_payload: Raw, event: Raw, _reading: Reading) -> Iterator[Incoming]:
    """Only the bot's own tokens matter: a person may take back theirs, and nothing ends."""
    if texts(child(event, "tokens"), "bot"):
        yield Removed(reason="revoked")


_URGENT = {"message_deleted", *spoken.TURNED}
_ENDS = {"channel_deleted", "group_deleted"}
_CHANNEL_EVENTS = (
    *(f"channel_{what}" for what in ("created", "rename", "archive", "unarchive", "deleted", "left")),
    *(f"channel_{what}" for what in ("convert_to_private", "convert_to_public", "shared", "unshared")),
    *(f"group_{what}" for what in ("rename", "archive", "unarchive", "deleted", "left")),
)
_EVENTS: Mapping[str, _Read] = {
    "message": spoken.message,
    "app_mention": spoken.mention,
    "member_joined_channel": changes.membership,
    "member_left_channel": changes.membership,
    **dict.fromkeys(_CHANNEL_EVENTS, changes.channel),
    **dict.fromkeys(("team_join", "user_change", "user_profile_changed"), changes.account),
    "app_home_opened": _home,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
_INTERACTIONS: Mapping[str, Callable[[Raw, Reading], Iterator[Incoming]]] = {
    _COMMAND: interactions.command,
    "message_action": interactions.shortcut,
    "block_actions": interactions.actions,
    "view_submission": interactions.form,
}
