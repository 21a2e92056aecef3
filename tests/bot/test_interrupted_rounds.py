"""A bot that dies at any moment while a question is carried to somebody: it goes on, and says all once."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.chat_types import Question
from bot.incoming import Via
from bot.inviting import begin, carry_on, due, follow, planned
from bot.outbox import Outbox
from bot.ports import Storage
from bot.replying import replied
from bot.round_types import Chosen, RoundState
from bot.showing import Around
from bot.views import Action
from bot.working import Working
from expertise.types import Person, PersonId
from tests.support.asked_people import ASKED, LINA, MAYA, MONDAY, World
from tests.support.builders import ACME, person
from tests.support.chat import Crash, FakePlatform, Fate, MortalStorage, Script
from tests.support.rows import READING

Do = Callable[[], Awaitable[None]]
MOMENTS = 60
"""More than there are: commits, and words said, from the plan to the thanks."""


class Mortal:
    """A bot whose process dies once, and is started again; events that it had not done come again."""

    def __init__(self, fates: list[Fate]) -> None:
        self.rows = MemoryStorage()
        script = Script(fates)
        self.world = World(MortalStorage(self.rows, script))
        self.platform = FakePlatform(lambda: self.world.now, script)
        self.deaths = 0
        self._start()

    def _start(self) -> None:
        self.outbox = Outbox(self.world.storage, self.platform, "bot", lambda: self.world.now, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        """Nothing is waited for."""

    async def do(self, step: Do) -> None:
        while True:
            try:
                await self._say_what_is_left()
                await step()
                await self._say_what_is_left()
            except Crash:
                self.deaths += 1
                self._start()
            else:
                return

    async def _say_what_is_left(self) -> None:
        """As at a start, but one after the other: a death is to end it all."""
        async with self.world.storage.begin(ACME.id) as uow:
            left = await uow.outgoing.unsettled("bot")
        for each in left:
            await self.outbox.deliver(ACME.id, each.key)

    async def plans(self) -> None:
        async with self.world.storage.begin(ACME.id) as uow:
            if await uow.questions.by_id(ASKED):
                return
            await uow.people.save([person("lina"), person("maya")])
            text = "how do I restore orders?"
            question = Question(id=ASKED, asker=LINA, text=text, via=Via.DIRECT, asked_at=MONDAY)
            await uow.questions.add(question)
            await uow.rounds.put(planned(question, (Chosen(person=MAYA),), self.world.now))
            await uow.commit()

    async def goes(self) -> None:
        async with self.world.storage.begin(ACME.id) as uow:
            this = await uow.rounds.of(ASKED)
            assert this
            step = await begin(uow, self.world.desk, this)
            await follow(uow, self.world.desk, this, step, await uow.questions.by_id(ASKED))
            await uow.commit()

    async def carries_on(self) -> None:
        for question_id in await due(self.world.desk):
            await carry_on(self.world.desk, question_id)

    async def helps(self) -> None:
        await self._pressed("maya", Action.HELP)

    async def is_solved(self) -> None:
        await self._pressed("lina", Action.SOLVED)

    async def _pressed(self, who: str, action: Action) -> None:
        async with self.world.storage.begin(ACME.id) as uow:
            await replied(uow, self.world.desk, action, ASKED, person(who))
            await uow.commit()


@pytest.mark.parametrize("fate", [Fate.DIES_BEFORE, Fate.DIES_AFTER])
async def test_wherever_the_bot_dies_everything_is_said_once_and_the_round_goes_on(fate: Fate) -> None:
    deaths = 0
    for moment in range(MOMENTS):
        bot = Mortal([Fate.WELL] * moment + [fate])
        for step in (bot.plans, bot.goes, bot.carries_on, bot.helps, bot.is_solved):
            await bot.do(step)

        assert await bot.world.state() is RoundState.SOLVED
        assert await bot.world.heard(LINA) == await bot.world.heard(MAYA) == []
        said = Counter(post.key for post in bot.platform.posts)
        assert set(said.values()) == {1}
        assert {key.partition(":")[0] for key in said} >= {"invite", "connect", "thank"}
        deaths += bot.deaths
    assert 15 < deaths < MOMENTS, "every moment was tried, and some after the last"


async def test_a_round_that_fails_holds_up_no_other_and_is_tried_again(storage: Storage) -> None:
    world = World(storage)
    await world.begin(MAYA)
    outbox = Outbox(storage, FakePlatform(lambda: world.now), "bot", lambda: world.now)
    broken = replace(world.desk, faces=Broken())
    working = Working(desk=broken, reading=READING, outbox=outbox, say=pytest.fail)

    with capture_logs() as logs:
        await working.carry_on()
    waiting = await due(world.desk)
    await world.goes_on(timedelta(minutes=6))

    assert [each["event"] for each in logs] == ["not carried on"]
    assert waiting == []
    assert len(await world.words(MAYA)) == 1


class Broken:
    """Implements ``bot.desk.Faces``: nobody knows who is around."""

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        """Fails."""
        raise ConnectionError
