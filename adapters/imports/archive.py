"""Opens an export zip that nobody vouches for, and reads its members one at a time.

First step of an import. Nothing is ever unpacked to disk. Names and declared sizes of
all members are checked before the first is read; true sizes are checked while reading.
"""

import hashlib
import json
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.imports.errors import (
    BrokenJsonError,
    MissingFileError,
    NotAZipError,
    TooLargeError,
    UnexpectedShapeError,
    Unreadable,
    UnreadableError,
    UnsafePathError,
)

MIB = 1024 * 1024
MEMBER_LIMIT = 256 * MIB
RATIO_LIMIT = 200
RATIO_FROM = 16 * MIB  # smaller members may be compressed as much as they like
_PIECE = 256 * 1024
_ZIP_MAGIC = b"PK\x03\x04"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OverflowError)


class ExportArchive:
    """An open export zip: ``with ExportArchive(path) as archive``.

    ``member_limit`` is the most bytes one member may unpack to. Entering raises
    NotAZipError, UnreadableError, UnsafePathError or TooLargeError.
    """

    def __init__(self, path: Path, *, member_limit: int = MEMBER_LIMIT) -> None:
        """Only remember: the file is opened on entering."""
        self._path = path
        self._limit = member_limit
        self._members: dict[str, zipfile.ZipInfo] = {}

    def __enter__(self) -> Self:
        """Open the file and check every member's name and declared size."""
        self._zip = _opened(self._path)
        try:
            self._members = _by_path(self._zip.infolist())
            for name, info in self._members.items():
                _check_size(name, info, info.file_size, self._limit)
        except BaseException:
            self._zip.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def members(self) -> tuple[str, ...]:
        """Paths of all files, with ``/`` and NFC letters, in the zip's order.

        A single folder around everything, and ``__MACOSX``, are taken off.
        """
        return tuple(self._members)

    @property
    def fingerprint(self) -> str:
        """A hash of all members' names, sizes and checksums: the same for the same content."""
        listing = sorted((name, info.file_size, info.CRC) for name, info in self._members.items())
        return hashlib.sha256(repr(listing).encode()).hexdigest()

    def __contains__(self, member: object) -> bool:
        """Whether there is such a file."""
        return member in self._members

    def read(self, member: str) -> bytes:
        """Give the bytes of a member.

        Raises MissingFileError, TooLargeError or UnreadableError.
        """
        info = self._members.get(member)
        if info is None:
            raise MissingFileError(member)
        try:
            return b"".join(self._pieces(member, info))
        except EOFError as error:
            raise self._unreadable(Unreadable.TRUNCATED, member) from error
        except _DAMAGE as error:
            raise self._unreadable(Unreadable.DAMAGED, member) from error
        except NotImplementedError as error:
            raise self._unreadable(Unreadable.COMPRESSION, member) from error
        except OSError as error:
            raise self._unreadable(Unreadable.IO, member) from error

    def read_list(self, member: str) -> list[object]:
        """Give the JSON list that a member is; decimal numbers in it stay text.

        Raises what ``read`` raises, BrokenJsonError, or UnexpectedShapeError.
        """
        value = parsed(member, self.read(member))
        if not isinstance(value, list):
            raise UnexpectedShapeError(member)
        return value

    def _pieces(self, member: str, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.flag_bits & _ENCRYPTED:
            raise self._unreadable(Unreadable.ENCRYPTED, member)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # zipfile bounds what one read unpacks for these two alone
            raise self._unreadable(Unreadable.COMPRESSION, member)
        size = 0
        with self._zip.open(_without_size(info, self._limit)) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                _check_size(member, info, size, self._limit)
                yield piece

    def _unreadable(self, cause: Unreadable, member: str) -> UnreadableError:
        return UnreadableError(cause, path=str(self._path), member=member)


def _opened(path: Path) -> zipfile.ZipFile:
    if path.is_dir():
        raise NotAZipError(str(path), is_folder=True)
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(path)) from error
    except PermissionError as error:
        raise UnreadableError(Unreadable.PERMISSION, path=str(path)) from error
    except (*_DAMAGE, EOFError, NotImplementedError) as error:
        if not _starts_as_zip(path):
            raise NotAZipError(str(path)) from error
        whole = zipfile.is_zipfile(path)  # the end, with the list of members, is there
        cause = Unreadable.DAMAGED if whole else Unreadable.TRUNCATED
        raise UnreadableError(cause, path=str(path)) from error
    except OSError as error:
        raise UnreadableError(Unreadable.IO, path=str(path)) from error


def _starts_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC


def _by_path(infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    named = {_safe_path(info): info for info in infos}
    files = {
        path: info
        for path, info in named.items()
        if not path.endswith("/") and not path.startswith("__MACOSX/")
    }
    around = _folder_around(files)
    return {path.removeprefix(around): info for path, info in files.items()}


def _safe_path(info: zipfile.ZipInfo) -> str:
    """Check the name as the zip has it: zipfile's own cuts it at a NUL."""
    path = _decoded(info).replace("\\", "/")
    climbs = ".." in path.split("/")
    if not path or path.startswith("/") or climbs or "\0" in path or _DRIVE.match(path):
        raise UnsafePathError(info.orig_filename)
    return unicodedata.normalize("NFC", path)


def _decoded(info: zipfile.ZipInfo) -> str:
    """Undo zipfile's reading as CP437 where a packer wrote UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _folder_around(paths: Iterable[str]) -> str:
    """Find the folder that somebody packed instead of what is in it, or ''."""
    tops = {path.partition("/")[0] for path in paths}
    top = f"{next(iter(tops), '')}/"
    return top if len(tops) == 1 and f"{top}channels.json" in paths else ""


def _check_size(member: str, info: zipfile.ZipInfo, size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(member, size=size, limit=limit)
    ratio = size // max(info.compress_size, 1)
    if size > RATIO_FROM and ratio > RATIO_LIMIT:
        raise TooLargeError(member, size=size, limit=limit, ratio=ratio)


def _without_size(info: zipfile.ZipInfo, limit: int) -> zipfile.ZipInfo:
    """Forget the declared size: zipfile would stop there and hide what follows."""
    unsized = copy(info)
    unsized.file_size = limit + 2 * _PIECE  # further than reading ever gets
    return unsized


def parsed(member: str, data: bytes) -> object:
    """The JSON value that these bytes are; decimal numbers in it stay text. Raises BrokenJsonError."""
    try:
        value: object = json.loads(data.decode("utf-8-sig"), parse_float=str)
    except json.JSONDecodeError as error:
        raise BrokenJsonError(member, line=error.lineno, column=error.colno) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise BrokenJsonError(member, line=line, column=column) from error
    except (RecursionError, ValueError) as error:  # nested too deep, or a giant number
        raise BrokenJsonError(member, line=0, column=0) from error
    return value
