"""Rounds carried over rows in memory, step by step, for a machine that draws the steps."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent
from bot.carrying import about_a_plan, decide
from bot.chat_types import Outgoing, Question, QuestionId
from bot.desk import Desk
from bot.incoming import Via
from bot.inviting import due, planned
from bot.measuring import NoMeter
from bot.ports import Storage, UnitOfWork
from bot.presses import Press
from bot.replying import replied
from bot.round_types import Chosen, Round
from bot.showing import Around
from bot.views import Action
from expertise.types import Person, PersonId
from tests.support.builders import ACME, channel, person_id
from tests.support.plain import PlainDrawing

T = TypeVar("T")

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
ASKERS = [person_id(name) for name in ("lina", "otto")]
HELPERS = [person_id(name) for name in ("maya", "jon", "bea", "cem", "dia")]
PEOPLE = [*ASKERS, *HELPERS]
DATA = channel("data")


class CarriedRounds(RuleBasedStateMachine):
    """An office, a clock to turn and its rounds; says of each step how it was before."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.storage = MemoryStorage()
        self.now = MONDAY
        self.away: set[PersonId] = set()
        self.left: set[PersonId] = set()
        self.asked: list[QuestionId] = []
        self.topics: dict[QuestionId, str] = {}
        self.events = 0
        self.known: dict[str, Outgoing] = {}
        self.desk = self._desk(self.storage)

    def _desk(self, storage: Storage) -> Desk:
        return Desk(
            storage=storage,
            workspace=ACME,
            tools=lambda: pytest.fail("nobody is to be found here"),
            policy=consent.Policy(),
            faces=self,
            drawing=PlainDrawing(),
            clock=self._clock,
            meter=NoMeter(),
        )

    def _clock(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    async def around(self, people: list[Person]) -> dict[PersonId, Around]:
        return {each.id: Around(now=each.id not in self.away) for each in people}

    def _do(self, act: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async def done() -> T:
            async with self.storage.begin(ACME.id) as uow:
                result = await act(uow)
                await uow.commit()
            return result

        return self._step(done)

    def _read(self, act: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async def done() -> T:
            async with self.storage.begin(ACME.id) as uow:
                return await act(uow)

        return self.runner.run(done())

    def _step(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do it; what it leaves in the rows is held against how it was before."""
        before = {this.question_id: this for this in self._rounds()}

        async def done() -> T:
            return await act()

        try:
            return self.runner.run(done())
        finally:
            self._hold(before)

    def _ask(
        self, asker: PersonId, order: list[PersonId], topic: str, changes: list[str], *, is_begun: bool
    ) -> None:
        question = Question(
            id=QuestionId(f"01234567-0000-7000-8000-00000000000{len(self.asked)}"),
            asker=asker,
            text=f"how do I restore {topic}?",
            via=Via.DIRECT,
            asked_at=self._clock(),
        )
        chosen = tuple(
            Chosen(person=who, why="wrote the steps in May (#data)", channels=(DATA.id,))
            for who in order
            if who != asker
        )

        async def asks(uow: UnitOfWork) -> None:
            await uow.questions.add(question)
            await uow.rounds.put(planned(question, chosen, self.desk.clock()))

        self._do(asks)
        self.asked.append(question.id)
        self.topics[question.id] = topic
        for each in changes:
            action, _, rest = each.partition(" ")
            self._press_card(about_a_plan, asker, Action(action), f"{question.id} {rest}")
        if is_begun:
            self._press_card(decide, asker, Action.GO, question.id)

    def _press(self, this: Round, who: PersonId, action: Action) -> None:
        presser = self._person(who)
        self._do(lambda uow: replied(uow, self.desk, action, this.question_id, presser))

    def _press_card(
        self, handle: Callable[[Press], Awaitable[object]], who: PersonId, action: Action, value: str
    ) -> None:
        self.events += 1
        presser, event = self._person(who), f"event-{self.events}"

        async def pressed(uow: UnitOfWork) -> None:
            await handle(
                Press(desk=self.desk, uow=uow, person=presser, action=action, value=value, event_id=event)
            )

        self._do(pressed)

    def _invited(self) -> list[tuple[Round, PersonId]]:
        return [(this, each.person) for this in self._rounds() for each in this.open]

    def _helping(self) -> list[tuple[Round, PersonId]]:
        return [(this, this.helper) for this in self._rounds() if this.helper and not this.state.is_over]

    def _one_of(self, these: Sequence[T], which: int) -> T:
        return these[which % len(these)]

    def _person(self, who: PersonId) -> Person:
        return self._read(lambda uow: uow.people.by_ids([who]))[0]

    def _due(self) -> list[QuestionId]:
        return self.runner.run(due(self.desk))

    def _round(self, number: int) -> Round | None:
        if number >= len(self.asked):
            return None
        return self._read(lambda uow: uow.rounds.of(self.asked[number]))

    def _rounds(self) -> list[Round]:
        found = (self._round(number) for number in range(len(self.asked)))
        return [this for this in found if this]

    def _hold(self, before: dict[QuestionId, Round]) -> None:
        """Hold what the rows are now against how it was before a step."""
        raise NotImplementedError
