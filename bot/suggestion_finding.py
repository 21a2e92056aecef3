"""Looks for a past answer to what somebody asked in a channel: which thread, how sure, and which words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering import Tools
from bot.asking import look_for
from bot.bars import SHADOW, Bars
from bot.card_excerpts import words_of_card
from bot.desk import Desk
from bot.notes import Trouble
from bot.stretches import thread_of
from bot.suggestion_types import Excerpt, Silence, Suggesting
from bot.telling import Answer
from expertise.answers import answering, worth_quoting
from expertise.readable import readable
from expertise.types import MessageTs, PersonId, Promising, Question, Thread
from index.languages import UNKNOWN
from index.short_texts import telling_words

MOST_READ = 60
"""Messages of a thread that are looked through: those around what was found in it."""

_BEFORE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What may be said: ``chance`` that the thread answers, and ``deeper``, best first, as they were ranked.

    ``silence``: why it may not be said.
    """

    chance: float | None = None
    silence: Silence | None = None
    excerpts: tuple[Excerpt, ...] = ()
    deeper: tuple[PersonId, ...] = ()
    told: Answer | None = None


async def find_answer(desk: Desk, need: Question, bar: float) -> Found:
    """The past thread that answers, if one does with at least that chance.

    Where the thread was kept as a knowledge card, it is quoted in the words that were chosen for that.
    """
    told = await look_for(desk, need)
    if isinstance(told, Trouble) or told.ranking.promising is None:
        return Found(silence=Silence.NOTHING)
    chance = told.ranking.promising.chance
    if chance < bar:
        return Found(silence=Silence.UNSURE, chance=chance)
    excerpts = await _excerpts(desk, need, told.ranking.promising)
    if not excerpts:
        return Found(silence=Silence.NO_WORDS, chance=chance)
    deeper = tuple(suggestion.person.id for suggestion in told.suggestions)
    return Found(chance=chance, excerpts=excerpts, deeper=deeper, told=told)


def bar_of(bars: Bars, mode: Suggesting) -> float:
    """The one that holds where it would be said; in shadow something is kept even if none does."""
    if mode is Suggesting.SHADOW:
        return min(bars.private, SHADOW)
    return bars.in_thread if mode is Suggesting.IN_THREAD else bars.private


async def _excerpts(desk: Desk, need: Question, past: Promising) -> tuple[Excerpt, ...]:
    """The words of a thread that answer. Read in one unit of work, thought about in none."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        whole = await thread_of(uow, past.channel_id, past.ts)
        kept = await words_of_card(uow, past.channel_id, past.ts)
    if whole is None or kept:
        return kept
    thread = _around(whole, past)
    turns = worth_quoting(answering(thread, await _nearness(desk.tools(), need.text, thread)))
    return tuple(
        Excerpt(
            channel_id=past.channel_id,
            thread_ts=past.ts,
            author_id=turn.author_id,
            messages=tuple(message.ts for message in turn.messages),
        )
        for turn in turns
    )


def _around(whole: Thread, past: Promising) -> Thread:
    """Of a long thread the part that was found, with its first message and what was said next."""
    said = whole.messages
    if len(said) <= MOST_READ:
        return whole
    end = sum(message.at <= past.passage.ended_at for message in said)
    start = max(1, min(end - _BEFORE, len(said) - MOST_READ))
    return Thread(
        channel_id=whole.channel_id, ts=whole.ts, messages=(said[0], *said[start : start + MOST_READ])
    )


async def _nearness(tools: Tools, question: str, thread: Thread) -> Mapping[MessageTs, float]:
    """By meaning; by words where the model does not read the language."""
    texts = {message.ts: text for message in thread.messages if (text := readable(message.text))}
    if not _reads(tools, question):
        asked = set(telling_words(question))
        return {ts: _shared(asked, text) for ts, text in texts.items()}
    vectors = await tools.aside(lambda: tools.embedder.encode([question, *texts.values()]))
    return dict(zip(texts, map(float, vectors[1:] @ vectors[0]), strict=True))


def _reads(tools: Tools, question: str) -> bool:
    served = tools.embedder.languages
    return served is None or tools.detect(question) in {*served, UNKNOWN}


def _shared(asked: set[str], text: str) -> float:
    """Which share of the question's telling words it has."""
    return len(asked.intersection(telling_words(text))) / len(asked) if asked else 0.0
