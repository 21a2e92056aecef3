"""Draws an answer for a terminal, and for scripts as JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot import cards_phrases, phrases
from bot.card_finding import Kept
from bot.showing import reason
from bot.telling import Answer, Quotation, Suggestion

_CONTROL = {code: " " if chr(code).isspace() else None for code in (*range(32), *range(127, 160))}
_HALVES: dict[int, str | None] = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
"""Surrogates without their other half: file names can hold them, no stream can print them."""


def lines(answer: Answer, *, is_private: bool) -> Iterator[str]:
    """The answer in plain text, readable without colours and by a screen reader."""
    yield from map(printable, _lines(answer, is_private=is_private))


def _lines(answer: Answer, *, is_private: bool) -> Iterator[str]:
    if answer.suggestions:
        yield phrases.found(len(answer.suggestions), _short(answer.question))
        for suggestion in answer.suggestions:
            yield from _person(suggestion, answer.asked_at)
        yield from _cards(answer.cards)
        if answer.threads:
            yield ""
            yield phrases.related_threads(len(answer.threads))
            for thread in answer.threads:
                yield from _thread(thread, answer.asked_at)
    else:
        yield phrases.nobody(_short(answer.question))
        yield _where_to_ask(answer)
        yield from _cards(answer.cards)
    yield ""
    yield phrases.ONLY_READABLE if is_private else phrases.ONLY_PUBLIC


def _where_to_ask(answer: Answer) -> str:
    if answer.belongs_in:
        return phrases.ask_where_it_belongs(answer.belongs_in.name)
    return phrases.ask_there(answer.ask_in.name) if answer.ask_in else phrases.NOWHERE_TO_ASK


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for scripts. Its keys are a promise: they are only ever added to."""
    ask_in = answer.belongs_in or answer.ask_in
    return {
        "question": answer.question,
        "stands_out": bool(answer.suggestions),
        "people": [
            {
                "id": s.person.platform_id,
                "name": s.person.name,
                "score": round(s.score, 6),
                "why": reason(s, answer.asked_at),
                "answered": s.explanation.answered,
                "told": s.explanation.told,
                "asked": s.explanation.asked,
                "quotation": _quotation_json(s.quotation),
                "knows": list(s.explanation.knows),
                "member_of": [channel.name for channel in s.member_of],
            }
            for s in answer.suggestions
        ],
        "cards": [_card_json(kept) for kept in answer.cards],
        "threads": [_quotation_json(thread) for thread in answer.threads],
        "ask_in": ask_in.name if ask_in else None,
    }


def _person(suggestion: Suggestion, now: datetime) -> Iterator[str]:
    title = f", {suggestion.person.title}" if suggestion.person.title else ""
    yield ""
    yield f"  {suggestion.person.name}{title}: {reason(suggestion, now)}."
    if suggestion.quotation:
        yield from _quoted(suggestion.quotation)


def _quoted(quotation: Quotation) -> Iterator[str]:
    yield f"    “{quotation.text}”"
    link = f" {quotation.link}" if quotation.link else ""
    yield f"    #{quotation.channel.name}, {phrases.on(quotation.at)}{link}"


def _thread(thread: Quotation, now: datetime) -> Iterator[str]:
    author = thread.author.name if thread.author else phrases.SOMEBODY
    link = f" {thread.link}" if thread.link else ""
    where = f"#{thread.channel.name}, {phrases.ago(thread.at, now)}"
    yield f"  {author} in {where}: “{_short(thread.text)}”{link}"


def _cards(cards: Sequence[Kept]) -> Iterator[str]:
    if not cards:
        return
    yield ""
    yield cards_phrases.found(len(cards))
    for kept in cards:
        link = f" {kept.link}" if kept.link else ""
        yield f"  “{_short(kept.card.title)}”{link}"
        for part in kept.card.shown:
            author = kept.authors.get(part.author)
            yield f"    {author.name if author else phrases.SOMEBODY}: “{_short(part.text, 240)}”"


def _card_json(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.card.id,
        "title": kept.card.title,
        "topics": list(kept.card.topics),
        "confirmed": kept.card.confirmed_at.date().isoformat(),
        "link": kept.link,
        "parts": [
            {
                "author": kept.authors[part.author].name if part.author in kept.authors else None,
                "role": part.role.value,
                "text": part.text,
            }
            for part in kept.card.shown
        ],
    }


def _quotation_json(quotation: Quotation | None) -> dict[str, Any] | None:
    if quotation is None:
        return None
    return {
        "text": quotation.text,
        "author": quotation.author.name if quotation.author else None,
        "channel": quotation.channel.name,
        "at": quotation.at.isoformat(),
        "link": quotation.link,
    }


def _short(text: str, length: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rstrip() + "…"


def printable(text: str) -> str:
    """One line without control characters: nobody's words may drive somebody else's terminal."""
    return text.translate(_CONTROL | _HALVES)
