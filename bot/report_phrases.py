"""What the report of a replay says: read it as a whole, as ``bot/phrases.py``.

Shares come as counts, never alone; an interval stands beside each; no sentence has room for a person.
"""

from datetime import datetime

from bot.phrases import counted, number, on, times

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
_FEW = 50
_SPACE = "\N{NO-BREAK SPACE}"


def title(workspace: str) -> str:
    return f"What Kenner would have done: {workspace}"


def period(first: datetime, last: datetime) -> str:
    return f"Threads begun from {on(first)} to {on(last)}, each asked again with only what had been written before it."


def no_questions(workspace: str) -> str:
    return (
        f"In what is public of {workspace} there is no thread that somebody known answered, so there is nothing to compare with."
        " Kenner learns from threads; it can still be asked."
    )


def percent(share: float) -> str:
    return f"{100 * share:.0f}{_SPACE}%"


def between(low: float, high: float) -> str:
    return f"{100 * low:.0f}–{100 * high:.0f}{_SPACE}%"


def share(value: float, low: float, high: float) -> str:
    """A share with its interval."""
    return f"{percent(value)} ({between(low, high)})"


def lasted(seconds: float) -> str:
    """A length of time, in its largest unit: "3 hours"."""
    for length, unit in _UNITS:
        if seconds >= length:
            return counted(round(seconds / length), unit)
    return "less than a minute"


# ------------------------------------------------------------------ words of tables and charts

KENNER = "Kenner"
CHANNEL = "Whoever answers in the channel"
ANYWHERE = "Whoever answers anywhere"
UNBALANCED = "Kenner, without taking turns"
HISTORY = "Those who really answered first"
WAY = "Whom one asks"
QUESTIONS = "Questions"
INTERVAL = "95 % interval"
SHARE = "Share"
IN_TABLE = "The table after this chart has the same figures."
NAMED = "People named"
BUSIEST = "First places of the busiest three"
CHANNEL_NAME = "Channel"
TOPIC = "Topic"
WAITED = "First answer"
PREDICTED = "Said"
OBSERVED = "Came true"
REST = "all others"
NOBODY = "never, as far as one can see"
UNTELLABLE = "cannot be told, amid other talk"


def first(cutoff: int) -> str:
    return f"among the first {number(cutoff)}" if cutoff != 1 else "the very first"


def within(seconds: float) -> str:
    return f"within {lasted(seconds)}"


def longer(low: float, high: float) -> str:
    return f"{lasted(low)} to {lasted(high)}"


def later(seconds: float) -> str:
    return f"after more than {lasted(seconds)}"


def channel(name: str) -> str:
    return f"#{name}"


# ------------------------------------------------------------------ who would have been found

FOUND = "Would it have found who helped?"
FOUND_TABLE = "Past questions for which somebody who then helped would have been named"
FOUND_NOTE = "“Whoever answers in the channel” is the habit: those who have been answering most there lately."


def found(count: int, of: int) -> str:
    return (
        f"For {count:,} of {counted(of, 'past question')}, somebody who then helped was among my first three."
    )


def habit(count: int) -> str:
    return f"Asking whoever has been answering in the channel lately would have found them {times(count)}."


def ahead(low: float, high: float) -> str:
    """What the 95 % interval of the difference allows to say; both ends between -1 and 1."""
    span = f"between {_points(low)} and {_points(high)} questions in a hundred"
    if low > 0:
        return f"That is better than the habit: by {span}."
    if high < 0:
        return f"That is worse than the habit: the difference is {span}. Until I have learned more, the habit serves you better."
    return f"That is too close to call: the difference is somewhere {span}."


def _points(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "−")


def few(questions: int) -> str:
    return (
        f"{counted(questions, 'question')}: that is little. Read the intervals rather than the shares."
        if questions < _FEW
        else "The intervals show how far chance may have moved each share."
    )


def silent(count: int, of: int) -> str:
    if not count:
        return "For each of them somebody stood out."
    return (
        f"For {count:,} of the {of:,} I would have said that nobody stands out, and named nobody;"
        " they are counted here with the people whom I would have named next."
    )


# ------------------------------------------------------------------ how long questions waited

WAITING = "How long did questions wait?"
WAITING_TABLE = "Messages that look like questions, by the time to a first answer from somebody else"
WAITING_NOTE = (
    "Counted until a week before the history ends. An answer given elsewhere, or with an emoji, is not seen."
)


def quartiles(low: float, middle: float, high: float) -> str:
    """Seconds: the three quartiles of the time to the first answer."""
    return (
        f"Of those that were answered, half had a first answer within {lasted(middle)};"
        f" a quarter within {lasted(low)}, a quarter only after {lasted(high)}."
    )


def unanswered(count: int) -> str:
    if not count:
        return "No question went without an answer, as far as one can tell."
    return f"{counted(count, 'question')} went without an answer."


def would_stand_out(count: int, of: int) -> str:
    asked = "I asked it again" if of == 1 else f"I asked the last {of:,} of them again"
    if of == 1:
        return f"{asked}: {'somebody' if count else 'nobody'} would have stood out."
    return f"{asked}: for {count:,} somebody would have stood out."


# ------------------------------------------------------------------ how the load would have spread

SPREAD = "Who would be asked all the time?"
SPREAD_TABLE = "How first places were spread over people"
SPREAD_NOTE = (
    "The lower the share of the three busiest, the more people are asked. Nobody is named in this report."
)


def spread(kenner: float, habit: float) -> str:
    return (
        f"The three people whom I would have named first most often have {percent(kenner)} of my first places;"
        f" with the habit they have {percent(habit)}."
    )


# ------------------------------------------------------------------ by channel and by topic

CHANNELS = "Channel by channel"
CHANNELS_TABLE = "Somebody who then helped among the first three, by channel"
TOPICS = "Topic by topic"
TOPICS_TABLE = "Somebody who then helped among the first three, by topic"
TOPICS_NOTE = "A topic is named by its most telling words. A word counts only if several people used it; names never do."


def small_groups(fewest: int, most: int) -> str:
    return f"Channels with fewer than {number(fewest)} questions, and those beyond the {number(most)} largest, are counted together."


def too_few_for_topics(fewest: int) -> str:
    return f"Topics are shown from {fewest:,} questions on; with fewer they would be chance."


# ------------------------------------------------------------------ how sure it was

SURE = "Was it as often right as it said?"
SURE_TABLE = "How sure I said I was, and how often that came true"
SURE_NOTE = "On the diagonal, what was said with 70 % comes true in 70 of 100 cases."


def brier(score: float) -> str:
    return f"The Brier score is {score:.3f}: nought is best, and always saying one half has 0.250."


# ------------------------------------------------------------------ how it was measured

METHOD = "How this was measured"
METHOD_POINTS = (
    "Every question was asked at its own moment: what was written later did not exist, the question itself included.",
    "Only public channels were read. Nothing left this machine.",
    "Who “helped” is whoever else wrote in the thread and had written before. That is taking part, not proof of knowing, and some of it is chatter: no way of asking reaches 100 %.",
    "Intervals are Wilson's, at 95 %; the difference to the habit is Agresti and Min's for pairs.",
    "This report counts questions, channels and topics. It says nothing about any person.",
)


def report_written(path: str) -> str:
    return f"The report with its charts is in {path}."


REPORT_NEEDS_HISTORY = "--report is about a history's own questions, and cannot be had with --queries."
