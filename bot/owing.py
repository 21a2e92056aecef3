"""Jobs that are owed: each is a row, in the unit of work that wants it done, until it is surely started."""

from datetime import datetime, timedelta

from bot.chat_ports import Jobs
from bot.ports import Storage
from expertise.types import WorkspaceId

SOON = timedelta(seconds=30)
"""Whoever owes a job starts it at once. What is still a row so much later may have been lost, or not."""


async def start_owed(storage: Storage, workspace_id: WorkspaceId, jobs: Jobs, until: datetime) -> None:
    """Start what was owed up to then: a job that has been started before is not started again."""
    async with storage.begin(workspace_id) as uow:
        owed = await uow.owed.before(until)
    for job in owed:
        await jobs.start(job)
    if owed:
        async with storage.begin(workspace_id) as uow:
            await uow.owed.settle(owed)
            await uow.commit()
