"""``kenner replay``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.wiring import Application
    from bot.replaying import Past, PastQuestion, Replayed


_THREADS = 100
"""Past threads that a run for the kind ``answers`` lists."""


@click.command("replay")
@click.argument("export", type=click.Path(path_type=Path))
@click.option(
    "--queries",
    type=click.Path(path_type=Path),
    help="A replay set's queries.jsonl.gz. [default: from the export]",
)
@click.option("--run", "out", type=click.Path(path_type=Path), help="Write the rankings here, in TREC form.")
@click.option("--messages", type=click.IntRange(1), help="Only the latest messages of the export.")
@click.option("--last", type=click.IntRange(1), help="Only the latest questions.")
def command(
    export: Path, queries: Path | None, out: Path | None, messages: int | None, last: int | None
) -> None:
    """Ask the past questions of an EXPORT.zip again, each knowing only what was written before it.

    Shows for how many the person who helped would have been named, beside the habit of asking
    whoever has been answering in the channel lately.
    """
    from adapters.replay_files import read_queries, write_run  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.pastquestions import past_questions  # noqa: PLC0415
    from bot.phrases import replayed, written  # noqa: PLC0415

    application = Application(Settings(), remembers=True)
    if out:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
    past = load_past(export, messages)
    questions = read_queries(queries, past) if queries else past_questions(past.messages)
    outcome = run(replay(application, past, sorted(questions, key=lambda q: (q.ts, q.qid))[-(last or 0) :]))
    if out:
        write_run(out, past, outcome)
    known = [one for one in outcome if one.question.helpers]
    if known:
        score = summarise(known)
        click.echo(replayed(score.questions, score.ours, score.habit))
    elif out:
        click.echo(written(len(outcome), str(out)))


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


def load_past(export: Path, latest: int | None = None) -> Past:
    """The public part of an export, whole in memory."""
    from adapters.imports.archive import ExportArchive  # noqa: PLC0415
    from adapters.imports.slack_export import SlackExport  # noqa: PLC0415
    from adapters.imports.workspaces import workspace_of  # noqa: PLC0415
    from bot.importing import as_past  # noqa: PLC0415

    with ExportArchive(export) as archive:
        history = SlackExport(archive)
        return as_past(workspace_of(history.team_id, export, None, ""), history, latest)


async def replay(application: Application, past: Past, questions: Sequence[PastQuestion]) -> list[Replayed]:
    """Walk through the past over the in-memory stores, with an index of its own."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from adapters.progress import bars  # noqa: PLC0415
    from adapters.storage.memory.unit_of_work import MemoryStorage  # noqa: PLC0415
    from bot.replaying import Replay  # noqa: PLC0415
    from expertise.matcher import Settings as MatcherSettings  # noqa: PLC0415
    from index.snapshot import IndexFolder  # noqa: PLC0415

    embedder = application.embedder
    with TemporaryDirectory(prefix="kenner-replay-") as folder, bars() as progress:
        walk = Replay(
            MemoryStorage(),
            past.workspace,
            IndexFolder(Path(folder), model_id=embedder.model_id, dimension=embedder.dimension),
            application.reading,
            embedder,
            MatcherSettings(threads=_THREADS),
            progress,
        )
        return [outcome async for outcome in walk.run(past, questions)]
