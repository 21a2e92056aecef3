"""Invented colleagues for a simulation: drawn for a whole population, never fitted to anybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import log
from random import Random

from bot.hours import WORKWEEK, Hours, after
from bot.round_types import End
from expertise.types import PersonId

_DAY = 24
_LENGTH = 8
_BEGINNINGS = (8, 9, 9, 10)
_USUAL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a population is drawn from: guesses, all of them. docs/inviting.md tells why these.

    ``median``: working time after which half of those who look at an invitation answer it; ``spread`` is
    that of its logarithm for one person, ``habits`` the factor by which people differ. ``attends``: the
    share of invitations that are looked at in time. ``willing`` and ``firm``: a beta distribution of how
    often somebody who could help says yes. ``keeps``: how often a yes is kept. ``writes``: working time from
    a yes to the first answer. ``knows``: how likely somebody who did help once would again.
    """

    median: timedelta = timedelta(minutes=12)
    spread: float = 1.1
    habits: float = 2.0
    attends: float = 0.8
    willing: float = 4.0
    firm: float = 2.0
    keeps: float = 0.95
    writes: timedelta = timedelta(minutes=5)
    knows: float = 0.9
    part_time: float = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody invented."""

    hours: Hours
    median: timedelta
    willing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What somebody does with an invitation, and when."""

    at: datetime
    reply: End


class Population:
    """Everybody, each drawn when first met, by a seed and their id: the same in every order."""

    def __init__(
        self, asked: Sequence[datetime], assumptions: Assumptions, seed: int, *, is_together: bool = False
    ) -> None:
        """``asked`` are the moments of all questions: when this population as a whole is awake.

        ``is_together``: all live in one time zone, the one in which most of these are in working hours.
        """
        self._asked = asked
        self._assumptions = assumptions
        self._seed = seed
        self._together = _busiest_offset(asked) if is_together else None
        self._known: dict[PersonId, Colleague] = {}

    def of(self, person: PersonId) -> Colleague:
        """Somebody's invented habits."""
        if person not in self._known:
            self._known[person] = self._drawn(self._chance(person))
        return self._known[person]

    def asking(self, question: str, at: datetime) -> Hours:
        """The hours of whoever asks that: at work then, unless it is a weekend or all are together."""
        return self._hours(self._chance(question, "asks"), at, WORKWEEK)

    def reaction(self, question: str, person: PersonId, at: datetime, knows: float) -> Reaction | None:
        """What they do with an invitation, ``knows`` being the chance that they can help; None: nothing."""
        chance = self._chance(question, person)
        one, given = self.of(person), self._assumptions
        if chance.random() >= given.attends:
            return None
        delay = one.median.total_seconds() * chance.lognormvariate(0.0, given.spread)
        then = after(one.hours, at, timedelta(seconds=delay))
        if then is None:
            return None
        if chance.random() >= knows:
            return Reaction(at=then, reply=End.NOT_MY_FIELD)
        return Reaction(at=then, reply=End.ACCEPTED if chance.random() < one.willing else End.NOT_NOW)

    def posts(self, question: str, chance: float) -> bool:
        """Whether somebody posts a question that they were given words for, so many of them doing so."""
        return self._chance(question, "posts").random() < chance

    def answers_at(self, question: str, person: PersonId, at: datetime) -> datetime | None:
        """When the answer comes of a yes at that moment; None: the yes is not kept."""
        if self._chance(question, person, "keeps").random() >= self._assumptions.keeps:
            return None
        return after(self.of(person).hours, at, self._assumptions.writes)

    def _chance(self, *of: str) -> Random:
        return Random(":".join([str(self._seed), *of]))  # noqa: S311 no secret

    def _drawn(self, chance: Random) -> Colleague:
        given = self._assumptions
        days = sorted(WORKWEEK)
        if chance.random() < given.part_time:
            days.remove(chance.choice(days))
        return Colleague(
            hours=self._hours(chance, chance.choice(self._asked), frozenset(days)),
            median=given.median * chance.lognormvariate(0.0, log(given.habits)),
            willing=chance.betavariate(given.willing, given.firm),
        )

    def _hours(self, chance: Random, at_work: datetime, days: frozenset[int]) -> Hours:
        """Some that hold that moment, its day apart; where all are together, in their zone."""
        begins = chance.choice(_BEGINNINGS)
        hour = begins + chance.randrange(_LENGTH)
        offset = (hour - at_work.hour + _DAY // 2) % _DAY - _DAY // 2
        zone = _zone(offset if self._together is None else self._together)
        return Hours(start=time(begins), end=time(begins + _LENGTH), days=days, zone=zone)


def _busiest_offset(asked: Sequence[datetime]) -> int:
    """Hours east of Greenwich where most of these moments are between nine and five."""
    by_hour = Counter(at.hour for at in asked)
    return max(
        range(-_DAY // 2 + 1, _DAY // 2 + 1),
        key=lambda east: sum(by_hour[(hour - east) % _DAY] for hour in range(_USUAL, _USUAL + _LENGTH)),
    )


def _zone(offset: int) -> str:
    """A zone so many hours east of Greenwich; the names have it the other way round."""
    return "Etc/GMT" if not offset else f"Etc/GMT{-offset:+d}"
