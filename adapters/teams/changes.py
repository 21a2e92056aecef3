"""Channels, teams and people as activities tell of them: what is called what, and who is where."""

from collections.abc import Iterator

from adapters.json_fields import Raw, child, children, text
from adapters.teams.activities import (
    Chat,
    Reading,
    account,
    bot_of,
    chat_of,
    kind_of_channel,
    place_of,
    team_of,
    what_happened,
)
from bot.incoming import ChannelGone, ChannelSeen, Incoming, Membership

_ABOUT_A_TEAM = frozenset(
    {"teamArchived", "teamDeleted", "teamHardDeleted", "teamRenamed", "teamRestored", "teamUnarchived"}
)
_NAMES_A_CHANNEL = frozenset({"channelCreated", "channelRenamed", "channelRestored"})
_MEMBERS = ("membersAdded", "membersRemoved")


def team_to_ask(activity: Raw) -> str:
    """The team whose channels, or their names, must be known to read this; or ''."""
    lacks_its_name = what_happened(activity) in _NAMES_A_CHANNEL and not _team_name(activity)
    return team_of(activity) if lacks_its_name else _whole_team(activity)


def _whole_team(activity: Raw) -> str:
    """The team, where what happened concerns each of its channels; or ''."""
    is_about_one_channel = bool(_channel_id(activity))
    concerns_all = (
        what_happened(activity) in _ABOUT_A_TEAM or _has_members(activity) or _is_installed(activity)
    )
    return team_of(activity) if concerns_all and not is_about_one_channel else ""


def conversation(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    """A ``conversationUpdate``. Who comes to talk with the bot alone is nobody's business."""
    if chat_of(activity) is Chat.PERSONAL and not team_of(activity):
        return
    yield from _about_the_channel(activity, reading)
    for place in _places(activity, reading):
        yield from _about_the_team(what_happened(activity), place, reading)
        yield from _members(activity, reading, place)


def installation(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    """The app was added to a team or chat, or taken out. What one person installs changes nothing."""
    if chat_of(activity) is Chat.PERSONAL and not team_of(activity):
        return
    bot, did = bot_of(activity, reading), text(activity, "action")
    if bot and did in ("add", "remove"):
        for place in _places(activity, reading):
            yield Membership(channel=place, person=bot, is_member=did == "add")


def channel_name(team: str, channel: str) -> str:
    """What a channel is called: every team has a "General", so the team's name stands before it."""
    return " › ".join(filter(None, (team, channel)))


def _about_the_channel(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    place = _channel_id(activity)
    if not place:
        return
    name = reading.channels.get(place) or _name(activity)
    match what_happened(activity):
        case "channelCreated":
            kind = kind_of_channel(activity, reading)
            yield ChannelSeen(channel=place, name=name, kind=kind, is_archived=False)
        case "channelRenamed":
            yield ChannelSeen(channel=place, name=name)
        case "channelDeleted":
            yield ChannelGone(channel=place)
        case "channelRestored":
            yield ChannelSeen(channel=place, name=name, is_archived=False)
        case "channelShared" | "channelUnshared":
            yield ChannelSeen(channel=place)  # others may read it now: who is in it is asked anew


def _about_the_team(what: str, place: str, reading: Reading) -> Iterator[Incoming]:
    match what:
        case "teamRenamed":
            if name := reading.channels.get(place):
                yield ChannelSeen(channel=place, name=name)
        case "teamArchived" | "teamUnarchived":
            yield ChannelSeen(channel=place, is_archived=what == "teamArchived")
        case "teamRestored":
            yield ChannelSeen(channel=place, is_archived=False)
        case "teamDeleted" | "teamHardDeleted":
            yield ChannelGone(channel=place)


def _members(activity: Raw, reading: Reading, place: str) -> Iterator[Incoming]:
    """Whoever came and went. Where somebody's account is not told, everyone in the channel is asked for."""
    bot = bot_of(activity, reading)
    is_asked = False
    for key in _MEMBERS:
        for raw in children(activity, key):
            name = text(raw, "id")
            is_told = bool(text(raw, "aadObjectId")) or (bool(bot) and name == bot)
            if is_told:
                person = bot if bot and name == bot else account(raw)
                yield Membership(channel=place, person=person, is_member=key == "membersAdded")
            elif not is_asked:
                is_asked = True
                yield ChannelSeen(channel=place)


def _places(activity: Raw, reading: Reading) -> tuple[str, ...]:
    """A chat, a channel, or all those of a team: at least its first, which is called as the team is."""
    if team := _whole_team(activity):
        return tuple(dict.fromkeys((team, *reading.channels)))
    return (place_of(activity),)


def _name(activity: Raw) -> str | None:
    channel = text(child(child(activity, "channelData"), "channel"), "name")
    return channel_name(_team_name(activity), channel) or None


def _team_name(activity: Raw) -> str:
    return text(child(child(activity, "channelData"), "team"), "name")


def _channel_id(activity: Raw) -> str:
    return text(child(child(activity, "channelData"), "channel"), "id")


def _has_members(activity: Raw) -> bool:
    return any(children(activity, key) for key in _MEMBERS)


def _is_installed(activity: Raw) -> bool:
    return text(activity, "type") == "installationUpdate"
