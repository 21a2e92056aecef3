"""``python -m evaluation.asking EXPORT``: what other paces, longer plans or other people would come to.

The simulation of ``kenner simulate``, with one thing changed at a time. docs/inviting.md has its figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from statistics import fmean

import click

from adapters.cli import main, run
from adapters.commands.replay_command import load_past, replay
from adapters.settings import Settings
from adapters.wiring import Application
from bot.likely import LEAST
from bot.past import Replayed
from bot.pastwaits import Waits
from bot.planning import MOST
from bot.population import Assumptions, Population
from bot.round_types import PACES, Pace, Urgency
from bot.simulating import Simulation, Walked
from bot.simulation import BUDGET, POPULATIONS
from bot.simulation_cases import cases, past_cases
from bot.simulation_figures import figures
from bot.simulation_types import Case, Figures, Way

_TODAY = PACES[Urgency.TODAY]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that is not as shipped; ``others`` as in ``bot.simulation_cases.cases``."""

    name: str
    most: int = MOST
    budget: int | None = BUDGET
    least: float = LEAST
    pace: Pace | None = None
    urgency: Urgency = Urgency.TODAY
    posts: float = 1.0
    stops: bool = False
    assumed: Assumptions = field(default_factory=Assumptions)
    others: float | None = None


def variants() -> list[Variant]:
    """As shipped, then each parameter and each assumption on its own."""
    return [
        Variant(name="as shipped"),
        *(Variant(name=f"{most} on a plan", most=most) for most in (1, 2, 3, 4, 6)),
        *(Variant(name=f"{budget or 'any number'} a week", budget=budget) for budget in (1, 2, 5, 10, None)),
        *(Variant(name=f"nobody below {least}", least=least) for least in (0.0, 0.05, 0.15, 0.2)),
        *(
            Variant(name=f"next after {m} min", pace=replace(_TODAY, window=timedelta(minutes=m)))
            for m in (5, 10, 20, 30)
        ),
        *(
            Variant(name=f"words after {m} min", pace=replace(_TODAY, offers=timedelta(minutes=m)))
            for m in (0, 10, 20, 30, 60)
        ),
        Variant(name="words at the end", pace=replace(_TODAY, offers=None)),
        Variant(name="and stopped", stops=True),
        Variant(name="half of them posted", posts=0.5),
        Variant(name="half posted and stopped", posts=0.5, stops=True),
        *(Variant(name=f"waves of {w}", pace=replace(_TODAY, waves=w)) for w in ((1,), (1, 2), (2,), (3,))),
        *(Variant(name=f"silent for {h} h", pace=replace(_TODAY, silent=timedelta(hours=h))) for h in (1, 4)),
        *_slower(Urgency.THIS_WEEK, windows=(1, 4, 8), offers=(4, 8)),
        *_slower(Urgency.NO_HURRY, windows=(2, 4, 8, 16), offers=(8, 16)),
        *(
            Variant(name=f"others can {o}, {most}", others=o, most=most)
            for o in (0.2, 0.35, 0.5, 0.7, 0.9)
            for most in (MOST, 6)
        ),
        *(
            Variant(name=f"others can 0.5, below {least}", others=0.5, least=least)
            for least in (0.0, 0.15, 0.2)
        ),
        *(Variant(name=f"look at {a}", assumed=Assumptions(attends=a)) for a in (0.6, 0.95)),
        Variant(name="willing 0.9", assumed=Assumptions(willing=9.0, firm=1.0)),
        Variant(name="look at 0.95, willing 0.9", assumed=Assumptions(attends=0.95, willing=9.0, firm=1.0)),
        *(Variant(name=f"median {m} min", assumed=Assumptions(median=timedelta(minutes=m))) for m in (6, 30)),
    ]


def _slower(urgency: Urgency, windows: Sequence[int], offers: Sequence[int]) -> Iterator[Variant]:
    """What takes its time: as shipped, then each thing on its own."""
    pace = PACES[urgency]
    yield Variant(name=urgency.value, urgency=urgency)
    yield Variant(name=f"{urgency}, 4", urgency=urgency, most=4)
    for hours in windows:
        slower = replace(pace, window=timedelta(hours=hours))
        yield Variant(name=f"{urgency}, next after {hours} h", urgency=urgency, pace=slower)
    for hours in offers:
        sooner = replace(pace, offers=timedelta(hours=hours))
        yield Variant(name=f"{urgency}, words after {hours} h", urgency=urgency, pace=sooner)


@click.command("asking")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--messages", type=click.IntRange(1), help="Only the latest messages.")
def asking(export: Path, messages: int | None) -> None:
    """Simulate each variant over the past of an EXPORT, with everybody together and apart."""
    past = load_past(export, messages)
    questions, waited = past_cases(past.messages)
    outcome = run(replay(Application(Settings(), remembers=True), past, questions))
    for is_together in (True, False):
        click.echo("together" if is_together else "apart")
        for line in lines(outcome, waited, variants(), is_together=is_together):
            click.echo(line)


def lines(
    outcome: Sequence[Replayed], waited: Waits, chosen: Sequence[Variant], *, is_together: bool
) -> Iterator[str]:
    """A header, then a row for each variant: by asking alone, and with what is left then posted."""
    yield f"{'':28}{'asked':>9}{'each':>7}{'posted':>9}{'each':>7}{'half':>9}"
    for one in chosen:
        found = cases(outcome, waited, one.assumed.knows, one.others)
        alone, posted = (
            [figures(each) for each in walked(found, way, is_together=is_together)]
            for way in (replace(one, posts=0.0), one)
        )
        yield f"{one.name:28}{_row(alone)}{_row(posted)}{_minutes(posted)}"


def walked(found: Sequence[Case], one: Variant, *, is_together: bool) -> Iterator[Walked]:
    """A walk for each population."""
    moments = [case.at for case in found]
    way = Way(most=one.most, budget=one.budget, least=one.least, posts=one.posts, stops=one.stops)
    paces = {**PACES, one.urgency: one.pace or PACES[one.urgency]}
    for seed in range(1, POPULATIONS + 1):
        people = Population(moments, one.assumed, seed, is_together=is_together)
        yield Simulation(found, way, people, one.urgency, paces).run()


def _row(found: Sequence[Figures]) -> str:
    return f"{100 * fmean(each.answered for each in found):8.1f}%{_mean([e.invitations for e in found]):>7}"


def _minutes(found: Sequence[Figures]) -> str:
    return f"{_mean([each.minutes for each in found], 0):>5} min"


def _mean(values: Sequence[float | None], digits: int = 2) -> str:
    told = [each for each in values if each is not None]
    return f"{fmean(told):.{digits}f}" if len(told) == len(values) and told else "-"


if __name__ == "__main__":
    main(command=asking)
