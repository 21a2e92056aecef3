"""The command line over a small workspace in a data folder of its own, with a model of plain words."""

import shutil
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.types import Vectors
from tests.adapters.imports.zips import ANN, BOB, account, channel, packed
from tests.support.command_line import kenner
from tests.support.models import WordEmbedder, WordTokens

CID, DEE = "U0CID", "U0DEE"
SECRET = "zanzibar"

Rows = dict[str, list[tuple[object, ...]]]


class WordModel(WordEmbedder):
    """Stands in for ``SentenceTransformerEmbedder``: quick, and always the same."""

    def __init__(
        self,
        model: str | None = None,
        *,
        languages: Collection[str] | None = None,
        expected_sha256: str | None = None,
        torch_threads: int | None = None,
    ) -> None:
        served = languages if model else {"en"}
        super().__init__(f"{model or 'words'}@1", languages=None if served is None else frozenset(served))

    def counter(self) -> WordTokens:
        return WordTokens()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Its own, so that a test can break it."""
        return super().encode(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command left behind on the screen."""

    code: int
    out: str
    err: str


class CommandLine:
    """``kenner`` in this process, as from a shell."""

    def __init__(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.home = home
        self.monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Outcome:
        self._capsys.readouterr()
        code = kenner(*arguments)
        out, err = self._capsys.readouterr()
        return Outcome(code=code, out=out, err=err)

    @property
    def database(self) -> Path:
        return self.home / "kenner.db"

    def rows(self) -> Rows:
        """Every table, in an order of its own."""
        with closing(sqlite3.connect(self.database)) as database:
            names = [n for (n,) in database.execute("select name from sqlite_master where type = 'table'")]
            return {name: sorted(database.execute(f"select * from {name}"), key=repr) for name in names}  # noqa: S608

    def move(self, home: Path) -> None:
        """Go on with another data folder."""
        self.home = home
        self.monkeypatch.setenv("KENNER_DATA_DIR", str(home))


def said(text: str, ts: str, user: str = ANN, **fields: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": ts} | fields


def thread(start: int, question: str, *answers: tuple[str, str], asker: str = ANN) -> list[dict[str, Any]]:
    """A question at that second, and answers a minute apart, each by its author."""
    root = f"{start}.000100"
    replies = [
        said(text, f"{start + 60 * number}.000100", user, thread_ts=root)
        for number, (user, text) in enumerate(answers, 1)
    ]
    return [said(question, root, asker, thread_ts=root), *replies]


ASKED = "how do I restore the orders table from a backup?"
FIRST = 1_709_280_000
NEXT_DAY = FIRST + 86_400


def talk() -> dict[str, list[dict[str, Any]]]:
    """Day files of two public channels, and of a private one where only Cid and Dee are."""
    return {
        "general/2024-03-01.json": thread(
            FIRST, ASKED, (BOB, "restore the backup with the restore script, then replay the orders table")
        ),
        "general/2024-03-02.json": thread(
            NEXT_DAY,
            "where do I find the holiday calendar?",
            (CID, "the holiday calendar is on the wiki page"),
        ),
        "data/2024-03-02.json": thread(
            NEXT_DAY + 600, "why is the nightly export slow?", (BOB, "the nightly export waits for a lock")
        ),
    }


def closed_talk() -> dict[str, list[dict[str, Any]]]:
    return {
        "vault/2024-03-01.json": thread(
            FIRST + 900,
            f"who turns the {SECRET} valve?",
            (DEE, f"the {SECRET} valve turns clockwise, with the {SECRET} key"),
            asker=CID,
        )
    }


def company(files: Mapping[str, Any] | None = None, *, closed: bool = False) -> dict[str, Any]:
    """An export of four people, with these files added or replaced; ``closed`` adds the private channel."""
    users = [account(one, team_id="T0ACME") for one in (ANN, BOB, CID, DEE)]
    tops: dict[str, Any] = {
        "users.json": users,
        "channels.json": [channel(), channel("C0DATA", "data")],
    }
    days: dict[str, Any] = talk()
    if closed:
        tops["groups.json"] = [channel("G0VAULT", "vault", members=[CID, DEE])]
        days |= closed_talk()
    return {**tops, **days, **(files or {})}


def zipped(folder: Path, files: dict[str, Any] | None = None, name: str = "acme") -> Path:
    return packed(folder / f"{name}.zip", company() if files is None else files)


def migrated_home(template: Path, home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, home / "kenner.db")
    return home


NEW_DAY = "general/2024-03-04.json"


def a_day_more() -> dict[str, Any]:
    return company({NEW_DAY: [said("a new day", f"{FIRST + 300_000}.000100")]})


def refused(outcome: Outcome, *parts: str) -> None:
    """One line of plain words on standard error, with these parts; nothing else anywhere."""
    (line,) = outcome.err.splitlines()
    assert [part for part in parts if part not in line] == [], line
    assert line.endswith(".") or "kenner " in line
    assert not line.startswith("Error")
    assert "Traceback" not in line
    assert "Errno" not in line
    assert line.isprintable()
    assert outcome.out == ""
    assert outcome.code == 1
