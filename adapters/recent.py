"""What was asked a moment ago, so that it need not be asked again."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.ports import Clock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """At most so many answers, each for so long; the one that nobody wanted for longest goes first."""

    def __init__(self, clock: Clock, keeps: timedelta, most: int) -> None:
        self._clock = clock
        self._keeps = keeps
        self._most = most
        self._kept: OrderedDict[Key, tuple[datetime, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """None where it is not known, or not any more."""
        until, value = self._kept.get(key, (None, None))
        if until is None or until <= self._clock():
            self.forget(key)
            return None
        self._kept.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        self._kept[key] = self._clock() + self._keeps, value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def forget(self, key: Key) -> None:
        self._kept.pop(key, None)
