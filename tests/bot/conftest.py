"""Both storages for the use cases: in memory, and SQLite as it is migrated."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.storage.schema import migrate
from adapters.storage.unit_of_work import SqlStorage
from bot.linking import Linking
from bot.ports import Storage
from tests.support.accounts import TENANT
from tests.support.builders import ACME, START
from tests.support.clocks import FakeClock


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("database") / "kenner.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def memory() -> AsyncIterator[Storage]:
    storage = MemoryStorage()
    yield storage
    await storage.close()


@pytest.fixture
async def sqlite(migrated: Path, tmp_path: Path) -> AsyncIterator[Storage]:
    path = tmp_path / "kenner.db"
    shutil.copyfile(migrated, path)
    storage = SqlStorage(f"sqlite+aiosqlite:///{path}")
    yield storage
    await storage.close()


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Each test runs over both."""
    chosen: Storage = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
async def linking(storage: Storage, clock: FakeClock) -> Linking:
    """Both workspaces, without people."""
    async with storage.registry() as registry:
        for workspace in (ACME, TENANT):
            await registry.workspaces.ensure(workspace)
        await registry.commit()
    return Linking(storage=storage, clock=clock, random_bytes=lambda count: b"k" * count)


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power fails here: waiting for the disk is most of what publishing an index costs."""
    monkeypatch.setattr("index.generations._sync", lambda _path: None)
