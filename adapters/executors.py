"""Who this process is among those that do durable work: a stable name, held under a lock.

Work that a process leaves behind is taken up by the next one of the same name, and by no other. Two of
one name would do it twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

_MOST = 64


class AlreadyRunningError(Exception):
    """No further process may run on this data folder."""


@contextmanager
def executor(folder: Path, *, is_alone: bool) -> Iterator[str]:
    """The first free name on this data folder, for as long as the block runs.

    ``is_alone``: there is but one, as with SQLite. Raises ``AlreadyRunningError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock, number = _first_free(folder, 1 if is_alone else _MOST)
    try:
        yield f"{_installation(folder)}-{number}"
    finally:
        lock.release()


def _first_free(folder: Path, most: int) -> tuple[FileLock, int]:
    for number in islice(count(), most):
        lock = FileLock(folder / f"executor-{number}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            continue
        return lock, number
    raise AlreadyRunningError


def _installation(folder: Path) -> str:
    """Made once: machines that share a database have a data folder each."""
    path = folder / "executor-id"
    with FileLock(folder / "executor-id.lock"):
        if not path.exists():
            path.write_text(uuid4().hex, encoding="ascii")
        return path.read_text(encoding="ascii").strip()
