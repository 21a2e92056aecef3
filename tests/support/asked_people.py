"""Four people, one of whom is stuck, over rows and a clock that is turned by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import consent
from bot.chat_types import Outgoing, Question, QuestionId
from bot.desk import Desk
from bot.erasing import erase
from bot.incoming import Via
from bot.inviting import begin, carry_on, due, follow, planned
from bot.measuring import NoMeter
from bot.ports import Storage
from bot.replying import referred, replied
from bot.round_ports import Invited
from bot.round_types import Chosen, RoundState
from bot.showing import Around
from bot.views import Action
from expertise.types import Person, PersonId
from tests.support.builders import ACME, channel, channel_id, person, person_id
from tests.support.plain import PlainDrawing
from tests.support.rows import READING

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
LINA, MAYA, JON, BEA = (person_id(name) for name in ("lina", "maya", "jon", "bea"))
DATA = channel_id("data")
ASKED = QuestionId("01234567-0000-7000-8000-000000000001")


class World:
    """Four people, one of whom is stuck; a clock to turn, and what was intended for whom."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = MONDAY
        self.away: set[PersonId] = set()
        desk = Desk(
            storage=storage,
            workspace=ACME,
            tools=lambda: pytest.fail("nobody is to be found here"),
            policy=consent.Policy(),
            faces=self,
            drawing=PlainDrawing(),
            clock=self._clock,
            meter=NoMeter(),
        )
        self.desk = desk

    def _clock(self) -> datetime:
        """It goes on while it is looked at."""
        self.now += timedelta(microseconds=1)
        return self.now

    async def around(self, people: list[Person]) -> Mapping[PersonId, Around]:
        return {each.id: Around(now=each.id not in self.away) for each in people}

    async def begin(self, *candidates: PersonId, is_named: bool = True) -> None:
        async with self.storage.registry() as registry:
            await registry.workspaces.ensure(ACME)
            await registry.commit()
        async with self.storage.begin(ACME.id) as uow:
            await uow.people.save([person(name) for name in ("lina", "maya", "jon", "bea")])
            await uow.channels.save([channel("data")])
            question = Question(
                id=ASKED, asker=LINA, text="how do I restore orders?", via=Via.DIRECT, asked_at=self.now
            )
            await uow.questions.add(question)
            chosen = tuple(
                Chosen(person=each, why="wrote the steps in May (#data)", channels=(DATA,))
                for each in candidates
            )
            plan = replace(planned(question, chosen, self.now), is_named=is_named)
            await follow(uow, self.desk, plan, await begin(uow, self.desk, plan), question)
            await uow.commit()

    async def goes_on(self, passes: timedelta = timedelta()) -> None:
        self.now += passes
        for question_id in await due(self.desk):
            await carry_on(self.desk, question_id)

    async def press(self, who: PersonId, action: Action) -> list[str] | None:
        async with self.storage.begin(ACME.id) as uow:
            (presser,) = await uow.people.by_ids([who])
            keys = await replied(uow, self.desk, action, ASKED, presser)
            await uow.commit()
        return keys

    async def refer(self, who: PersonId, other: PersonId) -> list[str] | None:
        async with self.storage.begin(ACME.id) as uow:
            (presser,) = await uow.people.by_ids([who])
            keys = await referred(uow, self.desk, ASKED, presser, other)
            await uow.commit()
        return keys

    async def erase(self, who: PersonId) -> None:
        async with self.storage.begin(ACME.id) as uow:
            (gone,) = await uow.people.by_ids([who])
            await erase(uow, gone, self.desk, READING)
            await uow.commit()

    async def invitations(self, who: PersonId) -> list[Invited]:
        async with self.storage.begin(ACME.id) as uow:
            return await uow.invitations.of(who)

    async def state(self) -> RoundState:
        async with self.storage.begin(ACME.id) as uow:
            this = await uow.rounds.of(ASKED)
        assert this
        return this.state

    async def heard(self, who: PersonId) -> list[Outgoing]:
        """What they are to be told, in order."""
        async with self.storage.begin(ACME.id) as uow:
            (account,) = await uow.people.by_ids([who])
            said = await uow.outgoing.unsettled("nobody")
        return [each for each in said if each.recipient == account.platform_id]

    async def words(self, who: PersonId) -> list[str]:
        return [each.payload or "" for each in await self.heard(who)]
