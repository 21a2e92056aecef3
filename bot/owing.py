"""Jobs that are owed: each is a row, in the unit of work that wants it done, until it is surely started."""

from datetime import datetime, timedelta

import structlog

from bot.chat_ports import Jobs
from bot.chat_types import Job
from bot.ports import Storage
from expertise.types import WorkspaceId

SAY = "say"
"""A job: say what was intended in one workspace by whoever serves another. Its subject: the key."""

SOON = timedelta(seconds=30)
"""Whoever owes a job starts it at once. What is still a row so much later may have been lost, or not."""

_log = structlog.get_logger()


async def start_owed(storage: Storage, workspace_id: WorkspaceId, jobs: Jobs, until: datetime) -> None:
    """Start what was owed up to then: a job that has been started before is not started again.

    One that cannot be started stays owed, and holds up no other.
    """
    async with storage.begin(workspace_id) as uow:
        owed = await uow.owed.before(until)
    started = [job for job in owed if await _is_started(jobs, job)]
    if started:
        async with storage.begin(workspace_id) as uow:
            await uow.owed.settle(started)
            await uow.commit()


async def _is_started(jobs: Jobs, job: Job) -> bool:
    try:
        await jobs.start(job)
    except Exception as error:  # noqa: BLE001 whatever it is: it is tried again later
        _log.error("job not started", workspace=job.workspace_id, job=job.name, exc_info=error)
        return False
    return True
