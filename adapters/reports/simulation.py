"""Draws a simulation for a terminal, as the report of a replay is drawn."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from adapters.reports.text import drawn
from adapters.reports.view import Section, Table
from bot import simulation_phrases as say
from bot.simulation_types import Asking, Figures, Simulated


def simulation_lines(told: Simulated) -> Iterator[str]:
    """The whole, line by line. Its first line says that it is a simulation."""
    if not told.questions:
        return drawn([[say.nothing(told.workspace)]], [])
    opening = [[say.title(told.workspace)], [say.about(told.questions, told.populations), *_headline(told)]]
    return drawn(opening, [_ways(told), _assumptions(told)])


def _headline(told: Simulated) -> Iterator[str]:
    carried, posted, history = (
        [each.answered for each in told.outcomes[way]]
        for way in (Asking.CARRIED, Asking.POSTED, Asking.HISTORY)
    )
    yield say.found(carried, posted, fmean(history))
    yield say.budget(told.budget)


def _ways(told: Simulated) -> Section:
    header = (say.WAY, say.ANSWERED, say.HALF, say.INVITATIONS, say.A_WEEK, say.BUSIEST, say.GINI)
    rows = [(say.WAYS[way], *_cells(figures)) for way, figures in told.outcomes.items()]
    return Section(
        slug="ways",
        title=say.TABLE,
        sentences=(say.TABLE_FIGURES,),
        table=Table(caption=say.TABLE, header=header, rows=rows),
        notes=say.TABLE_NOTES,
    )


def _cells(figures: Sequence[Figures]) -> tuple[str, ...]:
    return (
        say.share([each.answered for each in figures]),
        say.minutes([each.minutes for each in figures]),
        say.amount([each.invitations for each in figures]),
        say.amount([each.a_week for each in figures]),
        say.most([each.busiest for each in figures]),
        say.amount([each.gini for each in figures]),
    )


def _assumptions(told: Simulated) -> Section:
    where = say.TOGETHER if told.is_together else say.APART
    own = () if told.others is None else (say.others(told.others),)
    sentences = (say.ASKED_FOR[told.urgency], where, *say.GUESSES, *own)
    return Section(slug="assumptions", title=say.ASSUMPTIONS, sentences=sentences)
