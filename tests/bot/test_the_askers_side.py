"""What the asker sees of a round: that it goes on, and how it ends; nothing that would tell who passed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import plan_phrases
from bot.asker_card import plan_key
from bot.carried import carried, open_questions
from bot.chat_types import Outgoing, OutgoingKind
from bot.copying import copy
from bot.manners import Manners
from bot.notebook import notebook
from bot.notebook_pages import markdown
from bot.outcomes import What
from bot.round_types import RoundState
from bot.views import Action
from expertise.types import PersonId
from tests.support.asked_people import ASKED, BEA, JON, LINA, MAYA, World
from tests.support.builders import ACME

HOUR = timedelta(hours=1)
AN_END = Callable[[World], Awaitable[object]]
PASSES = (Action.NOT_NOW, Action.NOT_MY_FIELD, Action.PAUSE_ME, None)
"""What somebody does who does not help; None: nothing."""


async def a_world() -> World:
    return World(MemoryStorage())


async def seen(world: World) -> list[str]:
    """All that the asker was told, and reads on their page, in their notebook and in their copy."""
    async with world.storage.begin(ACME.id) as uow:
        (lina,) = await uow.people.by_ids([LINA])
        pages = [section.text for section in open_questions(await carried(uow, lina))]
        notes = markdown(await notebook(uow, lina))
        kept = await copy(uow, lina)
    return [*await world.words(LINA), *pages, *_without_times(notes), *_without_times(kept)]


def _without_times(text: str) -> list[str]:
    return [line for line in text.splitlines() if "_at" not in line]


async def nobody_helps(world: World) -> None:
    await world.goes_on(40 * HOUR)
    await world.goes_on(40 * HOUR)
    assert await world.state() is RoundState.NOBODY


async def it_is_stopped(world: World) -> None:
    await world.press(LINA, Action.STOP_ROUND)


async def the_third_helps_and_it_is_solved(world: World) -> None:
    await world.press(BEA, Action.HELP)
    await world.press(LINA, Action.SOLVED)


async def the_third_helps_and_cannot_after_all(world: World) -> None:
    await world.press(BEA, Action.HELP)
    await world.press(BEA, Action.STILL_NO)
    await world.goes_on()


async def one_round(first: Action | None, second: Action | None, end: AN_END) -> list[str]:
    """Maya and Jon are asked, and do this; then Bea is asked. What Lina sees along the way and after it."""
    world = await a_world()
    await world.begin(MAYA, JON, BEA)
    told = []
    for who, does in ((MAYA, first), (JON, second)):
        await world.goes_on()
        if does:
            await world.press(who, does)
        await world.goes_on(timedelta(minutes=20))
    told += await seen(world)
    await end(world)
    return told + await seen(world)


@pytest.mark.parametrize(
    "end",
    [
        nobody_helps,
        it_is_stopped,
        the_third_helps_and_it_is_solved,
        the_third_helps_and_cannot_after_all,
    ],
)
async def test_who_of_two_passed_and_who_did_not_answer_is_the_same_to_the_asker(end: AN_END) -> None:
    told = {pair: await one_round(*pair, end) for pair in permutations(PASSES, 2)}

    assert len({tuple(each) for each in told.values()}) == 1
    assert any("I have asked three people so far" in words for words in told[None, Action.NOT_NOW])


async def test_whether_somebody_was_named_instead_is_told_to_the_asker_nowhere() -> None:
    """Maya names Bea, who is on no plan; or Bea stood on it, and Maya did not answer."""
    named, planned = await a_world(), await a_world()
    await named.begin(MAYA, JON)
    await planned.begin(MAYA, BEA, JON)
    for world in (named, planned):
        await world.goes_on()
    await named.refer(MAYA, BEA)
    await named.goes_on()
    await planned.goes_on(timedelta(minutes=20))
    for world in (named, planned):
        await world.press(BEA, Action.NOT_NOW)
        await world.goes_on(timedelta(minutes=20))

    told = await seen(named)

    assert told == await seen(planned)
    assert not [words for words in told if "Bea" in words or "Maya" in words]


# ------------------------------------------------------------------ whom a colleague named


@pytest.mark.parametrize(
    ("does", "came"),
    [
        (Action.HELP, What.HELPS),
        (Action.NOT_NOW, What.NOT_NOW),
        (Action.NOT_MY_FIELD, What.NOT_MY_FIELD),
        (None, What.IGNORED),
    ],
)
async def test_what_came_of_asking_them_is_remembered_like_of_everybody(
    does: Action | None, came: What
) -> None:
    world = await a_world()
    await world.begin(MAYA)
    await world.goes_on()
    await world.refer(MAYA, BEA)
    await world.goes_on()
    if does:
        await world.press(BEA, does)
    await world.goes_on(80 * HOUR)
    await world.goes_on(80 * HOUR)

    assert await _came(world, BEA) == {What.NAMED, came}


async def test_solved_is_remembered_of_them() -> None:
    world = await a_world()
    await world.begin(MAYA)
    await world.goes_on()
    await world.refer(MAYA, BEA)
    await world.goes_on()
    await world.press(BEA, Action.HELP)
    await world.press(LINA, Action.SOLVED)

    assert await _came(world, BEA) == {What.NAMED, What.HELPS, What.SOLVED}


async def test_who_was_asked_already_counts_as_named_and_is_not_asked_twice() -> None:
    world = await a_world()
    await world.begin(MAYA, BEA)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=20))
    await world.refer(MAYA, BEA)
    await world.goes_on()

    assert await _came(world, BEA) == {What.NAMED}
    assert len(await world.words(BEA)) == 1


async def _came(world: World, who: PersonId) -> set[What]:
    async with world.storage.begin(ACME.id) as uow:
        known = await uow.outcomes.of([who], world.now - timedelta(days=365))
    return {each.what for each in known.get(who, ())}


# ------------------------------------------------------------------ the card that says that it goes on


async def with_a_card(world: World, *candidates: PersonId) -> None:
    """As it is where the asker saw the plan."""
    await world.begin(*candidates)
    async with world.storage.begin(ACME.id) as uow:
        card = Outgoing(
            key=plan_key(ASKED),
            kind=OutgoingKind.DIRECT,
            payload="a plan",
            intended_at=world.now,
            recipient="Ulina",
        )
        await uow.outgoing.add(card)
        await uow.commit()
    await world.goes_on()


@pytest.mark.parametrize(
    ("end", "state", "words"),
    [
        (nobody_helps, RoundState.NOBODY, plan_phrases.ENDED),
        (it_is_stopped, RoundState.STOPPED, plan_phrases.ENDED),
        (the_third_helps_and_it_is_solved, RoundState.SOLVED, plan_phrases.ENDED_SOLVED),
    ],
)
async def test_it_says_once_it_is_over_in_its_place(end: AN_END, state: RoundState, words: str) -> None:
    world = await a_world()
    await with_a_card(world, BEA)

    await end(world)

    (changed,) = [each for each in await world.heard(LINA) if each.target_key == plan_key(ASKED)]
    assert await world.state() is state
    assert changed.kind is OutgoingKind.UPDATE
    assert words in (changed.payload or "")
    assert "how do I restore orders?" in (changed.payload or "")


async def test_whom_nobody_was_free_for_reads_the_workspaces_own_sentence() -> None:
    world = await a_world()
    world.desk = replace(world.desk, manners=Manners(where_else="The help desk is in #help."))
    await with_a_card(world, BEA)

    await nobody_helps(world)

    assert any("The help desk is in #help." in words for words in await world.words(LINA))


async def test_it_says_nothing_of_a_question_that_was_erased() -> None:
    world = await a_world()
    await with_a_card(world, BEA)
    async with world.storage.begin(ACME.id) as uow:
        await uow.upkeep.erase_questions([ASKED])
        await uow.commit()

    await world.goes_on(HOUR)

    (changed,) = [each for each in await world.heard(LINA) if each.target_key == plan_key(ASKED)]
    assert changed.payload == plan_phrases.ENDED
