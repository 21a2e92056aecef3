"""The labelled messages: ids, labels and reasons here, the words in the export that they were said in."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from evaluation.noticing_sample import Half, Spoken
from expertise.types import Message

_HERE = Path(__file__).parent / "labelled"
LABELLED = _HERE / "bytecode.csv"
ELSEWHERE = _HERE / "houston.csv"
"""Of another community, where hardly anybody uses threads. It was looked at while building."""

INVENTED = _HERE / "invented.csv"

SAME_BREATH = timedelta(minutes=3)
"""What its author writes within this time is taken together with a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message, whether it asks for help, and what kind of message it is.."""

    text: str
    opens: bool
    afterwards: str
    asks: bool
    kind: str
    stratum: str
    half: Half
    group: str = ""


def labelled(every: Iterable[Spoken], path: Path = LABELLED) -> list[Case]:
    """The labelled messages with their words; raises ``KeyError`` where one is not in the history."""
    known = {(each.channel, str(each.message.ts)): each for each in every}
    return [_case(known[row["channel"], row["ts"]], row) for row in _rows(path)]


def labelled_threads(every: Iterable[Spoken]) -> frozenset[tuple[str, str]]:
    """Channel and thread of each labelled message: nothing in them is learned from."""
    keys = {(row["channel"], row["ts"]) for row in _rows(LABELLED)}
    return frozenset(thread_of(each.message) for each in every if (each.channel, each.message.ts) in keys)


def thread_of(message: Message) -> tuple[str, str]:
    """What names the thread that a message is in, or would begin."""
    return message.channel_id, message.thread_ts or message.ts


def invented() -> list[Case]:
    """Messages that we made up, of other languages and communities: to be kept right, not to measure by."""
    return [
        Case(
            text=row["text"],
            opens=row["place"] == "root",
            afterwards="",
            asks=row["label"] == "yes",
            kind=row["kind"],
            stratum="invented",
            half=Half.DEV,
            group=row["language"],
        )
        for row in _rows(INVENTED)
    ]


def afterwards(each: Spoken) -> str:
    """What its author wrote in the same breath."""
    at = each.message.at
    return "\n".join(own.text for own in each.own_next if own.at - at <= SAME_BREATH)


def _case(each: Spoken, row: Mapping[str, str]) -> Case:
    return Case(
        text=each.message.text,
        opens=each.opens,
        afterwards=afterwards(each),
        asks=row["label"] == "yes",
        kind=row["kind"],
        stratum=row["stratum"],
        half=Half(row["half"]),
    )


def _rows(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
