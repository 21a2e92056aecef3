"""Messages: posted, edited, deleted, addressed to the bot. What is whose part, ``events.py`` tells."""

import re
from collections.abc import Iterator

from adapters.json_fields import Raw, child, children, text
from adapters.slack.errors import MalformedPayloadError
from adapters.slack.messages import read_message
from adapters.slack.payloads import Reading, bot_of, place_of, required
from adapters.slack.rich_text import rich_text
from adapters.slack.said import posted
from adapters.slack.text import plain_text
from adapters.slack.times import moment
from bot.history import RawMessage
from bot.incoming import Asked, ChannelSeen, Command, Commanded, Deleted, Incoming, Posted, Via
from expertise.types import ChannelKind, MessageKind, MessageTs

TURNED = {
    "channel_convert_to_private": ChannelKind.PRIVATE,
    "channel_convert_to_public": ChannelKind.PUBLIC,
}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_AFTER_A_NAME = " \t\r\n,:;-–—"


def message(payload: Raw, event: Raw, reading: Reading) -> Iterator[Incoming]:
    """A ``message`` event of any subtype. Our own messages are none."""
    channel, is_direct = _required_place(event), is_in_our_chat(event)
    match text(event, "subtype"):
        case "message_deleted" if not is_direct:
            yield _deleted(channel, event)
        case "message_changed" if not is_direct:
            yield from _changed(payload, event, reading)
        case "message_deleted" | "message_changed" | "message_replied":
            return
        case _ if is_direct:
            yield from _direct(payload, event, reading)
        case _:
            yield from _about_the_channel(event, reading)
            yield from _posted(payload, event, channel, reading)


def mention(payload: Raw, event: Raw, reading: Reading) -> Iterator[Incoming]:
    """An ``app_mention``: the question is what stands beside the bot's name, and may be empty."""
    channel, ts = _required_place(event), _ts(event, "ts")
    if is_in_our_chat(event) or text(event, "bot_id") or _is_own(payload, event, reading):
        return  # bots that mention each other would talk forever
    person, words = required(event, "user", "app_mention"), question(event, reading, bot_of(payload, reading))
    if words.strip().casefold() == Command.HERE:
        yield Commanded(command=Command.HERE, person=person, text="", channel=channel)
        return
    yield Asked(
        via=Via.MENTION,
        asker=person,
        text=words,
        channel=channel,
        thread_ts=_thread(event),
        ts=ts,
        written_at=moment(ts),
    )


def question(raw: Raw, reading: Reading, bot: str) -> str:
    """The words of a message as a question: without the bot's name, and without titles of files."""
    said = text(raw, "text")
    if bot:
        said = _MENTION.sub(lambda found: "" if found[1] == bot else found[0], said)
    elif found := _MENTION.match(said.lstrip()):
        said = said.lstrip()[found.end() :]
    words = plain_text(said, reading.names.people, reading.names.channels).strip()
    return words.lstrip(_AFTER_A_NAME) if words else _from_blocks(raw, reading)


def _from_blocks(raw: Raw, reading: Reading) -> str:
    return "" if text(raw, "text") else rich_text(children(raw, "blocks"), reading.names).strip()


def _direct(payload: Raw, event: Raw, reading: Reading) -> Iterator[Incoming]:
    read = read_message(event, reading.names)
    ts = _ts(event, "ts")
    if not isinstance(read, RawMessage) or read.kind is not MessageKind.PERSON or not read.user:
        return
    if _is_own(payload, event, reading):
        return
    yield Asked(
        via=Via.DIRECT,
        asker=read.user,
        text=question(event, reading, bot_of(payload, reading)),
        channel=place_of(event),
        thread_ts=_thread(event),
        ts=ts,
        written_at=moment(ts),
    )


def _changed(payload: Raw, event: Raw, reading: Reading) -> Iterator[Incoming]:
    """An edit. Links that unfold and counts of replies come so too, and change nothing."""
    now, before = child(event, "message"), child(event, "previous_message")
    if not now:
        raise MalformedPayloadError("message_changed", "message")
    if before and read_message(before, reading.names) == read_message(now, reading.names):
        return
    yield from _posted(payload, now, _required_place(event), reading)


def _posted(payload: Raw, raw: Raw, channel: str, reading: Reading) -> Iterator[Posted]:
    _ts(raw, "ts")
    said = posted(channel, raw, reading.names)
    if said is not None and not _is_own(payload, raw, reading):
        yield said


def _about_the_channel(event: Raw, reading: Reading) -> Iterator[ChannelSeen]:
    channel, subtype = place_of(event), text(event, "subtype")
    if subtype in TURNED:
        yield ChannelSeen(channel=channel, kind=TURNED[subtype])
    elif subtype in ("channel_purpose", "group_purpose"):
        purpose = plain_text(text(event, "purpose"), reading.names.people, reading.names.channels)
        yield ChannelSeen(channel=channel, purpose=purpose)


def _is_own(payload: Raw, raw: Raw, reading: Reading) -> bool:
    """Whether it is what we said ourselves; a message about us joining is not."""
    app, bot = text(payload, "api_app_id"), bot_of(payload, reading)
    apps = {text(raw, "app_id"), text(child(raw, "bot_profile"), "app_id")}
    by_bot = text(raw, "user") == bot and bool(text(raw, "bot_id"))
    return bool((app and app in apps) or (bot and by_bot))


def is_in_our_chat(event: Raw) -> bool:
    """Whether it happened where somebody talks with the bot alone."""
    return text(event, "channel_type") == "im" or place_of(event).startswith("D")


def _required_place(event: Raw) -> str:
    channel = place_of(event)
    if not channel:
        raise MalformedPayloadError(text(event, "type"), "channel")
    return channel


def _deleted(channel: str, event: Raw) -> Deleted:
    ts = text(event, "deleted_ts")
    at = moment(ts)
    if at is None:
        raise MalformedPayloadError("message", "deleted_ts")
    return Deleted(channel=channel, ts=MessageTs(ts), at=at)


def _ts(raw: Raw, key: str) -> MessageTs:
    ts = text(raw, key)
    if moment(ts) is None:
        raise MalformedPayloadError("message", key)
    return MessageTs(ts)


def _thread(raw: Raw) -> MessageTs | None:
    thread_ts = text(raw, "thread_ts")
    return MessageTs(thread_ts) if moment(thread_ts) else None
