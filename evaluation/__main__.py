"""``python -m evaluation [SET]``, which is ``make eval``."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from adapters.cli import main, run
from adapters.commands.replay_command import load_past, replay
from adapters.replay_files import read_queries, write_run
from adapters.settings import Settings
from adapters.wiring import Application
from bench.machine import peak
from bot import phrases
from bot.past import Past, PastQuestion, Replayed
from evaluation import table
from evaluation.measures import score
from evaluation.runs import runs
from evaluation.sets import Kind, Qrels, ReplaySet, read_set
from evaluation.timing import TimedEmbedder
from evaluation.verdicts import judge
from index.embedding_cache import CachedEmbedder

_SET = Path(__file__).parent.parent.parent / "shared" / "data" / "bytecode"
_WORSE = 1


@click.command("evaluation")
@click.argument("folder", metavar="[SET]", type=click.Path(path_type=Path), default=_SET)
@click.option("--run", "out", type=click.Path(path_type=Path), help="Write our rankings here, in TREC form.")
@click.option("--messages", type=click.IntRange(1), help="Only the latest messages of the export.")
@click.option("--last", type=click.IntRange(1), help="Only the latest queries.")
def evaluation(folder: Path, out: Path | None, messages: int | None, last: int | None) -> int:
    """Replay a SET, and measure the bot beside the baselines, all in one walk through the past.

    SET is a folder with export.zip, queries.jsonl.gz, qrels/ and set.json.

    The slow part is embedding. Vectors are kept by the hash of their text in embeddings.db of the data
    folder (KENNER_DATA_DIR): interrupted and started again, or run another time, nothing is embedded twice.

    Ends with 1 where a kind is worse than its best baseline: the 95 % interval of the ratio wholly below 1.
    """
    chosen = read_set(folder)
    past = load_past(chosen.export, messages)
    questions = sorted(read_queries(chosen.queries, past), key=lambda q: (q.ts, q.qid))[-(last or 0) :]
    if out:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
    walk = _walk(past, questions)
    if out:
        write_run(out, past, walk.outcome)
        click.echo(phrases.written(len(walk.outcome), str(out)))
    worse = _report(chosen, past, walk.outcome, {q.qid for q in questions} if last else None)
    click.echo()
    click.echo(phrases.walked(len(walk.outcome), walk.seconds - walk.remembering.seconds, peak()))
    click.echo(phrases.embedded(walk.model.texts, walk.model.seconds, walk.remembering.seconds))
    click.echo(phrases.worse(worse) if worse else phrases.NO_WORSE)
    return _WORSE if worse else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """What came of it; ``remembering`` is the time of all embedding, ``model`` that of the bare model."""

    outcome: Sequence[Replayed]
    seconds: float
    model: TimedEmbedder
    remembering: TimedEmbedder


def _walk(past: Past, questions: Sequence[PastQuestion]) -> _Walk:
    application = Application(Settings())
    model = TimedEmbedder(application.model, time.perf_counter)
    remembering = TimedEmbedder(
        CachedEmbedder(model, application.data_dir / "embeddings.db"), time.perf_counter
    )
    started = time.perf_counter()
    outcome = run(replay(application, past, questions, remembering, with_votes=True))
    seconds = time.perf_counter() - started
    return _Walk(outcome=outcome, seconds=seconds, model=model, remembering=remembering)


def _report(chosen: ReplaySet, past: Past, outcome: Sequence[Replayed], asked: set[str] | None) -> list[Kind]:
    """Print a table for each kind; the kinds that are worse than their best baseline."""
    found = runs(past, outcome)
    worse = []
    for kind, every in chosen.qrels.items():
        qrels: Qrels = {qid: names for qid, names in every.items() if asked is None or qid in asked}
        own = {name: each for name, each in found.items() if qrels.keys() & each.rankings.keys()}
        if not own:
            continue
        scores = {name: score(each, qrels, chosen.hubs, kind) for name, each in own.items()}
        verdict = judge(kind, scores)
        click.echo()
        for line in table.lines(kind, len(qrels), scores, verdict):
            click.echo(line)
        if verdict.is_worse:
            worse.append(kind)
    return worse


if __name__ == "__main__":
    main(command=evaluation)
