"""``kenner replay`` as a person meets it: a report in the terminal and as a page, and what it refuses."""

import re
from pathlib import Path

from bot import report_phrases as phrases_of_report
from tests.scenarios.cli import FIRST, CommandLine, company, said, zipped


def test_a_replay_reports_on_an_export_in_the_terminal_and_as_a_page(
    cli: CommandLine, tmp_path: Path
) -> None:
    page = tmp_path / "new folder" / "report.html"

    outcome = cli("replay", zipped(tmp_path), "--report", page)

    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == phrases_of_report.found(1, 1)
    assert lines[-1] == phrases_of_report.report_written(str(page))
    assert page.read_text("utf-8").startswith("<!doctype html>")
    people = re.compile(r"\b(ann|bob|cid|dee|u0\w+)\b", re.IGNORECASE)
    assert not people.search(outcome.out + page.read_text("utf-8"))


def test_without_an_export_what_is_imported_is_replayed_and_nothing_more_is_kept(
    cli: CommandLine, tmp_path: Path
) -> None:
    path = zipped(tmp_path, company(closed=True))
    cli("import", path, "--private", "vault")
    before = cli.rows()

    stored = cli("replay")

    assert stored.code == 0
    assert cli.rows() == before
    assert not list(cli.home.glob("embeddings*"))
    assert stored.out == cli("replay", path).out


def test_a_history_without_threads_is_told_so(cli: CommandLine, tmp_path: Path) -> None:
    alone = [said("is anybody here?", f"{FIRST}.000100")]
    quiet = {name: [] for name in company() if "/" in name}
    path = zipped(tmp_path, company({**quiet, "general/2024-03-01.json": alone}))

    outcome = cli("replay", path, "--report", tmp_path / "report.html")

    assert outcome.code == 0
    assert " ".join(outcome.out.splitlines()[:-1]) == phrases_of_report.no_questions("acme")


def test_a_report_is_not_had_of_a_replay_sets_queries(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("replay", zipped(tmp_path), "--queries", "queries.jsonl.gz", "--report", "report.html")

    assert outcome.code == 2
    assert phrases_of_report.REPORT_NEEDS_HISTORY in outcome.err
