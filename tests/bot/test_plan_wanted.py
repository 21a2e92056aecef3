"""Whoever presses "Ask Maya" or "Ask for me" gets a plan, and every press hears what is true by then."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bot import plan_phrases, planning
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.consent import Policy
from bot.desk import Desk
from bot.errors import IndexMissingError
from bot.hours import Hours
from bot.incoming import Via
from bot.ingestion import put_message
from bot.inviting import carry_on
from bot.manners import Manners
from bot.meeting import meeting
from bot.plan_wanted import wanted
from bot.planning import no_plan, plan
from bot.round_types import Round, RoundState
from bot.telling import Answer
from bot.views import Action
from expertise.consent import Mode
from expertise.types import Message
from tests.support.asked_worlds import ChatBot, settled
from tests.support.builders import ACME, message, person, person_id
from tests.support.rows import READING
from tests.support.worlds import Said, World, a_channel

DATA = a_channel("data")
ALWAYS = Hours(start=time(0), end=time(0), days=frozenset(range(7)))
NEED = "restore a postgres backup"


async def a_bot(*helpers: str) -> ChatBot:
    """Ada asked in #data, and each of these answered; Gil asks now."""
    world = World(
        people=tuple(map(person, ("ada", "gil", *helpers))),
        channels=(DATA,),
        members={},
        messages=tuple(each for start, who in enumerate(helpers) for each in _thread(who, start * 10.0)),
        preferences={},
        hidden=(),
        declared=(),
        policy=Policy(mode=Mode.OPT_OUT),
        acts=(),
    )
    bot = await settled(world)
    bot.desk = replace(bot.desk, manners=Manners(hours=ALWAYS))
    return bot


def _thread(helper: str, start: float) -> list[Message]:
    said = [
        message(f"how do I {NEED}?", "ada", start, thread=start),
        message(f"to {NEED} use pg_restore", helper, start + 1, thread=start),
    ]
    return [replace(each, channel_id=DATA.id) for each in said]


async def answered(bot: ChatBot, via: Via = Via.COMMAND) -> QuestionId:
    question, _ = await bot.ask(Said(asker="gil", text=NEED, via=via, where="data"))
    return question.id


async def pressed(bot: ChatBot, action: Action, value: str) -> list[Outgoing]:
    return await bot.press(action, value, "gil", "data")


async def in_our_chat(bot: ChatBot, action: Action, value: str) -> list[Outgoing]:
    return await bot.press(action, value, "gil", None)


async def the_round(bot: ChatBot, question_id: str) -> Round:
    async with bot.storage.begin(ACME.id) as uow:
        this = await uow.rounds.of(QuestionId(question_id))
    assert this
    return this


async def the_question(bot: ChatBot, question_id: str) -> Question:
    async with bot.storage.begin(ACME.id) as uow:
        question = await uow.questions.by_id(QuestionId(question_id))
    assert question
    return question


def told(*rows: Outgoing) -> str:
    return "\n".join(row.payload or "" for row in rows)


def planned_for(row: Outgoing) -> str:
    """The question whose plan it is."""
    return row.key.removeprefix("plan:")


# ------------------------------------------------------------------ beside the button


async def test_a_word_stands_where_it_was_pressed_and_the_plan_comes_directly() -> None:
    bot = await a_bot("bob")
    said, card = await pressed(bot, Action.ASK, f"{await answered(bot)} 1")

    assert (said.kind, said.channel) == (OutgoingKind.PRIVATE, "Cdata")
    assert plan_phrases.COMES in told(said)
    assert card.kind is OutgoingKind.DIRECT
    assert "Bob" in told(card)


async def test_in_the_conversation_with_the_bot_the_plan_is_word_enough() -> None:
    bot = await a_bot("bob")

    (card,) = await in_our_chat(bot, Action.ASK_FOR_ME, await answered(bot))

    assert "Bob" in told(card)


async def test_pressed_again_it_says_that_the_plan_is_there_and_sends_none() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    await pressed(bot, Action.ASK_FOR_ME, question)

    (said,) = await pressed(bot, Action.ASK_FOR_ME, question)

    assert plan_phrases.IS_THERE in told(said)


