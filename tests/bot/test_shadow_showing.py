"""Somebody asks for the page of shadow mode: what was kept there, for who may read it."""

import pytest

from bot.incoming import Command, Commanded
from bot.ports import Storage
from bot.pressing import command
from bot.suggestion_types import Suggesting
from bot.views import Note
from expertise.types import ChannelKind
from tests.support.channel_questions import ANSWERS, ASKS, Workplace


@pytest.fixture
def work(storage: Storage) -> Workplace:
    return Workplace(storage)


async def look(work: Workplace, who: str) -> str:
    """What the page says to somebody."""
    happened = Commanded(command=Command.SHADOW, person=f"U{who}", text="")
    async with work.storage.begin(work.desk.workspace.id) as uow:
        todo = await command(uow, work.desk, happened, f"E{who}", Note(paragraphs=()))
        said = await uow.outgoing.get(todo.keys[-1])
        await uow.commit()
    assert said is not None
    return str(said.payload)


async def test_what_shadow_mode_kept_is_shown_to_who_may_read_it(work: Workplace) -> None:
    await work.open(Suggesting.SHADOW, data=ChannelKind.PRIVATE)
    await work.ask()
    await work.wait()

    shown = await look(work, "maya")
    assert ASKS in shown
    assert ANSWERS[:40] in shown
    assert ASKS not in await look(work, "gus")
