"""Teams' messages in files of Graph's JSON, as people, channels and messages.

Every file is read once to see what there is, and again for its messages, some thousands at a time. Holds all
people and channels, the latest file that was read, and which messages stand in which.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from adapters.graph.messages import channel_of, read_message
from adapters.graph.people import handle_of, is_archived, is_guest, is_standard, kind_of, name_of
from adapters.imports.errors import MissingFileError
from adapters.imports.graph_files import Record, is_json, records
from adapters.imports.sources import Source
from adapters.imports.teams_found import MANY, Found, messages
from adapters.instants import instant
from adapters.json_fields import Raw, text
from bot.history import Leftovers, RawChannel, RawMessage, RawPerson, Reason
from expertise.types import ChannelKind

_NOTHING: Raw = {}


class TeamsExport:
    """What files of Graph's JSON hold. ``leftovers`` grows as messages are read.

    ``open_teams`` are those that everyone in the tenant may read. Every method raises ExportError subclasses
    for files that are missing or broken; single objects that make no sense are left out and counted.
    """

    def __init__(self, source: Source, open_teams: Collection[str] = (), tenant: str = "") -> None:
        """Read nothing yet. ``tenant`` is whose export it is, where that is known."""
        self.leftovers = Leftovers()
        self._source = source
        self._open_teams = frozenset(open_teams)
        self._tenant = tenant
        self._latest: tuple[str, list[Record]] | None = None

    @property
    def tenant(self) -> str | None:
        """The tenant that most messages name."""
        named = self._found.tenants.most_common(1)
        return named[0][0] if named else None

    @property
    def fingerprint(self) -> str:
        """Names the files' content."""
        return self._source.fingerprint

    def check(self, days: Sequence[str]) -> None:  # noqa: ARG002 the port's
        """Read every file, so that a broken one is found before anything is kept."""
        _ = self._found

    def people(self) -> Iterator[RawPerson]:
        """Everyone in lists of users and members, then those whom only messages name."""
        listed = self._listed
        yield from listed.values()
        for platform_id, name in self._found.authors.items():
            if platform_id not in listed:
                yield self._author(platform_id, name)

    def channels(self) -> list[RawChannel]:
        """Those in lists of channels, and those that messages name; standard ones first, by name."""
        found = [self._channel(platform_id) for platform_id in [*self._found.channels, *self._days]]
        each = {channel.platform_id: channel for channel in found}.values()
        return sorted(each, key=lambda it: (not it.is_standard, it.name, it.platform_id))

    def days(self, of: RawChannel, /) -> list[str]:
        """The channel's parts, in the files' order: files need not stand in that of time."""
        return list(self._days.get(of.platform_id, ()))

    def messages(self, day: str, /) -> list[RawMessage]:
        """Read one part, in time order. Safe to repeat, except that it counts again."""
        part = self._found.parts.get(day)
        if part is None:
            raise MissingFileError(day)
        said = messages(part.member, self._records(part.member))
        own = (raw for raw in said if channel_of(raw) == part.channel)
        read = [read_message(raw) for raw in islice(own, part.start, part.start + MANY)]
        for each in read:
            if isinstance(each, Reason):
                self.leftovers.add(each)
        return sorted((it for it in read if isinstance(it, RawMessage)), key=lambda it: (it.at, it.ts))

    @cached_property
    def _found(self) -> Found:
        found = Found(leftovers=self.leftovers)
        for member in filter(is_json, self._source.members):
            found.note(member, self._records(member))
        found.settle()
        return found

    @cached_property
    def _days(self) -> dict[str, list[str]]:
        days: defaultdict[str, list[str]] = defaultdict(list)
        for name, part in self._found.parts.items():
            days[part.channel].append(name)
        return days

    def _records(self, member: str) -> list[Record]:
        """A file's objects; those of the latest file are kept."""
        if self._latest is None or self._latest[0] != member:
            self._latest = (member, list(records(self._source, member)))
        return self._latest[1]

    def _channel(self, platform_id: str) -> RawChannel:
        listed = self._found.channels.get(platform_id)
        raw: Raw = {"id": platform_id} if listed is None else listed
        team_id = self._found.teams_of.get(platform_id, "")
        team: Raw = {"id": team_id, **self._found.teams.get(team_id, _NOTHING)}
        members = self._found.members.get(team_id if is_standard(raw) else platform_id)
        kind = kind_of(raw, team, self._open_teams)
        if kind is ChannelKind.PUBLIC and self._may_have_guests(members):
            kind = ChannelKind.SHARED
        return RawChannel(
            platform_id=platform_id,
            name=name_of(raw, team),
            kind=kind,
            purpose=text(raw, "description"),
            topic="",
            is_archived=is_archived(raw, team),
            members=None if members is None else tuple(members),
            created=instant(text(raw, "createdDateTime")),
            is_standard=is_standard(raw),
            is_listed=listed is not None,
        )

    def _may_have_guests(self, members: Iterable[str] | None) -> bool:
        """So they may have where nobody says who they are."""
        return members is None or any(self._listed[member].is_outsider for member in members)

    @property
    def _home(self) -> str:
        return self._tenant or self.tenant or ""

    @cached_property
    def _listed(self) -> dict[str, RawPerson]:
        """Members, and what the list of users says beyond that. A guest anywhere is an outsider."""
        listed: dict[str, RawPerson] = {}
        for members in self._found.members.values():
            for platform_id, raw in members.items():
                known = listed.get(platform_id)
                is_outsider = is_guest(raw, self._home) or (known is not None and known.is_outsider)
                listed[platform_id] = _person(platform_id, raw, known, is_outsider=is_outsider)
        for platform_id, raw in self._found.users.items():
            known = listed.get(platform_id)
            is_guest_here = text(raw, "userType").casefold() == "guest"
            is_outsider = is_guest_here or (known is not None and known.is_outsider)
            person = _person(platform_id, raw, known, is_outsider=is_outsider)
            has_left = raw.get("accountEnabled") is False
            listed[platform_id] = replace(person, title=text(raw, "jobTitle"), has_left=has_left)
        return listed

    def _author(self, platform_id: str, name: str) -> RawPerson:
        """Nobody vouches for them: an outsider, and gone where everyone who is there is listed."""
        is_bot = platform_id.startswith("28:")
        person = _person(platform_id, {"displayName": name}, None, is_outsider=not is_bot)
        has_left = not is_bot and bool(self._found.users)
        return replace(person, is_listed=False, is_bot=is_bot, has_left=has_left)


def _person(platform_id: str, raw: Raw, known: RawPerson | None, *, is_outsider: bool) -> RawPerson:
    handle = handle_of(raw) or (known.handle if known else "")
    return RawPerson(
        platform_id=platform_id,
        name=text(raw, "displayName") or handle or platform_id,
        handle=handle,
        title="",
        time_zone="",
        is_bot=False,
        has_left=False,
        is_outsider=is_outsider,
    )
