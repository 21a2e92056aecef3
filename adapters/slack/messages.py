"""One message as Slack has it, in exports and in events alike: who said it, when, its kind, and its words.

Knows the shapes of ten years: ``file_share`` and ``file_comment`` until 2018, ``files``
and blocks since, and apps that post with an account's id.
"""

import re

from adapters.json_fields import Raw, child, children, flag, text
from adapters.slack.accounts import SLACKBOT
from adapters.slack.rich_text import rich_text
from adapters.slack.text import Names, plain_text
from adapters.slack.times import moment
from bot.history import RawMessage, Reason
from expertise.types import MessageKind

BROADCAST = "thread_broadcast"
_BY_PEOPLE = frozenset({"file_comment", "file_share", "me_message"})
_SPOKEN = _BY_PEOPLE | {"", BROADCAST}
_BY_BOTS = frozenset({"bot_message", "slackbot_response", "assistant_app_thread"})
_RECORDS = frozenset({"message_changed", "message_deleted", "message_replied"})
_UPLOADED = re.compile(r"<@[^<>]*> (?:uploaded|shared) a file: <[^<>]*>(?: and commented: )?")


def read_message(raw: Raw, names: Names) -> RawMessage | Reason:
    """Read one message, or say why it is left out. Never raises."""
    subtype, ts = text(raw, "subtype"), text(raw, "ts")
    kind, at = _kind(raw, subtype), moment(ts)
    user = _author(raw, subtype)
    if text(raw, "type") not in ("message", ""):
        return Reason.NOT_A_MESSAGE
    is_hidden = flag(raw, "hidden") and kind is not MessageKind.TOMBSTONE
    if is_hidden or subtype in _RECORDS:
        return Reason.HIDDEN
    if at is None:
        return Reason.NO_TIME
    if kind is MessageKind.PERSON and not user:
        return Reason.NO_AUTHOR
    return RawMessage(
        ts=ts,
        at=at,
        user=user,
        text=_words(raw, subtype, kind, names),
        thread_ts=_thread(raw),
        kind=kind,
        edited_at=moment(text(child(raw, "edited"), "ts")),
    )


def _kind(raw: Raw, subtype: str) -> MessageKind:
    if subtype == "tombstone":
        return MessageKind.TOMBSTONE
    if subtype in _BY_BOTS:
        return MessageKind.BOT
    if subtype not in _SPOKEN:
        return MessageKind.SYSTEM
    is_app = bool(text(raw, "bot_id")) and subtype not in _BY_PEOPLE
    if is_app or text(raw, "user") == SLACKBOT:
        return MessageKind.BOT
    return MessageKind.PERSON


def _author(raw: Raw, subtype: str) -> str | None:
    """Give who said it; for a tombstone nobody, since Slackbot stands there."""
    user = text(raw, "user")
    if subtype == "tombstone":
        return None
    if subtype == "file_comment":
        user = text(child(raw, "comment"), "user") or user
    if subtype == "file_share":
        user = user or text(child(raw, "file"), "user")
    return user or None


def _thread(raw: Raw) -> str | None:
    thread_ts = text(raw, "thread_ts")
    return thread_ts if moment(thread_ts) else None


def _words(raw: Raw, subtype: str, kind: MessageKind, names: Names) -> str:
    if kind is MessageKind.TOMBSTONE:
        return ""
    if subtype == "file_comment":
        comment = text(child(raw, "comment"), "comment") or text(raw, "text")
        return _plain(comment, names)
    words = _upload(raw, names) if subtype == "file_share" else _said(raw, names)
    parts = [words, *_titles(raw, names)]
    if kind is MessageKind.BOT:
        parts += _attached(raw, names)
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _said(raw: Raw, names: Names) -> str:
    words = _plain(text(raw, "text"), names)
    return words if words.strip() else rich_text(children(raw, "blocks"), names)


def _upload(raw: Raw, names: Names) -> str:
    """Give the uploader's comment; somebody who shares another's file did not write it."""
    comment = child(child(raw, "file"), "initial_comment")
    is_own = text(comment, "user") in ("", _author(raw, "file_share"))
    if is_own and text(comment, "comment"):
        return _plain(text(comment, "comment"), names)
    said = text(raw, "text")
    boilerplate = _UPLOADED.match(said)
    return _plain(said[boilerplate.end() :], names) if boilerplate else _said(raw, names)


def _titles(raw: Raw, names: Names) -> list[str]:
    files = [child(raw, "file"), *children(raw, "files")]
    return [_plain(text(file, "title", "name"), names) for file in files]


def _attached(raw: Raw, names: Names) -> list[str]:
    words: list[str] = []
    for attachment in children(raw, "attachments"):
        parts = [text(attachment, key) for key in ("pretext", "title", "text")]
        parts = [part for part in parts if part] or [text(attachment, "fallback")]
        words += [_plain(part, names) for part in parts]
    return words


def _plain(words: str, names: Names) -> str:
    return plain_text(words, names.people, names.channels)
