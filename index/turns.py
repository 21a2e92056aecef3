"""Whose turn it is with the model: one thread at a time, and a question before what is read for the index."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that lets those in a hurry in first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_taken = False
        self._hurried = 0

    @contextmanager
    def take(self, *, in_a_hurry: bool) -> Iterator[None]:
        """Wait for it; others wait until the block ends."""
        with self._changed:
            self._hurried += in_a_hurry
            try:
                self._changed.wait_for(lambda: not self._is_taken and (in_a_hurry or not self._hurried))
            finally:
                self._hurried -= in_a_hurry
            self._is_taken = True
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()
