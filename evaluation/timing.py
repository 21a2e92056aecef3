"""An embedder that is timed, so that a walk and its embedding can be told apart."""

from collections.abc import Callable, Sequence

from index.types import Embedder, Vectors


class TimedEmbedder:
    """An embedder in front of another one; counts texts, and seconds by the clock it is given."""

    def __init__(self, inner: Embedder, clock: Callable[[], float]) -> None:
        self._inner = inner
        self._clock = clock
        self.seconds = 0.0
        self.texts = 0

    @property
    def model_id(self) -> str:
        """That of the embedder behind it."""
        return self._inner.model_id

    @property
    def dimension(self) -> int:
        """That of the embedder behind it."""
        return self._inner.dimension

    @property
    def languages(self) -> frozenset[str] | None:
        """Those of the embedder behind it."""
        return self._inner.languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder behind it."""
        started = self._clock()
        vectors = self._inner.encode(texts)
        self.seconds += self._clock() - started
        self.texts += len(texts)
        return vectors
