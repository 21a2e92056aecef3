"""What there is in files of Graph's JSON: who, which channels, and where their messages stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.graph.messages import author_of, channel_of, team_of
from adapters.graph.people import person_of
from adapters.imports.graph_files import Record, Shape, shape_of
from adapters.json_fields import Raw, child, text
from bot.history import Leftovers, Reason

MANY = 2_000
"""Messages that are read at once."""

_TENANT = re.compile(r"[?&]tenantId=([0-9A-Fa-f-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of a channel's messages in one file: ``MANY`` from that one on."""

    channel: str
    member: str
    start: int


@dataclass(slots=True, kw_only=True)
class Found:
    """Objects by their ids. ``members`` are by team, or by channel where its own are told."""

    leftovers: Leftovers
    teams: dict[str, Raw] = field(default_factory=dict)
    channels: dict[str, Raw] = field(default_factory=dict)
    teams_of: dict[str, str] = field(default_factory=dict)
    members: defaultdict[str, dict[str, Raw]] = field(default_factory=lambda: defaultdict(dict))
    users: dict[str, Raw] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    tenants: Counter[str] = field(default_factory=Counter)

    def note(self, member: str, records: list[Record]) -> None:
        """Take note of a file's objects."""
        for record in records:
            self._note(member, record)
        self._divide(member, records)

    def settle(self) -> None:
        """All files are read. Where there is one team, what names none is of it."""
        teams = {*self.teams_of.values(), *self.teams}
        if len(teams) != 1:
            return
        (team,) = teams
        for channel in self.channels:
            self.teams_of.setdefault(channel, team)
        if unnamed := self.members.pop("", None):
            self.members[team] |= unnamed

    def _note(self, member: str, record: Record) -> None:
        raw, platform_id = record.raw, text(record.raw, "id")
        match shape_of(record, member):
            case Shape.MESSAGE:
                self._note_message(raw)
            case Shape.CHANNEL if platform_id:
                self.channels[platform_id] = raw
                if record.team:
                    self.teams_of[platform_id] = record.team
            case Shape.MEMBER if person_of(raw):
                self.members[record.channel or record.team][person_of(raw)] = raw
            case Shape.USER if platform_id:
                self.users[platform_id.casefold()] = raw
            case Shape.TEAM if platform_id:
                self.teams[platform_id.casefold()] = raw
            case _:
                self.leftovers.add(Reason.NOT_A_MESSAGE)

    def _note_message(self, raw: Raw) -> None:
        channel, author = channel_of(raw), author_of(raw)
        if team_of(raw):
            self.teams_of.setdefault(channel, team_of(raw))
        if author:
            sender = child(raw, "from")
            named = [text(child(sender, kind), "displayName") for kind in ("user", "application")]
            self.authors[author] = next(filter(None, named), self.authors.get(author, ""))
        if tenant := _TENANT.search(text(raw, "webUrl")):
            self.tenants[tenant[1].casefold()] += 1

    def _divide(self, member: str, records: list[Record]) -> None:
        """Into parts, each channel's messages of this file."""
        count = Counter(channel_of(raw) for raw in messages(member, records))
        for _ in range(count.pop("", 0)):
            self.leftovers.add(Reason.NOT_IN_A_CHANNEL)
        for channel, many in count.items():
            for start in range(0, many, MANY):
                part = Part(channel=channel, member=member, start=start)
                self.parts[f"{member}#{channel}#{start}"] = part


def messages(member: str, records: list[Record]) -> Iterator[Raw]:
    """Those of a file's objects that are messages."""
    return (record.raw for record in records if shape_of(record, member) is Shape.MESSAGE)
