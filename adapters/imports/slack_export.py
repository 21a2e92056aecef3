"""A Slack export as people, channels and messages, one day file at a time.

Second step of an import, on an open ``ExportArchive``. Holds all people and channels, the
day file being read, and the times of the two before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import MissingFileError
from adapters.imports.slack_channels import (
    Folders,
    Listing,
    channel,
    day_order,
    read_folders,
    read_listings,
)
from adapters.imports.slack_people import home_team, read_accounts
from adapters.json_fields import Raw, text
from adapters.slack.accounts import person
from adapters.slack.messages import BROADCAST, read_message
from adapters.slack.text import PRIVATE_CHANNEL, Names
from bot.history import (
    Leftovers,
    RawChannel,
    RawMessage,
    RawPerson,
    Reason,
)
from expertise.types import ChannelKind

_DAYS_REMEMBERED = 2


class SlackExport:
    """What a Slack export holds. ``leftovers`` grows as things are read.

    Every method raises ExportError subclasses for files that are missing or broken;
    single entries that make no sense are left out and counted.
    """

    def __init__(self, archive: ExportArchive) -> None:
        """Read nothing yet."""
        self.leftovers = Leftovers()
        self._archive = archive
        self._recent: list[_Day] = []

    @property
    def team_id(self) -> str | None:
        """The workspace's platform id, as most accounts have it; older ones lack it."""
        return home_team(self._accounts)

    @property
    def fingerprint(self) -> str:
        """Names the export's content."""
        return self._archive.fingerprint

    def check(self, days: Sequence[str]) -> None:
        """Read every day file once, so that a broken one is found before anything is kept."""
        for day in days:
            self._archive.read_list(day)

    def people(self) -> Iterator[RawPerson]:
        """Give each account of ``users.json`` and ``org_users.json`` once."""
        home = self.team_id
        for platform_id, raw in self._accounts.items():
            yield person(platform_id, raw, home)

    def channels(self) -> list[RawChannel]:
        """Give all channels, also those without messages; public ones first, by name."""
        handles = {one.platform_id: one.handle for one in self.people()}
        return [channel(it, self._names.people, handles) for it in self._by_kind()]

    def days(self, of: RawChannel) -> list[str]:
        """Give the channel's day files for ``messages``, oldest first."""
        return list(self._folders.days.get(of.platform_id, ()))

    @property
    def unlisted_folders(self) -> tuple[str, ...]:
        """Folders that belong to no listed channel, and so are left out."""
        return self._folders.unlisted

    def messages(self, day_file: str) -> list[RawMessage]:
        """Read one day file, in time order. Safe to repeat, except that it counts again.

        Of messages with the same ``ts`` the first is kept, within the file and the two
        that were read before it from the channel: in an export, a time stands in the
        file of its day.
        """
        day = _Day(day_file, self._channel_of(day_file))
        before = self._times_before(day)
        messages = []
        for raw in self._archive.read_list(day_file):
            read = self._read(raw, day, before)
            if isinstance(read, RawMessage):
                messages.append(read)
            else:
                self.leftovers.add(read)
        return sorted(messages, key=lambda message: message.at)

    def _read(self, raw: object, day: "_Day", before: Mapping[str, bool]) -> RawMessage | Reason:
        if not isinstance(raw, dict):
            return Reason.NOT_A_MESSAGE
        read = read_message(raw, self._names)
        if not isinstance(read, RawMessage):
            return read
        is_broadcast = text(raw, "subtype") == BROADCAST
        first = day.times.get(read.ts, before.get(read.ts))
        if first is None:
            day.times[read.ts] = is_broadcast
            return read
        return Reason.BROADCAST_COPY if first or is_broadcast else Reason.DUPLICATE

    def _channel_of(self, day_file: str) -> str:
        platform_id = self._folders.channel_of.get(day_file.partition("/")[0])
        if platform_id is None:
            raise MissingFileError(day_file)
        return platform_id

    def _times_before(self, day: "_Day") -> dict[str, bool]:
        """Remember this day, and give the times of those before it."""
        kept = [it for it in self._recent if it.precedes(day)][-_DAYS_REMEMBERED:]
        self._recent = [*kept, day]
        return {ts: broadcast for it in kept for ts, broadcast in it.times.items()}

    def _by_kind(self) -> list[Listing]:
        order = list(ChannelKind)
        return sorted(self._listings, key=lambda it: (order.index(it.kind), it.folder_name))

    @cached_property
    def _accounts(self) -> dict[str, Raw]:
        return read_accounts(self._archive, self.leftovers)

    @cached_property
    def _listings(self) -> list[Listing]:
        return read_listings(self._archive, self.leftovers)

    @cached_property
    def _folders(self) -> Folders:
        return read_folders(self._archive.members, self._listings, self.leftovers)

    @cached_property
    def _names(self) -> Names:
        """Names for mentions. Who reads the text need not know of private channels."""
        return Names(
            people={one.platform_id: one.name for one in self.people()},
            channels={it.platform_id: _public_name(it) for it in self._listings},
        )


def _public_name(listing: Listing) -> str:
    is_public = listing.kind is ChannelKind.PUBLIC
    return text(listing.raw, "name") if is_public else PRIVATE_CHANNEL


class _Day:
    """A day file being read: by ``ts``, whether the message kept was a broadcast."""

    def __init__(self, file: str, channel_id: str) -> None:
        self.file = file
        self.channel_id = channel_id
        self.times: dict[str, bool] = {}

    def precedes(self, other: "_Day") -> bool:
        same = self.channel_id == other.channel_id
        return same and day_order(self.file) < day_order(other.file)
