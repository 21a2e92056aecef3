"""What is counted and timed while the bot works: numbers only, never who or what."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter
from typing import Protocol


class Stage(StrEnum):
    """A part of the work, each timed."""

    ACKNOWLEDGE = "acknowledge"  # keep a delivery
    HANDLE = "handle"  # one delivery
    RANK = "rank"  # find people, embedding included
    ANSWER = "answer"  # from the question's arrival until its answer stands on the platform
    SEND = "send"  # one message
    INDEX = "index"  # cut, embed, publish


class Tally(StrEnum):
    """Something that happens, each counted."""

    ABSTAINED = "abstained"  # nobody stood out
    ANSWERED = "answered"
    IGNORED = "ignored"  # deliveries that are nothing for us
    REFUSED = "refused"  # deliveries that could not be kept
    FAILED = "failed"
    SUGGESTED = "suggested"  # a past answer, where somebody asked in a channel
    SILENT = "silent"  # nothing, there, for a reason


class Meter(Protocol):
    """Where measurements go."""

    def took(self, stage: Stage, seconds: float) -> None: ...

    def counted(self, tally: Tally) -> None: ...


class NoMeter:
    """A ``Meter`` for those who do not want to know."""

    def took(self, stage: Stage, seconds: float) -> None:
        """Nothing."""

    def counted(self, tally: Tally) -> None:
        """Nothing."""


@contextmanager
def timed(meter: Meter, stage: Stage) -> Iterator[None]:
    """Time what is done inside, whatever becomes of it."""
    started = perf_counter()
    try:
        yield
    finally:
        meter.took(stage, perf_counter() - started)
