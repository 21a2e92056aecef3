"""Draws how the chat bot stands, for a terminal, and for scripts as JSON."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot import status_phrases as say
from bot.chat_types import Standing


def lines(found: Standing, now: datetime) -> Iterator[str]:
    """Every state with its number, also where there is none: so that a look tells what is missing."""
    yield from _counts(say.EVENTS, say.INBOX, _by_name(found.inbox))
    yield f"  {say.waits(now - found.oldest_waiting) if found.oldest_waiting else say.NONE_WAITS}"
    yield from _counts(say.MESSAGES, say.OUTGOING, _by_name(found.outgoing))
    yield from _counts(say.QUESTIONS, say.ASKED, _by_name(found.questions))


def as_json(found: Standing, now: datetime) -> dict[str, Any]:
    """For scripts and alarms. Its keys are a promise: they are only ever added to."""
    oldest = found.oldest_waiting
    return {
        "inbox": {**dict.fromkeys(say.INBOX, 0), **_by_name(found.inbox)},
        "oldest_waiting_seconds": None if oldest is None else max((now - oldest).total_seconds(), 0.0),
        "outgoing": {**dict.fromkeys(say.OUTGOING, 0), **_by_name(found.outgoing)},
        "questions": {**dict.fromkeys(say.ASKED, 0), **_by_name(found.questions)},
    }


def _by_name(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(state): count for state, count in counts.items()}


def _counts(title: str, meanings: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{title}:"
    for state, meaning in meanings.items():
        yield f"  {counts.get(state, 0):>9,}  {state}: {meaning}"
