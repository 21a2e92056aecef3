"""Bringing two people together over rows, in memory and in SQLite: who is told what, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import consent
from bot.chat_types import OutgoingKind
from bot.inviting import carry_on
from bot.manners import Manners
from bot.ports import Storage
from bot.replying import replied
from bot.round_ports import Availability
from bot.round_types import RoundState
from bot.views import Action
from expertise.consent import Naming
from expertise.types import ChannelKind, WorkspaceId
from tests.support.asked_people import ASKED, BEA, JON, LINA, MAYA, World
from tests.support.builders import ACME, channel, person

OTHER = replace(ACME, id=WorkspaceId("other"), platform_id="T0OTHER")


@pytest.fixture
def world(storage: Storage) -> World:
    return World(storage)


async def test_one_is_invited_after_the_other_and_told_who_is_stuck_and_with_what(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    first = await world.words(MAYA), await world.words(JON)
    await world.goes_on(timedelta(minutes=20))

    assert "Lina is stuck: “how do I restore orders?”" in first[0][0]
    assert "because you wrote the steps in May (#data)" in first[0][0]
    assert first[1] == []
    assert len(await world.words(JON)) == 1
    assert len(await world.words(MAYA)) == 1


async def test_a_step_done_again_after_a_crash_says_nothing_twice(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on()
    await carry_on(world.desk, ASKED)

    assert len(await world.words(MAYA)) == 1


async def test_without_a_name_nobody_hears_it_before_they_help(world: World) -> None:
    await world.begin(MAYA, JON, is_named=False)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=20))
    before = await world.words(MAYA) + await world.words(JON)
    await world.press(MAYA, Action.HELP)

    assert not [words for words in before if "Lina" in words]
    assert any("Lina" in words for words in await world.words(MAYA))


async def test_without_a_name_those_who_do_not_help_never_hear_it(world: World) -> None:
    await world.begin(MAYA, JON, is_named=False)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=20))

    await world.press(JON, Action.HELP)

    _, changed = await world.heard(MAYA)
    assert "someone is helping a colleague" in (changed.payload or "")


async def test_the_others_cards_change_in_their_place(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=20))

    await world.press(JON, Action.HELP)

    invited, changed = await world.heard(MAYA)
    assert changed.kind is OutgoingKind.UPDATE
    assert changed.target_key == invited.key
    assert "Taken care of" in (changed.payload or "")
    assert any("Jon is glad to help" in words for words in await world.words(LINA))


async def test_who_spent_their_week_who_said_nothing_unasked_and_who_hid_the_topic_are_left_in_peace(
    world: World,
) -> None:
    await world.begin(MAYA, JON, BEA)
    async with world.storage.begin(ACME.id) as uow:
        for _ in range(Manners().unasked_a_week):
            await uow.unasked.add([MAYA], consent.week_of(world.now))
        await uow.availability.save(JON, Availability(unasked_a_week=0))
        await consent.hide_topic(uow, BEA, "restore orders", world.now)
        await uow.commit()

    await world.goes_on()

    assert [await world.words(who) for who in (MAYA, JON, BEA)] == [[], [], []]
    assert await world.state() is RoundState.DRAFTED


async def test_an_invitation_counts_towards_the_week(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on()

    async with world.storage.begin(ACME.id) as uow:
        assert await uow.unasked.of([MAYA], consent.week_of(world.now)) == {MAYA: 1}


async def test_who_is_away_is_asked_after_those_who_are_there(world: World) -> None:
    world.away = {MAYA}
    await world.begin(MAYA, JON)

    await world.goes_on()

    assert (len(await world.words(MAYA)), len(await world.words(JON))) == (0, 1)


async def test_two_who_press_one_after_the_other_are_one_helper_and_one_who_hears_it(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.goes_on(timedelta(minutes=20))

    await world.press(MAYA, Action.HELP)
    await world.press(JON, Action.HELP)

    assert any("Somebody is helping already" in words for words in await world.words(JON))
    assert len([words for words in await world.words(LINA) if "glad to help" in words]) == 1


async def test_pause_me_ends_the_invitation_and_every_later_one(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()

    await world.press(MAYA, Action.PAUSE_ME)

    async with world.storage.begin(ACME.id) as uow:
        levels = await consent.namings(uow, [MAYA], "anything", world.now, world.desk.policy)
    assert levels[MAYA] is Naming.NOT_AT_ALL
    await world.goes_on()
    assert len(await world.words(JON)) == 1


async def test_whoever_is_named_instead_is_invited_and_not_told_by_whom(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()

    await world.refer(MAYA, BEA)
    await world.goes_on()

    (words,) = await world.words(BEA)
    assert "Somebody whom I asked thought of you" in words
    assert "Maya" not in words
    assert await world.words(JON) == []


async def test_a_question_that_was_erased_is_carried_no_further(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    async with world.storage.begin(ACME.id) as uow:
        await uow.upkeep.erase_questions([ASKED])
        await uow.commit()

    await world.goes_on(timedelta(minutes=20))

    assert await world.state() is RoundState.STOPPED
    assert await world.words(JON) == []
    assert "does not need it any more" in (await world.words(MAYA))[-1]


async def test_a_channel_that_turned_private_is_not_named_to_who_cannot_read_it(world: World) -> None:
    await world.begin(MAYA)
    async with world.storage.begin(ACME.id) as uow:
        await uow.channels.save([channel("data", ChannelKind.PRIVATE)])
        await uow.commit()

    await world.goes_on()

    (words,) = await world.words(MAYA)
    assert "#data" not in words
    assert "I thought that you may know" in words


async def test_who_has_left_is_waited_for_no_more(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.HELP)
    async with world.storage.begin(ACME.id) as uow:
        await uow.people.save([person("maya", has_left=True)])
        await uow.commit()

    await world.goes_on(timedelta(hours=4))
    await world.goes_on()

    assert "I ask somebody else now" in (await world.words(LINA))[-1]
    assert len(await world.words(JON)) == 1


async def test_when_the_asker_has_left_nobody_is_asked_any_more(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    async with world.storage.begin(ACME.id) as uow:
        await uow.people.save([person("lina", has_left=True)])
        await uow.commit()

    await world.goes_on(timedelta(minutes=20))

    assert await world.state() is RoundState.STOPPED
    assert "Nothing to do" in (await world.words(MAYA))[-1]
    assert await world.words(JON) == []


async def test_a_helper_who_cannot_after_all_hears_that_somebody_else_is_asked(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.HELP)

    await world.press(MAYA, Action.STILL_NO)

    assert "I ask somebody else for Lina now" in (await world.words(MAYA))[-1]


async def test_a_button_of_somebody_who_was_never_asked_does_nothing(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on()

    assert await world.press(JON, Action.HELP) is None
    assert await world.press(MAYA, Action.SOLVED) is None
    assert await world.press(LINA, Action.HELP) is None
    assert await world.state() is RoundState.INVITING


async def test_where_the_last_to_say_yes_cannot_after_all_there_is_a_draft_again(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on(timedelta(minutes=1))
    await world.goes_on(timedelta(minutes=16))
    assert await world.state() is RoundState.DRAFTED
    await world.press(MAYA, Action.HELP)

    await world.press(MAYA, Action.STILL_NO)
    await world.goes_on(timedelta(minutes=1))

    drafts = [words for words in await world.words(LINA) if "Here is a draft" in words]
    assert await world.state() is RoundState.DRAFTED
    assert len(drafts) == 2


async def test_who_left_between_invitation_and_yes_does_not_become_the_helper(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on(timedelta(minutes=1))
    async with world.storage.begin(ACME.id) as uow:
        await uow.people.save([person("maya", has_left=True)])
        await uow.commit()

    await world.press(MAYA, Action.HELP)
    await world.goes_on(timedelta(minutes=1))

    assert await world.state() is RoundState.INVITING
    assert "is stuck" in (await world.words(JON))[0]


async def test_a_button_of_one_workspace_does_nothing_in_another_where_somebody_is_too(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on(timedelta(minutes=1))
    async with world.storage.registry() as registry:
        await registry.workspaces.ensure(OTHER)
        await registry.commit()
    async with world.storage.begin(OTHER.id) as uow:
        await uow.people.save([person("maya")])
        keys = await replied(uow, world.desk, Action.HELP, ASKED, person("maya"))

    assert keys is None
    assert await world.state() is RoundState.INVITING
