"""When nothing is suggested and why; also where that changes in the second in which an answer is found."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import consent, suggesting
from bot.answering import Tools
from bot.chat_types import Muted, MutedKind
from bot.desk import Desk
from bot.errors import IndexMissingError
from bot.incoming import Asked, Via
from bot.ingestion import turn
from bot.ports import Storage
from bot.round_ports import Availability
from bot.suggestion_finding import Found
from bot.suggestion_types import Silence, Suggesting, SuggestionKey, SuggestionState
from bot.taking import take
from expertise.consent import Mode, Naming
from expertise.types import ChannelKind, Question
from tests.support.builders import ACME
from tests.support.channel_questions import ANSWERS, ASKS, Workplace, known, place


@pytest.fixture
def work(memory: Storage) -> Workplace:
    return Workplace(memory)


async def _why(work: Workplace, asked: SuggestionKey) -> Silence | None:
    await work.wait()
    became = await work.became(asked)
    assert await work.said() == []
    assert became is not None
    assert became.state is SuggestionState.SILENT
    assert became.due_at is None
    return became.silence


async def test_silent_where_somebody_answered_in_the_thread(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    await work.say("bea", "data", "look at the runbook", thread=asked.ts)

    assert await _why(work, asked) is Silence.ANSWERED


async def test_silent_where_somebody_spoke_next_in_a_channel_without_threads(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    await work.say("bea", "data", "look at the runbook")

    assert await _why(work, asked) is Silence.ANSWERED


async def test_silent_where_it_was_asked_by_its_name_and_answers_anyway(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    async with work.storage.begin(ACME.id) as uow:
        message = (await uow.transcript.by_keys([asked]))[asked]
        mention = Asked(
            via=Via.MENTION, asker="Ulina", text=ASKS, channel="Cdata", ts=asked.ts, written_at=message.at
        )
        await take(uow, ACME, mention, work.now)
        await uow.commit()

    assert await _why(work, asked) is Silence.ASKED


@pytest.mark.parametrize("kind", list(MutedKind))
async def test_silent_where_it_is_muted(work: Workplace, kind: MutedKind) -> None:
    await work.open()
    asked = await work.ask()
    subjects = {
        MutedKind.THREAD: f"Cdata/{asked.ts}",
        MutedKind.CHANNEL: "Cdata",
        MutedKind.PERSON: known("lina").id,
    }
    async with work.storage.begin(ACME.id) as uow:
        await uow.muted.add(Muted(kind=kind, subject=subjects[kind]))
        await uow.commit()

    assert await _why(work, asked) is Silence.MUTED


async def test_silent_where_the_message_is_gone_or_asks_for_nothing_any_more(work: Workplace) -> None:
    await work.open()
    gone, edited = await work.ask(), await work.ask()
    await work.delete("data", gone.ts)
    await work.edit("data", edited.ts, "lina", "never mind, it was my own mistake")

    assert await _why(work, gone) is Silence.GONE
    assert await _why(work, edited) is Silence.GONE


async def test_silent_where_the_asker_found_it_out_meanwhile(work: Workplace) -> None:
    await work.open()
    below, beside = await work.ask(), await work.ask()
    await work.say("lina", "data", "never mind, I found it myself, solved", thread=below.ts)
    await work.say("lina", "data", "solved it myself, never mind")

    assert await _why(work, below) is Silence.GONE
    assert await _why(work, beside) is Silence.GONE


async def test_silent_where_it_is_switched_off_or_the_channel_is_closed_meanwhile(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    async with work.storage.begin(ACME.id) as uow:
        await uow.suggesting.put(place("data").id, Suggesting.OFF)
        await uow.commit()
    assert await _why(work, asked) is Silence.OFF

    async with work.storage.begin(ACME.id) as uow:
        await uow.suggesting.put(place("data").id, Suggesting.PRIVATE)
        await uow.channels.save([replace(place("data"), is_archived=True)])
        await uow.commit()
    assert await _why(work, await work.ask()) is Silence.OFF


async def test_silent_to_outsiders(work: Workplace) -> None:
    await work.open()

    assert await _why(work, await work.ask("gus")) is Silence.OUTSIDER


async def test_silent_where_nothing_is_near_and_where_it_is_unsure(work: Workplace) -> None:
    await work.open()
    assert (
        await _why(work, await work.ask(text="how do I tune a harpsichord for baroque music?"))
        is Silence.NOTHING
    )

    asked = await work.ask(text="how do I restore my old orders of coffee for the office kitchen, please?")
    assert await _why(work, asked) is Silence.UNSURE
    became = await work.became(asked)
    assert became is not None
    assert became.chance is not None
    assert became.chance < 0.4


async def test_silent_while_nothing_was_read_yet(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()

    def nothing() -> Tools:
        raise IndexMissingError

    work.work = replace(work.work, desk=replace(work.desk, tools=nothing))

    assert await _why(work, asked) is Silence.NOTHING


async def test_silent_hours_later(work: Workplace) -> None:
    await work.open()
    asked = await work.ask()
    work.now += timedelta(hours=2)

    assert await _why(work, asked) is Silence.TOO_LATE


async def test_silent_to_who_got_enough_this_week_that_they_did_not_ask_for(work: Workplace) -> None:
    await work.open()
    await work.ask()
    await work.wait()
    async with work.storage.begin(ACME.id) as uow:
        assert await uow.unasked.of([known("lina").id], consent.week_of(work.now)) == {known("lina").id: 1}
        await uow.availability.save(known("lina").id, Availability(unasked_a_week=1))
        await uow.commit()

    again = await work.ask()
    await work.wait()

    became = await work.became(again)
    assert became is not None
    assert became.silence is Silence.ENOUGH
    assert len(await work.said()) == 1


async def test_nobody_is_quoted_or_named_against_their_will(work: Workplace) -> None:
    await work.open()
    async with work.storage.begin(ACME.id) as uow:
        await consent.decide(uow, known("maya").id, Naming.THROUGH_KENNER)
        await uow.commit()

    assert await _why(work, await work.ask()) is Silence.NO_WORDS


async def test_who_would_be_quoted_for_the_first_time_is_told_before_that(work: Workplace) -> None:
    work.desk = replace(work.desk, policy=consent.Policy(mode=Mode.NOTICE))
    work.work = replace(work.work, desk=work.desk)
    await work.open()

    asked = await work.ask()
    await work.wait()

    became = await work.became(asked)
    assert became is not None
    assert became.silence is Silence.NO_WORDS
    assert [each.recipient for each in await work.said()] == ["Umaya"]


async def test_nothing_of_a_channel_that_not_everyone_there_may_read(work: Workplace) -> None:
    await work.open(ops=ChannelKind.PRIVATE)

    assert await _why(work, await work.ask()) is Silence.NOTHING


async def test_with_an_outsider_in_the_channel_only_what_was_said_there_counts(work: Workplace) -> None:
    await work.open(data=ChannelKind.SHARED)
    assert await _why(work, await work.ask()) is Silence.NOTHING


async def _meanwhile(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[object]]
) -> None:
    """Time passes, and something happens just after an answer was found."""
    really = suggesting.find_answer

    async def found(desk: Desk, need: Question, bar: float) -> Found:
        result = await really(desk, need, bar)
        await happens()
        return result

    with monkeypatch.context() as patch:
        patch.setattr(suggesting, "find_answer", found)
        await work.wait()


async def test_somebody_who_answers_in_the_very_second_was_first(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.open()
    asked = await work.ask()

    await _meanwhile(
        work, monkeypatch, lambda: work.say("bea", "data", "look at the runbook", thread=asked.ts)
    )

    assert await _why(work, asked) is Silence.ANSWERED


async def test_what_is_muted_in_the_very_second_is_not_said(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.open()
    asked = await work.ask()

    async def mute() -> None:
        async with work.storage.begin(ACME.id) as uow:
            await uow.muted.add(Muted(kind=MutedKind.CHANNEL, subject="Cdata"))
            await uow.commit()

    await _meanwhile(work, monkeypatch, mute)

    assert await _why(work, asked) is Silence.MUTED


async def test_a_channel_that_turns_private_while_it_is_found_is_not_quoted(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.open()
    asked = await work.ask()

    async def close() -> None:
        async with work.storage.begin(ACME.id) as uow:
            await turn(uow, place("ops"), ChannelKind.PRIVATE)
            await uow.commit()

    await _meanwhile(work, monkeypatch, close)
    between = await work.became(asked)

    assert between is not None
    assert between.state is SuggestionState.WAITING
    assert await _why(work, asked) is Silence.NOTHING


async def test_words_that_are_edited_while_they_are_found_are_quoted_as_they_are(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.open()
    await work.ask()
    better = f"{ANSWERS}, and tell everybody"

    async def edit() -> None:
        first, answer = work.told_in_ops
        await work.edit("ops", answer, "maya", better, thread=first)

    await _meanwhile(work, monkeypatch, edit)
    await work.index()
    await work.wait()

    assert [better in words for words in await work.words()] == [True]
