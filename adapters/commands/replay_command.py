"""``kenner replay``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.imports.opening import Tenant
    from adapters.wiring import Application
    from bot.past import Past, PastQuestion, Replayed
    from index.types import Embedder


@click.command("replay")
@click.argument("export", type=click.Path(path_type=Path), required=False)
@click.option(
    "--queries",
    type=click.Path(path_type=Path),
    help="A replay set's queries.jsonl.gz. [default: from the export]",
)
@click.option("--run", "out", type=click.Path(path_type=Path), help="Write the rankings here, in TREC form.")
@click.option("--report", "page", type=click.Path(path_type=Path), help="Write the report here too, as HTML.")
@click.option("--workspace", help="Which workspace, where there is no EXPORT and there are several.")
@click.option("--messages", type=click.IntRange(1), help="Only the latest messages.")
@click.option("--last", type=click.IntRange(1), help="Only the latest questions.")
def command(
    export: Path | None,
    queries: Path | None,
    out: Path | None,
    page: Path | None,
    workspace: str | None,
    messages: int | None,
    last: int | None,
) -> None:
    """Ask the past questions of an EXPORT.zip again, each knowing only what was written before it.

    Without EXPORT: those of what is imported. Reports for how many questions the person who helped would
    have been named, beside the habit of asking whoever has been answering in the channel lately; which
    questions nobody answered, and how asking would have spread. It counts questions, never people.
    """
    from adapters.commands.import_command import tenant_of  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.report_phrases import REPORT_NEEDS_HISTORY  # noqa: PLC0415

    if queries and page:
        raise click.UsageError(REPORT_NEEDS_HISTORY)
    # What is remembered outlives an erasure: an export's texts may be, those of the database may not.
    application = Application(Settings(), remembers=export is not None)
    for path in filter(None, (out, page)):
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
    if export:
        past = load_past(export, messages, tenant_of(application.settings))
    else:
        past = run(load_stored(application, workspace, messages))
    if queries:
        _replay_queries(application, past, queries, out, last)
    else:
        _replay_history(application, past, out, page, last)


def _replay_queries(
    application: Application, past: Past, queries: Path, out: Path | None, last: int | None
) -> None:
    from adapters.replay_files import read_queries, write_run  # noqa: PLC0415
    from bot.phrases import written  # noqa: PLC0415

    questions = sorted(read_queries(queries, past), key=lambda q: (q.ts, q.qid))
    outcome = run(replay(application, past, questions[-(last or 0) :]))
    if out:
        write_run(out, past, outcome)
        click.echo(written(len(outcome), str(out)))


def _replay_history(
    application: Application, past: Past, out: Path | None, page: Path | None, last: int | None
) -> None:
    from adapters.replay_files import write_run  # noqa: PLC0415
    from adapters.reports.page import report_page  # noqa: PLC0415
    from adapters.reports.text import report_lines  # noqa: PLC0415
    from bot.pastquestions import past_questions  # noqa: PLC0415
    from bot.pastwaits import MOST, Waits, waits  # noqa: PLC0415
    from bot.phrases import written  # noqa: PLC0415
    from bot.report_phrases import report_written  # noqa: PLC0415
    from bot.reporting import report  # noqa: PLC0415

    known = past_questions(past.messages)[-(last or 0) :]
    waited = waits(past.messages, known[0].ts) if known else Waits()
    outcome = run(replay(application, past, [*known, *waited.unanswered[-MOST:]]))
    told = report(past, outcome, waited)
    asked = [one for one in outcome if one.question.helpers]
    if out:  # files first: whoever reads the terminal through a pipe may close it
        write_run(out, past, asked)
    if page:
        page.write_text(report_page(told), encoding="utf-8")
    for line in report_lines(told):
        click.echo(line)
    if out:
        click.echo(written(len(asked), str(out)))
    if page:
        click.echo(report_written(str(page)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """For how many questions a real helper was among the first three."""

    questions: int
    ours: int
    habit: int


def summarise(outcome: Sequence[Replayed]) -> Score:
    """Success at three, beside the habit's."""
    from expertise.evaluation import is_success  # noqa: PLC0415

    return Score(
        questions=len(outcome),
        ours=sum(
            is_success([c.person.id for c in one.ranking.candidates], one.question.helpers, 3)
            for one in outcome
        ),
        habit=sum(is_success(one.habit, one.question.helpers, 3) for one in outcome),
    )


def load_past(export: Path, latest: int | None = None, tenant: Tenant | None = None) -> Past:
    """The public part of an export, whole in memory."""
    from adapters.imports.opening import opened  # noqa: PLC0415
    from adapters.imports.workspaces import workspace_of  # noqa: PLC0415
    from bot.importing import as_past  # noqa: PLC0415

    with opened(export, tenant) as found:
        return as_past(workspace_of(found, export, None, ""), found.history, latest)


async def load_stored(application: Application, workspace: str | None, latest: int | None = None) -> Past:
    """The public part of what is imported, whole in memory."""
    from dataclasses import replace  # noqa: PLC0415

    from bot.storedpast import stored_past  # noqa: PLC0415

    async with application.storage() as storage:
        past = await stored_past(storage, await application.workspace(storage, workspace))
    return replace(past, messages=past.messages[-(latest or 0) :])


async def replay(
    application: Application,
    past: Past,
    questions: Sequence[PastQuestion],
    embedder: Embedder | None = None,
    *,
    with_votes: bool = False,
    with_people: bool = True,
    most_lessons: int | None = None,
) -> list[Replayed]:
    """Walk through the past over the in-memory stores, with an index of its own.

    ``embedder`` stands in for the application's; ``with_votes`` adds the baselines that search; without
    ``with_people`` only past threads are looked for;
    each of the past questions that it learns from, ``most_lessons`` of them, costs as much as an answer.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from adapters.progress import bars  # noqa: PLC0415
    from bot.pastquestions import MOST_LESSONS, lessons  # noqa: PLC0415

    with TemporaryDirectory(prefix="kenner-replay-") as folder, bars() as progress:
        walk = application.walk(past, Path(folder), embedder or application.embedder, progress)
        taught = lessons(past.messages, questions, MOST_LESSONS if most_lessons is None else most_lessons)
        walked = walk.run(past, questions, taught, with_votes=with_votes, with_people=with_people)
        return [outcome async for outcome in walked]
