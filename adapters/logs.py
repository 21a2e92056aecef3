"""Structured logs on standard error, as JSON lines: ids and places, never message text or tokens."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def set_up(level: str = "WARNING") -> None:
    """Every log of this process goes the same way from here on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_where,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _only_where(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception: its kind and where it came from. Its words may be somebody's message."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__qualname__
        event["cause"] = type(error.__cause__).__qualname__ if error.__cause__ else None
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return event
