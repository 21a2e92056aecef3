"""What answering needs, while the index goes on: the newest generation, opened once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from adapters.sampled_search import Samples

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.answering import Tools
    from bot.types import Workspace

T = TypeVar("T")


class LiveTools:
    """Gives ``Tools`` whose search is the newest generation, and which think in ``thinking``.

    The event loop does not wait for it.
    """

    def __init__(self, application: "Application", workspace: "Workspace", thinking: Executor) -> None:
        self._application = application
        self._workspace = workspace
        self._thinking = thinking
        self._samples = Samples()
        self._number = -1
        self._tools: Tools | None = None

    def __call__(self) -> "Tools":
        """Raises IndexMissingError where there is none that fits the model."""
        current = self._application.index(self._workspace).current()
        number = current.number if current else 0
        if self._tools is None or number != self._number:
            fresh = self._application.tools(self._workspace, samples=self._samples, may_be_new=True)
            self._tools, self._number = replace(fresh, aside=self._aside), number
        return self._tools

    @property
    def recall(self) -> float | None:
        """As sampled lately."""
        return self._samples.recall

    @property
    def is_ready(self) -> bool:
        """Whether there is an index."""
        return self._application.index(self._workspace).current() is not None

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thinking, work)
