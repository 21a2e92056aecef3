"""``kenner cards``: cards written out as files and brought in from them, by the console command."""

from pathlib import Path

from tests.adapters.imports.zips import ANN, BOB
from tests.scenarios.cli import CommandLine

QUESTION = "How do I tune the harpsichord in the lobby?"


def faq(folder: Path, *lines: str) -> Path:
    path = folder / "faq.csv"
    path.write_text("\n".join(["question,answer,authors,topics", *lines, ""]), "utf-8")
    return path


def test_cards_are_brought_in_found_and_written_out(filled: CommandLine, tmp_path: Path) -> None:
    path = faq(tmp_path, f'{QUESTION},"Down a fifth, then by ear.",{ANN},harpsichord')

    brought, again = filled("cards", "import", path), filled("cards", "import", path)
    found = filled("ask", "tune the harpsichord")
    written = filled("cards", "export", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    back = filled("cards", "import", tmp_path / "out")

    assert (brought.code, again.code, written.code, back.code) == (0, 0, 0, 0)
    assert brought.out.startswith("1 card brought in. Their authors are told")
    assert again.out.startswith("0 cards brought in. 1 card had been here before")
    assert "From what was kept:" in found.out
    assert "Down a fifth, then by ear." in found.out
    assert "## What helped" in file.read_text("utf-8")
    assert back.out.startswith("0 cards brought in.")


def test_what_is_wrong_is_told_by_line_and_nothing_comes_in(filled: CommandLine, tmp_path: Path) -> None:
    path = faq(tmp_path, f"{QUESTION},By ear.,{BOB},", "How?,,nobody,")

    refused = filled("cards", "import", path)

    assert refused.code == 1
    assert refused.err.startswith("Nothing was brought in: 1 card cannot be. Line 3: ")
    assert filled("cards", "export", tmp_path / "out").out.startswith("There is no card")
    assert not (tmp_path / "out").exists()
