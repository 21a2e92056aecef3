"""The past of a tenant's channels becomes rows: of the right people, once, and as it is now."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.graph.backfill import Outcome, Past, read_past
from adapters.graph.errors import NoTeamsError
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.teams.errors import TeamsLockedOutError
from bot.audience import scope_for
from bot.backfilling import Backfilled
from bot.errors import UnreachableError
from bot.identity import channel_id, person_id, workspace_id
from bot.ingestion import bury_message
from bot.ports import Storage
from bot.types import Platform
from expertise.types import Channel as Row
from expertise.types import ChannelId, ChannelKind, MessageKind, MessageTs, PersonId
from index.types import PUBLIC
from tests.adapters.graph.conftest import minute
from tests.support.asking import no_progress
from tests.support.clocks import FakeClock
from tests.support.graph import shapes
from tests.support.graph.connecting import needs_sdk, past_of
from tests.support.graph.fake import FakeGraph
from tests.support.graph.world import Channel
from tests.support.rows import READING
from tests.support.teams.faults import Fault
from tests.support.teams.world import APP_ID

pytestmark = needs_sdk()

HERE = workspace_id(Platform.TEAMS, shapes.TENANT)
GENERAL = channel_id(HERE, shapes.GENERAL)
VAULT = channel_id(HERE, shapes.VAULT)


@pytest.fixture
def storage() -> Storage:
    return MemoryStorage()


@pytest.fixture
def past(fake: FakeGraph, general: Channel, clock: FakeClock) -> Past:
    """All of the fake's one team."""
    return past_of(fake, clock, shapes.TEAM)


async def _read(storage: Storage, past: Past, clock: FakeClock) -> Outcome:
    return await read_past(storage, past, READING, clock, no_progress)


async def _said(storage: Storage) -> dict[tuple[str, str], str]:
    """By channel and id."""
    async with storage.begin(HERE) as uow:
        return {
            message.key: message.text
            for channel in await uow.channels.all()
            async for top in uow.transcript.top_level(channel.id)
            for message in await uow.transcript.thread(channel.id, top.ts)
        }


async def _channel(storage: Storage, row: ChannelId = GENERAL) -> Row:
    async with storage.begin(HERE) as uow:
        return (await uow.channels.by_ids([row]))[row]


async def _sees(storage: Storage, who: str, row: ChannelId = GENERAL) -> bool:
    async with storage.begin(HERE) as uow:
        scope = await scope_for(uow, PersonId(person_id(HERE, who)))
    return (await _channel(storage, row)).partition in scope.partitions


def _talk(fake: FakeGraph, channel: Channel, posts: int = 3) -> list[str]:
    return [fake.world.say(channel, f"post {n}", shapes.ROBIN, minute(n)) for n in range(posts)]


