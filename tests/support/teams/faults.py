"""What goes wrong next, on request: once or several times, for one kind of call."""

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """How a call fails. ``LOST`` is the cruel one: the effect is there, the answer never comes."""

    THROTTLED = "429"
    PRECONDITION = "412"
    BROKEN = "500"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    GATEWAY_TIMEOUT = "504"
    REFUSED = "403"
    MISSING = "404"
    UNREACHABLE = "no effect, the connection breaks"
    LOST = "the effect, then the connection breaks"
    STUCK = "the effect, and no answer until the client gives up"

    @property
    def has_effect(self) -> bool:
        return self in {Fault.LOST, Fault.STUCK}

    @property
    def is_silent(self) -> bool:
        return self in {Fault.UNREACHABLE, Fault.LOST, Fault.STUCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """``retry_after`` is that of a 429, None for one that does not say; ``code`` is for a ``REFUSED``."""

    fault: Fault
    retry_after: int | None
    code: str


class Faults:
    """Queues of faults, one a kind of call: send, update, remove, create, members, teams, token, keys."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Planned]] = defaultdict(deque)

    def next(
        self, call: str, fault: Fault, *, times: int = 1, retry_after: int | None = 1, code: str = ""
    ) -> None:
        """The next calls of that kind fail so, after what is planned for it already."""
        planned = Planned(fault=fault, retry_after=retry_after, code=code or "ForbiddenOperationException")
        self._planned[call].extend([planned] * times)

    def clear(self) -> None:
        """Nothing more is planned."""
        self._planned.clear()

    def take(self, call: str) -> Planned | None:
        return self._planned[call].popleft() if self._planned[call] else None
