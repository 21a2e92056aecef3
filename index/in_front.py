"""An embedder that stands before another one, and is the same model to everybody."""

from index.types import Embedder


class EmbedderInFront:
    """Says of itself what the embedder behind it says; whoever inherits decides what ``encode`` adds."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner

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
