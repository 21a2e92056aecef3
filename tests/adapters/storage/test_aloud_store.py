"""What people say aloud of what they learned, wherever that is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.aloud import Aloud, AloudId
from bot.ports import Storage, UnitOfWork
from expertise.types import Channel, ChannelId, ChannelKind, MessageTs, PersonId
from tests.adapters.storage.building import ANN, BEN, HERE, NOON, THERE, key

HOUR = timedelta(hours=1)
DATA = Channel(id=ChannelId(key("data")), platform_id="C9", name="data", kind=ChannelKind.PUBLIC)
DRAFT = Aloud(id=AloudId(key("a1")), person_id=ANN, text="wax\nnever oil", at=NOON)
SAID = replace(
    DRAFT, id=AloudId(key("a2")), at=NOON + HOUR, channel_id=DATA.id, ts=MessageTs("1700000000.000100")
)


@pytest.fixture
async def kept(work: UnitOfWork) -> UnitOfWork:
    """A draft of Ann's, and what she said an hour later."""
    await work.channels.save([DATA])
    for one in (SAID, DRAFT):
        await work.aloud.put(one)
    return work


async def test_it_comes_back_as_it_was_kept_the_earliest_first(kept: UnitOfWork) -> None:
    assert await kept.aloud.get(DRAFT.id) == DRAFT
    assert await kept.aloud.get(AloudId(key("none"))) is None
    assert await kept.aloud.of(ANN) == [DRAFT, SAID]
    assert await kept.aloud.of(BEN) == []


async def test_the_last_state_counts(kept: UnitOfWork) -> None:
    chosen = replace(DRAFT, channel_id=DATA.id)
    await kept.aloud.put(chosen)

    assert await kept.aloud.get(DRAFT.id) == chosen


async def test_it_is_found_by_the_message_that_says_it(kept: UnitOfWork) -> None:
    assert SAID.ts
    other = MessageTs("1700000000.000200")

    assert await kept.aloud.at(DATA.id, [SAID.ts, other]) == {SAID.ts: SAID}
    assert await kept.aloud.at(DATA.id, []) == {}
    assert await kept.aloud.at(ChannelId(key("elsewhere")), [SAID.ts]) == {}


async def test_drafts_were_not_said(kept: UnitOfWork) -> None:
    assert await kept.aloud.since(NOON) == [SAID]
    assert await kept.aloud.since(SAID.at + HOUR) == []


async def test_forgetting_is_by_id_or_by_age(kept: UnitOfWork) -> None:
    await kept.aloud.forget_before(SAID.at + HOUR, drafts_alone=True)
    assert await kept.aloud.of(ANN) == [SAID]

    await kept.aloud.forget_before(SAID.at)
    assert await kept.aloud.of(ANN) == [SAID]

    await kept.aloud.forget([SAID.id, DRAFT.id])
    assert await kept.aloud.of(ANN) == []


async def test_nobody_unknown_says_anything(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.aloud.put(replace(DRAFT, person_id=PersonId(key("nobody"))))


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.aloud.put(DRAFT)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.aloud.get(DRAFT.id) is None
        await work.aloud.forget([DRAFT.id])
        await work.commit()
    async with storage.begin(HERE) as work:
        assert await work.aloud.get(DRAFT.id) == DRAFT
