"""What somebody follows, told in their weekly note: a heading for each topic of which there is something.

They asked to hear of it, so it is no part of what they get unasked.
"""

from collections.abc import Mapping, Sequence

from bot import follow_phrases as say
from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.quoting import TOPIC, tidy
from bot.topic_types import Sources, Thing
from bot.weekly_ports import Hint
from bot.weekly_types import Line, Reader
from bot.weeks import MONTH, WEEK, Rhythm, Week
from expertise.types import PersonId, folded

MOST = 5
"""Things of one source in one topic."""


class Followed:
    """Implements ``bot.weekly_types.Contributor`` over the sources of topics, told in their order."""

    name = "followed"

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    async def hints(self, desk: Desk, week: Week) -> Mapping[PersonId, Sequence[Hint]]:
        """By topic, what is near it: of this week, or of four for who wants to hear less often."""
        async with desk.storage.begin(desk.workspace.id) as uow:
            follows = await uow.follows.all()
            said = await uow.availability.of({each.person_id for each in follows})
        seldom = {who for who, own in said.items() if own.rhythm is Rhythm.MONTHLY}
        found: dict[PersonId, list[Hint]] = {}
        for is_seldom in (False, True):
            theirs = [each for each in follows if (each.person_id in seldom) is is_seldom]
            topics = sorted({each.topic for each in theirs})
            near = await self._near(desk, topics, week, is_seldom=is_seldom) if topics else {}
            for each in theirs:
                told = near.get(each.topic, ())
                hints = [Hint(of=self.name, about=about, why=each.topic) for about in told]
                found.setdefault(each.person_id, []).extend(hints)
        return {who: hints for who, hints in found.items() if hints}

    async def _near(
        self, desk: Desk, topics: Sequence[str], week: Week, *, is_seldom: bool
    ) -> dict[str, list[str]]:
        """By topic: the source's name and the thing's id, in one."""
        since = week.begins_at - (MONTH if is_seldom else WEEK)
        found: dict[str, list[str]] = {}
        for source in self._sources:
            near = await source.near(desk, topics, since, week.begins_at)
            for topic, ids in near.items():
                found.setdefault(topic, []).extend(f"{source.name} {each}" for each in ids)
        return found

    async def lines(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, hints: Sequence[Hint]
    ) -> Sequence[Line]:
        """Of the topics that they still follow."""
        told = []
        for follow in await uow.follows.of(reader.person.id):
            about = [each.about for each in hints if folded(each.why) == folded(follow.topic)]
            heading = say.week_in(tidy(follow.topic, TOPIC))
            told += [
                Line(heading=heading, entry=each.entry, is_unasked=False, about=each.about)
                for each in await self._things(uow, desk, reader, about)
            ]
        return told

    async def _things(self, uow: UnitOfWork, desk: Desk, reader: Reader, about: Sequence[str]) -> list[Thing]:
        told: list[Thing] = []
        for source in self._sources:
            prefix = f"{source.name} "
            ids = [each.removeprefix(prefix) for each in about if each.startswith(prefix)]
            told += (await source.things(uow, desk, reader, ids))[:MOST] if ids else []
        return told
