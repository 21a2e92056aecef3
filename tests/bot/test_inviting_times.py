"""When the next is invited and when the asker is offered words: as operators set it, in nobody's night."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.hours import Hours
from bot.inviting import begun
from bot.ports import Storage
from bot.round_ports import Availability
from bot.round_types import PACES, Pace, Round, RoundState, Urgency
from bot.views import Action
from tests.support.asked_people import ASKED, BEA, JON, LINA, MAYA, MONDAY, World
from tests.support.builders import ACME, START

SLOWER = Pace(
    window=timedelta(hours=1),
    lasts=timedelta(hours=3),
    ignored=timedelta(hours=8),
    silent=timedelta(hours=3),
    quiet=timedelta(hours=5),
    offers=timedelta(hours=2),
)


@pytest.fixture
def world(storage: Storage) -> World:
    return World(storage)


def slow_down(world: World) -> None:
    manners = replace(world.desk.manners, paces={**PACES, Urgency.TODAY: SLOWER})
    world.desk = replace(world.desk, manners=manners)


async def next_at(world: World) -> datetime:
    """To the second: the clock goes on while it is looked at."""
    async with world.storage.begin(ACME.id) as uow:
        this = await uow.rounds.of(ASKED)
    assert this is not None
    assert this.next_at is not None
    return this.next_at.replace(microsecond=0)


async def test_the_operator_says_when_the_next_is_asked_and_when_words_are_offered(world: World) -> None:
    slow_down(world)
    await world.begin(MAYA, JON, BEA)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=59))
    early = await world.words(JON)

    await world.goes_on(timedelta(minutes=2))
    second = await world.words(JON), await words_offered(world)
    await world.goes_on(timedelta(minutes=60))

    assert early == []
    assert (len(second[0]), second[1]) == (1, [])
    assert len(await words_offered(world)) == 1
    await world.goes_on(timedelta(hours=1))
    await world.goes_on()
    assert await world.state() is RoundState.NOBODY


async def test_the_operator_says_when_a_helper_is_asked_and_when_whether_it_is_solved(world: World) -> None:
    slow_down(world)
    await world.begin(MAYA)
    await world.goes_on()
    await world.press(MAYA, Action.HELP)
    silent = await next_at(world)
    await world.press(MAYA, Action.STILL_YES)
    quiet = await next_at(world)

    assert (silent, quiet) == (MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=5))


async def test_a_question_that_is_under_way_when_the_operator_changes_the_times_ends_as_it_was_to(
    world: World,
) -> None:
    await world.begin(MAYA, JON, BEA)
    await world.goes_on()

    slow_down(world)
    await world.goes_on(timedelta(minutes=16))  # as it was when Maya was asked
    asked = await world.words(JON)
    await world.goes_on(timedelta(minutes=50))
    waiting = await world.words(BEA)
    await world.goes_on(timedelta(minutes=11))  # an hour after Jon was

    assert (len(asked), waiting, len(await world.words(BEA))) == (1, [], 1)
    await world.goes_on(timedelta(hours=5))
    await world.goes_on()
    assert await world.state() is RoundState.DRAFTED
    await world.goes_on(timedelta(days=1))
    assert await world.state() is RoundState.NOBODY


async def words_offered(world: World) -> list[str]:
    return [words for words in await world.words(LINA) if "here is a draft" in words]


def test_who_never_works_is_offered_words_by_the_clock() -> None:
    this = Round(
        question_id=ASKED,
        asker=LINA,
        urgency=Urgency.TODAY,
        opened_at=START,
        until=START,
        state=RoundState.PLANNED,
    )

    step = begun(this, Hours(days=frozenset()), START, PACES)

    assert step.round.offer_at == START + timedelta(minutes=15)


async def test_where_nobody_says_yes_for_a_while_the_asker_is_offered_words_and_asking_goes_on(
    world: World,
) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    before = await words_offered(world)

    await world.goes_on(timedelta(minutes=16))

    assert before == []
    (words,) = await words_offered(world)
    assert "I keep asking" in words
    assert "how do I restore orders?" in words
    assert len(await world.words(JON)) == 1
    await world.press(JON, Action.HELP)
    assert any("Jon is glad to help" in each for each in await world.words(LINA))


async def test_when_words_are_offered_does_not_tell_who_has_passed(world: World) -> None:
    await world.begin(MAYA, JON, BEA)
    await world.goes_on()
    await world.press(MAYA, Action.NOT_NOW)
    await world.goes_on(timedelta(minutes=1))
    await world.press(JON, Action.NOT_MY_FIELD)

    await world.goes_on(timedelta(minutes=13))
    early = await words_offered(world)
    await world.goes_on(timedelta(minutes=2))

    assert early == []
    assert len(await words_offered(world)) == 1


async def test_words_are_offered_once_and_stop_asking_beside_them_ends_it(world: World) -> None:
    await world.begin(MAYA, JON)
    for _ in range(6):
        await world.goes_on(timedelta(minutes=16))
    assert len(await words_offered(world)) == 1

    await world.press(LINA, Action.STOP_ROUND)

    assert await world.state() is RoundState.STOPPED
    assert "Nothing to do" in (await world.words(MAYA))[-1]


async def test_where_everybody_sleeps_the_asker_has_words_at_once_and_is_asked_for_in_the_morning(
    world: World,
) -> None:
    await world.begin(MAYA)
    async with world.storage.begin(ACME.id) as uow:
        await uow.availability.save(MAYA, Availability(hours=Hours(zone="America/New_York")))
        await uow.commit()

    await world.goes_on()
    now = await words_offered(world)
    await world.goes_on(timedelta(hours=5))

    assert len(now) == 1
    assert len(await world.words(MAYA)) == 1
    assert len(await words_offered(world)) == 1


async def test_somebody_elses_night_is_no_time_to_ask(world: World) -> None:
    await world.begin(MAYA)
    async with world.storage.begin(ACME.id) as uow:
        await uow.availability.save(MAYA, Availability(hours=Hours(zone="America/New_York")))
        await uow.commit()

    await world.goes_on()
    at_night = await world.words(MAYA)
    await world.goes_on(timedelta(hours=5))

    assert at_night == []
    assert len(await world.words(MAYA)) == 1
