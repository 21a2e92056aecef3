"""A replay set's last questions over the end of a real history: the run's form, and that it is of use."""

import gzip
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from adapters.commands.replay_command import load_past
from bot.past import Past
from expertise.types import MessageKind
from tests.support.command_line import kenner
from tests.support.shared_data import shared_data

LAST = 60
MOST = 100
STEP = 1e-4
USEFUL = 0.35
"""Chance is far below; the whole set, with all its history, has about .6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a run, as it was written."""

    qid: str
    q0: str
    name: str
    rank: int
    score: float
    tag: str


@pytest.mark.model
@pytest.mark.slow
def test_the_last_questions_of_a_replay_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared_data("bytecode")
    monkeypatch.setenv("KENNER_DATA_DIR", str(tmp_path / "home"))
    written = tmp_path / "out.trec"
    export, queries = folder / "export.zip", folder / "queries.jsonl.gz"

    options = ["--queries", queries, "--messages", "3000", "--last", LAST, "--run", written]
    code = kenner("replay", export, *options)

    told = capsys.readouterr().out
    rankings = read_run(written)
    asked = last_queries(queries)
    assert code == 0
    assert f"{LAST} rankings written to {written}." in told
    assert set(rankings) <= set(asked)
    past = load_past(export)
    wrote_at, threads = first_written(past), thread_starts(past)
    for qid, lines in rankings.items():
        has_the_form(lines)
        names = [line.name for line in lines]
        if qid.startswith("ans:"):
            existed_before(names, asked[qid], threads)
        else:
            may_be_named(names, asked[qid], wrote_at)
    score = mrr(rankings, asked, read_qrels(folder / "qrels"))
    with capsys.disabled():
        print(f"\nMRR of {LAST} queries: {score}")  # noqa: T201 a figure to read
    assert score["ask+whoknows"] >= USEFUL


# ------------------------------------------------------------------ what a run must be


def has_the_form(lines: Sequence[Line]) -> None:
    """Best hundred at most, ranks from one, scores falling far enough that no tool has a tie to break."""
    assert len(lines) <= MOST
    assert [line.rank for line in lines] == list(range(1, len(lines) + 1))
    assert {(line.q0, line.tag) for line in lines} == {("Q0", "kenner")}
    assert len({line.name for line in lines}) == len(lines)
    assert all(later.score <= earlier.score - STEP + 1e-9 for earlier, later in pairwise(lines))


def may_be_named(names: Sequence[str], query: Mapping[str, Any], wrote_at: Mapping[str, str]) -> None:
    """People who wrote before; never the asker, nor whom the query excludes."""
    assert not {query["asker"], *query.get("exclude", ())} & set(names)
    assert all(wrote_at[name] < query["ts"] for name in names)


def existed_before(names: Sequence[str], query: Mapping[str, Any], threads: Collection[str]) -> None:
    assert query["thread"] not in names
    assert set(names) <= set(threads)
    assert all(name.partition("/")[2] < query["ts"] for name in names)


def mrr(
    rankings: Mapping[str, Sequence[Line]],
    asked: Mapping[str, Mapping[str, Any]],
    qrels: Mapping[str, Collection[str]],
) -> dict[str, float]:
    """Mean reciprocal ranks by kind; a query that the run leaves out counts 0."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for qid, query in asked.items():
        names = [line.name for line in rankings.get(qid, ())]
        found = next((1 / rank for rank, name in enumerate(names, 1) if name in qrels[qid]), 0.0)
        by_kind[query["kind"]].append(found)
    both = by_kind["ask"] + by_kind["whoknows"]
    return {kind: round(fmean(each), 3) for kind, each in (*by_kind.items(), ("ask+whoknows", both))}


# ------------------------------------------------------------------ files


def read_run(path: Path) -> dict[str, list[Line]]:
    run: dict[str, list[Line]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        qid, q0, name, rank, score, tag = line.split(" ")
        run[qid].append(Line(qid=qid, q0=q0, name=name, rank=int(rank), score=float(score), tag=tag))
    return run


def last_queries(path: Path) -> dict[str, dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = sorted(map(json.loads, lines), key=lambda query: (query["ts"], query["qid"]))
    return {query["qid"]: query for query in every[-LAST:]}


def read_qrels(folder: Path) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("*.trec"):
        for line in path.read_text("utf-8").splitlines():
            qid, _, name, grade = line.split()
            if int(grade) > 0:
                relevant[qid].add(name)
    return relevant


def first_written(past: Past) -> dict[str, str]:
    """When each person, bots apart, first wrote, by platform id."""
    names = {person.id: person.platform_id for person in past.people if not person.is_bot}
    first: dict[str, str] = {}
    for message in past.messages:
        if message.kind is MessageKind.PERSON and message.author_id in names:
            first.setdefault(names[message.author_id], message.ts)
    return first


def thread_starts(past: Past) -> set[str]:
    """Every message that can be a thread: ``CHANNEL_ID/TS``."""
    names = {channel.id: channel.platform_id for channel in past.channels}
    return {f"{names[m.channel_id]}/{m.thread_ts or m.ts}" for m in past.messages}
