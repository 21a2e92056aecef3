"""An activity as the delivery to keep: pure."""

import json
from datetime import datetime
from hashlib import sha256

from adapters.json_fields import Raw, child, text
from adapters.plain import storable
from adapters.teams import spoken
from adapters.teams.activities import (
    Chat,
    Reading,
    account,
    chat_of,
    kind_of,
    place_of,
    what_happened,
    workspace_of,
)
from adapters.teams.errors import MalformedActivityError
from adapters.teams.pressed import is_from_a_card
from bot.incoming import Envelope
from bot.types import Platform

_MESSAGE = "message"
_SPOKEN = frozenset({_MESSAGE, "messageUpdate", "messageDelete", "conversationUpdate", "installationUpdate"})
_INVOKE = "invoke"
_ENDS = frozenset({"channelDeleted", "channelRestored", "teamDeleted", "teamHardDeleted", "teamRestored"})


def envelope(activity: Raw, received_at: datetime) -> Envelope | None:
    """The delivery, or None for what is nobody's business: who reacts, types or has read.

    Its lane is the channel or chat, else the person; the tenant's id is in small letters.

    Activities have ids within their conversation alone, and an edit has that of what it edits: so its event
    id is made of conversation, kind and id, and of the time for all that can happen to a message more than
    once. Raises MalformedActivityError where the kind, the tenant or the lane is missing.
    """
    kind = kind_of(activity)
    if not kind:
        raise MalformedActivityError("activity", "type")
    if kind not in _SPOKEN and text(activity, "type") != _INVOKE:
        return None
    workspace = workspace_of(activity)
    if not workspace:
        raise MalformedActivityError(kind, "tenant")
    body = storable(json.dumps(activity, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    return Envelope(
        platform=Platform.TEAMS,
        workspace=workspace.casefold(),
        event_id=_event_id(activity, kind, body),
        kind=kind,
        lane=_lane(activity),
        body=body,
        received_at=received_at,
        is_urgent=_is_urgent(activity, kind),
    )


def _lane(activity: Raw) -> str:
    """An extension may be used where there is no conversation yet."""
    try:
        return place_of(activity)
    except MalformedActivityError:
        person = account(child(activity, "from"))
        if not person:
            raise
        return person


def _is_urgent(activity: Raw, kind: str) -> bool:
    """Whether it goes before talk: all but what is said and edited, and a channel's or team's end.

    That takes away what was said before it, and so comes after it, as does what takes it back.
    """
    match kind:
        case "message" | "messageUpdate":
            is_restored = what_happened(activity) == "undeleteMessage"  # in order with the deletion
            return is_restored or _is_for_us(activity)
        case "conversationUpdate":
            return what_happened(activity) not in _ENDS
        case _:
            return True


def _is_for_us(activity: Raw) -> bool:
    is_ours = chat_of(activity) is Chat.PERSONAL or is_from_a_card(activity)
    return is_ours or spoken.names_us(activity, Reading())


def _event_id(activity: Raw, kind: str, body: str) -> str:
    conversation = text(child(activity, "conversation"), "id")
    own = text(activity, "id") or sha256(body.encode()).hexdigest()
    when = "" if kind == _MESSAGE else f"@{text(activity, 'timestamp')}"
    return f"{conversation}:{kind}:{own}{when}"
