"""``import``: our import beside bare insertion of the same rows, our embedding beside the bare model's."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from adapters.imports.opening import opened
from adapters.imports.workspaces import workspace_of
from adapters.storage.schema import migrate
from adapters.wiring import Application
from bench.figures import Row, Spread, Unit, at_most, single, spread, timed, turns
from bench.materials import Materials, application_at, stage
from bot.importing import Selection, import_history
from bot.indexing import embed_missing

ROWS_LIMIT = 4.0
EMBED_LIMIT = 1.25
_BARE_RUNS = 3
_ROUNDS = 2
_BARE_BATCH = 32


def measure(materials: Materials) -> Iterator[Row]:
    """Rows first, then vectors for a sample of the passages that came of them."""
    home = materials.place("import")
    yield _rows(materials, home)
    yield _embedding(materials, home)


def _rows(materials: Materials, home: Path) -> Row:
    with stage("importing the export, without embedding"):
        wall, cpu, messages = asyncio.run(_imported(application_at(home), materials.export))
    bare, bare_cpu, count = _inserted(home / "kenner.db", materials.place("bare"))
    ratio = wall / bare.p50
    return Row(
        benchmark="import",
        what=f"{messages:,} messages to rows",
        ours=single(wall, Unit.SECONDS),
        beside=bare,
        beside_name="bare sqlite3 executemany",
        ratio=ratio,
        limit=at_most(ratio, ROWS_LIMIT, f"{ROWS_LIMIT:g} ×"),
        note=f"{count:,} rows; processor time {cpu:.1f} s, bare {bare_cpu:.2f} s: {cpu / bare_cpu:.1f} ×",
    )


async def _imported(application: Application, export: Path) -> tuple[float, float, int]:
    """Wall and processor seconds, and how many messages."""
    await migrate(application.settings.url)
    async with application.storage() as storage:
        start, cpu = time.perf_counter(), time.process_time()
        with opened(export) as found:
            workspace = workspace_of(found, export, None, "")
            report = await import_history(
                storage, workspace, found.history, Selection(), application.reading, _silent
            )
        return time.perf_counter() - start, time.process_time() - cpu, report.added


def _inserted(source: Path, folder: Path) -> tuple[Spread, float, int]:
    """The seconds of bare insertions, the processor seconds of one, and how many rows."""
    schema, tables = _content(source)
    walls: list[float] = []
    cpu = time.process_time()
    for number in range(_BARE_RUNS):
        with closing(sqlite3.connect(folder / f"{number}.db", isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            for statement in schema:
                database.execute(statement)
            with timed(walls):
                for name, rows in tables.items():
                    _insert(database, name, rows)
    cpu = (time.process_time() - cpu) / _BARE_RUNS
    return spread(walls), cpu, sum(map(len, tables.values()))


def _content(path: Path) -> tuple[list[str], dict[str, list[Any]]]:
    """The statements that make the schema, and all rows by table, in the order of making."""
    with closing(sqlite3.connect(path)) as database:
        made = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        tables = {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - names of our own tables
            for kind, name, _ in made
            if kind == "table"
        }
    return [sql for _, _, sql in made], tables


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[Any]) -> None:
    if not rows:
        return
    marks = ",".join("?" * len(rows[0]))
    database.execute("BEGIN")
    database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608 - names of our own tables
    database.execute("COMMIT")


def _embedding(materials: Materials, source: Path) -> Row:
    sample = materials.folder / "sample.db"
    shutil.copyfile(source / "kenner.db", sample)
    texts = _sampled(sample, materials.options.embed, materials.options.seed)
    homes = [materials.place(f"embed-{number}") for number in range(_ROUNDS)]
    for home in homes:
        shutil.copyfile(sample, home / "kenner.db")
    with stage(f"embedding {len(texts)} passages, {_ROUNDS} times each way"):
        ours, bare = asyncio.run(_embedded(homes, texts))
    ratio = float(np.median(ours) / np.median(bare))
    return Row(
        benchmark="import",
        what=f"embedding {len(texts)} of the passages (a sample)",
        ours=spread(ours),
        beside=spread(bare),
        beside_name="bare model.encode, by length",
        ratio=ratio,
        limit=at_most(ratio, EMBED_LIMIT, f"{EMBED_LIMIT:g} ×"),
        note=f"{len(texts) / np.median(ours):.1f} passages a second; ours are also written to the database",
    )


def _sampled(path: Path, count: int, seed: int) -> list[str]:
    """Leaves a random sample of the passages that the model serves, and gives their texts."""
    with closing(sqlite3.connect(path)) as database:
        served = "SELECT id, text FROM passages WHERE language IN ('en', 'und') ORDER BY id"
        rows = database.execute(served).fetchall()
        chosen = [rows[at] for at in np.random.default_rng(seed).permutation(len(rows))[:count]]
        database.execute("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)")
        database.executemany("INSERT INTO kept VALUES (?)", [(row[0],) for row in chosen])
        database.execute("DELETE FROM passages WHERE id NOT IN (SELECT id FROM kept)")
        database.commit()
    return [text for _, text in chosen]


async def _embedded(homes: Sequence[Path], texts: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each round, ours and bare, which take turns in going first; a new database each."""
    model, embedder = bare_model(), application_at(homes[0]).embedder
    model.encode(texts[:8])
    embedder.encode(texts[:8])
    ours: list[float] = []
    bare: list[float] = []
    for number, home in enumerate(homes):
        application = application_at(home)
        async with application.storage() as storage:
            workspace = await application.workspace(storage)
            for is_ours in turns(number):
                with timed(ours if is_ours else bare):
                    if is_ours:
                        await embed_missing(storage, workspace.id, embedder, _silent)
                    else:
                        model.encode(sorted(texts, key=len), batch_size=_BARE_BATCH)
    return ours, bare


def bare_model() -> Any:  # noqa: ANN401 - typed in part only
    """The default model as anybody would load it."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds

    from index.model_files import find_model  # noqa: PLC0415

    return SentenceTransformer(str(find_model(None).folder), device="cpu", local_files_only=True)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress of what is being timed is not shown."""
