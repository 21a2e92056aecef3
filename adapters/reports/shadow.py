"""Draws a week of shadow mode for a terminal."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.reports.text import drawn
from bot import tuning_phrases as say
from bot.quoting import inside, tidy
from bot.shadow_week import WAIT, Outcome, Week, Would

_QUESTION, _QUOTE = 300, 400


def week_lines(week: Week, start: datetime, end: datetime, bar: float) -> Iterator[str]:
    """Counts, then each question with what would have been said to it."""
    counts = week.counts
    summary = say.week_counts(
        sum(counts.values()),
        counts.get(Outcome.ANSWERED, 0),
        round(WAIT.total_seconds() / 60),
        counts.get(Outcome.NOTHING, 0),
        counts.get(Outcome.UNSURE, 0),
        counts.get(Outcome.SAID, 0),
    )
    opening = [[say.week(start, end - timedelta(days=1), bar)], [summary]]
    return drawn([*opening, *(_entry(each) for each in week.said)], [])


def _entry(each: Would) -> list[str]:
    asked = inside(tidy(each.question.text, _QUESTION))
    words = inside(tidy(each.message.text, _QUOTE))
    author = tidy(each.author.name, 60) if each.author else say.SOMEBODY
    return [
        say.week_question(each.channel.name, each.question.at, asked),
        say.week_answer(say.in_words(each.chance), author, each.where.name, each.message.at, words),
    ]
