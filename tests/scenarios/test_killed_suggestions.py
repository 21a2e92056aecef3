"""Whoever suggests is killed again and again: each past answer is suggested once."""

import signal
from pathlib import Path

import pytest

from tests.scenarios.killable_suggestions import ASKED
from tests.scenarios.test_killed_bot import count, start

SCRIPT = ("-m", "tests.scenarios.killable_suggestions")


@pytest.mark.kill
@pytest.mark.slow
def test_a_bot_that_is_killed_while_it_suggests_suggests_each_once(tmp_path: Path) -> None:
    assert start(tmp_path, "-m", "adapters.cli", "migrate").returncode == 0

    for last in (1, 2):
        killed = start(tmp_path, *SCRIPT, last)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    resumed = start(tmp_path, *SCRIPT, 0)

    said = (tmp_path / "said.txt").read_text(encoding="utf-8").split()
    assert resumed.returncode == 0, resumed.stderr
    assert len(said) == len(set(said)) == ASKED
    assert count(tmp_path, "SELECT count(*) FROM suggestions WHERE state = 'said'") == ASKED
    assert count(tmp_path, "SELECT count(*) FROM outgoing WHERE state = 'sent'") == ASKED
