"""Where conversations are, wherever that is kept."""

from dataclasses import replace
from datetime import timedelta

from bot.addresses import Address, Place
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import HERE, NOON, THERE

EMEA = "https://smba.example/emea/"
PERSONAL = Address(conversation="a:1", place=Place.PERSONAL, service_url=EMEA, person="ann", seen_at=NOON)
ASK = Address(
    conversation="19:ask@thread.tacv2", place=Place.CHANNEL, service_url=EMEA, team="19:t2", seen_at=NOON
)
OPS = replace(ASK, conversation="19:ops@thread.tacv2", team="19:t1")
GROUP = Address(conversation="19:g@thread.v2", place=Place.GROUP, service_url=EMEA, seen_at=NOON)


async def test_an_address_is_kept_as_it_was_saved_last(work: UnitOfWork) -> None:
    moved = replace(PERSONAL, service_url="https://smba.example/amer/", seen_at=NOON + timedelta(days=1))

    await work.addresses.save([PERSONAL, GROUP])
    await work.addresses.save([moved])

    assert await work.addresses.of("a:1") == moved
    assert await work.addresses.of(GROUP.conversation) == GROUP
    assert await work.addresses.of("a:2") is None


async def test_somebody_is_found_where_they_were_last(work: UnitOfWork) -> None:
    later = replace(PERSONAL, conversation="a:2", seen_at=NOON + timedelta(hours=1))
    as_late = replace(later, conversation="a:0")

    await work.addresses.save([PERSONAL, later, as_late, GROUP])

    assert await work.addresses.with_person("ann") == [as_late, later, PERSONAL]
    assert await work.addresses.with_person("ben") == []


async def test_where_somebody_has_long_been_silent_is_forgotten_and_nothing_else(work: UnitOfWork) -> None:
    later = NOON + timedelta(seconds=1)
    lively = replace(PERSONAL, conversation="a:2", person="ben", seen_at=later)
    await work.addresses.save([PERSONAL, lively, ASK, GROUP])

    assert [await work.upkeep.purge(later), await work.upkeep.purge(later)] == [1, 0]

    assert await work.addresses.with_person("ann") == []
    assert await work.addresses.with_person("ben") == [lively]
    assert await work.addresses.of(GROUP.conversation) == GROUP
    assert await work.addresses.channels() == [ASK]


async def test_channels_come_by_their_teams(work: UnitOfWork) -> None:
    await work.addresses.save([ASK, PERSONAL, OPS, GROUP])

    assert await work.addresses.channels() == [OPS, ASK]


async def test_what_is_forgotten_is_gone_and_nothing_else_is(work: UnitOfWork) -> None:
    await work.addresses.save([PERSONAL, ASK])

    await work.addresses.forget(["a:1", "nowhere"])
    await work.addresses.forget([])

    assert await work.addresses.with_person("ann") == []
    assert await work.addresses.channels() == [ASK]


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.addresses.save([PERSONAL])
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.addresses.of("a:1") is None
        assert await work.upkeep.purge(NOON + timedelta(days=1)) == 0


async def test_nothing_stays_of_what_was_not_committed(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.addresses.save([PERSONAL])

    async with storage.begin(HERE) as work:
        assert await work.addresses.of("a:1") is None
