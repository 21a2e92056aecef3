"""The bot of one workspace while ``kenner serve`` runs, whatever the platform. See ``assembling.py``.

Everything here may be stopped at any moment: what is under way stands in rows, and goes on from there.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from adapters.live_tools import LiveTools
from adapters.persisting import Do, keep, persist
from bot.access import Access
from bot.chat_ports import Jobs
from bot.draining import Drainer, Handle
from bot.keeping_up import catch_up, heard_until, tidy_up
from bot.linking import settle
from bot.listening import Listening
from bot.owing import SOON, start_owed
from bot.ports import Clock, Storage
from bot.reading_back import History, read_back
from bot.refreshing import Refreshing, refresh
from bot.speech import Speech
from bot.surveying import Surroundings, see_everyone, survey
from bot.types import Workspace

_READ_SECONDS = 1.0
_CARRIED_SECONDS = 1.0
_NOTES_SECONDS = 1.0
_HEARD_SECONDS = 60.0
_NIGHT = timedelta(hours=24)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the service is made of."""

    workspace: Workspace
    storage: Storage
    tools: LiveTools
    speech: Speech
    access: Access
    drainer: Drainer
    reception: Handle
    jobs: Jobs
    refreshing: Refreshing
    carry_on: Do
    write_notes: Do
    suggest: Do
    listening: Listening
    surroundings: Surroundings
    history: History | None
    clock: Clock
    refresh_seconds: float
    retention_days: int | None


class Service:
    """One workspace. Make it by ``assembled``; ``run`` until it is cancelled."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: int | None = None
        self._has_read_all = False
        self.indexed_until = parts.clock()
        """What was heard, or read back, before that can be found. Ahead of the first index: when we began."""
        self.has_caught_up = False
        self.is_settled = False

    @property
    def workspace(self) -> Workspace:
        return self._parts.workspace

    @property
    def recall(self) -> float | None:
        """Of the nearest passages to recent questions, the share that was found; None: not sampled yet."""
        return self._parts.tools.recall

    @property
    def missing(self) -> list[str]:
        """What is not ready yet."""
        missing = [] if self._parts.tools.is_ready else ["index"]
        missing += [] if self.has_caught_up else ["channels"]
        missing += ["access"] if self._parts.access.is_lost else []
        return [f"{self.workspace.platform} {each}" for each in missing]

    async def run(self) -> None:
        """Everything, until it is cancelled."""
        await self._take_up()
        parts, own = self._parts, self.workspace.id
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(parts.access.while_there(parts.drainer.run(own, parts.reception)))
                group.create_task(keep(parts.refresh_seconds, self._refresh))
                group.create_task(keep(_CARRIED_SECONDS, parts.carry_on))
                group.create_task(keep(_NOTES_SECONDS, parts.write_notes))
                group.create_task(keep(_CARRIED_SECONDS, parts.suggest))
                group.create_task(keep(SOON.total_seconds(), self._start_lost))
                group.create_task(self._follow())
        finally:
            await parts.speech.stop()

    async def _take_up(self) -> None:
        """What an earlier run left: jobs to start, messages to say."""
        await self._start_owed(self._parts.clock())
        self._parts.speech.resume()

    async def _start_owed(self, until: datetime) -> None:
        await start_owed(self._parts.storage, self.workspace.id, self._parts.jobs, until)

    async def _start_lost(self) -> None:
        await self._start_owed(self._parts.clock() - SOON)

    async def _follow(self) -> None:
        """People and channels first, then the gap, then the past; and every night a look at all of it."""
        await persist(self.sync)
        self.has_caught_up = True
        async with asyncio.TaskGroup() as group:
            group.create_task(keep(_READ_SECONDS, self.read_further))
            group.create_task(keep(_HEARD_SECONDS, self._note_heard))
            group.create_task(self._nightly())

    async def sync(self) -> None:
        """Everyone, every channel that the bot is in, the operator's list, and what was missed."""
        await survey(self._parts.listening, self._parts.surroundings)
        await settle(self._parts.storage, self._parts.clock)
        await catch_up(self._parts.listening, self._parts.history, self._parts.clock())

    async def meet(self) -> None:
        """Everyone, as they are now: not every change is told, such as that of an address."""
        await see_everyone(self._parts.listening, self._parts.surroundings)
        await settle(self._parts.storage, self._parts.clock)

    async def read_further(self) -> None:
        """One page of each channel whose past is not read yet; nothing where nobody tells it."""
        if self._parts.history is None:
            self._has_read_all = True
            return
        async with self._parts.storage.begin(self.workspace.id) as uow:
            open_ = [each for each in await uow.listened.all() if each.is_in and not each.is_read]
            channels = await uow.channels.by_ids([each.channel_id for each in open_])
        self._has_read_all = not open_
        for each in open_:
            await read_back(self._parts.listening, self._parts.history, channels[each.channel_id].platform_id)

    async def _note_heard(self) -> None:
        await heard_until(self._parts.listening, self._parts.clock())

    async def _nightly(self) -> None:
        while True:
            await asyncio.sleep(_NIGHT.total_seconds())
            # Who does not tell the past tells little of who came and went.
            await persist(self.sync if self._parts.history is None else self.meet)
            await persist(self.tidy)

    async def tidy(self) -> None:
        """What a night does."""
        days = self._parts.retention_days
        kept = await tidy_up(self._parts.listening, self._parts.history, self._parts.clock(), days)
        _log.info("tidied up", gone=kept.no_longer_there, old=kept.too_old, raw=kept.raw_forms)

    async def _refresh(self) -> None:
        had_read_all, began = self._has_read_all, self._parts.clock()
        self._seen = await refresh(self._parts.refreshing, self._seen)
        self.indexed_until = began
        self.is_settled = had_read_all  # the past is read, and can be found