async def test_a_standard_channel_is_read_for_the_members_of_its_team(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    fake.world.granted = {"Team.ReadBasic.All"}
    asked, *_ = _talk(fake, general)
    fake.world.say(general, "an answer", shapes.JANE, minute(9), to=asked)

    outcome = await _read(storage, past, clock)

    channel = await _channel(storage)
    assert (channel.name, channel.kind) == ("Platform › General", ChannelKind.PRIVATE)
    assert sorted((await _said(storage)).values()) == ["an answer", "post 0", "post 1", "post 2"]
    people = (shapes.ROBIN, shapes.JANE, shapes.GUEST)
    assert [await _sees(storage, who) for who in people] == [True, True, False]
    assert outcome.read == Backfilled(messages=4, whole=1, closed=[])
    assert (outcome.channels, outcome.unseen, outcome.denied) == (1, [], {})


@pytest.mark.parametrize("named", [shapes.TEAM, "19:general@thread.tacv2"])
async def test_of_an_open_team_the_standard_channels_are_public(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock, named: str
) -> None:
    fake.world.granted = {"Team.ReadBasic.All"}
    _talk(fake, general)

    await _read(storage, replace(past, open_teams=(named,)), clock)

    assert (await _channel(storage)).partition == PUBLIC


async def test_where_a_guest_is_in_an_open_team_its_channels_are_shared(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    general.team.members.append(shapes.member(shapes.GUEST, "guest"))

    await _read(storage, replace(past, open_teams=(shapes.TEAM,)), clock)

    assert (await _channel(storage)).kind is ChannelKind.SHARED
    async with storage.begin(HERE) as uow:
        people = await uow.people.by_platform_ids([shapes.GUEST, shapes.JANE])
    assert [people[who].is_outsider for who in (shapes.GUEST, shapes.JANE)] == [True, False]


@pytest.mark.parametrize("kind", ["private", "shared"])
async def test_a_channel_of_its_own_members_is_read_for_them_alone(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock, kind: str
) -> None:
    fake.world.granted = {"ChannelMember.Read.All"}
    vault = fake.world.channel(general.team, shapes.VAULT, "Vault", kind)
    vault.members = [shapes.member(shapes.JANE)]
    _talk(fake, vault)

    await _read(storage, replace(past, open_teams=(shapes.TEAM,)), clock)

    assert (await _channel(storage, VAULT)).kind is ChannelKind.PRIVATE
    assert await _sees(storage, shapes.JANE, VAULT)
    is_shared_with_his_team = kind == "shared"
    assert await _sees(storage, shapes.ROBIN, VAULT) is is_shared_with_his_team


async def test_where_members_are_not_told_nobody_reads_it_and_that_is_said(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    vault = fake.world.channel(general.team, shapes.VAULT, "Vault", "private")
    vault.members = [shapes.member(shapes.JANE)]
    _talk(fake, vault)

    outcome = await _read(storage, past, clock)

    assert outcome.unseen == ["Vault"]
    assert not await _sees(storage, shapes.JANE, VAULT)


async def test_who_is_in_no_team_any_more_is_not_named(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    fake.world.say(general, "long ago", shapes.GUEST, minute(0))

    await _read(storage, past, clock)

    async with storage.begin(HERE) as uow:
        (message,) = [m async for m in uow.transcript.top_level(GENERAL)]
    assert (message.text, message.author_id) == ("long ago", None)


async def test_what_the_bot_said_is_no_evidence(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    (asked,) = _talk(fake, general, 1)
    own = fake.world.say(general, "Maya may know", shapes.ROBIN, minute(1), to=asked)
    general.messages[own]["from"] = shapes.bot(APP_ID, "Kenner")

    await _read(storage, past, clock)

    assert [*await _said(storage)] == [(GENERAL, asked)]


async def test_the_same_again_asks_for_nothing_but_who_is_there(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    _talk(fake, general)
    await _read(storage, past, clock)
    fake.calls.clear()

    outcome = await _read(storage, past, clock)

    assert outcome.read == Backfilled(messages=0, whole=1, closed=[])
    assert {*fake.calls} == {"team", "channels", "members"}


async def test_read_again_what_changed_is_as_it_is_now(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    edited, gone, _ = _talk(fake, general)
    await _read(storage, past, clock)
    fake.world.change(general, edited, "better words")
    fake.world.delete(general, gone)
    fake.world.say(general, "new", shapes.JANE, minute(20))

    await _read(storage, replace(past, is_begun_anew=True), clock)

    assert sorted((await _said(storage)).values()) == ["", "better words", "new", "post 2"]


async def test_what_was_deleted_live_stays_deleted(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    first, *_ = _talk(fake, general)
    await _read(storage, past, clock)
    async with storage.begin(HERE) as uow:
        channel = (await uow.channels.by_ids([GENERAL]))[GENERAL]
        await bury_message(uow, channel, MessageTs(first), minute(0), READING)
        await uow.commit()

    await _read(storage, replace(past, is_begun_anew=True), clock)

    async with storage.begin(HERE) as uow:
        kept = await uow.transcript.by_keys([(GENERAL, MessageTs(first))])
    assert [(m.kind, m.text) for m in kept.values()] == [(MessageKind.TOMBSTONE, "")]


async def test_nothing_older_than_is_wished_is_read(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    _talk(fake, general, 120)

    await _read(storage, replace(past, oldest=minute(100)), clock)

    assert len(await _said(storage)) == 20


async def test_channels_are_read_in_turn_and_a_page_that_came_is_kept(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    other = fake.world.channel(general.team, shapes.VAULT, "Other")
    for channel in (general, other):
        _talk(fake, channel, 120)

    async def fail(name: str) -> None:
        if Counter(fake.calls)["messages"] == 4:
            fake.faults.next("messages", Fault.UNREACHABLE, times=6)

    fake.on_call = fail
    with pytest.raises(UnreachableError):
        await _read(storage, past, clock)
    first_try, fake.on_call = Counter(fake.calls)["messages"], None
    halfway = await _said(storage)

    outcome = await _read(storage, past, clock)

    assert len(halfway) == 150
    assert outcome.read == Backfilled(messages=90, whole=2, closed=[])
    assert len(await _said(storage)) == 240
    assert Counter(fake.calls)["messages"] - first_try == 3


async def test_a_team_without_the_app_is_said_to_be_closed_and_does_not_stop_the_others(
    fake: FakeGraph, general: Channel, storage: Storage, clock: FakeClock
) -> None:
    _talk(fake, general)
    closed = fake.world.team("0b9c2c6e-1f5a-4f0e-9d4b-0a1b2c3d4e5f", "Closed")
    fake.world.channel(closed, "19:closed@thread.tacv2", "Closed")
    closed.has_app = False

    outcome = await _read(storage, past_of(fake, clock), clock)

    assert outcome.denied == {closed.id: "Forbidden"}
    assert outcome.read == Backfilled(messages=3, whole=1, closed=[])


async def test_a_channel_whose_messages_are_not_for_us_is_said_to_be_closed(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    general.team.has_app = False
    fake.world.granted = {"Team.ReadBasic.All", "Channel.ReadBasic.All", "TeamMember.Read.All"}
    _talk(fake, general)

    outcome = await _read(storage, past, clock)

    assert outcome.read == Backfilled(messages=0, whole=0, closed=[("Platform › General", "")])


async def test_a_wrong_secret_is_said_at_once(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    wrong = replace(past, app=replace(past.app, password="another"))

    with pytest.raises(TeamsLockedOutError, match="AADSTS7000215"):
        await _read(storage, wrong, clock)

    assert fake.calls == []


async def test_without_a_team_there_is_nothing_to_read(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    with pytest.raises(NoTeamsError):
        await _read(storage, replace(past, teams=()), clock)


async def test_a_long_wait_that_graph_asks_for_is_waited(
    fake: FakeGraph, general: Channel, storage: Storage, past: Past, clock: FakeClock
) -> None:
    _talk(fake, general)
    began = clock()
    fake.faults.next("messages", Fault.THROTTLED, retry_after=600)

    outcome = await _read(storage, past, clock)

    assert outcome.read.messages == 3
    assert clock() - began >= timedelta(seconds=600)
