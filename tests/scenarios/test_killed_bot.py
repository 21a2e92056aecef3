"""A bot that is killed while it answers, again and again: each question is answered once, and said once."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killable_bot.py")
QUESTIONS = 20


def start(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 our own script
        [sys.executable, *map(str, arguments)],
        env={**os.environ, "KENNER_DATA_DIR": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def count(home: Path, statement: str) -> int:
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        found: int = database.execute(statement).fetchone()[0]
        return found


@pytest.mark.kill
@pytest.mark.slow
def test_a_bot_that_is_killed_while_it_answers_answers_every_question_once(tmp_path: Path) -> None:
    assert start(tmp_path, "-m", "adapters.cli", "migrate").returncode == 0

    for last in (1, 4, 7):
        killed = start(tmp_path, SCRIPT, QUESTIONS, last)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    resumed = start(tmp_path, SCRIPT, QUESTIONS, 0)

    assert resumed.returncode == 0, resumed.stderr
    said = (tmp_path / "said.txt").read_text(encoding="utf-8").split()
    assert sorted(said) == sorted(f"answer-{number}" for number in range(QUESTIONS))
    assert count(tmp_path, "SELECT count(*) FROM questions WHERE state = 'answered'") == QUESTIONS
    assert count(tmp_path, "SELECT count(*) FROM questions") == QUESTIONS
    assert count(tmp_path, "SELECT count(*) FROM inbox WHERE state = 'done'") == QUESTIONS
    assert count(tmp_path, "SELECT count(*) FROM outgoing WHERE state = 'sent'") == QUESTIONS
    assert resumed.stderr == ""
