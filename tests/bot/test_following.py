"""Topics that somebody follows: what their note tells of them, and what the page of a topic shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent, knowing
from bot.chat_types import Feedback, Outgoing, OutgoingKind, OutgoingState, Verdict
from bot.copying import copy
from bot.desk import Desk
from bot.erasing import erase
from bot.errors import IndexMissingError
from bot.following import MOST
from bot.incoming import Command
from bot.posting import post_key
from bot.round_ports import Availability
from bot.round_types import Round, RoundState, Urgency
from bot.topic_types import Thing
from bot.typed_words import about_a_topic
from bot.views import Action, Entry
from bot.weekly_types import Reader
from bot.weeks import WEEK, Rhythm
from expertise.consent import Naming
from tests.support.builders import ACME
from tests.support.rows import READING
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
    WeeklyOffice,
)

HOUR = timedelta(hours=1)
TOLD = f"Solved: “how do I {NEED} at night?”"


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


# ------------------------------------------------------------------ the note


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


# ------------------------------------------------------------------ the page of a topic


async def test_a_topics_page_shows_what_one_may_read_and_who_lets_themselves_be_seen(
    office: WeeklyOffice,
) -> None:
    await office.solves(JON, channel=SECRET)
    await office.waits(is_named=False)
    await office.follows(JON)
    async with office.storage.begin(ACME.id) as uow:
        await knowing.declare(uow, {MAYA: ["Orders database"], BEA: ["orders database"]}, office.now)
    async with office.storage.begin(ACME.id) as uow:
        await consent.decide(uow, BEA, Naming.THROUGH_KENNER)
        await uow.commit()

    for_maya = (await office.types(MAYA, Command.TOPIC, "orders database"))[0]
    for_bea = (await office.types(BEA, Command.TOPIC, "orders database"))[0]

    assert "Maya: Says they know “Orders database”." in for_maya
    assert "A colleague is stuck" in for_maya
    assert TOLD not in for_maya
    assert TOLD in for_bea
    assert [name for name in ("Jon", "Bea:", "Lina") if name in for_maya] == []


async def test_of_a_topic_without_anything_the_page_says_so_and_offers_to_follow_it(
    office: WeeklyOffice,
) -> None:
    before = (await office.types(MAYA, Command.TOPIC, "kite surfing"))[0]
    unfit = (await office.types(MAYA, Command.TOPIC, "?!"))[0]

    assert "There is nothing here yet that you can read" in before
    assert "A few plain words" in unfit


async def test_before_anything_can_be_found_the_page_is_there_all_the_same(office: WeeklyOffice) -> None:
    def nothing_read() -> None:
        raise IndexMissingError

    await office.solves(MAYA)
    office.desk = replace(office.desk, tools=nothing_read)

    assert "There is nothing here yet" in (await office.types(MAYA, Command.TOPIC, "orders database"))[0]


# ------------------------------------------------------------------ following


async def test_one_follows_by_a_word_and_ones_page_lists_it(office: WeeklyOffice) -> None:
    told = await office.types(BEA, Command.FOLLOW, "Terraform")
    page = (await office.said(await office.press(BEA, Action.MY_PAGE, "")))[0]
    after = (await office.said(await office.press(BEA, Action.UNFOLLOW, "terraform")))[0]

    assert "You follow “Terraform” now" in told[0]
    assert "What I follow" in page
    assert "Terraform" in page
    assert "Terraform" not in after


async def test_what_is_no_topic_or_too_much_is_not_followed(office: WeeklyOffice) -> None:
    for number in range(MOST):
        await office.types(BEA, Command.FOLLOW, f"topic {number}")

    more = await office.types(BEA, Command.FOLLOW, "one more")
    again = await office.types(BEA, Command.FOLLOW, "TOPIC 1")
    unfit = await office.types(BEA, Command.FOLLOW, "!!")

    assert f"You follow {MOST} topics already" in more[0]
    assert "You follow “TOPIC 1” now" in again[0]
    assert "A few plain words" in unfit[0]


async def test_a_guest_follows_nothing(office: WeeklyOffice) -> None:
    async with office.storage.begin(ACME.id) as uow:
        (bea,) = await uow.people.by_ids([BEA])
        await uow.people.save([replace(bea, is_outsider=True)])
        await uow.commit()

    for command in (Command.FOLLOW, Command.TOPIC):
        assert "only help members" in (await office.types(BEA, command, "terraform"))[0]


async def test_what_one_follows_is_in_ones_copy_and_gone_with_an_erasure(office: WeeklyOffice) -> None:
    await office.follows(BEA, "Terraform")
    async with office.storage.begin(ACME.id) as uow:
        (bea,) = await uow.people.by_ids([BEA])
        before = await copy(uow, bea)
        await erase(uow, bea, office.desk, READING)
        after = await copy(uow, bea)

    assert '"Terraform"' in before
    assert '"Terraform"' not in after


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("follow terraform", (Command.FOLLOW, "terraform")),
        ("Follow: state locks", (Command.FOLLOW, "state locks")),
        ("unfollow terraform ", (Command.UNFOLLOW, "terraform")),
        ("topic terraform", (Command.TOPIC, "terraform")),
        ("follow", None),
        ("followers of a topic", None),
        ("follow what the docs say about a restore?", None),
        ("topic modelling of a great many documents from all our old wikis", None),
    ],
)
def test_what_is_typed_about_a_topic_is_no_question(words: str, meant: tuple[Command, str] | None) -> None:
    assert about_a_topic(words) == meant
