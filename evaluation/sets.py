"""A replay set on disk: an export, queries, who was relevant, and the usual suspects."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters.imports.errors import Unreadable, UnreadableError

Qrels = Mapping[str, frozenset[str]]
"""By query id, the names of what is relevant; never empty."""


class Kind(StrEnum):
    """What is asked, and for whom or what."""

    ASK = "ask"
    WHOKNOWS = "whoknows"
    PULLED = "pulled"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySet:
    """``hubs`` are the ten busiest answerers of the past: whom anyone would name."""

    export: Path
    queries: Path
    qrels: Mapping[Kind, Qrels]
    hubs: frozenset[str]


def read_set(folder: Path) -> ReplaySet:
    """The set in a folder: whatever kinds it has qrels of. Raises ``UnreadableError``."""
    about, qrels = folder / "set.json", folder / "qrels"
    if not qrels.is_dir():
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(qrels))
    return ReplaySet(
        export=folder / "export.zip",
        queries=folder / "queries.jsonl.gz",
        qrels={kind: read_qrels(path) for kind in Kind if (path := qrels / f"{kind}.trec").exists()},
        hubs=_hubs(about),
    )


def read_qrels(path: Path) -> Qrels:
    """``qid 0 docid grade`` a line; a grade above 0 is relevant. Raises ``UnreadableError``."""
    found: dict[str, set[str]] = defaultdict(set)
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                qid, _, name, grade = line.split()
                if int(grade) > 0:
                    found[qid].add(name)
    except (OSError, ValueError) as error:
        raise UnreadableError(Unreadable.DAMAGED, path=str(path)) from error
    return {qid: frozenset(names) for qid, names in found.items()}


def _hubs(path: Path) -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(path.read_text(encoding="utf-8"))["hubs"]))
    except FileNotFoundError as error:
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(path)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(Unreadable.DAMAGED, path=str(path)) from error
