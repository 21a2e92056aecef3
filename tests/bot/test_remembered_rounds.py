"""What came of invitations is remembered: a break after three without an answer, and whom to ask next."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import consent, inviting_phrases
from bot.accounts import Account, How, Identity
from bot.chat_types import Question, QuestionId
from bot.copying import copy
from bot.erasing import erase
from bot.homepage import home_page
from bot.incoming import Pressed, Via
from bot.myself import profile
from bot.notes import Trouble, trouble
from bot.outbox import Outbox
from bot.outcomes import REMEMBERED, Outcome, What, ignored_in_a_row
from bot.ports import Storage
from bot.pressing import press
from bot.remembering import ALIKE, by_what_came, known_of
from bot.round_types import RoundState
from bot.views import Action
from bot.working import Working
from expertise.consent import Naming
from expertise.types import PersonId
from tests.support.accounts import TENANT
from tests.support.asked_people import ASKED, BEA, JON, LINA, MAYA, MONDAY, World
from tests.support.builders import ACME, person
from tests.support.chat import FakePlatform
from tests.support.rows import READING


@pytest.fixture
def world(storage: Storage) -> World:
    return World(storage)


async def ignored(world: World, who: PersonId, *days_ago: int) -> None:
    """They did not answer that long ago, each time about something else."""
    async with world.storage.begin(ACME.id) as uow:
        for days in days_ago:
            at = world.now - timedelta(days=days)
            other = QuestionId(f"01234567-0000-7000-8000-0000000001{days:02}")
            await uow.questions.add(
                Question(id=other, asker=LINA, text="who has tea?", via=Via.DIRECT, asked_at=at)
            )
            await uow.outcomes.add([Outcome(person_id=who, question_id=other, what=What.IGNORED, at=at)])
        await uow.commit()


async def naming_of(world: World, who: PersonId) -> Naming:
    async with world.storage.begin(ACME.id) as uow:
        return (await consent.namings(uow, [who], "anything", world.now, world.desk.policy))[who]


async def test_who_did_not_answer_three_times_in_a_row_gets_a_break_of_four_weeks_and_hears_of_it(
    world: World,
) -> None:
    await world.begin(MAYA)
    await ignored(world, MAYA, 20, 10)
    await world.goes_on()

    await world.goes_on(timedelta(minutes=20))
    await world.goes_on(timedelta(days=2))

    assert await world.state() is RoundState.NOBODY
    (word,) = [words for words in await world.words(MAYA) if "four weeks" in words]
    assert "I leave you in peace" in word
    assert await naming_of(world, MAYA) is Naming.NOT_AT_ALL
    world.now += timedelta(weeks=4)
    assert await naming_of(world, MAYA) is not Naming.NOT_AT_ALL
    async with world.storage.begin(ACME.id) as uow:
        known = await uow.outcomes.of([MAYA], MONDAY - REMEMBERED)
    assert ignored_in_a_row(known[MAYA]) == 0


async def test_a_break_holds_in_the_other_account_of_the_same_person(world: World) -> None:
    await world.begin(MAYA)
    there = await also_in_teams(world, MAYA)
    await ignored(world, MAYA, 20, 10)
    for passes in (timedelta(), timedelta(minutes=20), timedelta(days=2)):
        await world.goes_on(passes)
    before = await paused_until(world, there)

    await do_what_is_owed(world)
    await do_what_is_owed(world)

    until = await paused_until(world, Account(ACME.id, MAYA))
    assert before is None
    assert until == await paused_until(world, there) is not None


async def also_in_teams(world: World, who: PersonId) -> Account:
    """They have an account there too, and it is known to be theirs."""
    here, there = Account(ACME.id, who), Account(TENANT.id, PersonId("p-there"))
    async with world.storage.registry() as registry:
        await registry.workspaces.ensure(TENANT)
        await registry.commit()
    async with world.storage.begin(TENANT.id) as uow:
        await uow.people.save([person("there", id=there.person_id)])
        await uow.commit()
    async with world.storage.registry() as registry:
        accounts = (here, there) if here < there else (there, here)
        await registry.identities.save(Identity(accounts=accounts, how=How.EMAIL, since=MONDAY))
        await registry.commit()
    return there


async def paused_until(world: World, account: Account) -> datetime | None:
    async with world.storage.begin(account.workspace_id) as uow:
        own = (await uow.preferences.of([account.person_id])).get(account.person_id)
    return own.paused_until if own else None


async def do_what_is_owed(world: World) -> None:
    async with world.storage.begin(ACME.id) as uow:
        jobs = await uow.owed.before(world.now)
    outbox = Outbox(world.storage, FakePlatform(lambda: world.now), "bot", lambda: world.now)
    working = Working(desk=world.desk, reading=READING, outbox=outbox, say=pytest.fail)
    for job in jobs:
        assert job.name == ALIKE
        await working.agree(job.workspace_id, job.subject)


async def test_who_did_not_answer_twice_is_left_as_they_are(world: World) -> None:
    await world.begin(MAYA)
    await ignored(world, MAYA, 10)
    await world.goes_on()

    await world.goes_on(timedelta(minutes=20))
    await world.goes_on(timedelta(days=2))

    assert await naming_of(world, MAYA) is not Naming.NOT_AT_ALL
    assert [words for words in await world.words(MAYA) if "four weeks" in words] == []


async def test_who_said_that_it_is_not_their_field_is_not_invited_for_the_like_until_they_say_so(
    world: World,
) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.NOT_MY_FIELD)
    async with world.storage.begin(ACME.id) as uow:
        known = await known_of(uow, [MAYA], world.now)
        sooner = [
            await by_what_came(uow, [MAYA, JON], question, world.now)
            for question in ("restore orders, how?", "who knows invoices?")
        ]
        await uow.outcomes.forget(MAYA, ASKED)
        again = await by_what_came(uow, [MAYA, JON], "restore orders, how?", world.now)

    assert [(each.what, each.terms) for each in known[MAYA]] == [(What.NOT_MY_FIELD, ("order", "restor"))]
    assert sooner == [[JON], [MAYA, JON]]
    assert again == [MAYA, JON]


async def test_who_helped_with_something_like_it_is_asked_sooner_and_who_was_named(world: World) -> None:
    await world.begin(MAYA, JON, BEA)
    await world.goes_on()
    await world.refer(MAYA, BEA)
    await world.goes_on()
    await world.press(BEA, Action.HELP)
    await world.press(LINA, Action.SOLVED)

    async with world.storage.begin(ACME.id) as uow:
        order = await by_what_came(uow, [MAYA, JON, BEA], "restore orders, how?", world.now)
        known = await known_of(uow, [BEA], world.now)

    assert [each.what for each in known[BEA]] == [What.NAMED, What.HELPS, What.SOLVED]
    assert order == [MAYA, BEA, JON]


async def test_what_came_of_asking_somebody_is_on_their_page_in_their_copy_and_erased_with_them(
    world: World,
) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.NOT_MY_FIELD)
    maya = person("maya")

    async with world.storage.begin(ACME.id) as uow:
        page = home_page(await profile(uow, maya, world.desk), has_fields=True).text
        kept = json.loads(await copy(uow, maya))["came_of_asking"]
        await erase(uow, maya, world.desk, pytest.fail)
        after = await uow.outcomes.of([MAYA], MONDAY - REMEMBERED)

    assert "What is not your field" in page
    assert "“how do I restore orders?”" in page
    assert [(each["what"], each["words"]) for each in kept] == [("not_my_field", ["order", "restor"])]
    assert after == {}


async def test_ask_me_again_on_ones_page_takes_it_back(world: World) -> None:
    await world.begin(MAYA, JON)
    await world.goes_on()
    await world.press(MAYA, Action.NOT_MY_FIELD)
    again = Pressed(action=Action.ASK_AGAIN, value=ASKED, person="Umaya", channel=None, ts=None)

    async with world.storage.begin(ACME.id) as uow:
        await press(uow, world.desk, again, "event")
        await press(uow, world.desk, replace(again, value="01234567-0000-7000-8000-00000000dead"), "other")
        page = home_page(await profile(uow, person("maya"), world.desk), has_fields=True).text
        await uow.commit()

    assert "What is not your field" not in page
    assert trouble(Trouble.GONE).text in await world.words(MAYA)


async def test_pause_me_on_an_old_card_still_is_a_break(world: World) -> None:
    await world.begin(MAYA)
    await world.goes_on()
    await world.press(LINA, Action.STOP_ROUND)
    pause = Pressed(action=Action.PAUSE_ME, value=ASKED, person="Umaya", channel=None, ts=None)

    async with world.storage.begin(ACME.id) as uow:
        await press(uow, world.desk, pause, "event")
        await uow.commit()

    assert await naming_of(world, MAYA) is Naming.NOT_AT_ALL
    assert inviting_phrases.PASSED_PAUSED in await world.words(MAYA)
