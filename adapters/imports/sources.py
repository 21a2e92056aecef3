"""Files to read an export from that are no zip: a folder, or a single file.

Nothing outside the folder is read: links are passed over, and so is what is hidden.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from adapters.imports.archive import MEMBER_LIMIT
from adapters.imports.errors import MissingFileError, TooLargeError, Unreadable, UnreadableError


class Source(Protocol):
    """Files by their paths, with ``/``. An ``ExportArchive`` is one."""

    @property
    def members(self) -> tuple[str, ...]: ...

    @property
    def fingerprint(self) -> str:
        """The same for the same content."""

    def read(self, member: str) -> bytes:
        """Raises what ``ExportArchive.read`` does."""


class Folder:
    """Implements ``Source`` for a folder, or for one file as if it lay in a folder alone.

    ``limit`` is the most bytes one file may have.
    """

    def __init__(self, path: Path, *, limit: int = MEMBER_LIMIT) -> None:
        """Look what there is; read nothing yet. Raises UnreadableError or TooLargeError."""
        self._path = path
        self._limit = limit
        self._files = _files(path)
        for member, file in self._files.items():
            self._check(member, file)

    @property
    def members(self) -> tuple[str, ...]:
        """By path."""
        return tuple(self._files)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all names and contents."""
        whole = hashlib.sha256()
        for member in self._files:
            whole.update(f"{member}\0{hashlib.sha256(self.read(member)).hexdigest()}\n".encode())
        return whole.hexdigest()

    def read(self, member: str) -> bytes:
        """Its bytes. Raises MissingFileError, TooLargeError or UnreadableError."""
        file = self._files.get(member)
        if file is None:
            raise MissingFileError(member)
        self._check(member, file)
        try:
            return file.read_bytes()
        except PermissionError as error:
            raise UnreadableError(Unreadable.PERMISSION, path=str(self._path), member=member) from error
        except OSError as error:
            raise UnreadableError(Unreadable.IO, path=str(self._path), member=member) from error

    def _check(self, member: str, file: Path) -> None:
        size = file.stat().st_size
        if size > self._limit:
            raise TooLargeError(member, size=size, limit=self._limit)


def _files(path: Path) -> dict[str, Path]:
    if not path.exists():
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(path))
    if path.is_file():
        return {path.name: path}
    return {file.relative_to(path).as_posix(): file for file in sorted(_below(path))}


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            file
            for name in names
            if not name.startswith(".") and not (file := Path(root, name)).is_symlink() and file.is_file()
        )
