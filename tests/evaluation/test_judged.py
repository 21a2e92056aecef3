"""The judgements that the chance was fitted on: whole, drawn as it is said, and by ids alone."""

import csv
import re
from pathlib import Path

import pytest

from adapters.judged_csv import COLUMNS, read_judged
from bot.tuning_types import Verdict
from tests.support.builders import ACME

FILE = Path(__file__).parent.parent.parent / "evaluation" / "judged" / "bytecode.csv"
_KEY = re.compile(r"C\d{9}/\d{10}\.\d{6}")


def test_every_line_can_be_read_and_holds_ids_and_a_word_of_why() -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert tuple(rows[0]) == COLUMNS
    assert len(read_judged(FILE, ACME.id)) == len(rows) == 445
    assert all(_KEY.fullmatch(row["question"]) and _KEY.fullmatch(row["thread"]) for row in rows)
    assert all(len(row["reason"]) <= 80 for row in rows)


def test_the_weighted_ones_stand_for_every_question_that_had_a_thread() -> None:
    drawn = [each for each in read_judged(FILE, ACME.id) if each.weight is not None]

    assert len(drawn) == len({each.question for each in drawn}) == 180
    assert sum(each.weight or 0 for each in drawn) == pytest.approx(1_798, abs=0.1)
    assert {each.verdict for each in drawn} == set(Verdict)
