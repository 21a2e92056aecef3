"""Activity: decayed counts that are exact, instant, and the same wherever they are kept."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.storage.counts import SqlCounts
from adapters.storage.engine import open_engine
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.storage.session import Session
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from bot.types import Answered
from expertise.activity import HALF_LIFE, LATELY
from expertise.types import Activity, PersonId, WorkspaceId
from index.types import PUBLIC, Partition
from tests.adapters.storage.building import ANN, BEN, CEM, CLOSED, NOON, OPEN, OTHER, answered, settle

PRIVATE = Partition(CLOSED)
BOTH = (PUBLIC, PRIVATE)
HALF_A_LIFE_AGO = HALF_LIFE.days


def rounded(found: dict[PersonId, Activity]) -> dict[PersonId, tuple[float, float]]:
    return {who: (round(each.here, 9), round(each.anywhere, 9)) for who, each in found.items()}


async def test_answers_add_up_and_halve_with_age(work: UnitOfWork) -> None:
    await work.activity.add(
        PUBLIC,
        [
            answered(ANN),
            answered(ANN, days_ago=HALF_A_LIFE_AGO),
            answered(ANN, in_=OTHER),
            answered(BEN, in_=OTHER),
        ],
    )

    now = (await work.activity.around([ANN, BEN, CEM], [PUBLIC], [OPEN], NOON, 0))[OPEN]
    later = (await work.activity.around([ANN], [PUBLIC], [OPEN], NOON + HALF_LIFE, 0))[OPEN]

    assert rounded(dict(now)) == {ANN: (1.5, 2.5), BEN: (0, 1)}
    assert rounded(dict(later)) == {ANN: (0.75, 1.25)}


async def test_what_is_long_ago_is_not_lately(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(ANN), answered(BEN, days_ago=LATELY.days, in_=OTHER)])

    found = await work.activity.around([ANN, BEN], [PUBLIC], [None], NOON, 0)

    assert {who: round(each.lately, 9) for who, each in found[None].items()} == {ANN: 1.0, BEN: 0.5}


async def test_only_partitions_of_the_scope_are_summed(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(ANN)])
    await work.activity.add(PRIVATE, [answered(ANN, in_=CLOSED), answered(BEN, in_=CLOSED)])

    assert rounded(await work.activity.busiest(BOTH, CLOSED, NOON, 9)) == {ANN: (1, 2), BEN: (1, 1)}
    assert rounded(await work.activity.busiest([PRIVATE], None, NOON, 9)) == {ANN: (0, 1), BEN: (0, 1)}
    assert rounded(await work.activity.busiest([PUBLIC], None, NOON, 9)) == {ANN: (0, 1)}
    assert await work.activity.busiest([], None, NOON, 9) == {}


async def test_a_channel_outside_the_scope_shows_nothing(work: UnitOfWork) -> None:
    await work.activity.add(PRIVATE, [answered(ANN, in_=CLOSED)])

    assert await work.activity.busiest([PUBLIC], CLOSED, NOON, 9) == {}
    assert await work.activity.around([ANN], [PUBLIC], [CLOSED], NOON, 9) == {CLOSED: {}}


async def test_the_busiest_come_first_from_the_whole_scope_and_from_here(work: UnitOfWork) -> None:
    await work.activity.add(
        PUBLIC, [answered(ANN, in_=OTHER), answered(ANN, in_=OTHER), answered(BEN), answered(CEM)]
    )
    await work.activity.add(PRIVATE, [answered(CEM, in_=CLOSED), answered(CEM, in_=CLOSED)])

    assert list(await work.activity.busiest([PUBLIC], OPEN, NOON, 1)) == [ANN, BEN]
    assert list(await work.activity.busiest(BOTH, OPEN, NOON, 1)) == [CEM, BEN]
    assert list(await work.activity.busiest(BOTH, None, NOON, 2)) == [CEM, ANN]


async def test_a_person_first_nowhere_may_be_first_overall(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(ANN)] * 3 + [answered(BEN)] * 2)
    await work.activity.add(PRIVATE, [answered(CEM, in_=CLOSED)] * 3 + [answered(BEN, in_=CLOSED)] * 2)

    assert list(await work.activity.busiest(BOTH, None, NOON, 1)) == [BEN]


async def test_around_several_channels_people_are_known_from_where_they_were_first_met(
    work: UnitOfWork,
) -> None:
    await work.activity.add(
        PUBLIC, [answered(ANN)] * 3 + [answered(BEN, in_=OTHER)] * 2 + [answered(CEM, in_=OTHER)]
    )
    await work.activity.add(PRIVATE, [answered(CEM, in_=CLOSED)])

    found = await work.activity.around([CEM], BOTH, [OPEN, CLOSED, OTHER, None], NOON, 1)

    assert {channel: rounded(own) for channel, own in found.items()} == {
        OPEN: {ANN: (3, 3), CEM: (0, 2)},
        CLOSED: {ANN: (0, 3), CEM: (1, 2)},
        OTHER: {ANN: (0, 3), BEN: (2, 2), CEM: (1, 2)},
        None: {ANN: (0, 3), BEN: (0, 2), CEM: (0, 2)},
    }
    assert [list(own) for own in found.values()] == [[ANN, CEM], [ANN, CEM], [ANN, BEN, CEM], [ANN, BEN, CEM]]


async def test_people_as_active_as_each_other_are_ordered_by_id(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(CEM), answered(BEN), answered(ANN)])

    assert list(await work.activity.busiest([PUBLIC], None, NOON, 2)) == [ANN, BEN]


async def test_what_is_taken_back_is_gone(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(ANN, days_ago=1), answered(ANN, days_ago=200), answered(BEN)])

    await work.activity.add(PUBLIC, [answered(ANN, days_ago=1, sign=-1), answered(BEN, sign=-1)])

    assert rounded(await work.activity.of_channel(OPEN, NOON - timedelta(days=200))) == {ANN: (1, 0)}
    await work.activity.add(PUBLIC, [answered(ANN, days_ago=200, sign=-1)])
    assert await work.activity.of_channel(OPEN, NOON) == {}
    assert await work.activity.busiest([PUBLIC], OPEN, NOON, 9) == {}


async def test_clearing_a_channel_takes_it_out_of_the_total(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [answered(ANN), answered(BEN), answered(ANN, in_=OTHER)])

    await work.activity.clear(PUBLIC, OPEN)

    assert rounded(await work.activity.busiest([PUBLIC], OPEN, NOON, 9)) == {ANN: (0, 1)}
    assert await work.activity.of_channel(OPEN, NOON) == {}


async def test_nothing_added_is_nothing(work: UnitOfWork) -> None:
    await work.activity.add(PUBLIC, [])
    await work.activity.clear(PUBLIC, OPEN)

    assert await work.activity.busiest([PUBLIC], OPEN, NOON, 9) == {}
    assert await work.activity.around([], [PUBLIC], [], NOON, 9) == {}


EVENTS = st.lists(
    st.builds(
        answered,
        st.sampled_from([ANN, BEN, CEM]),
        days_ago=st.floats(0, 3000),
        in_=st.sampled_from([OPEN, OTHER]),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def shared_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("activity") / "kenner.db"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=EVENTS, cuts=st.lists(st.integers(0, 25), max_size=3), data=st.data())
def test_rows_and_memory_agree_to_the_last_bit_and_taking_all_back_leaves_no_row(
    shared_file: Path, events: list[Answered], cuts: list[int], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(events))
    taken_back = [
        Answered(channel_id=each.channel_id, person_id=each.person_id, at=each.at, sign=-1) for each in order
    ]
    some = data.draw(st.integers(0, len(taken_back)))
    parts = [events[start:end] for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 25], strict=True)]

    rows = asyncio.run(_in_rows(shared_file, [*parts, taken_back[:some]], taken_back[some:]))
    memory = asyncio.run(_in_memory([*parts, taken_back[:some]], taken_back[some:]))

    assert rows == memory


async def _in_rows(path: Path, parts: Sequence[Sequence[Answered]], rest: Sequence[Answered]) -> list[object]:
    url, workspace_id = f"sqlite+aiosqlite:///{path}", WorkspaceId(str(uuid4()))
    storage, engine = SqlStorage(url), open_engine(url)
    try:
        seen = await _seen(storage, workspace_id, parts, rest)
        async with engine.connect() as connection:
            counts = SqlCounts(Session(connection, workspace_id), workspace_id)
            assert await counts.terms([PUBLIC]) == {}
            assert [await counts.load(PUBLIC, each) for each in (OPEN, OTHER)] == [{}, {}]
    finally:
        await storage.close()
        await engine.dispose()
    return seen


async def _in_memory(parts: Sequence[Sequence[Answered]], rest: Sequence[Answered]) -> list[object]:
    storage, workspace_id = MemoryStorage(), WorkspaceId(str(uuid4()))
    seen = await _seen(storage, workspace_id, parts, rest)
    assert not any(storage._rows[workspace_id].tallies.values())
    return seen


async def _seen(
    storage: Storage, workspace_id: WorkspaceId, parts: Sequence[Sequence[Answered]], rest: Sequence[Answered]
) -> list[object]:
    """All that can be read after each part, order included."""
    await settle(storage, workspace_id)
    seen: list[object] = []
    for part in (*parts, rest):
        async with storage.begin(workspace_id) as work:
            await work.activity.add(PUBLIC, part)
            await work.commit()
            seen.append(list((await work.activity.busiest([PUBLIC], OPEN, NOON, 2)).items()))
            seen.append(sorted((await work.activity.of_channel(OTHER, NOON)).items()))
    return seen
