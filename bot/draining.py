"""Hands what the inbox keeps to the use cases: in order within a lane, each once, also across restarts.

What is urgent does not wait for the talk that came before it, also of its lane: see decision 20.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.chat_types import Event, InboxState
from bot.errors import NotForUsError, TryAgainError
from bot.ports import Clock, Storage, UnitOfWork
from expertise.types import WorkspaceId

_BATCH = 200
_URGENT_LANES = 4
_log = structlog.get_logger()

After = Callable[[], Awaitable[None]]
"""What to do once an event is handled, such as to start a job. A crash may lose it: it must be found
again by other means, such as ``owing.start_owed``."""

Act = Callable[[UnitOfWork], Awaitable[After | None]]
"""Acts on an event, in this unit of work and no other, without waiting for anything outside.

The event is marked as done in the same transaction: whatever is committed there, is committed with it.
"""

Handle = Callable[[Event], Awaitable[Act]]
"""Asks outside for whatever acting on an event will need, and gives the act.

Both raise ``NotForUsError`` for what is nothing to act on, ``TryAgainError`` for what may succeed later.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often an event is tried that fails with ``TryAgainError``, or with anything else."""

    retryable: int = 20
    poison: int = 5
    longest: timedelta = timedelta(minutes=5)

    def pause(self, attempts: int) -> timedelta:
        """1, 2, 4, … seconds."""
        return min(timedelta(seconds=2 ** min(attempts - 1, 20)), self.longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draining:
    """Who acts on the events of one workspace, and how. ``lanes`` is how many go on at once.

    ``going`` are those that are being handled, by sequence, and when each is to be tried again, once known:
    two who drain at once do not do the same.
    """

    storage: Storage
    workspace_id: WorkspaceId
    handle: Handle
    clock: Clock
    lanes: int = 8
    patience: Patience = Patience()
    going: "dict[int, asyncio.Future[datetime | None]]" = field(default_factory=dict)


async def drain(to: Draining) -> datetime | None:
    """Hand over every event that is due; when the next one will be, or None where none waits.

    An event that is to be tried again holds up its lane, and no other.
    """
    return await _hand_over(to, _next)


async def hurry(to: Draining) -> datetime | None:
    """The same for what is urgent alone, beside ``drain``, which comes to it when all before it is done."""
    return await _hand_over(to, _urgent)


async def _hand_over(to: Draining, look: "_Look") -> datetime | None:
    held_up: dict[str, datetime] = {}
    while events := await look(to, held_up):
        turns = asyncio.Semaphore(to.lanes)
        lanes = _by_lane(events)
        async with asyncio.TaskGroup() as group:
            going = {lane: group.create_task(_go_along(to, own, turns)) for lane, own in lanes.items()}
        held_up.update({lane: due for lane, task in going.items() if (due := task.result()) is not None})
    return min(held_up.values(), default=None)


_Look = Callable[[Draining, Iterable[str]], Awaitable[list[Event]]]


async def _next(to: Draining, held_up: Iterable[str]) -> list[Event]:
    async with to.storage.begin(to.workspace_id) as uow:
        return await uow.inbox.next(_BATCH, tuple(held_up))


async def _urgent(to: Draining, held_up: Iterable[str]) -> list[Event]:
    async with to.storage.begin(to.workspace_id) as uow:
        return await uow.inbox.urgent(_BATCH, tuple(held_up))


def _by_lane(events: Iterable[Event]) -> dict[str, list[Event]]:
    lanes: dict[str, list[Event]] = {}
    for event in events:
        lanes.setdefault(event.lane, []).append(event)
    return lanes


async def _go_along(to: Draining, lane: Iterable[Event], turns: asyncio.Semaphore) -> datetime | None:
    """Handle one after the other; when the one that holds up the others is due, if one does."""
    async with turns:
        for event in lane:
            due = event.due_at if event.due_at and event.due_at > to.clock() else await _once(to, event)
            if due is not None:
                return due
        return None


async def _once(to: Draining, event: Event) -> datetime | None:
    """Try it, or wait for whoever is at it; when to try it again, None: it is finished."""
    if (other := to.going.get(event.sequence)) is not None:
        return await asyncio.shield(other)
    mine = to.going[event.sequence] = asyncio.get_running_loop().create_future()
    due: datetime | None = to.clock()  # where it breaks off
    try:
        due = await _try(to, event)
    finally:
        del to.going[event.sequence]
        mine.set_result(due)
    return due


async def _try(to: Draining, event: Event) -> datetime | None:
    """When to try it again; None: it is finished."""
    try:
        after = await _handled(to, event)
    except NotForUsError:
        await _mark(to, event, InboxState.IGNORED)
    except Exception as error:  # noqa: BLE001 - whatever a use case raises
        return await _failed(to, event, error)
    else:
        await _do(to, event, after)
    return None


async def _handled(to: Draining, event: Event) -> After | None:
    """Mark it first, so that one transaction holds both, whoever commits it."""
    act = await to.handle(event)
    async with to.storage.begin(to.workspace_id) as uow:
        if not await uow.inbox.take(event.sequence, to.clock()):
            return None
        after = await act(uow)
        await uow.commit()
        return after


async def _failed(to: Draining, event: Event, error: Exception) -> datetime | None:
    attempts = event.attempts + 1
    most = to.patience.retryable if isinstance(error, TryAgainError) else to.patience.poison
    if attempts >= most:
        await _mark(to, event, InboxState.FAILED)
        _log.error("event given up", **_ids(to, event), exc_info=error)
        return None
    due_at = to.clock() + to.patience.pause(attempts)
    await _mark(to, event, InboxState.NEW, due_at)
    _log.warning("event to be tried again", **_ids(to, event), exc_info=error)
    return due_at


async def _mark(to: Draining, event: Event, state: InboxState, due_at: datetime | None = None) -> None:
    async with to.storage.begin(to.workspace_id) as uow:
        attempts = event.attempts + 1
        await uow.inbox.mark(event.sequence, state, attempts=attempts, at=to.clock(), due_at=due_at)
        await uow.commit()


async def _do(to: Draining, event: Event, after: After | None) -> None:
    if after is None:
        return
    try:
        await after()
    except Exception as error:  # noqa: BLE001 - the event is handled, and what was lost is found again
        _log.error("not done after an event", **_ids(to, event), exc_info=error)


def _ids(to: Draining, event: Event) -> dict[str, object]:
    return {
        "workspace": to.workspace_id,
        "sequence": event.sequence,
        "kind": event.kind,
        "attempts": event.attempts + 1,
    }


_Drain = Callable[[Draining], Awaitable[datetime | None]]


class Drainer:
    """Drains the workspaces that are served: at once where it is woken, else now and then.

    Events of a workspace that is not served wait until it is.
    """

    def __init__(self, storage: Storage, clock: Clock, *, lanes: int = 8, seconds: float = 5) -> None:
        """``seconds`` is how often to look unwoken, for what another process leaves behind."""
        self._storage = storage
        self._clock = clock
        self._lanes = lanes
        self._seconds = seconds
        self._bells: dict[WorkspaceId, tuple[asyncio.Event, asyncio.Event]] = {}

    def wake(self, workspace_id: WorkspaceId) -> None:
        """There is something new there."""
        for bell in self._bells.get(workspace_id, ()):
            bell.set()

    async def run(self, workspace_id: WorkspaceId, handle: Handle) -> None:
        """Serve a workspace, until it is cancelled; what is being handled then is handled by the next one."""
        to = Draining(
            storage=self._storage,
            workspace_id=workspace_id,
            handle=handle,
            clock=self._clock,
            lanes=self._lanes,
        )
        of_all, of_urgent = self._bells[workspace_id] = asyncio.Event(), asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep(of_urgent, hurry, replace(to, lanes=_URGENT_LANES)))
                group.create_task(self._keep(of_all, drain, to))
        finally:
            del self._bells[workspace_id]

    async def _keep(self, bell: asyncio.Event, do: "_Drain", to: Draining) -> None:
        while True:
            bell.clear()
            due = await self._done(do, to)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_until(due)):  # wait_for would lose a cancellation
                    await bell.wait()

    async def _done(self, do: "_Drain", to: Draining) -> datetime | None:
        try:
            return await do(to)
        except Exception as error:  # noqa: BLE001 - the database may be back the next time
            _log.error("cannot drain", workspace=to.workspace_id, exc_info=error)
            return None

    def _seconds_until(self, due: datetime | None) -> float:
        if due is None:
            return self._seconds
        return min(max((due - self._clock()).total_seconds(), 0), self._seconds)
