"""Pages, and the opaque links from one to the next: what a link leads to was settled when it was given."""

from itertools import count
from typing import TYPE_CHECKING

from tests.support.graph.shapes import Json

if TYPE_CHECKING:
    from tests.support.graph.answers import Call
    from tests.support.graph.fake import FakeGraph


class Pages:
    """What is left behind each link that was given. ``forget`` makes all of them worthless."""

    def __init__(self, graph: "FakeGraph") -> None:
        self._graph = graph
        self._numbers = count(1)
        self._left: dict[str, tuple[str, list[Json], int, bool]] = {}

    def first(self, call: "Call", found: list[Json], size: int) -> Json:
        return self._page(call.named["path"], found, size, is_delta=call.named["path"].endswith("/delta"))

    def further(self, call: "Call") -> Json | None:
        """The page behind the link that was followed; None for one that is not known here."""
        left = self._left.get(call.query["$skiptoken"])
        if left is None or left[0] != call.named["path"]:
            return None
        path, found, size, is_delta = left
        return self._page(path, found, size, is_delta=is_delta)

    def link(self, path: str, found: list[Json], size: int, *, is_delta: bool = False) -> str:
        token = f"opaque%5B{next(self._numbers)}%5D"
        self._left[token.replace("%5B", "[").replace("%5D", "]")] = (path, found, size, is_delta)
        return f"{self._graph.address}/v1.0/{path}?$skiptoken={token}"

    def delta(self, call: "Call") -> str:
        return f"{self._graph.address}/v1.0/{call.named['path']}?$deltatoken=latest"

    def forget(self) -> None:
        self._left.clear()

    def _page(self, path: str, found: list[Json], size: int, *, is_delta: bool) -> Json:
        now, later = found[:size], found[size:]
        page: Json = {"@odata.context": f"{self._graph.address}/v1.0/$metadata#{path}", "value": now}
        page["@odata.count"] = len(now)
        if later:
            page["@odata.nextLink"] = self.link(path, later, size, is_delta=is_delta)
        return page