async def test_whom_the_asker_picks_after_that_comes_first_on_the_plan_that_is_there() -> None:
    bot = await a_bot("bob", "cyd")
    question = await answered(bot)
    _, card = await pressed(bot, Action.ASK, f"{question} 1")

    shown, said = await pressed(bot, Action.ASK, f"{question} 2")

    assert plan_phrases.IS_FIRST in told(said)
    assert (shown.kind, shown.target_key) == (OutgoingKind.UPDATE, card.key)
    first, second = ("Bob", "Cyd") if told(card).index("Bob") < told(card).index("Cyd") else ("Cyd", "Bob")
    assert told(shown).index(second) < told(shown).index(first)


async def test_while_people_are_asked_and_when_it_is_over_it_says_so() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    await pressed(bot, Action.ASK_FOR_ME, question)
    await in_our_chat(bot, Action.GO, question)
    await carry_on(bot.desk, question)

    asking = await pressed(bot, Action.ASK_FOR_ME, question)
    twice = await in_our_chat(bot, Action.GO, question)
    await bot.press(Action.HELP, question, "bob", None)
    helped = await pressed(bot, Action.ASK_FOR_ME, question)
    await in_our_chat(bot, Action.SOLVED, question)
    over = await pressed(bot, Action.ASK_FOR_ME, question)

    assert plan_phrases.UNDER_WAY in told(*asking)
    assert plan_phrases.UNDER_WAY in told(*twice)
    assert plan_phrases.HELPED in told(*helped)
    assert plan_phrases.IS_OVER in told(*over)


async def test_after_never_mind_there_is_a_plan_again_and_again() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    keys = set()
    for _ in range(3):
        said, card = await pressed(bot, Action.ASK_FOR_ME, question)
        (dropped,) = await in_our_chat(bot, Action.NEVER_MIND, planned_for(card))
        keys.add(card.key)
        assert plan_phrases.COMES in told(said)
        assert "Bob" in told(card)
        assert (dropped.kind, dropped.target_key) == (OutgoingKind.UPDATE, card.key)

    assert len(keys) == 3


async def test_a_plan_that_waited_for_too_long_says_so_in_its_place_and_can_be_had_again() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    _, card = await pressed(bot, Action.ASK_FOR_ME, question)
    bot.clock.pass_(25 * 3_600)

    (expired,) = await bot.rows(await carry_on(bot.desk, question))
    _, again = await pressed(bot, Action.ASK_FOR_ME, question)

    assert (expired.kind, expired.target_key) == (OutgoingKind.UPDATE, card.key)
    assert plan_phrases.EXPIRED in told(expired)
    assert "Bob" in told(again)


# ------------------------------------------------------------------ in other words


async def test_in_other_words_it_is_still_talked_of_where_it_was_asked() -> None:
    bot = await a_bot("bob")
    question = await answered(bot, Via.MENTION)
    before = await the_question(bot, question)
    async with bot.storage.begin(ACME.id) as uow:
        assert before.ts
        asked = replace(message(NEED, "gil", 0), channel_id=DATA.id, ts=before.ts)
        await put_message(uow, DATA, asked, READING)
        await uow.commit()
    await pressed(bot, Action.ASK_FOR_ME, question)

    _, card = await in_our_chat(bot, Action.REWORD, f"{question} {NEED} of yesterday")

    again = await the_question(bot, planned_for(card))
    async with bot.storage.begin(ACME.id) as uow:
        met = await meeting(uow, bot.desk, person_id("gil"), person_id("bob"), again)
    assert again.text == f"{NEED} of yesterday"
    assert met.thread
    assert met.thread.first.ts == before.ts


async def test_the_button_under_the_answer_knows_that_the_plan_was_reworded() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    await pressed(bot, Action.ASK_FOR_ME, question)
    _, card = await in_our_chat(bot, Action.REWORD, f"{question} {NEED} of yesterday")

    (said,) = await pressed(bot, Action.ASK_FOR_ME, question)

    assert plan_phrases.IS_THERE in told(said)
    assert (await the_round(bot, planned_for(card))).state is RoundState.PLANNED


