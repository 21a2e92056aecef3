"""``kenner tune`` as a person meets it: measured, judged by hand, adopted, and a week looked at."""

import csv
import json
from pathlib import Path

from bot import tuning_phrases as say
from bot.bars import ADOPTED
from bot.tuning_types import Truth
from tests.adapters.imports.zips import BOB
from tests.scenarios.cli import CID, FIRST, CommandLine, company, said, thread, zipped

AGAIN = "how do I restore the orders table from a backup, please?"
A_DAY = 86_400
SUNDAY = FIRST + 30 * A_DAY  # 31 March 2024


def test_the_past_is_measured_and_says_what_it_is_held_against(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("tune", _asked_again(tmp_path))

    assert (outcome.code, outcome.err) == (0, "")
    text = " ".join(outcome.out.split())
    assert say.title("acme") in text
    assert "I looked at 5 questions" in text
    assert say.TRUTHS[Truth.NONE] in text
    assert "U0" not in outcome.out


def test_a_drawn_sheet_is_judged_and_adopted(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", _asked_again(tmp_path))
    sheet = tmp_path / "sheet.csv"

    drawn = cli("tune", "--sheet", sheet)
    rows = _judge(sheet, "yes")
    told = cli("tune", "--judged", sheet, "--json")
    adopted = cli("tune", "--judged", sheet, "--adopt")

    assert drawn.out == f"{say.sheet_written(len(rows), str(sheet))}\n"
    assert {row["weight"] for row in rows} == {"1.000"}
    whole = json.loads(told.out)["groups"][0]
    assert whole["judged"] == len(rows) > 0
    assert whole["bars"]["private"]["bar"] is None  # too few to show anything
    assert adopted.out.splitlines()[-1] == say.adopted(2)
    stored = cli.rows()
    assert [row[3:5] for row in stored["bars"]] == [("in_thread", None), ("private", None)]
    assert [row for row in stored["audit"] if ADOPTED in row]


def test_a_page_is_written_and_a_channel_can_be_named(cli: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "out" / "tune.html"

    outcome = cli("tune", _asked_again(tmp_path), "--report", page, "--channel", "#general")

    assert outcome.code == 0
    assert f"{say.CURVE}: general" in outcome.out
    assert page.read_text(encoding="utf-8").startswith("\n<!doctype html>") or page.stat().st_size
    assert cli("tune", _asked_again(tmp_path), "--channel", "nowhere").code == 2


def test_an_export_cannot_be_adopted_and_nothing_known_is_not(cli: CommandLine, tmp_path: Path) -> None:
    path = _asked_again(tmp_path)
    cli("import", path)

    assert cli("tune", path, "--adopt").code == 2
    assert cli("tune", "--adopt").out.splitlines()[-1] == say.NOTHING_TO_ADOPT
    assert cli.rows()["bars"] == []


def test_a_week_shows_what_would_have_been_said(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("tune", _asked_again(tmp_path), "--week", "2024-03-25", "--from", "0.1")

    text = " ".join(outcome.out.split())
    assert outcome.code == 0
    assert "2 messages asked for help. 1 had an answer from a person within 2 minutes" in text
    assert "1 would have been said." in text
    assert f"“{AGAIN}”" in text
    assert "restore the backup with the restore script" in text


def test_a_damaged_sheet_is_refused_in_words(cli: CommandLine, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("question,thread,verdict,weight,reason\nC1/1.0,C1/2.0,perhaps,1,\n", encoding="utf-8")

    outcome = cli("tune", _asked_again(tmp_path), "--judged", bad)

    assert outcome.code == 1
    assert "Traceback" not in outcome.err


def _judge(sheet: Path, verdict: str) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as lines:
        rows = [{**row, "verdict": verdict} for row in csv.DictReader(lines)]
    with sheet.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return rows


def _asked_again(folder: Path) -> Path:
    """The company, where a month later the same is asked again: by Cid in vain, by Bob with an answer."""
    late = [said(AGAIN, f"{SUNDAY}.000100", CID)]
    answered = thread(
        SUNDAY + 600, "where is the holiday calendar, please?", (CID, "on the wiki page"), asker=BOB
    )
    return zipped(folder, company({"general/2024-03-31.json": [*late, *answered]}))
