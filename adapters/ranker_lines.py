"""Draws the weights in use, and those that were kept, for a terminal."""

from collections.abc import Iterator, Sequence

from bot import ranker_phrases as say
from bot.phrases import on
from bot.rankers import Overview
from expertise.ranker import PRIOR, Choice, Learned, with_declared
from expertise.types import Signal

_SHIPPED = Learned(choice=Choice.PRIOR, weights=PRIOR)
_GAP = "   "


def lines(found: Overview) -> Iterator[str]:
    """What is in use and why, each signal's weight, and what one can go back to."""
    learned = found.in_use.learned if found.in_use else _SHIPPED
    number = found.in_use.number if found.in_use else 0
    yield (
        say.in_use_since(learned.choice, number, found.since)
        if found.since
        else say.in_use(learned.choice, number)
    )
    yield from why(learned)
    yield ""
    yield from _columns((say.SIGNAL, say.WEIGHT, say.SHIPPED, say.MEANING), _weights(learned))
    yield ""
    if found.kept:
        yield say.KEPT
        yield from _columns((say.NUMBER, say.MADE, say.LEARNED_FROM, say.WHAT), _kept(found))
        yield ""
        yield say.GO_BACK
    else:
        yield say.LEARN_HINT


def why(learned: Learned) -> Iterator[str]:
    """The figures behind them, if there are any."""
    if learned.figures:
        yield say.learned_from(learned.learned_from, learned.tested_on)
        yield say.figures(*(learned.figures[choice] for choice in Choice))
        if learned.choice is Choice.ADAPTED:
            yield say.HOW_ADAPTED


def _weights(learned: Learned) -> list[Sequence[str]]:
    weights = PRIOR if learned.choice is Choice.PRIOR else with_declared(learned.weights)
    return [
        (signal, f"{weights.get(signal, 0.0):+.2f}", f"{PRIOR.get(signal, 0.0):+.2f}", say.SIGNALS[signal])
        for signal in Signal
    ]


def _kept(found: Overview) -> list[Sequence[str]]:
    return [
        (
            str(ranker.number),
            on(ranker.made_at),
            f"{ranker.learned.learned_from:,}",
            say.CHOICES[ranker.learned.choice],
        )
        for ranker in found.kept
    ]


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Plain columns, as a screen reader likes them."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        yield f"  {_GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))}".rstrip()