# ------------------------------------------------------------------ instead of a plan


def without_index(desk: Desk) -> Desk:
    def missing() -> object:
        raise IndexMissingError

    return replace(desk, tools=missing)


async def test_where_nothing_was_read_yet_the_asker_hears_so_each_time() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    bot.desk = without_index(bot.desk)

    _, first = await pressed(bot, Action.ASK_FOR_ME, question)
    _, second = await pressed(bot, Action.ASK_FOR_ME, question)

    assert plan_phrases.NO_INDEX in told(first)
    assert plan_phrases.NO_INDEX in told(second)
    assert first.recipient == "Ugil"


async def test_what_could_not_be_planned_once_can_be_later() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    desk = bot.desk
    bot.desk = without_index(desk)
    await pressed(bot, Action.ASK_FOR_ME, question)
    bot.desk = desk

    _, card = await pressed(bot, Action.ASK_FOR_ME, question)

    assert "Bob" in told(card)


@pytest.mark.parametrize(("text", "why"), [("?!", plan_phrases.NO_WORDS), (None, plan_phrases.QUESTION_GONE)])
async def test_without_words_there_is_a_sentence(text: str | None, why: str) -> None:
    bot = await a_bot("bob")
    question = await the_question(bot, await answered(bot))
    own = QuestionId("01890000-0000-7000-8000-00000000000a")
    async with bot.storage.begin(ACME.id) as uow:
        await uow.questions.add(replace(question, id=own, text=text))
        await uow.commit()

    (said,) = await bot.rows(await plan(bot.desk, own, None, "Ev1"))

    assert why in told(said)


async def test_a_question_that_is_erased_while_people_are_looked_for_is_planned_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = await a_bot("bob")
    question = await answered(bot)
    find = planning.find

    async def found(*arguments: Any) -> Answer:
        async with bot.storage.begin(ACME.id) as uow:
            await uow.upkeep.erase_questions([question])
            await uow.commit()
        return await find(*arguments)

    monkeypatch.setattr(planning, "find", found)

    (said,) = await bot.rows(await plan(bot.desk, question, None, "Ev1"))

    assert plan_phrases.QUESTION_GONE in told(said)


async def test_it_is_said_once_for_a_press_however_often_it_is_tried() -> None:
    bot = await a_bot("bob")
    question = await answered(bot)

    once = await no_plan(bot.desk, question, "Ev1", plan_phrases.FAILED)
    twice = await no_plan(bot.desk, question, "Ev1", plan_phrases.FAILED)

    assert (len(once), len(twice)) == (1, 0)


async def test_with_nobody_to_ask_there_is_an_honest_end_and_a_draft() -> None:
    bot = await a_bot("bob")
    question, _ = await bot.ask(Said(asker="gil", text="tune a harpsichord", via=Via.DIRECT, where=None))

    (card,) = await in_our_chat(bot, Action.ASK_FOR_ME, question.id)
    changed = await in_our_chat(bot, Action.ADD_PERSON, f"{question.id} bob")

    assert plan_phrases.NOBODY_FOUND in told(card)
    assert "I am looking for help with this: tune a harpsichord" in told(card)
    assert "Whom I would ask" in told(*changed)


# ------------------------------------------------------------------ why


async def test_the_channel_is_named_where_one_reads_the_plan_outside_of_it() -> None:
    here = "has been answering in this channel lately"

    assert plan_phrases.of_them(f"answered a question; {here}", here, channel="data") == (
        "answered a question; has been answering in #data lately"
    )
    assert "where you asked" in plan_phrases.of_them(here, here, channel="")
    bot = await a_bot(*["bob"] * 8)
    _, card = await pressed(bot, Action.ASK_FOR_ME, await answered(bot))
    assert "in this channel" not in told(card)


def test_a_job_says_what_it_is_about() -> None:
    assert wanted("q p an event") == ("q", "an event", "p")
    assert wanted("q - Ev1") == ("q", "Ev1", None)
    assert wanted("q p") == ("q", "", "p")  # as the version before kept it
    assert wanted("q") == ("q", "", None)
