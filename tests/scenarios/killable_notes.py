"""Weekly notes, words said aloud, cards told to their authors: a bot that kills itself while it says each.

usage: python -m tests.scenarios.killable_notes

Each life is a process of its own, forked, so that none has to import everything anew. It says what an earlier
one left, then what is due, and dies at the first message that it says: before the platform has it, and in the
next life after. The platform is a file with a line for each message. Prints how many lives were cut short.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.settings import Settings
from adapters.wiring import Application
from bot.card_making import draft_of, kept, note
from bot.card_types import What
from bot.chat_types import Outgoing
from bot.incoming import Command
from bot.outbox import Outbox
from bot.ports import Storage
from bot.views import Action
from bot.working import Working
from expertise.types import MessageTs, WorkspaceId
from tests.scenarios.killable_bot import FilePlatform
from tests.support.builders import ACME
from tests.support.rows import READING
from tests.support.weekly_office import BEA, DATA, JON, LINA, MAYA, MONDAY, News, WeeklyOffice, ts

READERS = (LINA, MAYA, BEA)
AUTHORS = (LINA, MAYA)
SAID = len(READERS) + len(AUTHORS) + 3
"""Aloud: how the words would stand, the words themselves, and that they stand there."""

_NEWS = News(*READERS, is_unasked=False)
_CHOSEN = "event-2"


class DyingPlatform(FilePlatform):
    """Nothing comes to it: the process dies just before."""

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        os.kill(os.getpid(), signal.SIGKILL)
        return await super().send(workspace_id, outgoing)


async def settle(storage: Storage, _: int) -> None:
    """The week has begun, Jon chose where to say something, and Bea kept a thread as a card."""
    office = WeeklyOffice(storage)
    office.contributors = (_NEWS,)
    await office.open()
    office.now = MONDAY
    await office.begins()
    await office.types(JON, Command.ALOUD, "vacuum full locks the whole table")
    async with storage.begin(ACME.id) as uow:
        (one,) = await uow.aloud.of(JON)
    await office.press(JON, Action.ALOUD_IN, f"{one.id} {DATA.platform_id}")
    async with storage.begin(ACME.id) as uow:
        (bea,) = await uow.people.by_ids([BEA])
        card = await draft_of(uow, ACME.id, DATA, ts(0), bea, MONDAY)
        assert card
        assert set(card.writers) == set(AUTHORS)
        await note(uow, kept(card, bea, MONDAY), What.KEPT, BEA, MONDAY)
        await uow.commit()


async def live(storage: Storage, number: int) -> None:
    """As the service does it, once around; work that is owed is done again, as durable jobs are."""
    office = WeeklyOffice(storage)
    office.now = MONDAY + timedelta(minutes=number)
    path = Application(Settings()).data_dir / "said.txt"
    platform = FilePlatform(path, last=1) if number % 2 == 0 else DyingPlatform(path, last=1)

    async def passes(seconds: float) -> None:
        office.now += timedelta(seconds=seconds)

    outbox, spoken = Outbox(storage, platform, "me", office.desk.clock, passes), list[str]()
    working = Working(
        desk=office.desk, reading=READING, outbox=outbox, say=spoken.append, contributors=(_NEWS,)
    )
    async with storage.begin(ACME.id) as uow:
        (one,) = await uow.aloud.of(JON)
    await outbox.resume(ACME.id)
    await working.say_aloud(ACME.id, f"{one.id} {_CHOSEN}")
    await working.carry_on()
    await working.write_notes()
    for key in spoken:
        await outbox.deliver(ACME.id, key)


def forked(do: Callable[[Storage, int], Awaitable[None]], number: int) -> int:
    """How a process ended that did it; negative: by that signal."""
    child = os.fork()
    if child == 0:
        asyncio.run(_stored(do, number))
        sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


async def _stored(do: Callable[[Storage, int], Awaitable[None]], number: int) -> None:
    async with Application(Settings()).storage() as storage:
        await do(storage, number)


if __name__ == "__main__":
    assert forked(settle, 0) == 0
    for life in range(1, 2 * SAID + 2):
        if (status := forked(live, life)) != -signal.SIGKILL:
            break
    print(life - 1)  # noqa: T201
    sys.exit(status != 0)
