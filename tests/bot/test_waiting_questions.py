"""Questions that wait, in the notes of who may know: which, to whom, and what having a look leads to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent, rounds, waiting_questions
from bot.chat_types import OutgoingKind, QuestionId
from bot.inviting import carry_on
from bot.ports import Storage
from bot.round_types import Due, End, RoundState, Urgency
from bot.telling import Answer
from bot.types import Workspace
from bot.views import Action
from bot.weeks import WEEK
from expertise.consent import Naming
from expertise.types import PersonId, Question
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
    WeeklyOffice,
)

HOUR = timedelta(hours=1)
OTHER = QuestionId("01234567-0000-7000-8000-0000000000ff")


@pytest.fixture
async def office() -> WeeklyOffice:
    office = WeeklyOffice(MemoryStorage())
    await office.open()
    return office


async def a_week_later(office: WeeklyOffice) -> None:
    """The week begins, and then it is morning."""
    await office.goes_on(MONDAY - 9 * HOUR)
    await office.goes_on(MONDAY)


async def test_whoever_wrote_about_it_in_public_is_told_who_is_stuck_and_why_them(
    office: WeeklyOffice,
) -> None:
    await office.waits()

    await a_week_later(office)

    (note,) = await office.words(MAYA)
    assert f"“how do I {NEED} to yesterday?”: Lina is stuck. I thought of you because you answered" in note
    assert "(#data)" in note
    assert [await office.words(who) for who in (LINA, JON, BEA)] == [[], [], []]


async def test_without_a_name_it_is_a_colleague_who_is_stuck(office: WeeklyOffice) -> None:
    await office.waits(is_named=False)

    await a_week_later(office)

    (note,) = await office.words(MAYA)
    assert "A colleague is stuck" in note
    assert "Lina" not in note


async def test_whose_week_was_full_while_they_were_on_the_plan_is_told_once_nobody_is_left(
    office: WeeklyOffice,
) -> None:
    await office.waits(JON, state=RoundState.DRAFTED, channel=None)

    await a_week_later(office)

    (note,) = await office.words(JON)
    assert "Lina is stuck. I thought of you because you answered two questions like this." in note
    assert await office.words(MAYA) == []


async def test_whom_the_plan_still_reaches_is_not_told_in_a_note_too(office: WeeklyOffice) -> None:
    await office.waits(MAYA)

    await a_week_later(office)

    assert await office.notes() == []


async def test_whom_the_asker_left_out_is_told_in_no_way(office: WeeklyOffice) -> None:
    await office.waits(left_out=(MAYA,))
    await a_week_later(office)

    (said,) = await office.said(await office.press(MAYA, Action.HAVE_A_LOOK, ASKED))

    assert await office.notes() == []
    assert "not open any more" in said


@pytest.mark.parametrize(
    "wait",
    [
        {"urgency": Urgency.TODAY},
        {"state": RoundState.HELPING},
        {"state": RoundState.NOBODY},
        {"state": RoundState.PLANNED},
        {"channel": None},
        {"channel": SECRET},
    ],
)
async def test_what_cannot_wait_is_not_open_or_was_asked_among_few_is_not_spread(
    office: WeeklyOffice, wait: dict[str, object]
) -> None:
    await office.waits(**wait)

    await a_week_later(office)

    assert await office.notes() == []


async def test_who_hid_the_topic_or_said_it_is_not_their_field_is_not_told(office: WeeklyOffice) -> None:
    await office.waits()
    async with office.storage.begin(ACME.id) as uow:
        await consent.hide_topic(uow, MAYA, "orders database", office.now)
        await uow.commit()

    await a_week_later(office)

    assert await office.notes() == []


async def test_what_was_solved_or_deleted_meanwhile_is_told_to_nobody(office: WeeklyOffice) -> None:
    await office.waits()
    await office.goes_on(MONDAY - 9 * HOUR)
    async with office.storage.begin(ACME.id) as uow:
        await uow.rounds.put(replace(await office.round(), state=RoundState.SOLVED, due=None, due_at=None))
        await uow.commit()

    await office.goes_on(MONDAY)

    assert await office.notes() == []


async def test_a_channel_that_turned_private_since_tells_nothing_any_more(office: WeeklyOffice) -> None:
    await office.waits()
    await office.goes_on(MONDAY - 9 * HOUR)
    async with office.storage.begin(ACME.id) as uow:
        await uow.channels.save([replace(SECRET, id=DATA.id, platform_id=DATA.platform_id, name="data")])
        await uow.commit()

    await office.goes_on(MONDAY)

    assert await office.notes() == []


async def test_what_stands_in_private_shapes_no_letter_of_anybodys_note() -> None:
    """Two worlds, alike but for what Jon and Bea say where Maya is not."""
    notes = [await _told(WeeklyOffice(MemoryStorage()), private=private) for private in (False, True)]

    assert notes[0] == notes[1]
    assert "Lina is stuck" in notes[0]


async def _told(office: WeeklyOffice, *, private: bool) -> str:
    await office.open()
    if private:
        for at in range(20, 40):
            await office.say(SECRET, (JON, f"{NEED} now?"), (BEA, f"I {NEED} tonight"), at=at)
    await office.waits()
    await a_week_later(office)
    return "\n".join(await office.words(MAYA))


# ------------------------------------------------------------------ having a look


async def test_having_a_look_brings_the_invitation_and_counts_for_nothing(office: WeeklyOffice) -> None:
    await office.waits()
    await a_week_later(office)
    before = await office.unasked(MAYA)

    todo = await office.press(MAYA, Action.HAVE_A_LOOK, ASKED)

    (card,) = await office.said(todo)
    assert f"Lina is stuck: “how do I {NEED} to yesterday?”" in card
    assert "No is a fine answer" in card
    assert (before, await office.unasked(MAYA)) == (1, 1)
    again = await office.said(await office.press(MAYA, Action.HAVE_A_LOOK, ASKED))
    assert "You have it already" in again[0]


async def test_whoever_looked_may_help_and_both_hear_it(office: WeeklyOffice) -> None:
    await office.waits()
    await a_week_later(office)
    await office.press(MAYA, Action.HAVE_A_LOOK, ASKED)

    told = await office.said(await office.press(MAYA, Action.HELP, ASKED))

    assert (await office.round()).helper == MAYA
    assert any("Maya is glad to help" in words for words in told)


async def test_whoever_only_looked_has_ignored_nothing(office: WeeklyOffice) -> None:
    await office.waits(state=RoundState.DRAFTED)
    await a_week_later(office)
    await office.press(MAYA, Action.HAVE_A_LOOK, ASKED)

    office.now += 4 * WEEK
    await carry_on(office.desk, ASKED)

    this = await office.round()
    assert this.state is RoundState.NOBODY
    assert [each.end for each in this.invitations] == [End.WITHDRAWN]
    async with office.storage.begin(ACME.id) as uow:
        assert await uow.outcomes.of([MAYA], office.now - 52 * WEEK) == {}


async def test_the_card_of_who_looked_changes_when_somebody_else_helps(office: WeeklyOffice) -> None:
    await office.waits(JON)
    await a_week_later(office)
    await office.press(MAYA, Action.HAVE_A_LOOK, ASKED)
    async with office.storage.begin(ACME.id) as uow:
        await uow.rounds.put(replace(await office.round(), due=Due.WIDEN, due_at=office.now))
        await uow.commit()
    await carry_on(office.desk, ASKED)

    todo = await office.press(JON, Action.HELP, ASKED)

    async with office.storage.begin(ACME.id) as uow:
        said = [await uow.outgoing.get(key) for key in todo.keys]
    changed = [
        each for each in said if each and each.kind is OutgoingKind.UPDATE and each.recipient == "Umaya"
    ]
    assert [each.target_key for each in changed] == [f"invite:{ASKED}:{MAYA}"]


@pytest.mark.parametrize("who", [JON, LINA])
async def test_nobody_presses_their_way_to_a_question_that_is_not_for_them(
    office: WeeklyOffice, who: PersonId
) -> None:
    """Jon was never told of it, and it was not asked where everybody reads; Lina asked it herself."""
    await office.waits(state=RoundState.DRAFTED, channel=SECRET)

    (said,) = await office.said(await office.press(who, Action.HAVE_A_LOOK, ASKED))

    assert "not open any more" in said
    assert NEED not in said
    assert (await office.round()).invitations == ()


async def test_too_late_a_look_is_answered_kindly(office: WeeklyOffice) -> None:
    await office.waits(state=RoundState.HELPING)

    helped = await office.said(await office.press(MAYA, Action.HAVE_A_LOOK, ASKED))
    odd = await office.said(
        await office.press(MAYA, Action.HAVE_A_LOOK, "01234567-0000-7000-8000-0000000000ff")
    )

    assert "Somebody is helping already" in helped[0]
    assert "not open any more" in odd[0]


async def test_who_declined_since_is_shown_nothing(office: WeeklyOffice) -> None:
    await office.waits()
    await a_week_later(office)
    async with office.storage.begin(ACME.id) as uow:
        await consent.decide(uow, MAYA, Naming.NOT_AT_ALL)
        await uow.commit()

    (said,) = await office.said(await office.press(MAYA, Action.HAVE_A_LOOK, ASKED))

    assert "not open any more" in said


async def test_a_question_that_cannot_be_looked_for_holds_up_no_other(
    office: WeeklyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.waits()
    await office.waits(question_id=OTHER, text=f"how do I {NEED} to yesterday? I cannot")
    looked_for = waiting_questions.find

    async def find(storage: Storage, workspace: Workspace, need: Question, *more: Any) -> Answer:
        if "cannot" in need.text:
            raise OSError("the disk")
        return await looked_for(storage, workspace, need, *more)

    monkeypatch.setattr(waiting_questions, "find", find)

    await a_week_later(office)

    assert len(await office.notes(MAYA)) == 1


async def test_words_that_were_typed_into_the_plan_are_told_to_nobody_who_is_not_on_it(
    office: WeeklyOffice,
) -> None:
    """They were said to the bot alone, whatever was asked in public before."""
    await office.waits()
    async with office.storage.begin(ACME.id) as uow:
        question, this = await uow.questions.by_id(ASKED), await uow.rounds.of(ASKED)
        assert question
        assert this
        await uow.questions.add(replace(question, id=OTHER, text=f"how do I {NEED} before Kim leaves?"))
        await uow.rounds.put(replace(this, question_id=OTHER))
        await uow.rounds.put(rounds.stop(this, office.now).round)
        await uow.commit()

    await a_week_later(office)

    assert await office.notes() == []
