"""Durable work by dbos: each job is a workflow whose steps are use cases, one transaction each.

There is one engine in a process, for all of its workspaces. A job of a workspace that is not served here
waits until it is, in this run or a later one.

dbos keeps names and ids alone, in ``jobs.db`` beside SQLite or in a schema of PostgreSQL: no words of
anybody, neither in arguments nor in errors nor in its logs. Nothing of it talks to a network.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, StepOptions, WorkflowSerializationFormat
from dbos import error as dbos_error
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.chat_types import Job
from bot.ports import Clock
from expertise.types import WorkspaceId

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from contextlib import AbstractAsyncContextManager

Step = Callable[[WorkspaceId, str], Awaitable[None]]
"""A use case, with the workspace and the subject of the job. Done again where a crash came before its
end was kept, so twice must be as good as once."""

_VERSION = "1"  # dbos would otherwise leave work of another version of the code alone
_TIMERS = "timers"
_TIMED_AT_ONCE = 10
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The steps of a kind of job, in order, by name; and what to do where one fails again and again.

    Names are kept: a step that is renamed is done again by jobs that are under way.
    """

    steps: Mapping[str, Step]
    otherwise: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a step is tried, with pauses that double from so many seconds."""

    attempts: int = 6
    seconds: float = 1.0


_STARTS = Retries(attempts=4)


class StepFailedError(Exception):
    """A step raised an error of this kind. Its words are left out: they would be kept."""


class DurableJobs:
    """Implements ``bot.chat_ports.Jobs``. There is one in a process: see ``open_jobs``."""

    def __init__(self, clock: Clock, retries: Retries) -> None:
        self._clock = clock
        self._retries = retries
        self._work: dict[WorkspaceId, Mapping[str, Work]] = {}
        self._is_served: defaultdict[WorkspaceId, asyncio.Event] = defaultdict(asyncio.Event)
        self._running: dict[asyncio.Task[Any], WorkspaceId] = {}
        self._now = self._registered("job", nullcontext())
        # Not limited by the queue: those that wait for their workspace would leave no place for others.
        self._timed = self._registered("timed job", asyncio.Semaphore(_TIMED_AT_ONCE))

    @asynccontextmanager
    async def doing(self, workspace_id: WorkspaceId, work: Mapping[str, Work]) -> AsyncIterator[None]:
        """Do what there is to do in this workspace, by name, until the block ends.

        What is under way then is broken off, and goes on where it was in the next process of this id.
        """
        self._work[workspace_id] = work
        self._is_served[workspace_id].set()
        try:
            yield
        finally:
            self._is_served[workspace_id].clear()
            await self._break_off([task for task, own in self._running.items() if own == workspace_id])

    async def start(self, job: Job) -> None:
        """Do it now; nothing happens where a job of that id has been started before.

        A database may say that a commit failed which it has kept: such a job is there, and nobody does it.
        """
        try:
            await self._start(job)
        except SQLAlchemyError as error:
            _log.warning("job not started at once", **_ids(job), exc_info=error)
            await asyncio.sleep(self._retries.seconds)
            if await DBOS.get_workflow_status_async(job.id) is None:
                await self._start(job)
            else:
                await DBOS.resume_workflow_async(job.id)

    async def _start(self, job: Job) -> None:
        with SetWorkflowID(job.id):
            await DBOS.start_workflow_async(self._now, *_arguments(job))

    async def at(self, when: datetime, job: Job) -> None:
        """Do it then, or as soon as possible where that is past; once per id."""
        seconds = max((when - self._clock()).total_seconds(), 0)
        with SetWorkflowID(job.id), SetEnqueueOptions(delay_seconds=seconds):
            await DBOS.enqueue_workflow_async(_TIMERS, self._timed, *_arguments(job))

    async def stop(self) -> None:
        """Break off all that is under way or waits for its workspace; it goes on as after ``doing``."""
        await self._break_off(list(self._running))

    async def _break_off(self, tasks: list[asyncio.Task[Any]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _registered(
        self, name: str, turns: "AbstractAsyncContextManager[Any]"
    ) -> "Callable[[str, str, str], Coroutine[Any, Any, None]]":
        """A function, for dbos keeps objects together with the methods that it registers."""

        async def workflow(name: str, workspace_id: str, subject: str) -> None:
            own = WorkspaceId(workspace_id)
            task = asyncio.current_task()
            if task is not None:
                self._running[task] = own
                task.add_done_callback(self._forget)
            await self._is_served[own].wait()
            async with turns:
                await self._do(Job(name=name, workspace_id=own, subject=subject))

        # However often a process starts that does not serve its workspace, a job is not given up for that.
        register = DBOS.workflow(
            name=name,
            max_recovery_attempts=None,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )
        return register(workflow)

    def _forget(self, task: "asyncio.Task[Any]") -> None:
        self._running.pop(task, None)

    async def _do(self, job: Job) -> None:
        work = self._work[job.workspace_id].get(job.name)
        if work is None:
            _log.error("no such work", **_ids(job))
            return
        for name, step in work.steps.items():
            if not await self._is_done(job, name, step):
                if work.otherwise:
                    await self._is_done(job, "otherwise", work.otherwise)
                return

    async def _is_done(self, job: Job, name: str, step: Step) -> bool:
        options = StepOptions(
            name=name,
            retries_allowed=self._retries.attempts > 1,
            max_attempts=self._retries.attempts,
            interval_seconds=self._retries.seconds,
        )
        try:
            await DBOS.run_step_async(options, _once, job, name, step)
        except dbos_error.DBOSStepNondeterminismError:
            # It was done, and kept: the commit that kept it said that it failed, so it was kept again.
            _log.warning("step kept twice", step=name, **_ids(job))
        except (StepFailedError, dbos_error.DBOSMaxStepRetriesExceeded) as error:
            _log.error("step given up", step=name, **_ids(job), exc_info=error)
            return False
        return True


async def _once(job: Job, name: str, step: Step) -> None:
    try:
        await step(job.workspace_id, job.subject)
    except Exception as error:  # noqa: BLE001 - whatever a use case raises
        _log.warning("step failed", step=name, **_ids(job), exc_info=error)
        raise StepFailedError(type(error).__qualname__) from None


def _arguments(job: Job) -> tuple[str, str, str]:
    return job.name, job.workspace_id, job.subject


def _ids(job: Job) -> dict[str, str]:
    return {"job": job.name, "workspace": job.workspace_id, "subject": job.subject}


@asynccontextmanager
async def open_jobs(
    *,
    folder: Path,
    database_url: str,
    executor_id: str,
    clock: Clock,
    retries: Retries = Retries(),
    starts: Retries = _STARTS,
) -> AsyncIterator[DurableJobs]:
    """Jobs on this event loop; what an earlier process of the same id left goes on once its workspace does.

    ``database_url`` is ours: on SQLite, the jobs have a file of their own in ``folder``. ``starts``: how
    often it is tried where that refuses; the last OperationalError is raised.
    """
    config = _config(folder, database_url, executor_id)
    async with AsyncExitStack() as opened:

        async def opening() -> DurableJobs:
            return await opened.enter_async_context(_launched(config, clock, retries))

        yield await _patiently(opening, starts)


async def _patiently(opening: Callable[[], Awaitable[DurableJobs]], starts: Retries) -> DurableJobs:
    for attempt in count(1):
        try:
            return await opening()
        except OperationalError as error:
            if attempt >= starts.attempts:
                raise
            _log.warning("jobs not opened", attempt=attempt, exc_info=error)
            await asyncio.sleep(starts.seconds * 2 ** (attempt - 1))
    raise AssertionError  # counting never ends


@asynccontextmanager
async def _launched(config: DBOSConfig, clock: Clock, retries: Retries) -> AsyncIterator[DurableJobs]:
    """Where that fails, nothing of it is left, so that it can be tried again."""
    _keep_quiet()
    DBOS(config=config)
    try:
        jobs = DurableJobs(clock, retries)
        try:
            _write_ahead(make_url(str(config["system_database_url"])))
            DBOS.launch()
            await DBOS.register_queue_async(_TIMERS, polling_interval_sec=1.0)
            yield jobs
        finally:
            await jobs.stop()
    finally:
        DBOS.destroy(destroy_registry=True)


def _write_ahead(url: URL) -> None:
    """On SQLite, as our own database: otherwise each commit writes a journal, and then deletes it.

    Where that deletion fails, or what follows it, a commit is kept and said to have failed. The file keeps
    this, whoever opens it.
    """
    if url.get_backend_name() != "sqlite":
        return
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    finally:
        engine.dispose()


def _config(folder: Path, database_url: str, executor_id: str) -> DBOSConfig:
    is_sqlite = database_url.startswith("sqlite")
    return DBOSConfig(
        name="kenner",
        system_database_url=f"sqlite:///{folder / 'jobs.db'}" if is_sqlite else database_url,
        executor_id=executor_id,
        application_version=_VERSION,
        enable_otlp=False,
        log_level="WARNING",
    )


class _Places(logging.Handler):
    """Of what dbos logs, the place alone: its messages quote errors and arguments."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log = _log.error if record.levelno >= logging.ERROR else _log.info  # it warns of what is normal here
        log("dbos", place=f"{record.module}:{record.lineno}", exc_info=error)


def _keep_quiet() -> None:
    """Dbos adds a handler that prints, but only where there is none."""
    logger = logging.getLogger("dbos")
    logger.handlers = [_Places(logging.WARNING)]
    logger.propagate = False
