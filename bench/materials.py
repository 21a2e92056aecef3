"""What the benchmarks work on: the replay set, a database that was imported from it, a place for files."""

import asyncio
import gzip
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.exports import latest
from index.types import Vectors

if TYPE_CHECKING:
    from adapters.wiring import Application

EXPORT_MESSAGES = 37_050
HOME_MESSAGES = 3_000
_FEWEST_MESSAGES = 500
_STARTED = time.monotonic()


class MissingError(Exception):
    """Something that a benchmark needs is not there; the message says what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for. ``scale`` multiplies all sizes, for a quick look."""

    data: Path
    home: Path | None = None
    scale: float = 1.0
    embed: int = 400
    seed: int = 20_240_607

    def scaled(self, size: int) -> int:
        """That size at this scale, at least 1."""
        return max(1, round(size * self.scale))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A real question, and the platform id of the channel it was asked in."""

    text: str
    channel: str | None


class Materials:
    """Made when first needed, in ``folder``, and shared by the benchmarks of one run."""

    def __init__(self, options: Options, folder: Path) -> None:
        self.options = options
        self.folder = folder

    def place(self, name: str) -> Path:
        """A new folder of that name; raises ``FileExistsError`` if it is there."""
        path = self.folder / name
        path.mkdir()
        return path

    @cached_property
    def export(self) -> Path:
        """The export, or at a smaller scale its latest messages."""
        whole = self._whole_export
        if self.options.scale >= 1:
            return whole
        count = max(_FEWEST_MESSAGES, self.options.scaled(EXPORT_MESSAGES))
        return latest(whole, self.folder / "export.zip", count)

    @cached_property
    def home(self) -> Path:
        """A data folder with a finished index: the one asked for, or one made of the latest messages.

        Without a replay set it is the sample workspace.
        """
        if self.options.home is None:
            return self._made_home()
        if not (self.options.home / "kenner.db").exists():
            raise MissingError(f"There is no kenner.db in {self.options.home}. Import something there first.")
        return self.options.home

    @cached_property
    def passages(self) -> list[str]:
        """The texts of the home's passages."""
        return [str(text) for (text,) in self._rows("SELECT text FROM passages ORDER BY id")]

    @cached_property
    def vectors(self) -> Vectors:
        """The home's real embeddings, shape (passages in a language that the model serves, dimension)."""
        rows = self._rows("SELECT data FROM vectors ORDER BY passage_id")
        return np.stack([np.frombuffer(data, dtype="<f4") for (data,) in rows])

    def questions(self, count: int) -> list[Asked]:
        """That many of the replay set's, chosen by the seed."""
        path = self._there(self.options.data / "queries.jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            every = [json.loads(line) for line in lines if line.strip()]
        chosen = np.random.default_rng(self.options.seed).permutation(len(every))[:count]
        return [Asked(text=str(every[at]["text"]), channel=every[at].get("channel")) for at in chosen]

    def _made_home(self) -> Path:
        home = self.place("home")
        with stage("importing and embedding a database to work on"):
            export = self._home_export()
            asyncio.run(_filled(application_at(home), export))
        return home

    def _home_export(self) -> Path:
        path = self.folder / "home.zip"
        try:
            count = max(_FEWEST_MESSAGES, min(HOME_MESSAGES, self.options.scaled(10 * HOME_MESSAGES)))
            return latest(self._whole_export, path, count)
        except MissingError as error:
            from sample.build import HERE, build  # noqa: PLC0415 - not usually needed

            say(f"{error} Until then the sample workspace serves.")
            path.write_bytes(build(HERE))
            return path

    @property
    def _whole_export(self) -> Path:
        return self._there(self.options.data / "export.zip")

    def _there(self, path: Path) -> Path:
        if not path.exists():
            raise MissingError(f"The replay set is not there: no {path}. Say where it is with --data.")
        return path

    def _rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.home / "kenner.db")) as database:
            return database.execute(query).fetchall()


def application_at(home: Path) -> "Application":
    """Everything as the product wires it, with default settings but for the place."""
    from adapters.settings import Settings  # noqa: PLC0415 - some benchmarks need none of it
    from adapters.wiring import Application  # noqa: PLC0415

    return Application(
        Settings(data_dir=home, database_url="", model="", model_languages="", threads=0, workspace="")
    )


async def _filled(application: "Application", export: Path) -> None:
    from adapters.commands.import_command import import_export  # noqa: PLC0415
    from adapters.storage.schema import migrate  # noqa: PLC0415
    from bot.importing import Selection  # noqa: PLC0415

    await migrate(application.settings.url)
    await import_export(application, export, Selection())


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"[{time.monotonic() - _STARTED:6.0f} s] {text}\n")
    sys.stderr.flush()


@contextmanager
def stage(what: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    say(f"{what} …")
    start = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - start:.1f} s")
