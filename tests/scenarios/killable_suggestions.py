"""People ask in a channel, and whoever suggests kills itself while it says one of the suggestions.

usage: python -m tests.scenarios.killable_suggestions LAST    (0: go on to the end)

The platform is a file with a line for each message; the process dies when that line is there and nobody
knows yet, at the latest. Time is two minutes later in each run.
"""

import asyncio
import sys
from datetime import timedelta

from adapters.settings import Settings
from adapters.wiring import Application
from bot.outbox import Outbox
from bot.suggestion_types import Suggesting
from tests.scenarios.killable_bot import FilePlatform
from tests.support.builders import ACME, START
from tests.support.channel_questions import MONTHS, WAIT, Workplace

ASKED = 5


async def run(last: int) -> None:
    """Settle and ask, unless an earlier run did; then suggest, and say it."""
    application = Application(Settings())
    async with application.storage() as storage:
        work = Workplace(storage)
        async with storage.registry() as registry:
            is_new = not await registry.workspaces.all()
        if is_new:
            await work.open(Suggesting.IN_THREAD)
            await work.seasoned()
            for _ in range(ASKED):
                await work.ask()
        work.now = START + MONTHS + WAIT + timedelta(minutes=2)
        await work.index()
        outbox = Outbox(storage, FilePlatform(application.data_dir / "said.txt", last), "me", work.desk.clock)
        await outbox.resume(ACME.id)
        await work.work.carry_on()
        for key in work.spoken:
            await outbox.deliver(ACME.id, key)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1])))
