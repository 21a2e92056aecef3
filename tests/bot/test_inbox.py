"""The inbox: what is acknowledged is kept, once, and many share a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import OverloadedError, UnknownWorkspaceError
from bot.inbox import Inbox
from bot.incoming import Envelope
from bot.ports import Registry, Storage, UnitOfWork
from bot.types import Platform
from expertise.types import WorkspaceId
from tests.adapters.storage.building import HERE, THERE, settle
from tests.adapters.storage.test_inbox_store import envelope


def here(name: str, **changes: Any) -> Envelope:
    return envelope(name, **{"workspace": f"T-{HERE}", **changes})


class Counting:
    """A storage that counts transactions, and can be made to fail."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.begun = 0
        self.looked_up = 0
        self.fails = False

    @asynccontextmanager
    async def begin(self, workspace_id: WorkspaceId) -> AsyncIterator[UnitOfWork]:
        self.begun += 1
        if self.fails:
            raise OSError("no disk")
        async with self._storage.begin(workspace_id) as work:
            yield work

    @asynccontextmanager
    async def registry(self) -> AsyncIterator[Registry]:
        self.looked_up += 1
        async with self._storage.registry() as registry:
            yield registry

    async def close(self) -> None:
        await self._storage.close()


@pytest.fixture
async def counting(storage: Storage) -> Counting:
    await settle(storage, HERE, THERE)
    return Counting(storage)


@pytest.fixture
def woken() -> list[WorkspaceId]:
    return []


@pytest.fixture
def inbox(counting: Counting, woken: list[WorkspaceId]) -> Inbox:
    return Inbox(counting, woken.append, most_waiting=500, most_at_once=200)


async def kept(storage: Storage, workspace_id: WorkspaceId = HERE) -> list[str]:
    async with storage.begin(workspace_id) as work:
        return [event.event_id for event in await work.inbox.next(1_000)]


async def test_what_is_received_is_kept_and_somebody_is_woken(
    inbox: Inbox, storage: Storage, woken: list[WorkspaceId]
) -> None:
    assert await inbox.receive(here("a"))

    assert (await kept(storage), woken) == (["a"], [HERE])


async def test_a_delivery_that_comes_again_is_not_new_and_wakes_nobody(
    inbox: Inbox, storage: Storage, woken: list[WorkspaceId]
) -> None:
    assert await inbox.receive(here("a"))

    assert not await inbox.receive(here("a"))
    assert (await kept(storage), woken) == (["a"], [HERE])


async def test_of_two_that_come_at_once_one_is_new(inbox: Inbox, storage: Storage) -> None:
    answers = await asyncio.gather(*(inbox.receive(here("a")) for _ in range(3)))

    assert sorted(answers) == [False, False, True]
    assert await kept(storage) == ["a"]


async def test_those_that_wait_at_once_share_few_transactions_and_keep_their_order(
    inbox: Inbox, counting: Counting, storage: Storage
) -> None:
    names = [f"{n:03}" for n in range(400)]

    await asyncio.gather(*(inbox.receive(here(name)) for name in names))

    assert counting.begun <= 3
    assert counting.looked_up == 1
    assert await kept(storage) == names


async def test_each_goes_to_its_own_workspace(inbox: Inbox, storage: Storage) -> None:
    await asyncio.gather(inbox.receive(here("a")), inbox.receive(here("b", workspace=f"T-{THERE}")))

    assert (await kept(storage, HERE), await kept(storage, THERE)) == (["a"], ["b"])


async def test_an_unknown_workspace_is_refused_and_not_those_beside_it(
    inbox: Inbox, storage: Storage
) -> None:
    wrong = [here("a", workspace="T-none"), here("b", platform=Platform.TEAMS)]

    found = await asyncio.gather(
        *(inbox.receive(each) for each in (*wrong, here("c"))), return_exceptions=True
    )

    assert [type(each) for each in found] == [UnknownWorkspaceError, UnknownWorkspaceError, bool]
    assert await kept(storage) == ["c"]


async def test_too_many_waiting_are_refused_and_the_others_are_kept(inbox: Inbox, storage: Storage) -> None:
    found = await asyncio.gather(*(inbox.receive(here(str(n))) for n in range(501)), return_exceptions=True)

    assert [type(each) for each in found] == [*[bool] * 500, OverloadedError]
    assert len(await kept(storage)) == 500
    assert await inbox.receive(here("later"))


async def test_what_could_not_be_kept_is_not_acknowledged_and_may_come_again(
    inbox: Inbox, counting: Counting, storage: Storage
) -> None:
    counting.fails = True
    with pytest.raises(OSError, match="no disk"):
        await inbox.receive(here("a"))
    counting.fails = False

    assert await inbox.receive(here("a"))
    assert await kept(storage) == ["a"]


async def test_who_stops_waiting_holds_up_nobody(inbox: Inbox, storage: Storage) -> None:
    first, second = (asyncio.create_task(inbox.receive(here(name))) for name in "ab")
    await asyncio.sleep(0)
    first.cancel()

    assert await second
    assert await kept(storage) == ["a", "b"]


async def test_characters_that_no_database_keeps_refuse_nothing(inbox: Inbox, storage: Storage) -> None:
    assert await inbox.receive(here("a", body="nul \0, half \ud800", lane="C\0"))

    async with storage.begin(HERE) as work:
        (event,) = await work.inbox.next(9)
    assert (event.body, event.lane) == ("nul \ufffd, half \ufffd", "C\ufffd")
