"""Somebody is erased, or takes a copy: what is left of rounds, and what they hear of it."""

import json

import pytest

from bot import inviting_phrases
from bot.copying import copy
from bot.hours import Hours
from bot.ports import Storage
from bot.round_ports import Availability
from bot.round_types import End, RoundState
from bot.views import Action
from tests.support.asked_people import ASKED, JON, LINA, MAYA, World
from tests.support.builders import ACME


@pytest.fixture
def world(storage: Storage) -> World:
    return World(storage)


async def test_an_erased_asker_needs_nobody_any_more(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.HELP)

    await world.erase(LINA)
    await world.goes_on()

    assert await world.state() is RoundState.STOPPED
    assert "does not need it any more" in (await world.words(MAYA))[-1]


async def test_whoever_is_erased_is_waited_for_no_more_and_the_next_is_asked(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()

    await world.erase(MAYA)
    await world.goes_on()

    assert (await world.invitations(MAYA))[0].invitation.end is End.GONE
    assert len(await world.words(JON)) == 1
    assert await world.words(LINA) == []


async def test_an_erased_helper_is_replaced_and_the_asker_hears_it(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.HELP)

    await world.erase(MAYA)
    await world.goes_on()
    await world.goes_on()

    assert inviting_phrases.LOST in (await world.words(LINA))[-1]
    assert len(await world.words(JON)) == 1


async def test_nothing_that_names_what_somebody_did_outlives_a_round(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(LINA, Action.STOP_ROUND)

    async with world.storage.begin(ACME.id) as uow:
        this = await uow.rounds.of(ASKED)
    assert this
    assert {each.why for each in this.candidates} == {""}


async def test_a_copy_has_what_somebody_was_asked_and_said_about_being_asked(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.NOT_NOW)
    async with world.storage.begin(ACME.id) as uow:
        await uow.availability.save(MAYA, Availability(unasked_a_week=1, hours=Hours()))
        (maya, lina) = await uow.people.by_ids([MAYA, LINA])
        hers, askers = json.loads(await copy(uow, maya)), json.loads(await copy(uow, lina))

    assert hers["unasked_a_week"] == 1
    assert hers["hours"] == {"from": "09:00", "to": "17:00", "days": [0, 1, 2, 3, 4], "time_zone": "UTC"}
    assert [each["end"] for each in hers["invitations"]] == ["not_now"]
    assert askers["questions"][0]["carried"] == {"state": "inviting", "asked": 1}
    assert "not_now" not in json.dumps(askers)


async def test_erasing_takes_what_somebody_said_about_being_asked(world: World) -> None:
    await world.begin(MAYA)
    async with world.storage.begin(ACME.id) as uow:
        await uow.availability.save(MAYA, Availability(unasked_a_week=1))
        await uow.commit()

    await world.erase(MAYA)

    async with world.storage.begin(ACME.id) as uow:
        assert await uow.availability.of([MAYA]) == {}
