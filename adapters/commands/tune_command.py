"""``kenner tune``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.wiring import Application
    from bot.past import Past, PastQuestion, Replayed
    from bot.tuning_types import Tuning

_MOST = 1_000


@click.command("tune")
@click.argument("export", type=click.Path(path_type=Path), required=False)
@click.option("--judged", type=click.Path(path_type=Path), help="A sheet that somebody filled in.")
@click.option(
    "--sheet", type=click.Path(path_type=Path), help="Draw a sample to be judged, and write it here."
)
@click.option("--channel", help="Show the curve of this channel.")
@click.option("--strict", is_flag=True, help="What helps in part counts as wrong.")
@click.option("--adopt", is_flag=True, help="Have the proposed bars hold from now on.")
@click.option("--json", "as_json", is_flag=True, help="All figures, as JSON.")
@click.option("--report", "page", type=click.Path(path_type=Path), help="Write the report here, as HTML.")
@click.option("--week", type=click.DateTime(["%Y-%m-%d"]), help="What would have been said from this day on.")
@click.option("--days", type=click.IntRange(1, 366), default=7, help="For --week: so many. [default: 7]")
@click.option("--from", "bar", type=click.FloatRange(0, 1), help="For --week: from this chance on.")
@click.option("--private", type=click.FloatRange(0.5, 0.99), default=0.80, show_default=True, help="Aim.")
@click.option("--in-thread", type=click.FloatRange(0.5, 0.99), default=0.90, show_default=True, help="Aim.")
@click.option("--workspace", help="Which workspace, where there is no EXPORT and there are several.")
@click.option("--last", type=click.IntRange(1), default=_MOST, show_default=True, help="Latest questions.")
@click.option("--seed", type=int, default=1, show_default=True, help="For --sheet: draw others.")
def command(  # noqa: PLR0913 click gives them one by one
    *,
    export: Path | None,
    judged: Path | None,
    sheet: Path | None,
    channel: str | None,
    page: Path | None,
    week: datetime | None,
    bar: float | None,
    days: int,
    workspace: str | None,
    last: int,
    seed: int,
    private: float,
    in_thread: float,
    strict: bool,
    adopt: bool,
    as_json: bool,
) -> None:
    """Measure on the past from which chance on a past answer is worth saying, and propose bars.

    Asks the past questions of an EXPORT.zip again, or of what is imported, each knowing only what was written
    before it, and shows how many would have got a past thread and how many of those helped. What helped is
    known from links that people gave, or better from a sample that somebody judged: --sheet, then --judged.
    """
    from adapters.commands.import_command import tenant_of  # noqa: PLC0415
    from adapters.commands.replay_command import load_past, load_stored  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot import tuning_phrases as say  # noqa: PLC0415
    from bot.tuning import noticed  # noqa: PLC0415

    if adopt and export:
        raise click.UsageError(say.CANNOT_ADOPT)
    application = Application(Settings(), remembers=export is not None)
    if export:
        past = load_past(export, None, tenant_of(application.settings))
    else:
        past = run(load_stored(application, workspace))
    if week:
        _week(application, past, week.replace(tzinfo=UTC), days, bar)
        return
    outcome = _replayed(application, past, noticed(past)[-last:])
    if sheet:
        _sheet(past, outcome, sheet, seed)
        return
    told = _tuned(application, past, outcome, judged, private, in_thread, strict=strict)
    _show(told, channel, page, as_json=as_json)
    if adopt:
        click.echo(run(_adopt(application, past, told)))


def _replayed(application: Application, past: Past, questions: Sequence[PastQuestion]) -> Sequence[Replayed]:
    from adapters.commands.replay_command import replay  # noqa: PLC0415

    walked: list[Replayed] = run(replay(application, past, questions, most_lessons=0, with_people=False))
    return walked


def _tuned(
    application: Application,
    past: Past,
    outcome: Sequence[Replayed],
    judged: Path | None,
    private: float,
    in_thread: float,
    *,
    strict: bool,
) -> Tuning:
    from adapters.judged_csv import read_judged  # noqa: PLC0415
    from bot.bar_ports import Mode  # noqa: PLC0415
    from bot.linked_threads import linked_threads  # noqa: PLC0415
    from bot.tuning import Held, tuned  # noqa: PLC0415

    read = read_judged(judged, past.workspace.id) if judged else []
    held = Held(read, linked_threads(past), is_strict=strict)
    aims = {Mode.PRIVATE: private, Mode.IN_THREAD: in_thread}
    return tuned(past, outcome, held, application.reading.detect, aims, is_strict=strict)


def _show(told: Tuning, channel: str | None, page: Path | None, *, as_json: bool) -> None:
    from adapters.reports.tuning import tuning_json, tuning_lines, tuning_page  # noqa: PLC0415
    from bot import tuning_phrases as say  # noqa: PLC0415
    from bot.report_phrases import report_written  # noqa: PLC0415

    named = channel.removeprefix("#") if channel else None
    if named and not any(group.channel_id and group.name == named for group in told.groups):
        raise click.UsageError(say.NO_SUCH_CHANNEL)
    if page:
        page.absolute().parent.mkdir(parents=True, exist_ok=True)
        page.write_text(tuning_page(told, named), encoding="utf-8")
    if as_json:
        import json  # noqa: PLC0415

        click.echo(json.dumps(tuning_json(told), ensure_ascii=False, indent=1))
        return
    for line in tuning_lines(told, named):
        click.echo(line)
    if page:
        click.echo(report_written(str(page)))


def _sheet(past: Past, outcome: Sequence[Replayed], sheet: Path, seed: int) -> None:
    from random import Random  # noqa: PLC0415

    from adapters.judged_csv import write_sheet  # noqa: PLC0415
    from bot.tuning_phrases import sheet_written  # noqa: PLC0415
    from expertise.curve import SAMPLE, drawn  # noqa: PLC0415

    known = [(one, pick.chance) for one in outcome if (pick := one.ranking.promising)]
    sample = drawn([chance for _, chance in known], SAMPLE, Random(seed))  # noqa: S311 a sample, no secret
    sheet.absolute().parent.mkdir(parents=True, exist_ok=True)
    lines = write_sheet(sheet, past, [(known[at][0], weight) for at, weight in sample])
    click.echo(sheet_written(lines, str(sheet)))


async def _adopt(application: Application, past: Past, told: Tuning) -> str:
    from adapters import wiring  # noqa: PLC0415
    from bot import tuning_phrases as say  # noqa: PLC0415
    from bot.bars import adopt  # noqa: PLC0415
    from bot.tuning import bars  # noqa: PLC0415
    from bot.tuning_types import Truth  # noqa: PLC0415

    if told.truth is Truth.NONE:
        return say.NOTHING_TO_ADOPT
    now = wiring.now()
    found = bars(told, now)
    async with application.storage() as storage, storage.begin(past.workspace.id) as uow:
        await adopt(uow, found, operator(), now)
    return say.adopted(len(found))


def _week(application: Application, past: Past, start: datetime, days: int, bar: float | None) -> None:
    from adapters.reports.shadow import week_lines  # noqa: PLC0415
    from bot.bars import SHADOW  # noqa: PLC0415
    from bot.shadow_week import asked_in, shadow_week  # noqa: PLC0415

    end = start + timedelta(days=days)
    bar = SHADOW if bar is None else bar
    outcome = _replayed(application, past, asked_in(past, start, end))
    for line in week_lines(shadow_week(past, outcome, bar), start, end, bar):
        click.echo(line)
