"""Somebody asks in a channel: whether a past answer is suggested, to whom and in which words."""

from datetime import timedelta

import pytest

from bot.chat_types import OutgoingKind
from bot.ports import Storage
from bot.suggestion_types import Suggesting, SuggestionKey, SuggestionState
from expertise.types import MessageTs
from tests.support.channel_questions import ANSWERS, ASKS, WAIT, Workplace, known, place


@pytest.fixture
def work(memory: Storage) -> Workplace:
    return Workplace(memory)


async def test_the_asker_alone_gets_the_words_that_answered_with_whose_where_and_when(
    storage: Storage,
) -> None:
    work = Workplace(storage)
    await work.open(Suggesting.PRIVATE)

    await work.ask()
    await work.wait()

    (said,) = await work.said()
    assert (said.kind, said.recipient, said.channel) == (OutgoingKind.DIRECT, "Ulina", None)
    assert said.payload == (
        f"You asked in #data: “{ASKS}” This may help.\n"
        f"Maya wrote in #ops on 1 March, eight months ago: “{ANSWERS}”\n"
        "Maya could go deeper.\n"
        "Only you can see this. I only used what everyone in #data can read."
    )


async def test_in_the_thread_everyone_reads_it_under_the_question(storage: Storage) -> None:
    work = Workplace(storage)
    await work.open(Suggesting.IN_THREAD)
    await work.seasoned()

    asked = await work.ask()
    await work.wait()

    (said,) = await work.said()
    assert (said.kind, said.channel, said.thread_ts) == (OutgoingKind.REPLY, "Cdata", asked.ts)
    assert (said.payload or "").startswith(
        "This may help.\nMaya wrote in #ops on 1 March, eight months ago: “"
    )
    assert (said.payload or "").endswith("I only used what everyone here can read.")


async def test_a_newcomer_is_told_alone_whatever_the_channel_wants(work: Workplace) -> None:
    await work.open(Suggesting.IN_THREAD)

    asked = await work.ask()
    await work.wait()

    (said,) = await work.said()
    became = await work.became(asked)
    assert said.recipient == "Ulina"
    assert became is not None
    assert became.mode is Suggesting.PRIVATE


async def test_in_the_shadow_it_is_decided_and_kept_and_nothing_is_said(work: Workplace) -> None:
    await work.open(Suggesting.SHADOW)

    asked = await work.ask()
    await work.wait()

    became = await work.became(asked)
    assert await work.said() == []
    assert became is not None
    assert became.state is SuggestionState.SHADOW
    assert [source.author_id for source in became.sources] == [known("maya").id]
    assert became.chance is not None
    assert became.chance > 0.5


async def test_where_it_is_off_nothing_is_kept_and_nothing_is_read(work: Workplace) -> None:
    await work.open(Suggesting.OFF)
    work.embedder.encoded.clear()

    asked = await work.ask()
    await work.wait()

    assert await work.became(asked) is None
    assert work.embedder.encoded == []


@pytest.mark.parametrize("text", ["the restore is done", "ok?", "good morning everyone"])
async def test_what_asks_for_nothing_is_not_kept(work: Workplace, text: str) -> None:
    await work.open()

    assert await work.became(await work.ask(text=text)) is None


async def test_a_reply_and_an_edit_are_no_new_questions(work: Workplace) -> None:
    await work.open()
    first = await work.say("bea", "data", "the orders database was dropped")
    reply = await work.say("lina", "data", ASKS, thread=first)
    await work.edit("data", first, "bea", ASKS)

    await work.wait()

    assert [await work.became(place_key) for place_key in (_key(first), _key(reply))] == [None, None]


def _key(ts: MessageTs) -> SuggestionKey:
    return SuggestionKey(place("data").id, ts)


async def test_it_waits_so_that_a_person_can_be_first(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()

    await work.wait(WAIT - timedelta(seconds=2))
    before = await work.became(asked)
    await work.wait(timedelta(seconds=3))

    assert before is not None
    assert before.state is SuggestionState.WAITING
    assert len(await work.said()) == 1


async def test_done_again_after_a_crash_nothing_is_said_twice(work: Workplace) -> None:
    await work.open()
    await work.ask()
    await work.wait()
    await work.wait()

    assert len(await work.said()) == 1


async def test_what_the_asker_adds_and_what_others_ask_next_answers_nothing(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    await work.say("bea", "data", "does anybody know when the cantine opens today?")
    await work.say("lina", "data", "it is the one with the orders", thread=asked.ts)
    await work.wait()

    assert [each.recipient for each in await work.said()] == ["Ulina"]


async def test_the_words_are_taken_as_they_are_once_it_is_decided(work: Workplace) -> None:
    await work.open()
    asked = await work.ask(text="how do I clean the coffee machine after milk?")
    await work.edit("data", asked.ts, "lina", ASKS)
    await work.wait()

    assert ANSWERS in (await work.words())[0]
