"""What goes wrong next, on request: once or several times, for one method."""

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """How a call fails. ``LOST`` is the cruel one: the effect is there, the answer never comes."""

    RATE_LIMITED = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    REFUSED = "ok: false"
    SILENT = "no effect, and no answer until the client gives up"
    UNREACHABLE = "no effect, the connection breaks"
    LOST = "the effect, then the connection breaks"
    STUCK = "the effect, and no answer until the client gives up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """``error`` is the code of a ``REFUSED``, ``retry_after`` the seconds of a ``RATE_LIMITED``."""

    fault: Fault
    retry_after: int = 1
    error: str = "internal_error"


class Faults:
    """Queues of faults, one a method; ``response_url`` and ``*`` (any method) are names too."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Planned]] = defaultdict(deque)

    def next(
        self,
        method: str,
        fault: Fault,
        *,
        times: int = 1,
        retry_after: int = 1,
        error: str = "internal_error",
    ) -> None:
        """The next calls of that method fail so, after what is planned for it already."""
        planned = Planned(fault=fault, retry_after=retry_after, error=error)
        self._planned[method].extend([planned] * times)

    def take(self, method: str) -> Planned | None:
        """What is planned for this call."""
        for name in (method, "*"):
            if self._planned[name]:
                return self._planned[name].popleft()
        return None

    def clear(self) -> None:
        """All is well again."""
        self._planned.clear()
