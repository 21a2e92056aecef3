"""What ``kenner tune`` says: read it as a whole, as ``bot/phrases.py``.

A share never stands alone: beside it stands on how many it rests and how far chance may have moved it.
"""

from datetime import datetime
from math import isinf

from bot.bar_ports import Mode
from bot.phrases import counted, number, on
from bot.report_phrases import between, percent
from bot.tuning_types import Truth

_SPACE = "\N{NO-BREAK SPACE}"

MODES = {Mode.PRIVATE: "Privately to whoever asked", Mode.IN_THREAD: "In the thread, before everyone"}

BAR = "From chance"
SAID = "Said"
HELPED = "Helped"
INTERVAL = "95 % interval"
JUDGED = "Judged"
DRAWN = "0 % to 100 %"
WHERE = "Where"
QUESTIONS = "Questions"
AIM = "Aim"
ALL = "Everywhere"
REST = ", to it in part by what holds everywhere"
SILENT = "stay silent"
IN_TABLE = "The table after this chart has the same figures."
CURVE = "How often it would speak, and how often that would help"
PER_CHANNEL = "By channel"
PER_LANGUAGE = "By language"
PROPOSED = "Bars that I propose"
METHOD = "How this was measured"
NOTHING = "–"


def title(workspace: str) -> str:
    return f"How well past answers would have helped: {workspace}"


def period(first: datetime, last: datetime) -> str:
    return (
        f"Questions from {on(first)} to {on(last)}, each looked at with only what had been written before it."
    )


def no_questions(workspace: str) -> str:
    return f"In what is public of {workspace} nobody asked anything, so there is nothing to measure."


def looked_at(questions: int, judged: int) -> str:
    return f"I looked at {counted(questions, 'question')}; of {number(judged)} it is known whether the thread that I would have shown helped."


TRUTHS = {
    Truth.JUDGED: "The truth is what somebody judged who read question and thread. They can err; who asked may see it otherwise.",
    Truth.LINKED: (
        "The truth is links: where somebody else answered with a link to an older thread, that thread is right and any other"
        " is wrong. Most questions have no such link and are not judged at all, so what is live will be right less often:"
        " for many questions nobody could have linked to anything. Draw a sample to be judged with --sheet."
    ),
    Truth.NONE: "Nobody linked to an older thread and nothing was judged, so nothing is known. Draw a sample to be judged with --sheet.",
}
HELPS = "A thread helps that answers the question, or a good part of it."
ANSWERS = "A thread counts only if it answers the question; one that helps in part is wrong."


def reached(mode: Mode, aim: float, bar: float, said: float, low: float) -> str:
    return (
        f"{MODES[mode]}: from a chance of {chance(bar)} on, at least {percent(low)} help, which reaches {percent(aim)}."
        f" Then {percent(said)} of the questions get something."
    )


def only_likely(mode: Mode, aim: float, bar: float, judged: int) -> str:
    return (
        f"{MODES[mode]}: stay silent. From {chance(bar)} on, {percent(aim)} would be reached by the share itself, but with"
        f" {counted(judged, 'judged question')} that may be chance. Shadow mode would show more."
    )


def out_of_reach(mode: Mode, aim: float, judged: int) -> str:
    if not judged:
        return f"{MODES[mode]}: stay silent. Too little is judged to tell."
    return f"{MODES[mode]}: stay silent. No bar reaches {percent(aim)}."


def best(bar: float, helped: float, low: float, high: float, judged: int, said: float) -> str:
    return (
        f"At best, from a chance of {chance(bar)} on, {percent(helped)} helped ({between(low, high)}, {counted(judged, 'judged question')}),"
        f" and {percent(said)} of the questions got something."
    )


def chance(bar: float) -> str:
    return "never" if isinf(bar) else f"{bar:.2f}"


def bar_or_silent(bar: float) -> str:
    return SILENT if isinf(bar) else f"{bar:.2f}"


CURVE_READ = "The higher the chance that I ask for, the less I say, and the more of it should help."
CURVE_NOTES = (
    "Said: the share of all questions for which a thread reaches the chance.",
    "A sample that was drawn denser where chances are high is weighted back to all questions.",
)
GROUP_NOTES = (
    "Small groups lean on the whole: a share is drawn to the whole's as if the group had up to twenty of its cases.",
    "A channel or a language has bars of its own from twenty judged questions on.",
)
METHOD_POINTS = (
    "Bars are looked at in steps of .05, from the highest down, until one of at least five judged cases misses the aim.",
    "A bar is proposed where the lower end of Wilson's 95 % interval reaches the aim, and not only the share.",
    "Whether a person answers first is not looked at here: then nothing is said anyway.",
    "Questions in private channels are not looked at; there the bars of all channels hold.",
)


def adopted(bars: int) -> str:
    return (
        f"Adopted: {counted(bars, 'bar')}. They hold from the next question on; the audit log has who did it."
    )


CANNOT_ADOPT = "--adopt measures what is imported; leave out EXPORT.zip."
NOTHING_TO_ADOPT = "Nothing is known, so there is nothing to adopt."
NO_SUCH_CHANNEL = "No public channel has this name, or nobody asked there."


def sheet_written(lines: int, path: str) -> str:
    return f"Drew {counted(lines, 'question')}: {path}. Fill in yes, partly or no, and give it back with --judged."


# ------------------------------------------------------------------ a week in shadow


def week(first: datetime, last: datetime, bar: float) -> str:
    return f"What would have been said from {on(first)} to {on(last)}, from a chance of {chance(bar)} on."


def week_counts(asked: int, answered: int, minutes: int, nothing: int, unsure: int, said: int) -> str:
    return (
        f"{counted(asked, 'message')} asked for help. {answered:,} had an answer from a person within"
        f" {counted(minutes, 'minute')}; for {nothing:,} no past thread was near; for {unsure:,} I was not sure enough."
        f" {said:,} would have been said."
    )


def week_question(channel: str, at: datetime, text: str) -> str:
    return f"#{channel}, {at:%A %H:%M} UTC: “{text}”"


def week_answer(chance_said: str, author: str, channel: str, at: datetime, text: str) -> str:
    return f"{chance_said} {author} wrote in #{channel} on {on(at)}: “{text}”"


def in_words(helps: float) -> str:
    """A chance as one says it."""
    if helps >= 0.8:  # noqa: PLR2004 four in five
        return "This very likely helps."
    if helps >= 0.6:  # noqa: PLR2004
        return "This probably helps."
    return "This may help, or not: about even." if helps >= 0.4 else "This may help, but probably not."  # noqa: PLR2004


SOMEBODY = "Somebody"
