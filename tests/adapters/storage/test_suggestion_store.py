"""What was suggested where somebody asked in a channel, wherever that is kept, and each channel's mode."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.storage.errors import ConflictError
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from bot.suggestion_ports import Became
from bot.suggestion_types import (
    Excerpt,
    Opinion,
    Silence,
    Suggested,
    Suggesting,
    SuggestionKey,
    SuggestionState,
)
from expertise.types import ChannelId
from tests.adapters.storage.building import ANN, BEN, CEM, CLOSED, HERE, NOON, OPEN, OTHER, THERE, key, ts
from tests.adapters.storage.test_inbox_store import plan_of

HOUR = timedelta(hours=1)
FIRST, SECOND, THIRD = (SuggestionKey(OPEN, ts(number)) for number in (1, 2, 3))
WAITING = Suggested(key=FIRST, asker=ANN, asked_at=NOON, due_at=NOON + HOUR)
SILENT = replace(
    WAITING, key=SECOND, state=SuggestionState.SILENT, silence=Silence.ANSWERED, due_at=None, chance=0.25
)
SAID = replace(
    WAITING,
    key=THIRD,
    state=SuggestionState.SAID,
    due_at=None,
    mode=Suggesting.IN_THREAD,
    chance=0.75,
    excerpts=(Excerpt(channel_id=OTHER, thread_ts=ts(10), author_id=BEN, messages=(ts(11), ts(12))),),
    deeper=(CEM,),
    opinion=Opinion.SOLVED,
    edition=2,
)


async def test_what_became_of_it_is_kept_as_it_was_put_last(work: UnitOfWork) -> None:
    for this in (WAITING, replace(SILENT, key=FIRST), replace(SAID, key=FIRST), WAITING):
        await work.suggestions.put(this)

        assert await work.suggestions.of(FIRST) == this
    assert await work.suggestions.of(SECOND) is None


async def test_what_shadow_mode_kept_is_found_by_channel_the_latest_first(work: UnitOfWork) -> None:
    early = replace(SAID, key=FIRST, state=SuggestionState.SHADOW, opinion=None)
    late = replace(early, key=SECOND, asked_at=NOON + HOUR)
    for this in (early, late, SAID):
        await work.suggestions.put(this)

    assert await work.suggestions.in_shadow([OPEN], 9) == [late, early]
    assert await work.suggestions.in_shadow([OPEN], 1) == [late]
    assert await work.suggestions.in_shadow([OTHER], 9) == []
    assert await work.suggestions.in_shadow([], 9) == []


async def test_opinions_are_counted_by_way_time_and_channel(work: UnitOfWork) -> None:
    not_this = replace(SAID, key=FIRST, opinion=Opinion.NOT_THIS, asked_at=NOON + HOUR)
    for this in (SAID, not_this, replace(SAID, key=SECOND, opinion=None)):
        await work.suggestions.put(this)

    async def counted(mode: Suggesting, since: datetime, *where: ChannelId) -> tuple[int, int]:
        share = await work.suggestions.opinions(mode, since, where)
        return share.count, share.of

    assert await counted(Suggesting.IN_THREAD, NOON, OPEN, OTHER) == (1, 2)
    assert await counted(Suggesting.IN_THREAD, NOON, OPEN) == (1, 2)
    assert await counted(Suggesting.IN_THREAD, NOON, OTHER) == (0, 0)
    assert await counted(Suggesting.IN_THREAD, NOON + HOUR, OPEN) == (0, 1)
    assert await counted(Suggesting.IN_THREAD, NOON) == (0, 0)
    assert await counted(Suggesting.PRIVATE, NOON, OPEN) == (0, 0)


async def test_they_are_due_at_their_time_the_earliest_first(work: UnitOfWork) -> None:
    await work.suggestions.put(WAITING)
    await work.suggestions.put(SILENT)
    await work.suggestions.put(replace(WAITING, key=THIRD, due_at=NOON))

    assert await work.suggestions.due(NOON, 9) == [THIRD]
    assert await work.suggestions.due(NOON + HOUR, 9) == [THIRD, FIRST]
    assert await work.suggestions.due(NOON + HOUR, 1) == [THIRD]


async def _due(work: UnitOfWork, at: datetime = NOON) -> bool:
    """Whether what was said is to be looked at again; it is not any more after that."""
    is_due = await work.suggestions.due(at, 9) == [THIRD]
    await work.suggestions.put(SAID)
    return is_due


async def test_what_was_said_is_looked_at_again_when_something_happens_to_what_it_stands_on(
    work: UnitOfWork,
) -> None:
    await work.suggestions.put(SAID)

    for channel, of in ((OTHER, ts(11)), (OTHER, ts(12)), (OPEN, ts(3))):
        await work.suggestions.look_again(channel, [ts(99), of])
        assert await _due(work)
    for channel in (OTHER, OPEN):
        await work.suggestions.look_again_in(channel)
        assert await _due(work)
    for person in (ANN, BEN, CEM):
        await work.suggestions.look_again_at(person)
        assert await _due(work)


async def test_what_has_nothing_to_do_with_it_leaves_it_alone(work: UnitOfWork) -> None:
    await work.suggestions.put(replace(SAID, deeper=()))

    await work.suggestions.look_again(OTHER, [ts(10), ts(3)])
    await work.suggestions.look_again(OPEN, [ts(11)])
    await work.suggestions.look_again(OPEN, [])
    await work.suggestions.look_again_in(CLOSED)
    await work.suggestions.look_again_at(CEM)

    assert await work.suggestions.due(NOON + HOUR, 9) == []


async def test_what_was_not_said_is_decided_in_its_own_time(work: UnitOfWork) -> None:
    await work.suggestions.put(WAITING)
    await work.suggestions.put(SILENT)

    await work.suggestions.look_again_in(OPEN)

    assert await work.suggestions.due(NOON, 9) == []


async def test_everybody_has_what_they_asked_the_earliest_first(work: UnitOfWork) -> None:
    await work.suggestions.put(replace(SAID, asked_at=NOON + HOUR))
    await work.suggestions.put(SILENT)
    await work.suggestions.put(replace(WAITING, asker=BEN))

    assert [each.key for each in await work.suggestions.asked_by(ANN)] == [SECOND, THIRD]


async def test_what_is_forgotten_is_gone_with_its_links(work: UnitOfWork) -> None:
    for this in (WAITING, SILENT, SAID):
        await work.suggestions.put(this)

    await work.suggestions.forget([FIRST, THIRD])
    await work.suggestions.look_again_in(OTHER)

    assert await work.suggestions.asked_by(ANN) == [SILENT]


async def test_of_long_ago_only_what_was_said_stays(work: UnitOfWork) -> None:
    for this in (WAITING, SILENT, SAID):
        await work.suggestions.put(this)
    shadow = replace(SAID, key=SuggestionKey(OTHER, ts(1)), state=SuggestionState.SHADOW)
    await work.suggestions.put(shadow)

    assert await work.suggestions.forget_unsaid(NOON) == 0
    assert await work.suggestions.forget_unsaid(NOON + HOUR) == 2
    assert await work.suggestions.asked_by(ANN) == [WAITING, SAID]


async def test_they_are_counted_by_what_became_of_them(work: UnitOfWork) -> None:
    for this in (WAITING, SILENT, SAID, replace(SILENT, key=SuggestionKey(OTHER, ts(1)))):
        await work.suggestions.put(this)

    assert await work.suggestions.counts() == {
        Became(SuggestionState.WAITING): 1,
        Became(SuggestionState.SILENT, Silence.ANSWERED): 2,
        Became(SuggestionState.SAID, None, Opinion.SOLVED): 1,
    }
    assert await work.suggestions.counts(OTHER) == {Became(SuggestionState.SILENT, Silence.ANSWERED): 1}
    assert await work.suggestions.counts(CLOSED) == {}


async def test_nobody_asks_in_no_channel(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.suggestions.put(replace(WAITING, key=SuggestionKey(ChannelId(key("no")), ts(1))))


async def test_a_channel_is_off_until_somebody_decides_otherwise(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        assert await work.suggesting.of(OPEN) is Suggesting.OFF
        await work.suggesting.put(OPEN, Suggesting.SHADOW)
        await work.suggesting.put(OPEN, Suggesting.PRIVATE)
        await work.suggesting.put(CLOSED, Suggesting.IN_THREAD)
        await work.suggesting.put(CLOSED, Suggesting.OFF)
        await work.commit()

        assert await work.suggesting.of(OPEN) is Suggesting.PRIVATE
        assert await work.suggesting.all() == {OPEN: Suggesting.PRIVATE}
    async with storage.begin(THERE) as work:
        assert await work.suggesting.all() == {}


async def test_what_happens_to_a_message_is_looked_up_and_not_looked_for(sqlite_url: str) -> None:
    storage = SqlStorage(sqlite_url)
    async with storage.begin(HERE) as work:
        plans = [
            await plan_of(work, lambda: work.suggestions.look_again(OPEN, [ts(1)])),
            await plan_of(work, lambda: work.aloud.at(OPEN, [ts(1)])),
        ]
    await storage.close()

    assert all("channel_id=? AND ts=?" in plan for plan in plans), plans
