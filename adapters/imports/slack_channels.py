"""Channels in a Slack export, and which folder belongs to which."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import MissingFileError
from adapters.json_fields import Raw, child, flag, objects, text, texts
from adapters.slack.text import plain_text
from adapters.slack.times import moment
from bot.history import Leftovers, RawChannel, Reason
from expertise.types import ChannelKind

_CHANNELS = "channels.json"
# Narrowest first: what two files claim belongs to the one that fewer people may read.
_FILES = {
    "dms.json": ChannelKind.DIRECT,
    "mpims.json": ChannelKind.GROUP,
    "groups.json": ChannelKind.PRIVATE,
    _CHANNELS: ChannelKind.PUBLIC,
}
_FLAGS = {
    "is_im": ChannelKind.DIRECT,
    "is_mpim": ChannelKind.GROUP,
    "is_private": ChannelKind.PRIVATE,
}
_NARROWNESS = tuple(_FILES.values())
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of a channel file, with the kind that it is safe to give it."""

    raw: Raw
    kind: ChannelKind

    @property
    def platform_id(self) -> str:
        """The channel's id."""
        return text(self.raw, "id")

    @property
    def folder_name(self) -> str:
        """The channel's name as a folder would have it; '' for direct messages."""
        return unicodedata.normalize("NFC", text(self.raw, "name"))


def read_listings(archive: ExportArchive, leftovers: Leftovers) -> list[Listing]:
    """Give each channel once, narrowest kinds first.

    Raises MissingFileError without ``channels.json``, or what ``read_list`` raises.
    """
    if _CHANNELS not in archive:
        raise MissingFileError(_CHANNELS)
    found: dict[str, Listing] = {}
    for listing in sorted(_listings(archive), key=_narrowest_first):
        if listing.platform_id:
            found.setdefault(listing.platform_id, listing)
        else:
            leftovers.add(Reason.NOT_A_CHANNEL)
    return list(found.values())


def _listings(archive: ExportArchive) -> Iterator[Listing]:
    for file, kind in _FILES.items():
        for raw in objects(archive.read_list(file)) if file in archive else ():
            flagged = [narrow for key, narrow in _FLAGS.items() if flag(raw, key)]
            yield Listing(raw=raw, kind=min([kind, *flagged], key=_NARROWNESS.index))


def _narrowest_first(listing: Listing) -> int:
    return _NARROWNESS.index(listing.kind)


def channel(listing: Listing, people: Mapping[str, str], handles: Mapping[str, str]) -> RawChannel:
    """Read one channel; ``people`` and ``handles`` give names by platform id."""
    raw, members = listing.raw, texts(listing.raw, "members")
    is_talk = listing.kind in (ChannelKind.DIRECT, ChannelKind.GROUP) and members
    names = ", ".join(sorted(handles.get(member, member) for member in members))
    return RawChannel(
        platform_id=listing.platform_id,
        name=names if is_talk else text(raw, "name") or listing.platform_id,
        kind=listing.kind,
        purpose=plain_text(text(child(raw, "purpose"), "value"), people, {}),
        topic=plain_text(text(child(raw, "topic"), "value"), people, {}),
        is_archived=flag(raw, "is_archived"),
        members=members,
        created=moment(text(raw, "created")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Day files by channel id, oldest first, and the folders of no listed channel."""

    days: Mapping[str, list[str]]
    channel_of: Mapping[str, str]
    unlisted: tuple[str, ...]


def read_folders(members: Iterable[str], listings: Iterable[Listing], leftovers: Leftovers) -> Folders:
    """Match folders to channels by id, else by name; a name goes to the narrowest kind.

    Counts each unlisted folder, and each file in a channel's folder that is no day.
    """
    owners = _owners(list(listings))
    days: defaultdict[str, list[str]] = defaultdict(list)
    unlisted: dict[str, None] = {}
    for member in members:
        folder, _, file = member.partition("/")
        if not file:
            continue
        if folder not in owners:
            unlisted[folder] = None
        elif _DAY.fullmatch(file):
            days[owners[folder]].append(member)
        else:
            leftovers.add(Reason.NOT_A_DAY)
    for _ in unlisted:
        leftovers.add(Reason.UNLISTED_FOLDER)
    return Folders(
        days={key: sorted(found, key=day_order) for key, found in days.items()},
        channel_of=owners,
        unlisted=tuple(sorted(unlisted)),
    )


def day_order(member: str) -> tuple[str, str]:
    """Order day files by date; a channel may have a folder by id and one by name."""
    folder, _, file = member.partition("/")
    return file, folder


def _owners(listings: list[Listing]) -> dict[str, str]:
    owners = {listing.platform_id: listing.platform_id for listing in listings}
    for listing in listings:
        if listing.folder_name:
            owners.setdefault(listing.folder_name, listing.platform_id)
    return owners
