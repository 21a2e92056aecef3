"""Killed before and after each thing that it says unasked or aloud, a bot says each once."""

from pathlib import Path

import pytest

from tests.scenarios.killable_notes import SAID
from tests.scenarios.test_killed_bot import count, start


@pytest.mark.kill
@pytest.mark.slow
def test_weekly_notes_words_aloud_and_cards_are_told_once_whenever_the_bot_is_killed(tmp_path: Path) -> None:
    assert start(tmp_path, "-m", "adapters.cli", "migrate").returncode == 0

    killed = start(tmp_path, "-m", "tests.scenarios.killable_notes")

    said = (tmp_path / "said.txt").read_text(encoding="utf-8").split()
    assert killed.returncode == 0, killed.stderr
    assert int(killed.stdout) == 2 * SAID
    assert len(said) == len(set(said)) == SAID
    assert count(tmp_path, "SELECT count(*) FROM outgoing WHERE state = 'sent'") == SAID
    assert count(tmp_path, "SELECT count(*) FROM due_notes") == 0
    assert count(tmp_path, "SELECT count(*) FROM aloud WHERE ts IS NOT NULL") == 1
