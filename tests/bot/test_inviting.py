"""Bringing two people together over rows, in memory and in SQLite: who is told what, and when."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import consent, inviting_phrases
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.copying import copy
from bot.desk import Desk
from bot.erasing import erase
from bot.homepage import home_page
from bot.hours import Hours
from bot.incoming import Pressed, Via
from bot.inviting import begin, carry_on, due, follow, planned
from bot.manners import Manners
from bot.measuring import NoMeter
from bot.myself import profile
from bot.notes import Trouble, trouble
from bot.outcomes import REMEMBERED, Outcome, What, ignored_in_a_row
from bot.ports import Storage
from bot.pressing import press
from bot.remembering import by_what_came, known_of
from bot.replying import referred, replied
from bot.round_ports import Availability, Invited
from bot.round_types import Chosen, End, RoundState
from bot.showing import Around
from bot.views import Action
from expertise.consent import Naming
from expertise.types import ChannelKind, Person, PersonId
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
