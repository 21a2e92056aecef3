"""Keeps what a platform delivers before it is acknowledged. ``draining.py`` hands it on.

A transaction for each delivery would be slow while somebody else writes, so those that wait at once
share one.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.errors import OverloadedError, UnknownWorkspaceError
from bot.incoming import Envelope
from bot.ports import Storage
from bot.types import Platform
from expertise.types import WorkspaceId

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Waiting(NamedTuple):
    """A delivery, and whoever waits to hear that it is kept, and whether it is new."""

    envelope: Envelope
    answer: "asyncio.Future[bool]"


class Inbox:
    """The deliveries of all workspaces; belongs to one event loop."""

    def __init__(
        self,
        storage: Storage,
        on_new: Callable[[WorkspaceId], None],
        *,
        most_waiting: int = 5_000,
        most_at_once: int = 500,
    ) -> None:
        """``on_new`` is called, soon and without waiting, where a workspace has something new."""
        self._storage = storage
        self._on_new = on_new
        self._most_waiting = most_waiting
        self._most_at_once = most_at_once
        self._waiting: deque[Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._known: dict[tuple[Platform, str], WorkspaceId] = {}

    async def receive(self, envelope: Envelope) -> bool:
        """Keep a delivery: once this returns, it survives a crash. Whether it is new.

        Raises ``OverloadedError`` where too many wait and ``UnknownWorkspaceError`` where nobody knows
        the workspace; whatever it raises, the delivery is not to be acknowledged.
        """
        if len(self._waiting) >= self._most_waiting:
            raise OverloadedError
        mine = Waiting(_storable(envelope), asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await mine.answer

    async def _write_all(self) -> None:
        """What comes while one batch is written is the next one."""
        while self._waiting:
            size = min(len(self._waiting), self._most_at_once)
            await self._write([self._waiting.popleft() for _ in range(size)])
        self._writer = None

    async def _write(self, batch: Sequence[Waiting]) -> None:
        try:
            by_workspace = await self._by_workspace(batch)
        except Exception as error:  # noqa: BLE001 - each of those who wait acts on it
            _refuse(batch, error)
            return
        for workspace_id, part in by_workspace.items():
            try:
                _answer(part, await self._keep(workspace_id, part))
            except Exception as error:  # noqa: BLE001 - as above
                _refuse(part, error)

    async def _keep(self, workspace_id: WorkspaceId, part: Sequence[Waiting]) -> set[str]:
        async with self._storage.begin(workspace_id) as uow:
            new = await uow.inbox.add([each.envelope for each in part])
            await uow.commit()
        if new:
            self._on_new(workspace_id)
        return set(new)

    async def _by_workspace(self, batch: Sequence[Waiting]) -> dict[WorkspaceId, list[Waiting]]:
        found: dict[WorkspaceId, list[Waiting]] = {}
        for each in batch:
            workspace_id = await self._workspace(each.envelope)
            if workspace_id is None:
                _refuse([each], UnknownWorkspaceError([]))
            else:
                found.setdefault(workspace_id, []).append(each)
        return found

    async def _workspace(self, envelope: Envelope) -> WorkspaceId | None:
        """Looked up once: a workspace keeps its id."""
        key = envelope.platform, envelope.workspace
        if key not in self._known:
            async with self._storage.registry() as registry:
                workspace = await registry.workspaces.by_platform_id(*key)
            if workspace is None:
                return None
            self._known[key] = workspace.id
        return self._known[key]


def _storable(envelope: Envelope) -> Envelope:
    """Put U+FFFD for what databases refuse: one such delivery must not refuse those beside it."""
    return replace(
        envelope,
        event_id=_UNSTORABLE.sub("\ufffd", envelope.event_id),
        kind=_UNSTORABLE.sub("\ufffd", envelope.kind),
        lane=_UNSTORABLE.sub("\ufffd", envelope.lane),
        body=_UNSTORABLE.sub("\ufffd", envelope.body),
    )


def _answer(part: Sequence[Waiting], new: set[str]) -> None:
    """Of two deliveries of the same event, the first is the new one."""
    for each in part:
        is_new = each.envelope.event_id in new
        new.discard(each.envelope.event_id)
        if not each.answer.done():
            each.answer.set_result(is_new)


def _refuse(part: Sequence[Waiting], error: Exception) -> None:
    for each in part:
        if not each.answer.done():
            each.answer.set_exception(error)
