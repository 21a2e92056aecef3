"""What a simulation says: read it as a whole, as ``bot/phrases.py``. It says first that it is one.

Each figure is the mean over invented populations, with the lowest and the highest of them beside it.
"""

from collections.abc import Sequence
from statistics import fmean

from bot.phrases import counted, number
from bot.round_types import Urgency
from bot.simulation_types import Asking

_SPACE = "\N{NO-BREAK SPACE}"

WAYS = {
    Asking.CARRIED: "One after another, as Kenner does",
    Asking.POSTED: "… and posted, once Kenner proposes it",
    Asking.STOPPED: "… and stopped, once answered there",
    Asking.HALF_POSTED: "… if only half of them post it",
    Asking.BOUND: "… if only those could who really did",
    Asking.FORESEEN: "… beginning with who really did",
    Asking.TOP_FIVE: "The best five at once",
    Asking.TOP_ONE: "Only the best",
    Asking.HISTORY: "Posted, as it really was",
}

WAY = "How one asks"
ANSWERED = "Answered"
HALF = "Half within"
INVITATIONS = "Asked for one answer"
A_WEEK = "A week, each"
BUSIEST = "At most"
GINI = "Gini"
UNKNOWN = "–"
NEVER = "never"


def title(workspace: str) -> str:
    return f"A simulation, not a measurement: how asking would have gone in {workspace}"


def about(questions: int, populations: int) -> str:
    return (
        f"{counted(questions, 'past question')} and whom I would have asked are real. What people then do is invented:"
        f" {number(populations)} times over I drew when they work, how soon they look, and how often they say yes."
    )


def nothing(workspace: str) -> str:
    return (
        f"In what is public of {workspace} there is no question that somebody known answered, so there is nothing to simulate."
        " Kenner can still be asked."
    )


def found(answered: Sequence[float], posted: Sequence[float], history: float) -> str:
    return (
        f"Asking one after another found an answer to {share(answered)} of them; with those posted for which Kenner"
        f" proposes it, {share(posted)} had one. Posting alone, as it really was: {percent(history)}."
    )


def budget(most: int) -> str:
    return f"Nobody was asked more than {_times(most)} a week, however many questions came."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{number(count)} times"


TABLE = "What came of each way of asking"
TABLE_FIGURES = (
    "Each figure is the mean over the populations; the lowest and the highest of them stand beside it."
)
TABLE_NOTES = (
    "Half within: working minutes of the asker, over all questions, also those that never had an answer.",
    "A week, each, and Gini are over everybody whom any way might have asked, or who answered.",
    "Whoever is asked by posting is everybody who reads the channel; nobody can count that.",
)

ASSUMPTIONS = "What is assumed"
ASKED_FOR = {
    Urgency.TODAY: "All questions are asked for today.",
    Urgency.THIS_WEEK: "All questions are asked for this week.",
    Urgency.NO_HURRY: "All questions are asked without hurry.",
}
APART = "Everybody lives in some time zone of their own: where the questions' hours would be working hours."
TOGETHER = "Everybody lives in one time zone: where most of the questions were asked in working hours."
GUESSES = (
    "How people behave is guessed, and drawn anew for each population; nobody's past behaviour is used for it.",
    "Who really answered could have helped nine times out of ten; anybody else as likely as I say they would answer.",
    "Those who know and kept silent, because somebody else was faster, are hardly seen.",
    "“If only those could who really did” is the least there can be.",
    "“Beginning with who really did” is what an order would bring that nobody can know beforehand.",
    "Whoever posts what Kenner proposes does so at once, and waits from there as long as they really did.",
    "Presence, pauses and what people choose about being asked are left out.",
    "docs/inviting.md has every assumption, and what follows if it is wrong.",
)


def others(chance: float) -> str:
    return f"Different from that, for this run: anybody else who was named could have helped with a chance of {percent(chance)}."


# ------------------------------------------------------------------ figures


def percent(value: float) -> str:
    return f"{100 * value:.0f}{_SPACE}%"


def share(values: Sequence[float]) -> str:
    return _spread([f"{100 * each:.0f}" for each in (fmean(values), min(values), max(values))], f"{_SPACE}%")


def minutes(values: Sequence[float | None]) -> str:
    """Of several populations; where in some fewer than half had an answer there is no mean."""
    told = [each for each in values if each is not None]
    if not told:
        return NEVER
    if len(told) < len(values):
        return f"{min(told):.0f}{_SPACE}min to {NEVER}"
    return _spread([f"{each:.0f}" for each in (fmean(told), min(told), max(told))], f"{_SPACE}min")


def amount(values: Sequence[float | None]) -> str:
    told = [each for each in values if each is not None]
    if not told:
        return UNKNOWN
    return _spread([f"{each:.2f}" for each in (fmean(told), min(told), max(told))])


def most(values: Sequence[int | None]) -> str:
    told = [each for each in values if each is not None]
    return f"{max(told):,}" if told else UNKNOWN


def _spread(figures: Sequence[str], unit: str = "") -> str:
    middle, low, high = figures
    return f"{middle}{unit}" if low == high else f"{middle}{unit} ({low}–{high})"
