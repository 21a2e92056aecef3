"""Slack's users and channels in our words; pure, and safe on any input."""

from adapters.json_fields import Raw, child, flag, text
from adapters.slack.accounts import confirmed_email, person
from adapters.slack.text import plain_text
from bot.incoming import ChannelSeen, PersonSeen
from expertise.types import ChannelKind

_KINDS = (
    ("is_im", ChannelKind.DIRECT),
    ("is_mpim", ChannelKind.GROUP),
    ("is_private", ChannelKind.PRIVATE),
    ("is_group", ChannelKind.PRIVATE),
)
_SHARED = ("is_shared", "is_ext_shared", "is_org_shared")


def person_seen(raw: Raw, home_team: str) -> PersonSeen | None:
    """A user, as in ``users.info`` and ``users.list``; None without an id.

    ``home_team`` is Slack's id of our workspace. Outsiders are guests, and whoever belongs elsewhere.
    """
    platform_id = text(raw, "id")
    if not platform_id:
        return None
    read = person(platform_id, raw, home_team)
    return PersonSeen(
        person=platform_id,
        name=read.name,
        handle=read.handle,
        title=read.title,
        time_zone=read.time_zone,
        picture=_picture(raw),
        is_bot=read.is_bot,
        has_left=read.has_left,
        is_outsider=read.is_outsider,
        email=confirmed_email(raw),
    )


def channel_seen(raw: Raw) -> ChannelSeen | None:
    """A channel, as in ``conversations.info`` and events about it; None without an id.

    What is not there stays unsaid, and of several kinds the one that fewest may read is meant.
    """
    platform_id = text(raw, "id")
    if not platform_id:
        return None
    return ChannelSeen(
        channel=platform_id,
        name=text(raw, "name") or None,
        kind=_kind(raw),
        purpose=_purpose(raw),
        is_archived=flag(raw, "is_archived") if "is_archived" in raw else None,
        is_shared=_is_shared(raw),
    )


def _picture(raw: Raw) -> str:
    address = text(child(raw, "profile"), "image_72")
    return address if address.startswith("https://") else ""


def _kind(raw: Raw) -> ChannelKind | None:
    for name, kind in _KINDS:
        if flag(raw, name):
            return kind
    return ChannelKind.PUBLIC if "is_private" in raw else None


def _purpose(raw: Raw) -> str | None:
    return plain_text(text(child(raw, "purpose"), "value"), {}, {}) if "purpose" in raw else None


def _is_shared(raw: Raw) -> bool | None:
    told = [flag(raw, name) for name in _SHARED if name in raw]
    return any(told) if told else None
