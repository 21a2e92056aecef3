"""Which generations a folder holds: manifests published by rename, pinned by readers, swept when old.

A manifest names one immutable folder for each partition. A reader holds a shared lock on its
manifest's file; the sweep leaves alone what is locked, and the kernel drops a dead reader's lock.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError
from index.types import Partition

FORMAT = 1
KEPT = 2
"""The newest generations that stay, read or not."""

_TEMPORARY = ".tmp"
_PLAIN_NAME = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One published state. ``watermark`` is the caller's: how far into its changes this reaches."""

    number: int
    watermark: int
    model_id: str
    dimension: int
    sizes: Mapping[Partition, int]
    folders: Mapping[Partition, str]


class Generations:
    """The manifests and partition folders under one root, which is made if it is not there."""

    def __init__(self, root: Path, *, is_durable: bool = True) -> None:
        """Not ``is_durable``: for a folder that is thrown away, nothing waits for the disk."""
        self._root = root
        self._is_durable = is_durable
        self._manifests = root / "generations"
        self._partitions = root / "partitions"
        self._manifests.mkdir(parents=True, exist_ok=True)
        self._partitions.mkdir(parents=True, exist_ok=True)

    def newest(self) -> Generation | None:
        """The newest whose manifest can be read, None if there was never one.

        Raises ``IndexDamagedError`` if there are manifests and none can be read.
        """
        paths = self._newest_first()
        generation = next(filter(None, map(_read, paths)), None)
        if generation is None and paths:
            raise IndexDamagedError(f"No manifest in {self._manifests} can be read")
        return generation

    def pinned(self) -> tuple[Generation, int] | None:
        """The newest, and a file descriptor: while it is open, this generation is not swept."""
        while (generation := self.newest()) is not None:
            with suppress(FileNotFoundError):
                descriptor = os.open(self._manifest(generation.number), os.O_RDONLY)
                fcntl.flock(descriptor, fcntl.LOCK_SH)
                if os.fstat(descriptor).st_nlink:
                    return generation, descriptor
                os.close(descriptor)
        return None

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """One publisher at a time, in this process and others; waits for its turn."""
        with (self._root / "publish.lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def next_number(self) -> int:
        """Above every number ever given here, also to manifests that cannot be read."""
        return max((int(path.stem) for path in self._newest_first()), default=0) + 1

    def folder(self, relative: str) -> Path:
        """Where a partition's folder, as a manifest names it, is."""
        return self._partitions / relative

    def new_folder(self, partition: Partition, number: int) -> tuple[Path, str]:
        """An empty temporary folder, and the name under which ``keep_folder`` will put it."""
        name = _folder_name(partition)
        temporary = self._partitions / name / f"{number:012}{_TEMPORARY}"
        temporary.mkdir(parents=True)
        return temporary, f"{name}/{number:012}"

    def keep_folder(self, temporary: Path, relative: str) -> None:
        """Makes the folder's content durable and gives it its name."""
        for path in [*temporary.rglob("*"), temporary]:
            if path.is_dir() or path.stat().st_nlink == 1:  # others are linked from where they are durable
                self._sync(path)
        temporary.rename(self.folder(relative))
        self._sync(self.folder(relative).parent)
        self._sync(self._partitions)

    def publish(self, generation: Generation) -> None:
        """From the moment this returns, readers find it; until then, they find the one before."""
        path = self._manifest(generation.number)
        temporary = path.with_suffix(_TEMPORARY)
        temporary.write_text(json.dumps(_encoded(generation), indent=1), encoding="utf-8")
        self._sync(temporary)
        temporary.rename(path)
        self._sync(self._manifests)

    def sweep(self) -> None:
        """Removes what no kept or pinned generation needs, and what crashes left behind."""
        paths = self._newest_first()
        kept = [path for path in paths if _read(path)][:KEPT]
        for path in paths:
            if path not in kept:
                _unlink_unless_pinned(path)
        for path in self._manifests.glob(f"*{_TEMPORARY}"):
            path.unlink()
        used = self._used()
        for folder in self._partitions.glob("*/*"):
            if folder.relative_to(self._partitions).as_posix() not in used:
                shutil.rmtree(folder)
        for folder in self._partitions.iterdir():
            with suppress(OSError):
                folder.rmdir()  # only if it is empty

    def _sync(self, path: Path) -> None:
        if self._is_durable:
            _sync(path)

    def _used(self) -> set[str]:
        generations = filter(None, map(_read, self._newest_first()))
        return {folder for generation in generations for folder in generation.folders.values()}

    def _newest_first(self) -> list[Path]:
        paths = (path for path in self._manifests.glob("*.json") if path.stem.isdigit())
        return sorted(paths, key=lambda path: int(path.stem), reverse=True)

    def _manifest(self, number: int) -> Path:
        return self._manifests / f"{number:012}.json"


def _unlink_unless_pinned(path: Path) -> None:
    with path.open("rb") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _folder_name(partition: Partition) -> str:
    """The partition's own name if any file system can bear it, else a hash of it."""
    if _PLAIN_NAME.fullmatch(partition):
        return partition
    return "_" + hashlib.sha256(partition.encode()).hexdigest()[:40]


def _encoded(generation: Generation) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "number": generation.number,
        "watermark": generation.watermark,
        "model_id": generation.model_id,
        "dimension": generation.dimension,
        "partitions": {
            name: {"folder": folder, "passages": generation.sizes[name]}
            for name, folder in sorted(generation.folders.items())
        },
    }


def _read(path: Path) -> Generation | None:
    """None if it is gone or is no manifest. Other trouble with the disk is not hidden."""
    try:
        return _parse(path.read_bytes())
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _parse(manifest: bytes) -> Generation:
    data = json.loads(manifest)
    if data["format"] != FORMAT:
        raise ValueError(f"Unknown format {data['format']}")
    partitions = data["partitions"].items()
    return Generation(
        number=int(data["number"]),
        watermark=int(data["watermark"]),
        model_id=str(data["model_id"]),
        dimension=int(data["dimension"]),
        sizes={Partition(name): int(content["passages"]) for name, content in partitions},
        folders={Partition(name): str(content["folder"]) for name, content in partitions},
    )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
