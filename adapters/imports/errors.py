"""What can be wrong with an export, as values: people read ``phrases.py``, not these."""

from enum import StrEnum


class ExportError(Exception):
    """Root of this folder's errors. Subclasses carry fields, not prose."""


class Unreadable(StrEnum):
    """Why bytes could not be had."""

    NOT_FOUND = "not found"
    PERMISSION = "permission"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"  # a checksum or the compressed data is wrong
    ENCRYPTED = "encrypted"
    COMPRESSION = "compression"  # neither stored nor deflated
    IO = "io"


class NotAZipError(ExportError):
    """The path leads to something else; ``is_folder`` when an export was unpacked."""

    def __init__(self, path: str, *, is_folder: bool = False) -> None:
        """Keep the path as it was given."""
        super().__init__(f"not a zip: {path}")
        self.path = path
        self.is_folder = is_folder


class UnreadableError(ExportError):
    """The file, or one member of it (``member``), cannot be read."""

    def __init__(self, cause: Unreadable, *, path: str, member: str | None = None) -> None:
        """Keep the cause; ``member`` is None when it is the whole file."""
        super().__init__(f"unreadable ({cause}): {member or path}")
        self.cause = cause
        self.path = path
        self.member = member


class UnsafePathError(ExportError):
    """A member climbs out, is absolute, or names a drive. Nothing was read."""

    def __init__(self, member: str) -> None:
        """Keep the member's name as the zip has it."""
        super().__init__(f"unsafe path: {member!r}")
        self.member = member


class TooLargeError(ExportError):
    """A member unpacks to more than ``limit`` bytes; ``size`` is what is known of it.

    ``ratio`` is None when the size was the reason, else how often it was compressed.
    """

    def __init__(self, member: str, *, size: int, limit: int, ratio: int | None = None) -> None:
        """Keep sizes in bytes."""
        super().__init__(f"too large: {member!r}, {size} bytes")
        self.member = member
        self.size = size
        self.limit = limit
        self.ratio = ratio


class MissingFileError(ExportError):
    """A file without which this is no export."""

    def __init__(self, file: str) -> None:
        """Keep the file's path inside the export."""
        super().__init__(f"missing: {file}")
        self.file = file


class BrokenJsonError(ExportError):
    """A file is no JSON. ``line`` and ``column`` count from 1; 0 when unknown."""

    def __init__(self, file: str, *, line: int, column: int) -> None:
        """Keep the place."""
        super().__init__(f"broken JSON: {file}:{line}:{column}")
        self.file = file
        self.line = line
        self.column = column


class UnexpectedShapeError(ExportError):
    """A file is JSON, but no list."""

    def __init__(self, file: str) -> None:
        """Keep the file's path inside the export."""
        super().__init__(f"not a list: {file}")
        self.file = file


class NoTenantError(ExportError):
    """Neither the messages nor the settings say whose they are."""


class OtherTenantError(ExportError):
    """The messages are of another tenant than the settings name."""

    def __init__(self, found: str, wanted: str) -> None:
        """Keep both ids."""
        super().__init__(f"{found}, not {wanted}")
        self.found = found
        self.wanted = wanted


class ListError(Exception):
    """Root of what can be wrong with a list in a file. ``columns`` are those that it needs."""

    columns: tuple[str, ...] = ()


class ListMissingError(ListError):
    """The file cannot be opened or read."""

    def __init__(self, path: str) -> None:
        """Keep the path as it was given."""
        super().__init__(path)
        self.path = path


class ListEncodingError(ListError):
    """The bytes are not UTF-8."""


class EmptyListError(ListError):
    """There is no line, or none after the names of the columns."""


class ListColumnsError(ListError):
    """A column is missing; ``found`` are those that are there."""

    def __init__(self, found: list[str]) -> None:
        """Keep the columns' names."""
        super().__init__(", ".join(found))
        self.found = found


class ListLineError(ListError):
    """A line is no row of a CSV file, or has too few columns."""

    def __init__(self, line: int) -> None:
        """Keep its number."""
        super().__init__(str(line))
        self.line = line
