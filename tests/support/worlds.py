"""Random workspaces, each also without what somebody may not read.

Everything is drawn from a seed: two worlds of one seed differ in nothing but what was taken away.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot import identity
from bot.consent import Policy
from bot.incoming import Via
from expertise.consent import Mode, Naming, Preferences
from expertise.types import Channel, ChannelKind, Message, Person
from tests.support.builders import ACME, channel, message, minute, person, person_id

COLLEAGUES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gil")
GUESTS = ("gus", "guy")
OPEN = ("general", "data", "ops")
CLOSED = {
    "board": ChannelKind.PRIVATE,
    "hiring": ChannelKind.PRIVATE,
    "vendors": ChannelKind.PRIVATE,
    "trio": ChannelKind.GROUP,
    "duo": ChannelKind.DIRECT,
}
TOPICS = (
    "postgres backup restore dump",
    "vault key rotate secret",
    "build cache runner flake",
    "invoice tax payroll",
)
LONG_AGO = minute(-60 * 24 * 60)
NOW = minute(60 * 24 * 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who sees a reply: one person, or everyone in a place (a channel's name)."""

    reader: str
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A question put to the bot: by whom, how and where."""

    asker: str
    text: str
    via: Via
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A workspace at one moment, and what others ask from then on.

    ``kept``: the threads that began then are kept as cards.
    """

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    members: Mapping[str, tuple[str, ...]]
    messages: tuple[Message, ...]
    preferences: Mapping[str, Preferences]
    hidden: tuple[tuple[str, str], ...]
    declared: tuple[tuple[str, str], ...]
    policy: Policy
    acts: tuple[Said, ...]
    kept: frozenset[datetime] = frozenset()

    def readable(self, audience: Audience) -> frozenset[str]:
        """Names of the channels that everyone of the audience may read: said again here, in other words."""
        if audience.place is None:
            readers = {audience.reader}
        elif (kind := self._kind(audience.place)) is ChannelKind.PUBLIC:
            readers = {"anybody here"}
        elif kind is ChannelKind.SHARED:
            return frozenset({audience.place})
        else:
            readers = set(self.members[audience.place])
        is_inside = not readers & set(GUESTS)
        found = {audience.place} if audience.place else self._own(audience.reader)
        return frozenset(found | (self._open() if is_inside else set()))

    def without_the_rest(self, audience: Audience) -> "World":
        """The same without what the audience may not read. What guests may not read is more."""
        kept = self.readable(audience)
        ids = {c.id for c in self.channels if c.name in kept}
        is_inside = bool(kept & set(OPEN))
        return replace(
            self,
            channels=tuple(c for c in self.channels if c.id in ids),
            members={name: inside for name, inside in self.members.items() if name in kept},
            messages=tuple(m for m in self.messages if m.channel_id in ids),
            declared=self.declared if is_inside else (),
        )

    def wrote_elsewhere(self, audience: Audience) -> bool:
        """Whether the reader once wrote where they may not read any more."""
        kept = {c.id for c in self.channels if c.name in self.readable(audience)}
        own = (m for m in self.messages if m.author_id == person_id(audience.reader))
        return any(m.channel_id not in kept for m in own)

    def audiences(self, chance: Random, count: int) -> list[Audience]:
        """Some of all that there are."""
        alone = [Audience(reader=who) for who in (*COLLEAGUES, *GUESTS)]
        places = [
            Audience(reader=chance.choice(self._inside(c)), place=c.name)
            for c in self.channels
            if self._inside(c)
        ]
        return chance.sample(places, min(len(places), count - count // 2)) + chance.sample(alone, count // 2)

    def _inside(self, where: Channel) -> tuple[str, ...]:
        return COLLEAGUES if where.kind is ChannelKind.PUBLIC else self.members.get(where.name, ())

    def _kind(self, name: str) -> ChannelKind:
        return next(c.kind for c in self.channels if c.name == name)

    def _own(self, who: str) -> set[str]:
        closed = {c.name for c in self.channels if c.kind is not ChannelKind.PUBLIC}
        return {name for name, inside in self.members.items() if who in inside and name in closed}

    def _open(self) -> set[str]:
        return {c.name for c in self.channels if c.kind in (ChannelKind.PUBLIC, ChannelKind.SHARED)}


# ------------------------------------------------------------------ drawn from a seed


def a_world(chance: Random) -> World:
    """A small random workspace. Nobody in it waits to be told that they may be named."""
    closed = [a_channel(name, kind, words(chance, 3)) for name, kind in CLOSED.items()]
    chosen = chance.sample(closed, chance.randint(2, len(closed)))
    shared = [a_channel("partners", ChannelKind.SHARED)] if chance.random() < 0.8 else []
    channels = (*(a_channel(name, purpose=words(chance, 3)) for name in OPEN), *shared, *chosen)
    members = _members(chance, channels)
    return World(
        people=tuple(map(_person, (*COLLEAGUES, *GUESTS))),
        channels=channels,
        members=members,
        messages=tuple(m for c in channels for m in _talk(chance, c, members)),
        preferences={who: _preferences(chance) for who in (*COLLEAGUES, *GUESTS)},
        hidden=_some(chance, (*COLLEAGUES, *GUESTS), 0.2),
        declared=_some(chance, COLLEAGUES, 0.25),
        policy=Policy(mode=chance.choice([Mode.NOTICE, Mode.OPT_OUT]), named_a_week=chance.choice([2, 10])),
        acts=tuple(_said(chance, channels, members) for _ in range(6)),
        kept=frozenset({minute(0), minute(200)}),
    )


def a_channel(name: str, kind: ChannelKind = ChannelKind.PUBLIC, purpose: str = "") -> Channel:
    """By the id that the bot finds it by when it is asked there."""
    return channel(name, kind, id=identity.channel_id(ACME.id, f"C{name}"), purpose=purpose)


def words(chance: Random, count: int) -> str:
    return " ".join(chance.choices([*chance.choice(TOPICS).split(), "zebra", "quartz"], k=count))


def _person(name: str) -> Person:
    zone = "Europe/Berlin" if name < "d" else ""
    return person(name, title=f"Head of {name}", time_zone=zone, is_outsider=name in GUESTS)


def _members(chance: Random, channels: Collection[Channel]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in channels:
        inside = tuple(chance.sample(COLLEAGUES, chance.randint(1, 4)))
        has_guests = each.kind is ChannelKind.SHARED or each.name == "vendors"
        found[each.name] = (*inside, *chance.sample(GUESTS, chance.randint(1, 2))) if has_guests else inside
    return found


def _talk(chance: Random, where: Channel, members: Mapping[str, tuple[str, ...]]) -> list[Message]:
    """Of a closed channel also by some who have left it."""
    inside = list(COLLEAGUES if where.kind is ChannelKind.PUBLIC else members[where.name])
    inside += chance.sample(COLLEAGUES, 1)
    said = []
    for start in range(0, chance.randint(2, 5) * 100, 100):
        asked = f"how about the {words(chance, 5)}?"
        said.append(message(asked, chance.choice(inside), start, thread=start))
        for later in range(1, chance.randint(2, 4)):
            text = f"use the {words(chance, 6)} {where.name}"
            said.append(message(text, chance.choice(inside), start + later, thread=start))
    return [replace(each, channel_id=where.id) for each in said]


def _preferences(chance: Random) -> Preferences:
    draw = chance.random()
    if draw < 0.15:
        return Preferences(naming=Naming.NOT_AT_ALL)
    if draw < 0.3:
        return Preferences(naming=Naming.THROUGH_KENNER)
    if draw < 0.4:
        return Preferences(paused_until=minute(60 * 24 * 30), told_at=LONG_AGO)
    if draw < 0.5:
        return Preferences(told_at=NOW - timedelta(days=1))
    return Preferences(told_at=LONG_AGO)


def _some(chance: Random, people: Collection[str], share: float) -> tuple[tuple[str, str], ...]:
    return tuple((who, words(chance, 1)) for who in people if chance.random() < share)


def _said(chance: Random, channels: Collection[Channel], members: Mapping[str, tuple[str, ...]]) -> Said:
    where = chance.choice(list(channels))
    inside = COLLEAGUES if where.kind is ChannelKind.PUBLIC else members[where.name]
    via = chance.choice([Via.COMMAND, Via.MENTION, Via.MENTION, Via.DIRECT])
    return Said(asker=chance.choice(inside), text=words(chance, 3), via=via, where=where.name)
