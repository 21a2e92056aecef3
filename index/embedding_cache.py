"""Remembers vectors by the hash of model and text, so that nothing is embedded twice."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index.in_front import EmbedderInFront
from index.types import Embedder, Entry, Vectors

_LOOKUP = 500


class CachedEmbedder(EmbedderInFront):
    """An embedder in front of another one, with a file behind it."""

    def __init__(self, inner: Embedder, path: Path) -> None:
        super().__init__(inner)
        self._path = path

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder behind it, which sees only texts that are not remembered."""
        keys = [self._key(text) for text in texts]
        with self._open() as file:
            known = _read(file, keys)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if missing:
                made = dict(zip(missing, self._inner.encode(list(missing.values())), strict=True))
                _write(file, made)
                known |= made
        if not keys:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([known[key] for key in keys])

    def remember(self, entries: Sequence[Entry]) -> None:
        """Take over what the same model made before; entries without a vector are passed over."""
        with self._open() as file:
            _write(file, {self._key(e.text): e.vector for e in entries if e.vector is not None})

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.model_id}\0{text}".encode()).digest()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path)) as file:
            file.execute("create table if not exists vectors (key blob primary key, data blob) without rowid")
            yield file


def _read(file: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    found: dict[bytes, Vectors] = {}
    for start in range(0, len(keys), _LOOKUP):
        some = keys[start : start + _LOOKUP]
        marks = ",".join("?" * len(some))
        rows = file.execute(f"select key, data from vectors where key in ({marks})", some)  # noqa: S608 only marks
        found.update((key, np.frombuffer(data, np.float32)) for key, data in rows)
    return found


def _write(file: sqlite3.Connection, made: dict[bytes, Vectors]) -> None:
    rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in made.items()]
    with file:
        file.executemany("insert or ignore into vectors values (?, ?)", rows)
