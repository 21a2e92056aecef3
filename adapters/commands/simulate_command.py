"""``kenner simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.past import Past
    from bot.simulation_types import Simulated


@click.command("simulate")
@click.option("--export", type=click.Path(path_type=Path), help="An EXPORT.zip. [default: what is imported]")
@click.option("--workspace", help="Which workspace, where there is no --export and there are several.")
@click.option("--messages", type=click.IntRange(1), help="Only the latest messages.")
@click.option("--last", type=click.IntRange(1), help="Only the latest questions.")
@click.option("--seed", type=int, default=1, show_default=True, help="Draw other people.")
@click.option("--together", is_flag=True, help="Everybody lives in one time zone.")
@click.option(
    "--others",
    type=click.FloatRange(0, 1),
    help="The chance that anybody named could help who did not really answer. [default: by the ranking]",
)
@click.option(
    "--when",
    type=click.Choice(["today", "this_week", "no_hurry"]),
    default="today",
    show_default=True,
    help="When an answer would help.",
)
def command(
    export: Path | None,
    workspace: str | None,
    messages: int | None,
    last: int | None,
    seed: int,
    together: bool,  # noqa: FBT001 click gives it so
    others: float | None,
    when: str,
) -> None:
    """Carry past questions to invented people, and see what would come of it.

    A simulation: the questions and whom Kenner would ask are real; when people work, how soon they look and
    how often they say yes is drawn at random, for the population and never for a person. Beside it: posting
    and waiting, as it really was; asking the best five at once; asking only the best.
    """
    from adapters.commands.import_command import tenant_of  # noqa: PLC0415
    from adapters.commands.replay_command import load_past, load_stored  # noqa: PLC0415
    from adapters.reports.simulation import simulation_lines  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    # What is remembered outlives an erasure: an export's texts may be, those of the database may not.
    application = Application(Settings(), remembers=export is not None)
    if export:
        past = load_past(export, messages, tenant_of(application.settings))
    else:
        past = run(load_stored(application, workspace, messages))
    told = _simulated(application, past, last, seed, is_together=together, others=others, when=when)
    for line in simulation_lines(told):
        click.echo(line)


def _simulated(
    application: Application,
    past: Past,
    last: int | None,
    seed: int,
    *,
    is_together: bool,
    others: float | None,
    when: str,
) -> Simulated:
    from adapters.commands.replay_command import replay  # noqa: PLC0415
    from adapters.progress import bars  # noqa: PLC0415
    from bot.round_types import Urgency  # noqa: PLC0415
    from bot.simulation import ASSUMED, simulate  # noqa: PLC0415
    from bot.simulation_cases import cases, past_cases  # noqa: PLC0415

    questions, waited = past_cases(past.messages)
    outcome = run(replay(application, past, questions[-(last or 0) :]))
    found = cases(outcome, waited, ASSUMED.knows, others)
    with bars() as progress:
        return simulate(
            past.workspace.name,
            found,
            seed,
            progress,
            is_together=is_together,
            others=others,
            urgency=Urgency(when),
        )
