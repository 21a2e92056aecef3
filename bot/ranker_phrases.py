"""What is said about the ranker's weights: read it as a whole, as ``bot/phrases.py``."""

from collections.abc import Sequence
from datetime import datetime

from bot.phrases import counted, on

# ------------------------------------------------------------------ what is in use

SIGNALS = {
    "words": "has answered or told about it in the question's own words",
    "meaning": "has answered or told about something near in meaning",
    "learning": "has asked about it, so has lately had to learn it",
    "here": "has been answering in the channel where such things are discussed",
    "anywhere": "has been answering anywhere; below 0, it counts against whoever answers everything",
    "lately": "has answered anything in the last weeks",
    "ties": "has talked with whoever asks",
    "declared": "says that they know it; no past tells what that is worth, so it is not learned",
}
CHOICES = {
    "prior": "the shipped weights",
    "adapted": "weights adapted to this workspace",
    "habit": "the habit of asking whoever has been answering in the channel",
}
SIGNAL, WEIGHT, SHIPPED, MEANING = "signal", "weight", "shipped", "speaks for whoever"
NUMBER, MADE, WHAT, LEARNED_FROM = "number", "made", "what", "past questions"
KEPT = "Kept so far:"
GO_BACK = "To go back: kenner ranker use NUMBER, or kenner ranker use prior."
LEARN_HINT = (
    "Nothing has been learned from this workspace yet. To learn from its public past: kenner ranker learn"
)


def in_use(choice: str, number: int) -> str:
    return f"In use: {_which(choice, number)}."


def in_use_since(choice: str, number: int, since: datetime) -> str:
    return f"In use since {on(since)}: {_which(choice, number)}."


def _which(choice: str, number: int) -> str:
    """Number 0: not one that was kept."""
    what = CHOICES.get(choice, choice)
    return f"{what} (number {number})" if number else what


def learned_from(questions: int, tested_on: int) -> str:
    return (
        f"Learned from {counted(questions, 'past question')}, and tested on the latest {tested_on:,} of them."
    )


def figures(prior: float, adapted: float, habit: float) -> str:
    return (
        f"Mean reciprocal rank there of whoever helped (1: always first; a half: second): shipped weights {prior:.3f},"
        f" adapted ones {adapted:.3f}, the habit {habit:.3f}."
    )


HOW_ADAPTED = (
    "That was measured before those latest ones were learned from; the weights in use have learned from all."
)

# ------------------------------------------------------------------ what was learned


def prior_best(prior: float, adapted: float, *, is_new: bool) -> str:
    what = "The shipped weights are in use again" if is_new else "The shipped weights stay"
    return (
        f"{what}: adapted ones would not have found whoever helped clearly better, {adapted:.3f} in"
        f" place of {prior:.3f} on the latest questions."
    )


def adapted_taken(prior: float, adapted: float) -> str:
    return (
        f"Weights adapted to this workspace are in use from now on: they would have found whoever helped clearly"
        f" better, {adapted:.3f} in place of {prior:.3f} on the latest questions."
    )


def habit_taken(best: float, habit: float) -> str:
    return (
        f"The habit is in use from now on: asking whoever has been answering in the channel would have found whoever"
        f" helped better than any weights, {habit:.3f} in place of {best:.3f} on the latest questions, and not by chance."
    )


def too_little(least: int) -> str:
    return (
        f"There is too little to learn from, so nothing was changed. It takes at least {counted(least, 'past question')},"
        " a week old or older, in public channels, which somebody answered who had written before."
    )


def taken(choice: str, number: int) -> str:
    return f"In use from now on: {_which(choice, number)}."


# ------------------------------------------------------------------ what went wrong

NOT_A_NUMBER = "Give the number of one that was kept, or: prior"


def unknown_ranker(number: int, known: Sequence[int]) -> str:
    if not known:
        return f"No weights were kept as number {number}: nothing has been learned here yet. Start with: kenner ranker learn"
    return f"No weights were kept as number {number}. There are {', '.join(map(str, known))}; kenner ranker shows them."
