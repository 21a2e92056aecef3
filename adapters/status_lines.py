"""Draws how the chat bot stands, for a terminal, and for scripts as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import status_phrases as say
from bot import weekly_phrases
from bot.card_types import CardState
from bot.chat_types import Standing
from bot.linking_phrases import PEOPLE
from bot.round_types import RoundState
from bot.standing import ReadSoFar
from bot.suggest_phrases import SUGGESTED, SUGGESTED_TITLE
from bot.weekly_ports import NoteCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that is counted, of some workspaces together."""

    standing: Standing
    carried: Mapping[RoundState, int]
    notes: NoteCounts
    suggested: Mapping[str, int]
    read: ReadSoFar
    linked: int
    cards: Mapping[CardState, int] = field(default_factory=dict)


def lines(whole: Whole, now: datetime) -> Iterator[str]:
    """Every state with its number, also where there is none: so that a look tells what is missing."""
    found = whole.standing
    yield from _counts(say.EVENTS, say.INBOX, _by_name(found.inbox))
    yield f"  {say.waits(now - found.oldest_waiting) if found.oldest_waiting else say.NONE_WAITS}"
    yield from _counts(say.MESSAGES, say.OUTGOING, _by_name(found.outgoing))
    yield from _counts(say.QUESTIONS, say.ASKED, _by_name(found.questions))
    yield from _counts(say.CARRIED_TITLE, say.CARRIED, _by_name(whole.carried))
    yield f"{weekly_phrases.TITLES}: {weekly_phrases.counts(whole.notes.waiting, whole.notes.sent)}"
    yield from _counts(SUGGESTED_TITLE, SUGGESTED, whole.suggested)
    yield from _counts(say.CARDS_TITLE, say.CARDS, _by_name(whole.cards))
    yield from _past(whole.read)
    yield f"  {say.unindexed(now - found.oldest_unindexed) if found.oldest_unindexed else say.ALL_FOUND}"
    yield f"{PEOPLE}: {whole.linked:,}"


def _past(read: ReadSoFar) -> Iterator[str]:
    yield f"{say.PAST}:"
    if not read.channels:
        yield f"  {say.NOWHERE}"
        return
    yield f"  {say.read_back(read.whole, read.channels)}"
    if read.least_far:
        yield f"  {say.being_read(read.begun, read.least_far)}"
    yield f"  {say.read(read.messages, read.pages)}"
    if read.whole < read.channels:
        yield f"  {say.NO_ESTIMATE}"


def as_json(whole: Whole, now: datetime) -> dict[str, Any]:
    """For scripts and alarms. Its keys are a promise: they are only ever added to."""
    found, read = whole.standing, whole.read
    return {
        "inbox": {**dict.fromkeys(say.INBOX, 0), **_by_name(found.inbox)},
        "oldest_waiting_seconds": _seconds(found.oldest_waiting, now),
        "outgoing": {**dict.fromkeys(say.OUTGOING, 0), **_by_name(found.outgoing)},
        "questions": {**dict.fromkeys(say.ASKED, 0), **_by_name(found.questions)},
        "carried": {**dict.fromkeys(say.CARRIED, 0), **_by_name(whole.carried)},
        "weekly_notes": {"waiting": whole.notes.waiting, "sent": whole.notes.sent},
        "suggested": {**dict.fromkeys(SUGGESTED, 0), **whole.suggested},
        "cards": {**dict.fromkeys(say.CARDS, 0), **_by_name(whole.cards)},
        "oldest_unindexed_seconds": _seconds(found.oldest_unindexed, now),
        "linked_people": whole.linked,
        "read_back": {
            "channels": read.channels,
            "whole": read.whole,
            "begun": read.begun,
            "pages": read.pages,
            "messages": read.messages,
            "least_far": read.least_far and read.least_far.isoformat(),
        },
    }


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max((now - since).total_seconds(), 0.0)


def _by_name(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(state): count for state, count in counts.items()}


def _counts(title: str, meanings: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{title}:"
    for state, meaning in meanings.items():
        yield f"  {counts.get(state, 0):>9,}  {state}: {meaning}"
