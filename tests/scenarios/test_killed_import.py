"""An import killed in the middle of a transaction and run again leaves the rows of an unbroken one."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killable_import.py")
REAL = Path(__file__).parents[3] / "shared" / "data" / "slack-export-2016.zip"
POINTS = 20

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real export where there is one, else the sample workspace."""
    if REAL.exists():
        return REAL
    from sample.build import HERE, build  # noqa: PLC0415 only where needed

    path = tmp_path_factory.mktemp("export") / "sample.zip"
    path.write_bytes(build(HERE))
    return path


def start(arguments: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 our own script
        [sys.executable, *arguments],
        env={**os.environ, "KENNER_DATA_DIR": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def migrated(home: Path) -> Path:
    done = start(["-m", "adapters.cli", "migrate"], home)
    assert done.returncode == 0, done.stderr
    return home


def rows(home: Path) -> Rows:
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {name: sorted(database.execute(f"select * from {name}"), key=repr) for name in tables}  # noqa: S608


@pytest.mark.kill
@pytest.mark.slow
def test_a_killed_import_goes_on_to_the_same_rows(export: Path, tmp_path: Path) -> None:
    whole = start([str(SCRIPT), str(export), "0"], migrated(tmp_path / "whole"))
    assert whole.returncode == 0, whole.stderr
    expected = rows(tmp_path / "whole")
    statements = int(re.findall(r"statements (\d+)", whole.stderr)[-1])
    points = sorted(random.Random(20).sample(range(2, statements + 1), POINTS))

    differing = [point for point in points if _killed_and_resumed(export, tmp_path, point) != expected]

    assert len(expected["messages"]) > 1_000
    assert differing == []


def _killed_and_resumed(export: Path, tmp_path: Path, point: int) -> Rows:
    home = migrated(tmp_path / f"killed-{point}")
    killed = start([str(SCRIPT), str(export), str(point)], home)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    resumed = start([str(SCRIPT), str(export), "0"], home)
    assert resumed.returncode == 0, resumed.stderr
    return rows(home)
