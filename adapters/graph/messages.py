"""One message as Graph has it (``chatMessage``), in files and in answers alike; pure, and safe on any input.

It is named as the activity that told of it live: by its channel's own id, its milliseconds, the post that its
thread begins with, and its author's Entra id. So what is read is the row that was heard.
"""

from collections.abc import Iterator

from adapters.instants import instant
from adapters.json_fields import Raw, child, children, text
from adapters.teams.activities import moment
from adapters.teams.html import Mention, plain_text
from adapters.teams.text import harmless
from bot.history import RawMessage, Reason, as_posted
from bot.incoming import Posted
from expertise.types import MessageKind

_SAID = "message"
_FILE = "reference"
_DIGITS = 3  # of the number of a mention


def read_message(raw: Raw) -> RawMessage | Reason:
    """Read one message, or say why it is left out."""
    ts = text(raw, "id")
    at = moment(ts) or instant(text(raw, "createdDateTime"))
    user, kind = author_of(raw), _kind(raw)
    if not ts or text(raw, "messageType") not in (_SAID, ""):
        return Reason.NOTICE if ts else Reason.NOT_A_MESSAGE
    if not channel_of(raw):
        return Reason.NOT_IN_A_CHANNEL
    if at is None:
        return Reason.NO_TIME
    if kind is MessageKind.PERSON and user is None:
        return Reason.NO_AUTHOR
    return RawMessage(
        ts=ts,
        at=at,
        user=None if kind is MessageKind.TOMBSTONE else user,
        text="" if kind is MessageKind.TOMBSTONE else _words(raw),
        thread_ts=_thread(raw),
        kind=kind,
        edited_at=instant(text(raw, "lastEditedDateTime")),
    )


def posted(raw: Raw) -> Posted | None:
    """A message as it is now; None where it is none of somebody's in a channel."""
    read = read_message(raw)
    if not isinstance(read, RawMessage):
        return None
    return as_posted(channel_of(raw), read)


def channel_of(raw: Raw) -> str:
    """The channel that it was said in, or ''."""
    return text(child(raw, "channelIdentity"), "channelId")


def team_of(raw: Raw) -> str:
    """The team of that channel, or ''."""
    return text(child(raw, "channelIdentity"), "teamId").casefold()


def author_of(raw: Raw) -> str | None:
    """Who said it: a person by their Entra id, a bot by its own."""
    sender = child(raw, "from")
    person, app = text(child(sender, "user"), "id"), text(child(sender, "application"), "id")
    return person.casefold() or (f"28:{app}" if app else None)


def _thread(raw: Raw) -> str | None:
    """The post that it replies to, for a post its own id."""
    root = text(raw, "replyToId") or text(raw, "id")
    return root if moment(root) else None


def _kind(raw: Raw) -> MessageKind:
    if is_gone(raw):
        return MessageKind.TOMBSTONE
    sender = child(raw, "from")
    is_bot = bool(text(child(sender, "application"), "id")) and not text(child(sender, "user"), "id")
    return MessageKind.BOT if is_bot else MessageKind.PERSON


def is_gone(raw: Raw) -> bool:
    """Deleted, or kept from readers by the company's rules. A deletion may tell no time, only no words."""
    is_empty = not text(child(raw, "body"), "content").strip() and not children(raw, "attachments")
    is_blocked = "block" in text(child(raw, "policyViolation"), "dlpAction").casefold()
    return bool(raw.get("deletedDateTime")) or is_blocked or (is_empty and not text(raw, "subject"))


def _words(raw: Raw) -> str:
    return "\n".join(filter(None, [harmless(text(raw, "subject")).strip(), _body(raw), *_files(raw)]))


def _body(raw: Raw) -> str:
    body = child(raw, "body")
    content = text(body, "content")
    if text(body, "contentType").casefold() == "html":
        return plain_text(content, _mentions(raw))
    return harmless(content.replace("\r\n", "\n")).strip()


def _mentions(raw: Raw) -> list[Mention]:
    """Each at the number that the text refers to it by."""
    named = {_number(each): text(each, "mentionText") for each in children(raw, "mentions")}
    numbers = range(max(named, default=-1) + 1)
    return [Mention(label=named.get(number, ""), is_me=False) for number in numbers]


def _number(mention: Raw) -> int:
    number = text(mention, "id")
    return int(number) if number.isdecimal() and len(number) <= _DIGITS else -1


def _files(raw: Raw) -> Iterator[str]:
    """Names of files. What it quotes or forwards comes as an attachment too, and is somebody else's."""
    for each in children(raw, "attachments"):
        if text(each, "contentType") == _FILE:
            yield harmless(text(each, "name"))
