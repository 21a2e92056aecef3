"""Bringing two people together over rows, in memory and in SQLite: who is told what, and when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import consent
from bot.chat_types import OutgoingKind
from bot.hours import Hours
from bot.inviting import begun, carry_on
from bot.manners import Manners
from bot.ports import Storage
from bot.replying import replied
from bot.round_ports import Availability
from bot.round_types import PACES, Pace, Round, RoundState, Urgency
from bot.views import Action
from expertise.consent import Naming
from expertise.types import ChannelKind, WorkspaceId
from tests.support.asked_people import ASKED, BEA, JON, LINA, MAYA, MONDAY, World
from tests.support.builders import ACME, START, channel, person

SLOWER = Pace(
    window=timedelta(hours=1),
    lasts=timedelta(hours=3),
    ignored=timedelta(hours=8),
    silent=timedelta(hours=3),
    quiet=timedelta(hours=5),
    offers=timedelta(hours=2),
)
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
