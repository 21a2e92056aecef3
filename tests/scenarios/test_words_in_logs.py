"""Whatever breaks, and wherever: nobody's words are in the log or on the screen."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import phrases
from tests.scenarios.cli import ASKED, FIRST, SECRET, CommandLine, company, said, zipped


@pytest.mark.parametrize(
    "place",
    [
        "bot.importing.message",
        "bot.importing.arrange",
        "bot.indexing.publish",
        "tests.scenarios.cli.WordModel.encode",
        "index.languages.LangidDetector.detect",
    ],
)
def test_what_breaks_while_words_are_read_never_repeats_them(
    cli: CommandLine, tmp_path: Path, place: str
) -> None:
    cli.monkeypatch.setenv("KENNER_LOG_LEVEL", "DEBUG")
    cli.monkeypatch.setattr(place, _break)
    path = zipped(
        tmp_path, company({"general/2024-03-01.json": [said(f"the {SECRET} word", f"{FIRST}.000100")]})
    )

    outcome = cli("import", path)

    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err.splitlines()[-1] == phrases.UNEXPECTED
    assert _logged(outcome.err)["error"] == "RuntimeError"
    assert SECRET not in outcome.err


@pytest.mark.parametrize(
    "place",
    ["tests.scenarios.cli.WordModel.encode", "index.reader.IndexReader.by_words", "adapters.console.lines"],
)
def test_what_breaks_while_a_question_is_answered_never_repeats_it(filled: CommandLine, place: str) -> None:
    filled.monkeypatch.setenv("KENNER_LOG_LEVEL", "DEBUG")
    filled.monkeypatch.setattr(place, _break)

    outcome = filled("ask", f"{ASKED} {SECRET}")

    assert outcome.code == 1
    assert outcome.err.splitlines()[-1] == phrases.UNEXPECTED
    assert _logged(outcome.err)["event"] == "unexpected"
    assert SECRET not in outcome.err


def _break(*arguments: object, **options: object) -> None:
    """As libraries do: with everything they were given in the words, and in those of the cause."""
    words = f"{arguments} {options} {SECRET}"
    raise RuntimeError(words) from ValueError(words)


def _logged(err: str) -> dict[str, Any]:
    (line,) = (line for line in err.splitlines() if line.startswith("{"))
    logged: dict[str, Any] = json.loads(line)
    return logged
