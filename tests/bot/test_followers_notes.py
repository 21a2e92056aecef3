"""The note of who follows a topic: what was solved and what is open there, to whom it is told and how."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent
from bot.chat_types import Feedback, Outgoing, OutgoingKind, OutgoingState, Verdict
from bot.desk import Desk
from bot.incoming import Command
from bot.posting import post_key
from bot.round_ports import Availability
from bot.round_types import Round, RoundState, Urgency
from bot.topic_types import Thing
from bot.views import Action, Entry
from bot.weekly_types import Reader
from bot.weeks import WEEK, Rhythm
from expertise.consent import Naming
from tests.support.builders import ACME
from tests.support.weekly_office import (
    ASKED,
    BEA,
    DATA,
    JON,
    LINA,
    MAYA,
    MONDAY,
    NEED,
    SECRET,
    SOLVED,
    TOLD,
    WeeklyOffice,
)

HOUR = timedelta(hours=1)


class Cards:
    """Implements ``bot.topic_types.TopicSource``: one card about everything, for all but Bea."""

    name = "cards"
    heading = "Cards"

    def __init__(self) -> None:
        self.since: list[datetime | None] = []

    async def near(
        self, _desk: Desk, topics: Sequence[str], since: datetime | None, _until: datetime
    ) -> Mapping[str, Sequence[str]]:
        self.since.append(since)
        return {topic: ["card-1"] for topic in topics}

    async def things(self, _uow: object, _desk: Desk, reader: Reader, ids: Sequence[str]) -> Sequence[Thing]:
        told = ids if reader.person.id != BEA else []
        return [Thing(entry=Entry(title="A card"), about=each) for each in told]


@pytest.fixture
async def office() -> WeeklyOffice:
    office = WeeklyOffice(MemoryStorage())
    await office.open()
    return office


async def a_week_later(office: WeeklyOffice) -> None:
    await office.goes_on(MONDAY - 9 * HOUR)
    await office.goes_on(MONDAY)


async def test_a_follower_hears_what_was_solved_by_whom_and_where(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA)

    await a_week_later(office)

    (note,) = await office.words(BEA)
    assert "Your week in orders database" in note
    assert f"{TOLD} Lina and Maya worked it out." in note
    assert await office.unasked(BEA) == 0
    assert await office.notes(JON) == []


async def test_who_does_not_want_to_be_named_is_not(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA, JON)
    async with office.storage.begin(ACME.id) as uow:
        await consent.decide(uow, MAYA, Naming.THROUGH_KENNER)
        await uow.commit()

    await a_week_later(office)

    assert f"{TOLD} Lina and Jon worked it out." in (await office.words(BEA))[0]


async def test_who_asked_people_without_a_name_is_not_named_afterwards(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA, JON)
    async with office.storage.begin(ACME.id) as uow:
        await uow.rounds.put(
            Round(
                question_id=SOLVED,
                asker=LINA,
                urgency=Urgency.NO_HURRY,
                opened_at=office.now,
                until=office.now,
                state=RoundState.SOLVED,
                due=None,
                is_named=False,
            )
        )
        await uow.commit()

    await a_week_later(office)

    assert f"{TOLD} Maya and Jon worked it out." in (await office.words(BEA))[0]


async def test_what_was_posted_there_with_both_peoples_leave_is_an_answer(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves()
    async with office.storage.begin(ACME.id) as uow:
        post = Outgoing(key=post_key(SOLVED), kind=OutgoingKind.REPLY, payload="{}", intended_at=office.now)
        await uow.outgoing.add(post)
        await uow.outgoing.settle(post.key, OutgoingState.SENT, office.now)
        await uow.commit()

    await a_week_later(office)

    assert TOLD in (await office.words(BEA))[0]


async def test_in_quiet_weeks_and_of_what_is_not_near_a_follower_hears_nothing(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA, text="where do I park my bicycle?")

    await a_week_later(office)
    await office.passes(MONDAY + WEEK + HOUR)

    assert await office.notes() == []


async def test_what_was_solved_is_told_in_one_week_alone(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA)

    await office.passes(MONDAY + 2 * WEEK)

    assert len(await office.notes(BEA)) == 1


async def test_what_nobody_answered_where_it_was_asked_teaches_nobody(
    office: WeeklyOffice,
) -> None:
    await office.follows(BEA)
    await office.solves()

    await a_week_later(office)

    assert await office.notes() == []


async def test_what_was_solved_among_few_is_told_to_those_alone(office: WeeklyOffice) -> None:
    for who in (MAYA, BEA):
        await office.follows(who)
    await office.solves(JON, channel=SECRET)

    await a_week_later(office)

    assert TOLD in (await office.words(BEA))[0]
    assert await office.notes(MAYA) == []


async def test_what_stands_in_private_shapes_no_letter_of_a_followers_note() -> None:
    """Two worlds, alike but for what is solved and asked where Maya is not."""
    notes = []
    for private in (False, True):
        office = WeeklyOffice(MemoryStorage())
        await office.open()
        await office.follows(MAYA)
        await office.solves(BEA)
        if private:
            for number in range(3, 9):
                own = type(ASKED)(f"01234567-0000-7000-8000-00000000000{number}")
                await office.solves(JON, channel=SECRET, question_id=own, at=100 + number)
            await office.follows(JON, "the orders database, restored")
            await office.waits(channel=SECRET)
        await a_week_later(office)
        notes.append(await office.words(MAYA))

    assert notes[0] == notes[1]
    assert TOLD in notes[0][0]


async def test_an_open_question_that_everybody_reads_may_be_tried_without_a_name_that_is_kept_back(
    office: WeeklyOffice,
) -> None:
    await office.follows(BEA)
    await office.waits(is_named=False)

    await a_week_later(office)

    (note,) = await office.words(BEA)
    assert f"Still open: “how do I {NEED} to yesterday?”: A colleague is stuck." in note
    assert "Lina" not in note
    (card,) = await office.said(await office.press(BEA, Action.HAVE_A_LOOK, ASKED))
    assert "A colleague is stuck" in card


async def test_a_question_stands_in_a_note_once(office: WeeklyOffice) -> None:
    await office.follows(MAYA)
    await office.waits()

    await a_week_later(office)

    (note,) = await office.words(MAYA)
    assert note.count("to yesterday?") == 1
    assert await office.unasked(MAYA) == 0


async def test_who_wants_nothing_unasked_hears_of_what_they_follow(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.wants_notes(BEA, Availability(unasked_a_week=0))
    await office.solves(MAYA)

    await a_week_later(office)

    assert len(await office.notes(BEA)) == 1


async def test_who_hears_less_often_hears_of_four_weeks(office: WeeklyOffice) -> None:
    office.sources = (*office.sources, cards := Cards())
    await office.follows(BEA)
    await office.follows(JON)
    await office.wants_notes(JON, Availability(rhythm=Rhythm.MONTHLY))

    await office.goes_on(MONDAY)

    begins = MONDAY - 14 * HOUR
    assert sorted(begins - each for each in cards.since if each) == [WEEK, 4 * WEEK]


async def test_another_side_tells_of_what_its_reader_may_read(office: WeeklyOffice) -> None:
    office.sources = (*office.sources, Cards())
    await office.follows(JON)
    await office.follows(BEA)

    await a_week_later(office)

    assert "A card" in (await office.words(JON))[0]
    assert await office.notes(BEA) == []


async def test_who_stopped_following_since_hears_nothing(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA)
    await office.goes_on(MONDAY - 9 * HOUR)
    await office.types(BEA, Command.UNFOLLOW, "Orders  database")

    await office.goes_on(MONDAY)

    assert await office.notes() == []


async def test_an_edited_question_is_told_as_it_stands_and_a_deleted_one_not(office: WeeklyOffice) -> None:
    await office.follows(BEA)
    await office.solves(MAYA)
    await office.goes_on(MONDAY - 9 * HOUR)
    async with office.storage.begin(ACME.id) as uow:
        channel = (await uow.channels.by_ids([DATA.id]))[DATA.id]
        said = [each async for each in uow.transcript.top_level(channel.id) if "at night" in each.text]
        edited = replace(said[0], text=f"how do I {NEED} by hand?", edited_at=office.now)
        await uow.messages.add(channel.id, [edited])
        await uow.commit()

    await office.goes_on(MONDAY)

    (note,) = await office.words(BEA)
    assert "by hand?" in note
    assert "at night?" not in note


async def test_what_was_typed_into_the_plan_is_told_in_the_words_that_were_said_in_public(
    office: WeeklyOffice,
) -> None:
    await office.follows(BEA)
    await office.solves(MAYA)
    async with office.storage.begin(ACME.id) as uow:
        question = await uow.questions.by_id(SOLVED)
        assert question
        again = replace(question, id=ASKED, text=f"how do I {NEED} before Kim leaves?")
        await uow.questions.add(again)
        await uow.feedback.put(
            Feedback(question_id=ASKED, person_id=LINA, verdict=Verdict.HELPED, said_at=office.now)
        )
        await uow.commit()

    await office.goes_on(MONDAY - 9 * HOUR)
    await office.goes_on(MONDAY)

    (note,) = await office.words(BEA)
    assert TOLD in note
    assert "Kim" not in note
