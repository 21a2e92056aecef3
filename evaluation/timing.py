"""An embedder that is timed, so that a walk and its embedding can be told apart."""

from collections.abc import Callable, Sequence

from index.in_front import EmbedderInFront
from index.types import Embedder, Vectors


class TimedEmbedder(EmbedderInFront):
    """An embedder in front of another one; counts texts, and seconds by the clock it is given."""

    def __init__(self, inner: Embedder, clock: Callable[[], float]) -> None:
        super().__init__(inner)
        self._clock = clock
        self.seconds = 0.0
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder behind it."""
        started = self._clock()
        vectors = self._inner.encode(texts)
        self.seconds += self._clock() - started
        self.texts += len(texts)
        return vectors
