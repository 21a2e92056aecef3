"""How to take a unit of work back: changes are made at once, and each says how it is undone."""

import asyncio
from collections.abc import Callable, MutableMapping
from functools import partial
from typing import TypeVar

from adapters.storage.errors import LockedError

K = TypeVar("K")
V = TypeVar("V")


class Journal:
    """The changes of one unit of work. Others see them at once; only who holds the lock may make any."""

    def __init__(self, lock: asyncio.Lock, seconds: float) -> None:
        self._lock = lock
        self._seconds = seconds
        self._is_writer = False
        self._undo: list[Callable[[], None]] = []

    async def hold(self, seconds: float | None = None) -> None:
        """Be the only writer from here to the end. Raises ``LockedError`` when that takes too long."""
        if self._is_writer:
            return
        try:
            async with asyncio.timeout(self._seconds if seconds is None else seconds):
                await self._lock.acquire()
        except TimeoutError as error:
            raise LockedError("another unit of work is writing") from error
        self._is_writer = True

    def put(self, mapping: MutableMapping[K, V], key: K, value: V) -> None:
        """Set an item."""
        self._remember(mapping, key)
        mapping[key] = value

    def drop(self, mapping: MutableMapping[K, V], key: K) -> None:
        """Remove an item, if it is there."""
        if key in mapping:
            self._remember(mapping, key)
            del mapping[key]

    def _remember(self, mapping: MutableMapping[K, V], key: K) -> None:
        if key in mapping:
            self._undo.append(partial(mapping.__setitem__, key, mapping[key]))
        else:
            self._undo.append(partial(mapping.__delitem__, key))

    def done(self, undo: Callable[[], None]) -> None:
        """Note a change of another kind, already made."""
        self._undo.append(undo)

    def commit(self) -> None:
        """Nothing so far will be taken back; somebody else may write."""
        self._undo.clear()
        self._release()

    def roll_back(self) -> None:
        """Take back what is not committed, the last change first."""
        while self._undo:
            self._undo.pop()()
        self._release()

    def _release(self) -> None:
        if self._is_writer:
            self._is_writer = False
            self._lock.release()
