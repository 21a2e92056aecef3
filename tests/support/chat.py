"""A chat platform in memory that does what a script says: loses answers, refuses, is killed."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from enum import Enum
from typing import NamedTuple

from bot.chat_types import Outgoing
from bot.errors import NotFindableError, RateLimitedError, RefusedError, UnreachableError
from bot.ports import Clock, Registry, Storage, UnitOfWork
from expertise.types import MessageTs, WorkspaceId


class Crash(BaseException):
    """The process is killed here."""


class Fate(Enum):
    WELL = "goes well"
    DIES_BEFORE = "the process dies before it"
    DIES_AFTER = "the process dies after it"
    UNREACHED = "does not get there"
    LOST = "is done, and the answer lost"
    LIMITED = "too much was said"


class Script:
    """Fates, one for each step that asks; when they are used up all goes well."""

    def __init__(self, fates: Iterable[Fate] = ()) -> None:
        self._fates = iter(fates)

    def next(self, *possible: Fate) -> Fate:
        fate = next(self._fates, Fate.WELL)
        return fate if fate in possible else Fate.WELL


class Post(NamedTuple):
    key: str
    channel: str
    ts: MessageTs
    at: float


class FakePlatform:
    """Implements ``bot.chat_ports.ChatPlatform``."""

    def __init__(self, clock: Clock, script: Script | None = None, *, can_find: bool = True) -> None:
        self._clock = clock
        self._script = script or Script()
        self._can_find = can_find
        self.posts: list[Post] = []
        self.updates: list[str] = []
        self.calls: list[tuple[str, float]] = []
        self.refuses: dict[str, str] = {}
        self.breaks: dict[str, Exception] = {}

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Say it."""
        await self._act(outgoing, self._post)
        return self.posts[-1].ts

    async def update(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> None:
        """Put it in place of what it targets."""
        await self._act(outgoing, lambda each: self.updates.append(each.key))

    async def find(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """By its key."""
        fate = self._script.next(Fate.DIES_BEFORE, Fate.UNREACHED, Fate.LIMITED)
        _raise(fate, Fate.DIES_BEFORE, Fate.UNREACHED, Fate.LIMITED)
        if not self._can_find:
            raise NotFindableError
        return next((post.ts for post in self.posts if post.key == outgoing.key), None)

    async def _act(self, outgoing: Outgoing, act: object) -> None:
        fate = self._script.next(*Fate)
        self.calls.append((outgoing.channel or outgoing.recipient or "", self._clock().timestamp()))
        await asyncio.sleep(0)
        _raise(fate, Fate.DIES_BEFORE, Fate.UNREACHED, Fate.LIMITED)
        if outgoing.key in self.refuses:
            raise RefusedError(self.refuses[outgoing.key])
        if outgoing.key in self.breaks:
            raise self.breaks[outgoing.key]
        assert callable(act)
        act(outgoing)
        _raise(fate, Fate.DIES_AFTER, Fate.LOST)

    def _post(self, outgoing: Outgoing) -> None:
        ts = MessageTs(f"{len(self.posts) + 1}.0")
        at = self._clock().timestamp()
        self.posts.append(Post(outgoing.key, outgoing.channel or outgoing.recipient or "", ts, at))


def _raise(fate: Fate, *here: Fate) -> None:
    if fate not in here:
        return
    match fate:
        case Fate.DIES_BEFORE | Fate.DIES_AFTER:
            raise Crash
        case Fate.UNREACHED | Fate.LOST:
            raise UnreachableError
        case Fate.LIMITED:
            raise RateLimitedError(7)


class MortalStorage:
    """A storage whose process may die before or after each commit."""

    def __init__(self, storage: Storage, script: Script) -> None:
        self._storage = storage
        self._script = script

    @asynccontextmanager
    async def begin(self, workspace_id: WorkspaceId) -> AsyncIterator[UnitOfWork]:
        async with self._storage.begin(workspace_id) as work:
            commit = work.commit

            async def mortal() -> None:
                fate = self._script.next(Fate.DIES_BEFORE, Fate.DIES_AFTER)
                _raise(fate, Fate.DIES_BEFORE)
                await commit()
                _raise(fate, Fate.DIES_AFTER)

            work.commit = mortal  # type: ignore[method-assign]
            yield work

    @asynccontextmanager
    async def registry(self) -> AsyncIterator[Registry]:
        async with self._storage.registry() as registry:
            yield registry

    async def close(self) -> None:
        await self._storage.close()
