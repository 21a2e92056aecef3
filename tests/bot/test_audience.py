"""Who may read what; what is not known to be readable is not."""

import pytest

from bot.audience import readable_channel, readable_channels, scope_for, scope_in
from bot.errors import UnknownChannelError
from bot.ports import Storage
from expertise.types import Channel, ChannelKind, Scope
from index.types import PUBLIC, Partition
from tests.support.builders import ACME, channel, channel_id, person, person_id
from tests.support.rows import enter

DATA, BOARD = channel("data"), channel("board", ChannelKind.PRIVATE)
GROUP, DIRECT = channel("trio", ChannelKind.GROUP), channel("duo", ChannelKind.DIRECT)


@pytest.fixture
async def filled(storage: Storage) -> Storage:
    await enter(
        storage,
        channels=[DATA, BOARD, GROUP, DIRECT],
        members={"board": ["ada", "bob"], "trio": ["ada"], "duo": ["cyd"], "data": ["dan"]},
    )
    return storage


async def test_nobody_in_particular_reads_what_is_public(filled: Storage) -> None:
    async with filled.begin(ACME.id) as uow:
        assert await scope_for(uow, None) == Scope(partitions=frozenset({PUBLIC}))


@pytest.mark.parametrize(
    ("who", "closed"),
    [("ada", {"board", "trio"}), ("bob", {"board"}), ("cyd", {"duo"}), ("dan", set())],
)
async def test_a_person_reads_what_is_public_and_their_own(
    filled: Storage, who: str, closed: set[str]
) -> None:
    async with filled.begin(ACME.id) as uow:
        scope = await scope_for(uow, person_id(who))

    assert scope.partitions == {PUBLIC, *(Partition(channel_id(name)) for name in closed)}


@pytest.mark.parametrize("name", ["board", "#board", "BOARD", "Cboard", "cBOARD"])
async def test_a_channel_goes_by_name_or_id(filled: Storage, name: str) -> None:
    async with filled.begin(ACME.id) as uow:
        assert await readable_channel(uow, name, await scope_for(uow, person_id("ada"))) == BOARD


async def test_a_channel_one_may_not_read_is_as_unknown_as_one_that_is_not_there(filled: Storage) -> None:
    told = []
    async with filled.begin(ACME.id) as uow:
        scope = await scope_for(uow, person_id("cyd"))
        for name in ("board", "nowhere"):
            with pytest.raises(UnknownChannelError) as caught:
                await readable_channel(uow, name, scope)
            told.append((type(caught.value), caught.value.args == (name,), caught.value.__cause__))

    assert told[0] == told[1]


async def test_the_channels_within_a_scope(filled: Storage) -> None:
    async with filled.begin(ACME.id) as uow:
        found = await readable_channels(uow, await scope_for(uow, person_id("bob")))

    assert found == {DATA.id: DATA, BOARD.id: BOARD}


SHARED = channel("partners", ChannelKind.SHARED)


@pytest.fixture
async def with_guests(storage: Storage) -> Storage:
    """Gus is a guest; the board takes him in."""
    await enter(
        storage,
        people=[*map(person, ("ada", "bob")), person("gus", is_outsider=True)],
        channels=[DATA, BOARD, GROUP, SHARED],
        members={"board": ["ada", "gus"], "trio": ["ada", "bob"], "partners": ["ada", "gus"]},
    )
    return storage


async def test_somebody_unknown_reads_nothing(filled: Storage) -> None:
    async with filled.begin(ACME.id) as uow:
        assert await scope_for(uow, person_id("stranger")) == Scope(partitions=frozenset())


async def test_a_guest_reads_only_the_channels_they_are_in(with_guests: Storage) -> None:
    async with with_guests.begin(ACME.id) as uow:
        scope = await scope_for(uow, person_id("gus"))

    assert scope.partitions == {BOARD.partition, SHARED.partition}


async def test_everybody_here_reads_what_is_shared_with_outsiders(with_guests: Storage) -> None:
    async with with_guests.begin(ACME.id) as uow:
        scope = await scope_for(uow, person_id("bob"))

    assert scope.partitions == {PUBLIC, SHARED.partition, GROUP.partition}


@pytest.mark.parametrize(
    ("place", "readable"),
    [
        (DATA, {PUBLIC, SHARED.partition}),
        (SHARED, {SHARED.partition}),
        (BOARD, {BOARD.partition}),  # a guest is in it
        (GROUP, {PUBLIC, SHARED.partition, GROUP.partition}),
        (DIRECT, {DIRECT.partition}),  # nobody knows who is in it
    ],
)
async def test_a_reply_in_a_channel_is_made_of_what_everyone_there_may_read(
    with_guests: Storage, place: Channel, readable: set[Partition]
) -> None:
    async with with_guests.begin(ACME.id) as uow:
        scope = await scope_in(uow, place)

    assert scope.partitions == readable
