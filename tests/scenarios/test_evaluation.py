"""`make eval` over a small replay set: its tables, its exit code, and that nothing is embedded twice."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot import replaying
from evaluation.__main__ import evaluation
from expertise.types import Ranking
from tests.adapters.imports.zips import BOB
from tests.scenarios.cli import CID, DEE, NEXT_DAY, CommandLine, WordModel, zipped
from tests.support.command_line import kenner

LATER = NEXT_DAY + 86_400
TEXT = "how do I restore a table from the backup?"
ANSWER = "C0GENERAL/1709280000.000100"


@pytest.fixture
def replay_set(tmp_path: Path) -> Path:
    """Three queries for whom Bob is right, and one that an old thread answers."""
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    zipped(folder, name="export")
    queries = [query("ask", number, channel="C0GENERAL") for number in range(2)]
    queries += [query("whoknows", 2), query("answers", 3, channel="C0GENERAL")]
    with gzip.open(folder / "queries.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(each) + "\n" for each in queries)
    (folder / "set.json").write_text(json.dumps({"hubs": [CID]}))
    for each in queries:
        right = ANSWER if each["kind"] == "answers" else BOB
        with (folder / "qrels" / f"{each['kind']}.trec").open("a") as qrels:
            qrels.write(f"{each['qid']} 0 {right} 1\n")
    return folder


def query(kind: str, number: int, channel: str | None = None) -> dict[str, Any]:
    ts = f"{LATER + number}.000000"
    short = {"ask": "ask", "whoknows": "who", "answers": "ans"}[kind]
    named = {"qid": f"{short}:{number}", "kind": kind, "text": TEXT, "ts": ts}
    return named | {"channel": channel, "asker": DEE, "thread": f"C0GENERAL/{ts}"}


def test_every_kind_has_a_table_and_a_good_bot_ends_well(
    bare: CommandLine, replay_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = kenner(replay_set, command=evaluation)

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines if "MRR" in line and "÷" not in line] == [
        "ask",
        "whoknows",
        "answers",
    ]
    rows = [line.split() for line in lines if line.startswith("kenner")]
    assert [row[1:3] for row in rows] == [["2", "1.000"], ["1", "1.000"], ["1", "1.000"]]
    assert sum(line.startswith("bm25-decayed") for line in lines) == 2
    assert lines[-1] == "Nowhere worse than the best baseline beyond chance."


def test_a_bot_that_is_worse_beyond_chance_ends_with_1(
    bare: CommandLine,
    replay_set: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def nobody(*_: object, **__: object) -> Ranking:
        return Ranking(candidates=(), threads=(), stands_out=False, ask_in=None)

    monkeypatch.setattr(replaying, "_rank", nobody)

    code = kenner(replay_set, command=evaluation)

    last = capsys.readouterr().out.splitlines()[-1]
    assert code == 1
    assert last == "Worse than the best baseline, and not by chance: ask, whoknows, answers."


def test_started_again_nothing_is_embedded_twice(
    bare: CommandLine,
    replay_set: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def no_more(_self: WordModel, _texts: object) -> None:
        raise AssertionError("was embedded already")

    assert kenner(replay_set, command=evaluation) == 0
    assert re.search(r"Embedding apart: [1-9]\d* texts", capsys.readouterr().out)

    monkeypatch.setattr(WordModel, "encode", no_more)

    assert kenner(replay_set, command=evaluation) == 0
    assert "every vector was known already" in capsys.readouterr().out


def test_only_the_last_queries_count_if_so_asked_and_the_run_is_written(
    bare: CommandLine, replay_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "out.trec"

    assert kenner(replay_set, "--last", "2", "--run", out, command=evaluation) == 0

    told = capsys.readouterr().out
    assert f"2 rankings written to {out}." in told
    assert "\nask " not in told
    assert {line.split()[0] for line in out.read_text().splitlines()} == {"who:2", "ans:3"}


@pytest.mark.parametrize(
    ("gone", "named"),
    [("set.json", "set.json"), ("queries.jsonl.gz", "queries.jsonl.gz"), ("qrels", "qrels")],
)
def test_what_a_set_lacks_is_named(
    bare: CommandLine, replay_set: Path, gone: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (replay_set / gone).rename(replay_set / "elsewhere")

    assert kenner(replay_set, command=evaluation) == 1

    assert f"{named} cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["ask:0 0 U0BOB\n", "ask:0 0 U0BOB many\n"])
def test_damaged_qrels_are_named(
    bare: CommandLine, replay_set: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (replay_set / "qrels" / "ask.trec").write_text(content)

    assert kenner(replay_set, command=evaluation) == 1

    assert "ask.trec cannot be read" in capsys.readouterr().err
