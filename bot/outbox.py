"""Says what was intended: each message once, however often a process dies while saying it.

A row goes intended → sending → sent. One found *sending* may be on the platform already, so it is
looked up there before it is sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.chat_ports import ChatPlatform
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.errors import LockedOutError, NotFindableError, RateLimitedError, RefusedError, UnreachableError
from bot.ports import Clock, Storage, UnitOfWork
from expertise.types import MessageTs, WorkspaceId

Sleep = Callable[[float], Awaitable[None]]

Unsaid = Callable[[UnitOfWork, Outgoing], Awaitable[Sequence[str]]]
"""Draws the consequences of something that was never said, in the unit of work that gives it up.

Keys of what is to be said instead.
"""

_BETWEEN = timedelta(seconds=1)  # one message a second is what a channel takes
_MESSAGES = (
    OutgoingKind.REPLY,
    OutgoingKind.DIRECT,
    OutgoingKind.INVITATION,
    OutgoingKind.WEEKLY,
    OutgoingKind.TOGETHER,
)  # that limit is for these
_GIVEN_UP = (OutgoingState.FAILED, OutgoingState.UNKNOWN)
_LONGEST_PAUSE = 60.0
_MOST_ATTEMPTS = 10  # of what fails in a way that nobody foresaw
_MANY_LANES = 1_000
_log = structlog.get_logger()


async def intend(uow: UnitOfWork, outgoing: Outgoing) -> bool:
    """Have it said once this unit of work is committed and ``Outbox.deliver`` is called with its key.

    False, and nothing changes, where something of that key was intended before.
    """
    return await uow.outgoing.add(outgoing)


class _Lane:
    """The queue of one channel: whoever joined first speaks first."""

    def __init__(self) -> None:
        self.free_at: datetime | None = None
        self.waiting = 0
        self._last: asyncio.Future[None] | None = None

    def join(self) -> "_Place":
        """Does not wait, so that the order of those who join is the order of their calls."""
        before, self._last = self._last, asyncio.get_running_loop().create_future()
        self.waiting += 1
        return _Place(self, before, self._last)


class _Place:
    """A place in a lane's queue. Enter it to wait until everybody in front is through."""

    def __init__(
        self, lane: _Lane, before: "asyncio.Future[None] | None", mine: "asyncio.Future[None]"
    ) -> None:
        self.lane = lane
        self._before = before
        self._mine = mine

    async def __aenter__(self) -> _Lane:
        try:
            if self._before is not None:
                await asyncio.shield(self._before)  # to be cancelled ends our waiting, not theirs
        except BaseException:
            self._leave()
            raise
        return self.lane

    async def __aexit__(self, *_: object) -> None:
        self._leave()

    def _leave(self) -> None:
        """Who stands behind goes on once those in front are through."""
        self.lane.waiting -= 1
        if self._before is None or self._before.done():
            self._mine.set_result(None)
        else:
            self._before.add_done_callback(lambda _: self._mine.set_result(None))


