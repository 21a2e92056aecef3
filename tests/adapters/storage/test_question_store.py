"""Questions, what was shown for them, what is muted, and forgetting what was in rows."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from adapters.storage.errors import ConflictError
from bot.aloud import AloudId
from bot.chat_types import (
    InboxState,
    Muted,
    MutedKind,
    OutgoingState,
    Question,
    QuestionId,
    QuestionState,
    Shown,
)
from bot.identity import question_id
from bot.incoming import Via
from bot.ports import Storage, UnitOfWork
from expertise.types import PersonId
from tests.adapters.storage.building import (
    ANN,
    BEN,
    CEM,
    HERE,
    NOON,
    OPEN,
    THERE,
    channel,
    key,
    passage,
    ts,
)
from tests.adapters.storage.test_inbox_store import envelope
from tests.adapters.storage.test_outgoing_store import outgoing

RANDOM = Random(1).randbytes
FIRST = Question(
    id=question_id(NOON, RANDOM),
    asker=ANN,
    text="who knows ü?",
    via=Via.MENTION,
    asked_at=NOON,
    channel="C1",
    thread_ts=ts(1),
    ts=ts(2),
    is_private=True,
)
SECOND = Question(
    id=question_id(NOON + timedelta(seconds=1), RANDOM), asker=BEN, text="and?", via=Via.HOME, asked_at=NOON
)
LINES = [
    Shown(person_id=BEN, position=1, is_named=True),
    Shown(person_id=CEM, position=2, is_named=False),
]


async def test_a_question_comes_back_as_it_was_put(work: UnitOfWork) -> None:
    await work.questions.add(FIRST)
    await work.questions.add(SECOND)

    assert await work.questions.by_id(FIRST.id) == FIRST
    assert await work.questions.by_id(SECOND.id) == SECOND
    assert await work.questions.by_id(QuestionId(key("none"))) is None


async def test_a_question_is_kept_once_and_asked_by_somebody(storage: Storage) -> None:
    for wrong in (FIRST, replace(SECOND, asker=PersonId(key("nobody")))):
        async with storage.begin(HERE) as work:
            await work.questions.add(FIRST)
            with pytest.raises(ConflictError):
                await work.questions.add(wrong)


async def test_what_was_shown_comes_back_by_position_and_once(work: UnitOfWork) -> None:
    await work.questions.add(FIRST)

    await work.questions.close(FIRST.id, QuestionState.ANSWERED, LINES[::-1])
    await work.questions.close(FIRST.id, QuestionState.ANSWERED, LINES)

    assert await work.questions.shown(FIRST.id) == LINES
    assert await work.questions.by_id(FIRST.id) == replace(FIRST, state=QuestionState.ANSWERED)


async def test_nothing_is_shown_for_no_question(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.questions.close(FIRST.id, QuestionState.ANSWERED, LINES)


async def test_muting_holds_for_what_is_muted_until_it_is_taken_back(work: UnitOfWork) -> None:
    thread = Muted(kind=MutedKind.THREAD, subject="C1:1.2")
    person = Muted(kind=MutedKind.PERSON, subject="C1:1.2")
    await work.muted.add(thread)
    await work.muted.add(thread)

    assert await work.muted.any_of([person, thread])
    assert not await work.muted.any_of([person])
    assert not await work.muted.any_of([])

    await work.muted.remove(person)
    await work.muted.remove(thread)
    assert not await work.muted.any_of([person, thread])


async def test_the_standing_counts_by_state_and_knows_what_waits_longest(work: UnitOfWork) -> None:
    assert (await work.upkeep.standing()).oldest_waiting is None
    await work.inbox.add(
        [envelope(name, received_at=NOON + timedelta(hours=n)) for n, name in enumerate("abc")]
    )
    first, *_ = await work.inbox.next(9)
    await work.inbox.take(first.sequence, NOON)
    await work.outgoing.add(outgoing("a"))
    await work.questions.add(FIRST)

    found = await work.upkeep.standing()

    assert found.inbox == {InboxState.NEW: 2, InboxState.DONE: 1}
    assert found.oldest_waiting == NOON + timedelta(hours=1)
    assert found.outgoing == {OutgoingState.INTENDED: 1}
    assert found.questions == {QuestionState.RECEIVED: 1}


async def test_the_standing_knows_the_oldest_of_what_the_index_has_not(work: UnitOfWork) -> None:
    assert (await work.upkeep.standing()).oldest_unindexed is None
    late, early = (passage(n, ended_at=NOON - timedelta(hours=n)) for n in (1, 2))
    await work.passages.replace(channel(OPEN), [ts(2)], [early])
    await work.log.trim(await work.log.head())
    await work.passages.replace(channel(OPEN), [ts(1)], [late])

    assert (await work.upkeep.standing()).oldest_unindexed == late.ended_at

    await work.log.trim(await work.log.head())
    assert (await work.upkeep.standing()).oldest_unindexed is None


async def test_what_is_finished_and_old_is_forgotten_and_its_row_stays(work: UnitOfWork) -> None:
    later = NOON + timedelta(seconds=1)
    old, young, waiting = envelope("old"), envelope("young", received_at=later), envelope("waiting")
    await work.inbox.add([old, young, waiting])
    for event in await work.inbox.next(2):
        await work.inbox.take(event.sequence, NOON)
    for name, at in (("old", NOON), ("young", later), ("waiting", NOON)):
        await work.outgoing.add(outgoing(name, intended_at=at))
    for name in ("old", "young"):
        await work.outgoing.settle(name, OutgoingState.SENT, NOON)

    assert [await work.upkeep.purge(later), await work.upkeep.purge(later)] == [2, 0]

    payloads = [await work.outgoing.get(name) for name in ("old", "young", "waiting")]
    assert [each and each.payload for each in payloads] == [None, "{}", "{}"]
    assert [event.body for event in await work.inbox.next(9)] == [waiting.body]
    assert await work.inbox.add([old]) == frozenset()


async def test_a_text_is_erased_and_the_question_stays(work: UnitOfWork) -> None:
    await work.questions.add(FIRST)
    await work.questions.add(SECOND)

    await work.upkeep.erase_questions([FIRST.id])

    assert await work.questions.by_id(FIRST.id) == replace(FIRST, text=None)
    assert await work.questions.by_id(SECOND.id) == SECOND


async def test_a_workspace_changes_and_sees_nothing_of_another(storage: Storage) -> None:
    subject = Muted(kind=MutedKind.CHANNEL, subject="C1")
    async with storage.begin(HERE) as work:
        await work.questions.add(FIRST)
        await work.questions.close(FIRST.id, QuestionState.ANSWERED, LINES)
        await work.muted.add(subject)
        await work.inbox.add([envelope("a")])
        await work.inbox.take((await work.inbox.next(1))[0].sequence, NOON)
        await work.outgoing.add(outgoing("a"))
        await work.outgoing.settle("a", OutgoingState.SENT, NOON)
        before = await work.upkeep.standing()
        await work.commit()

    async with storage.begin(THERE) as other:
        await other.questions.close(FIRST.id, QuestionState.FAILED)
        await other.upkeep.erase_questions([FIRST.id])
        await other.muted.remove(subject)
        assert await other.upkeep.purge(NOON + timedelta(days=1)) == 0
        assert not await other.muted.any_of([subject])
        assert await other.questions.shown(FIRST.id) == []
        await other.commit()

    async with storage.begin(HERE) as work:
        assert await work.upkeep.standing() == before
        assert await work.questions.by_id(FIRST.id) == replace(FIRST, state=QuestionState.ANSWERED)
        assert await work.questions.shown(FIRST.id) == LINES
        assert await work.muted.any_of([subject])


async def test_what_somebody_forged_is_no_id_and_there_is_nothing_of_it(work: UnitOfWork) -> None:
    forged = "1' OR '1'='1"

    assert await work.questions.by_id(QuestionId(forged)) is None
    assert await work.questions.shown(QuestionId(forged)) == []
    assert await work.rounds.of(QuestionId(forged)) is None
    assert await work.aloud.get(AloudId(forged)) is None
