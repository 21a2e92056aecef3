"""What every activity of Teams has: whose it is, where it happened, when, and what must be there.

Places are named as Teams names them: a channel by its own id (``19:…@thread.tacv2``), wherever in it
something was said; a chat by its conversation. People are named by their Entra id, which is the same for
every bot and in every export; whoever has none (somebody from outside) by the id that Teams gives us.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from adapters.instants import instant
from adapters.json_fields import Raw, child, children, text
from adapters.teams.errors import MalformedActivityError
from expertise.types import ChannelKind, MessageTs

_ROOT = re.compile(r";messageid=([0-9]+)")
_MILLISECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Chat(StrEnum):
    """The three kinds of conversation."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is needed to read an activity.

    ``bot`` is our own id, ``28:`` and the app's, where it is known: activities mostly tell it themselves.
    ``open_teams`` are teams that the operator declared open to everyone; ``channels`` those of the team that
    an activity is about, where ``changes.team_to_ask`` wants them: by id what each is called, '' if unknown.
    """

    bot: str = ""
    open_teams: Collection[str] = ()
    channels: Mapping[str, str] = field(default_factory=dict)


def kind_of(activity: Raw) -> str:
    """``message``, ``conversationUpdate``, …; of an invoke its name; or ''."""
    kind = text(activity, "type")
    return text(activity, "name") if kind == "invoke" else kind


def what_happened(activity: Raw) -> str:
    """The finer kind that Teams gives: ``channelRenamed``, ``softDeleteMessage``; or ''."""
    return text(child(activity, "channelData"), "eventType")


def workspace_of(activity: Raw) -> str:
    """The tenant, or ''."""
    tenant = text(child(child(activity, "channelData"), "tenant"), "id")
    return tenant or text(child(activity, "conversation"), "tenantId")


def bot_of(activity: Raw, reading: Reading) -> str:
    """Our own id, or ''."""
    return reading.bot or text(child(activity, "recipient"), "id")


def account(raw: Raw) -> str:
    """What names a person, or ''."""
    return text(raw, "aadObjectId").casefold() or text(raw, "id")


def who(activity: Raw) -> str:
    """Whoever did it. Raises MalformedActivityError without anybody."""
    person = account(child(activity, "from"))
    if not person:
        raise MalformedActivityError(kind_of(activity), "from")
    return person


def chat_of(activity: Raw) -> Chat:
    """Where it happened. What does not say so is taken for a personal chat: nothing in it is kept."""
    kind = text(child(activity, "conversation"), "conversationType")
    if kind == Chat.CHANNEL or _channel(activity) or _ROOT.search(_conversation(activity)):
        return Chat.CHANNEL
    return Chat.GROUP if kind == Chat.GROUP else Chat.PERSONAL


def team_of(activity: Raw) -> str:
    """The team's id, or ''."""
    return text(child(child(activity, "channelData"), "team"), "id")


def place_of(activity: Raw) -> str:
    """The channel or chat. Raises MalformedActivityError where neither is told."""
    place = _channel(activity) or _ROOT.sub("", _conversation(activity))
    if not place:
        raise MalformedActivityError(kind_of(activity), "conversation")
    return place


def thread_of(activity: Raw) -> MessageTs | None:
    """The post that the thread begins with, for that post its own id; None in chats, where there are none."""
    if chat_of(activity) is not Chat.CHANNEL:
        return None
    root = _ROOT.search(_conversation(activity))
    ts = root[1] if root else text(activity, "id")
    return MessageTs(ts) if moment(ts) else None


def ts_of(activity: Raw) -> MessageTs:
    """The message's id. Raises MalformedActivityError without one."""
    ts = text(activity, "id")
    if not ts:
        raise MalformedActivityError(kind_of(activity), "id")
    return MessageTs(ts)


def kind_of_channel(activity: Raw, reading: Reading) -> ChannelKind | None:
    """Who may read the channel that an activity is about; None where that is not told.

    A standard channel is for the members of its team, unless that team is declared open to everyone.
    """
    team = child(child(activity, "channelData"), "team")
    match text(child(child(activity, "channelData"), "channel"), "type").casefold():
        case "standard":
            ids = {text(team, "id"), text(team, "aadGroupId")} - {""}
            return ChannelKind.PUBLIC if ids & {*reading.open_teams} else ChannelKind.PRIVATE
        case "private" | "shared":
            return ChannelKind.PRIVATE
        case _:
            return None


def moment(ts: str) -> datetime | None:
    """A message's id as the time that it is: milliseconds. None where it is no time."""
    if not _MILLISECONDS.fullmatch(ts):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=int(ts))
    except OverflowError:
        return None


def time_of(activity: Raw) -> datetime | None:
    """When Teams sent the activity, in UTC; None where it does not say, or says no time."""
    return instant(text(activity, "timestamp"))


def mentioned(activity: Raw) -> list[Raw]:
    """The mentions among an activity's entities, in order."""
    return [each for each in children(activity, "entities") if text(each, "type") == "mention"]


def _channel(activity: Raw) -> str:
    return text(child(child(activity, "channelData"), "channel"), "id")


def _conversation(activity: Raw) -> str:
    return text(child(activity, "conversation"), "id")