class Outbox:
    """Speaks for one process; belongs to one event loop."""

    def __init__(
        self,
        storage: Storage,
        chat: ChatPlatform,
        sender: str,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        unsaid: Unsaid | None = None,
    ) -> None:
        """``sender`` is this process's id: the same after a restart, and nobody else's."""
        self._storage = storage
        self._chat = chat
        self._sender = sender
        self._clock = clock
        self._sleep = sleep
        self._unsaid = unsaid
        self._lanes: dict[tuple[WorkspaceId, str], _Lane] = {}
        self._instead: dict[tuple[WorkspaceId, str], Sequence[str]] = {}
        self._door = asyncio.Lock()

    async def resume(self, workspace_id: WorkspaceId) -> None:
        """Deliver what an earlier run of this process left behind, in the order it was intended."""
        async with self._storage.begin(workspace_id) as uow:
            left = await uow.outgoing.unsettled(self._sender)
        ends = await asyncio.gather(
            *(self.deliver(workspace_id, outgoing.key) for outgoing in left), return_exceptions=True
        )
        for outgoing, end in zip(left, ends, strict=True):
            if isinstance(end, Exception):
                _log.error("not delivered", workspace=workspace_id, key=outgoing.key, exc_info=end)

    async def deliver(self, workspace_id: WorkspaceId, key: str) -> Outgoing | None:
        """Say it, trying for as long as it takes; how it stands in the end. None: there is none.

        What is to be said instead of what was given up is said too.

        Another process that is at it is left alone. One channel hears one message a second, and
        everything in the order of these calls; channels do not wait for each other.
        """
        async with self._door:  # one at a time reads where to queue up, and does
            outgoing = await self._get(workspace_id, key)
            if outgoing is None or outgoing.is_settled:
                return outgoing
            place = self._lane(workspace_id, outgoing).join()
        async with place as lane:
            failures = 0
            while await self._is_open(workspace_id, key):
                pause = await self._attempt(workspace_id, key, lane, failures)
                failures += 1
                await self._sleep(pause)
        for instead in self._instead.pop((workspace_id, key), ()):
            await self.deliver(workspace_id, instead)
        return await self._get(workspace_id, key)

    async def _get(self, workspace_id: WorkspaceId, key: str) -> Outgoing | None:
        async with self._storage.begin(workspace_id) as uow:
            return await uow.outgoing.get(key)

    async def _is_open(self, workspace_id: WorkspaceId, key: str) -> bool:
        """Whether it is for us to attempt it."""
        found = await self._get(workspace_id, key)
        if found is None or found.is_settled:
            return False
        return found.state is OutgoingState.INTENDED or found.sender == self._sender

    def _lane(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> _Lane:
        """What one person alone sees is no message of the channel, and does not wait for its others.

        Those that nobody waits in are forgotten once there are many.
        """
        name = workspace_id, outgoing.recipient or outgoing.channel or ""
        if name not in self._lanes and len(self._lanes) >= _MANY_LANES:
            now = self._clock()
            self._lanes = {
                name: lane
                for name, lane in self._lanes.items()
                if lane.waiting or (lane.free_at is not None and lane.free_at > now)
            }
        return self._lanes.setdefault(name, _Lane())

    async def _attempt(self, workspace_id: WorkspaceId, key: str, lane: _Lane, failures: int) -> float:
        """Take it as far as it goes; how many seconds to wait before it is looked at again."""
        before = await self._aimed(workspace_id, await self._get(workspace_id, key))
        if before is None or not await self._claim(workspace_id, key):
            return 0
        try:
            if before.state is OutgoingState.SENDING and await self._was_said(workspace_id, before):
                return 0
            await self._wait_for(lane, before.kind)
            ts = await self._say(workspace_id, before, lane)
        except (RateLimitedError, LockedOutError) as error:
            # Certainly not said this time; but an earlier attempt may have been. Locked out, it waits.
            if before.state is OutgoingState.INTENDED:
                await self._settle(workspace_id, key, OutgoingState.INTENDED)
            return error.retry_after if isinstance(error, RateLimitedError) else _LONGEST_PAUSE
        except RefusedError as error:
            await self._settle(workspace_id, key, OutgoingState.FAILED, error=error.code)
            return 0
        except Exception as error:  # noqa: BLE001 - whatever it is, perhaps it was said
            return await self._after_no_answer(workspace_id, before, error, failures)
        await self._settle(workspace_id, key, OutgoingState.SENT, ts=ts)
        return 0

    async def _aimed(self, workspace_id: WorkspaceId, outgoing: Outgoing | None) -> Outgoing | None:
        """With what it is put in place of, which was said by now; what was never said has no place."""
        if outgoing is None or outgoing.target_key is None:
            return outgoing
        target = await self._get(workspace_id, outgoing.target_key)
        return replace(outgoing, target_ts=target.ts if target else None)

    async def _claim(self, workspace_id: WorkspaceId, key: str) -> bool:
        async with self._storage.begin(workspace_id) as uow:
            is_ours = await uow.outgoing.claim(key, self._sender, self._clock())
            await uow.commit()
            return is_ours

    async def _was_said(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> bool:
        """Whether there is nothing left to do for one whose last attempt ended nobody knows how."""
        if outgoing.kind.may_repeat:
            return False
        try:
            ts = await self._chat.find(workspace_id, outgoing)
        except NotFindableError:
            if not outgoing.kind.is_said_at_most_once:
                return False
            await self._settle(workspace_id, outgoing.key, OutgoingState.UNKNOWN)
            return True
        if ts is None:
            return False
        await self._settle(workspace_id, outgoing.key, OutgoingState.SENT, ts=ts)
        return True

    async def _wait_for(self, lane: _Lane, kind: OutgoingKind) -> None:
        """Until the channel takes another message."""
        if lane.free_at is not None and kind in _MESSAGES:
            await self._sleep(max((lane.free_at - self._clock()).total_seconds(), 0))

    async def _say(self, workspace_id: WorkspaceId, outgoing: Outgoing, lane: _Lane) -> MessageTs | None:
        try:
            if outgoing.kind not in (OutgoingKind.UPDATE, OutgoingKind.REMOVAL):
                return await self._chat.send(workspace_id, outgoing)
            await self._chat.update(workspace_id, outgoing)
            return outgoing.target_ts
        finally:
            if outgoing.kind in _MESSAGES:
                lane.free_at = self._clock() + _BETWEEN

    async def _after_no_answer(
        self, workspace_id: WorkspaceId, before: Outgoing, error: Exception, failures: int
    ) -> float:
        """An unreachable platform will be back; what fails otherwise may do so for ever."""
        is_known = isinstance(error, UnreachableError)
        log = _log.warning if is_known else _log.error
        log("not known whether it was said", workspace=workspace_id, key=before.key, exc_info=error)
        if is_known or before.attempts + 1 < _MOST_ATTEMPTS:
            return min(2.0 ** min(failures, 10), _LONGEST_PAUSE)
        await self._settle(workspace_id, before.key, OutgoingState.UNKNOWN, error=type(error).__name__)
        return 0

    async def _settle(
        self,
        workspace_id: WorkspaceId,
        key: str,
        state: OutgoingState,
        *,
        ts: MessageTs | None = None,
        error: str | None = None,
    ) -> None:
        instead: Sequence[str] = ()
        async with self._storage.begin(workspace_id) as uow:
            await uow.outgoing.settle(key, state, self._clock(), ts=ts, error=error)
            if self._unsaid and state in _GIVEN_UP and (given_up := await uow.outgoing.get(key)):
                instead = await self._unsaid(uow, given_up)
            await uow.commit()
        if instead:
            self._instead[workspace_id, key] = instead
