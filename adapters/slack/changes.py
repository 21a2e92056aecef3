"""Channels and people as events tell of them: who is where, what a place is called, who has left."""

from collections.abc import Callable, Iterator, Mapping

from adapters.json_fields import Raw, child, flag, text
from adapters.slack.accounts import person
from adapters.slack.errors import MalformedPayloadError
from adapters.slack.payloads import Reading, bot_of, enterprise_of, place_of, required, workspace_of
from bot.incoming import ChannelGone, ChannelSeen, Incoming, Membership, PersonSeen
from expertise.types import ChannelKind

_PICTURES = ("image_72", "image_48", "image_192", "image_512", "image_24")
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")

_CHANGES: Mapping[str, Callable[[str], ChannelSeen]] = {
    "archive": lambda place: ChannelSeen(channel=place, is_archived=True),
    "unarchive": lambda place: ChannelSeen(channel=place, is_archived=False),
    "convert_to_private": lambda place: ChannelSeen(channel=place, kind=ChannelKind.PRIVATE),
    "convert_to_public": lambda place: ChannelSeen(channel=place, kind=ChannelKind.PUBLIC),
    "shared": lambda place: ChannelSeen(channel=place, is_shared=True),
}


def channel(payload: Raw, event: Raw, reading: Reading) -> Iterator[Incoming]:
    """An event about a channel itself; of private ones it is called ``group_…``."""
    kind = text(event, "type")
    place = place_of(event)
    if not place:
        raise MalformedPayloadError(kind, "channel")
    what = kind.partition("_")[2]
    match what:
        case "created":
            yield _created(place, child(event, "channel"))
        case "rename":
            yield ChannelSeen(channel=place, name=required(child(event, "channel"), "name", kind))
        case "deleted":
            yield ChannelGone(channel=place)
        case "unshared":
            yield ChannelSeen(channel=place, is_shared=flag(event, "is_ext_shared"))
        case "left":
            yield _left(payload, place, kind, reading)
        case _ if what in _CHANGES:
            yield _CHANGES[what](place)


def membership(_payload: Raw, event: Raw, _reading: Reading) -> Iterator[Incoming]:
    """Somebody came into a channel or left it; the bot's own coming and going comes the same way."""
    kind = text(event, "type")
    yield Membership(
        channel=required(event, "channel", kind),
        person=required(event, "user", kind),
        is_member=kind == "member_joined_channel",
    )


def account(payload: Raw, event: Raw, _reading: Reading) -> Iterator[Incoming]:
    """Somebody joined the workspace, changed, or was deactivated."""
    raw = child(event, "user")
    read = person(required(raw, "id", text(event, "type")), raw)
    profile = child(raw, "profile")
    yield PersonSeen(
        person=read.platform_id,
        name=read.name,
        handle=read.handle,
        title=read.title,
        time_zone=read.time_zone,
        picture=text(profile, *_PICTURES),
        is_bot=read.is_bot,
        has_left=read.has_left,
        is_outsider=_is_outsider(payload, raw),
    )


def _is_outsider(payload: Raw, raw: Raw) -> bool:
    """A guest, or an account of another company. What is not told counts as ours."""
    if any(flag(raw, key) for key in _GUEST):
        return True
    team = text(raw, "team_id") or text(child(raw, "profile"), "team")
    enterprise = enterprise_of(payload)
    same_company = {team, text(child(raw, "enterprise_user"), "enterprise_id")}
    ours = {workspace_of(payload), enterprise} - {""}
    return bool(team and ours and not same_company & ours)


def _created(place: str, raw: Raw) -> ChannelSeen:
    is_private = flag(raw, "is_private") or flag(raw, "is_group")
    return ChannelSeen(
        channel=place,
        name=text(raw, "name") or None,
        kind=ChannelKind.PRIVATE if is_private else ChannelKind.PUBLIC,
        is_archived=False,
        is_shared=flag(raw, "is_ext_shared") if "is_ext_shared" in raw else None,
    )


def _left(payload: Raw, place: str, kind: str, reading: Reading) -> Membership:
    """The bot was taken out: then nothing of the channel may be read on."""
    bot = bot_of(payload, reading)
    if not bot:
        raise MalformedPayloadError(kind, "authorizations")
    return Membership(channel=place, person=bot, is_member=False)
