"""What was suggested follows what it stands on: its quotation is changed, or taken away, within a second."""

from dataclasses import replace

import pytest

from bot import consent
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.erasing import erase
from bot.ingestion import turn
from bot.ports import Storage
from bot.removing import forget_before
from bot.suggestion_revising import revise
from bot.suggestion_types import Silence, Suggesting, SuggestionKey, SuggestionState
from bot.unheard import was_not_said
from bot.views import Action
from expertise.consent import Naming
from expertise.types import ChannelKind
from tests.support.builders import ACME
from tests.support.channel_questions import ANSWERS, MONTHS, Workplace, known, place
from tests.support.rows import READING


@pytest.fixture
def work(memory: Storage) -> Workplace:
    return Workplace(memory)


@pytest.fixture
async def asked(work: Workplace) -> SuggestionKey:
    """Somebody was told a past answer."""
    return await _told(work)


async def _told(work: Workplace, mode: Suggesting = Suggesting.PRIVATE) -> SuggestionKey:
    await work.open(mode)
    if mode is Suggesting.IN_THREAD:
        await work.seasoned()
    key = await work.ask()
    await work.wait()
    return key


async def _followed(work: Workplace) -> list[Outgoing]:
    """What is said after the first."""
    await work.work.carry_on()
    first, *rest = await work.said()
    assert all(each.target_key == first.key for each in rest)
    return rest


async def test_what_is_edited_is_changed_in_its_place(work: Workplace, asked: SuggestionKey) -> None:
    first, answer = work.told_in_ops
    better = f"{ANSWERS}, and tell everybody"
    await work.edit("ops", answer, "maya", better, thread=first)

    (changed,) = await _followed(work)

    assert changed.kind is OutgoingKind.UPDATE
    assert better in (changed.payload or "")
    assert (changed.recipient, changed.channel) == ("Ulina", None)


async def test_edited_once_more_it_is_changed_once_more(work: Workplace, asked: SuggestionKey) -> None:
    first, answer = work.told_in_ops
    for words in ("and call Bea", "and call Jon"):
        await work.edit("ops", answer, "maya", f"{ANSWERS}, {words}", thread=first)
        await work.work.carry_on()

    _, *changes = await work.said()
    assert ["call Bea" in (each.payload or "") for each in changes] == [True, False]
    assert len({each.key for each in changes}) == 2


async def test_what_is_deleted_is_taken_away(work: Workplace, asked: SuggestionKey) -> None:
    await work.delete("ops", work.told_in_ops[1])

    (gone,) = await _followed(work)

    became = await work.became(asked)
    assert (gone.kind, gone.recipient) == (OutgoingKind.REMOVAL, "Ulina")
    assert became is not None
    assert (became.state, became.excerpts, became.deeper) == (SuggestionState.WITHDRAWN, (), ())


async def test_in_a_thread_it_is_taken_away_there(work: Workplace) -> None:
    key = await _told(work, Suggesting.IN_THREAD)
    await work.delete("ops", work.told_in_ops[1])

    (gone,) = await _followed(work)

    assert (gone.kind, gone.channel, gone.thread_ts) == (OutgoingKind.REMOVAL, "Cdata", key.ts)


async def test_what_is_past_its_time_is_taken_away(work: Workplace, asked: SuggestionKey) -> None:
    async with work.storage.begin(ACME.id) as uow:
        await forget_before(uow, place("ops"), work.now - MONTHS / 2, READING)
        await uow.commit()

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]


async def test_a_channel_that_turns_private_is_quoted_no_more(work: Workplace, asked: SuggestionKey) -> None:
    async with work.storage.begin(ACME.id) as uow:
        await turn(uow, place("ops"), ChannelKind.PRIVATE)
        await uow.commit()

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]


async def test_with_an_outsider_in_the_channel_what_they_may_not_read_is_taken_away(work: Workplace) -> None:
    await _told(work, Suggesting.IN_THREAD)
    async with work.storage.begin(ACME.id) as uow:
        shared = await turn(uow, place("data"), ChannelKind.SHARED)
        await uow.channels.set_members(shared.id, {known("gus").id})
        await uow.commit()

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]


@pytest.mark.parametrize("level", [Naming.NOT_AT_ALL, Naming.THROUGH_KENNER])
async def test_who_hides_is_quoted_no_more(work: Workplace, asked: SuggestionKey, level: Naming) -> None:
    await work.press("maya", Action.CONSENT, level.value)

    await work.work.carry_on()

    assert [each.kind for each in await work.said() if each.target_key] == [OutgoingKind.REMOVAL]


async def test_who_hides_the_topic_is_quoted_no_more(work: Workplace, asked: SuggestionKey) -> None:
    await work.press("maya", Action.HIDE, "restore orders")

    await work.work.carry_on()

    assert [each.kind for each in await work.said() if each.target_key] == [OutgoingKind.REMOVAL]


async def test_who_is_erased_is_quoted_no_more(work: Workplace, asked: SuggestionKey) -> None:
    async with work.storage.begin(ACME.id) as uow:
        await erase(uow, known("maya"), work.desk, READING)
        await uow.commit()

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]


async def test_of_an_erased_asker_only_that_something_was_said_stays(
    work: Workplace, asked: SuggestionKey
) -> None:
    waiting = await work.ask()
    async with work.storage.begin(ACME.id) as uow:
        await erase(uow, known("lina"), work.desk, READING)
        await uow.commit()

    gone = await _followed(work)

    became = await work.became(asked)
    assert [each.kind for each in gone] == [OutgoingKind.REMOVAL]
    assert await work.became(waiting) is None
    assert became is not None
    assert became.state is SuggestionState.WITHDRAWN


async def test_who_takes_the_question_back_needs_no_answer(work: Workplace) -> None:
    key = await _told(work, Suggesting.IN_THREAD)
    await work.delete("data", key.ts)

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]


async def test_what_changes_nothing_that_is_seen_says_nothing(work: Workplace, asked: SuggestionKey) -> None:
    first, answer = work.told_in_ops
    await work.edit("ops", answer, "maya", f"  {ANSWERS} ", thread=first)

    assert await _followed(work) == []
    assert await revise(work.desk, asked) == []


async def test_a_channel_that_takes_nothing_leaves_it_unsaid(work: Workplace, asked: SuggestionKey) -> None:
    (said,) = await work.said()
    async with work.storage.begin(ACME.id) as uow:
        await was_not_said(work.desk, uow, replace(said, state=OutgoingState.FAILED))
        await uow.commit()

    became = await work.became(asked)
    assert became is not None
    assert (became.state, became.silence) == (SuggestionState.SILENT, Silence.FAILED)


async def test_a_break_hides_whoever_has_one(work: Workplace, asked: SuggestionKey) -> None:
    async with work.storage.begin(ACME.id) as uow:
        await consent.pause(uow, known("maya").id, work.now + MONTHS)
        await uow.suggestions.look_again_at(known("maya").id)
        await uow.commit()

    assert [each.kind for each in await _followed(work)] == [OutgoingKind.REMOVAL]
