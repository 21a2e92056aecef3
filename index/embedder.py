"""Turns text into unit vectors with a sentence-transformers model.

Importing this module is cheap; torch and the model are loaded by the first ``encode``.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelUnusableError
from index.model_files import DEFAULT_NAME, DEFAULT_SHA256, find_model
from index.tokens import TokenizerCounter
from index.turns import Turns
from index.types import Vectors
from index.waiting import wait_quietly

BATCH_TOKENS = 8_192
"""Tokens of a batch, padding included: 32 texts of the longest kind."""
BATCH_TEXTS = 128

_CPU_INFO = Path("/proc/cpuinfo")


class SentenceTransformerEmbedder:
    """An ``Embedder``; one text or batch at a time, others wait.

    The default model comes as a package and serves English. Any other is given by ``model``: a
    folder, or a name downloaded before. Raises ``ModelUnusableError`` if it is missing or damaged.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        languages: frozenset[str] | None = None,
        expected_sha256: str | None = None,
        torch_threads: int | None = None,
    ) -> None:
        """``languages`` of a model that is given: ISO 639-1 codes, None for all.

        ``expected_sha256`` of the weights is checked before they are used; that of the default
        model always is.
        """
        is_default = model is None
        self._files = find_model(model)
        self._name = (
            DEFAULT_NAME if is_default else self._files.folder.name if _is_folder(model) else str(model)
        )
        self._languages = frozenset({"en"}) if is_default else languages
        self._expected = expected_sha256 or (DEFAULT_SHA256 if is_default else None)
        self._torch_threads = torch_threads
        self._turns = Turns()

    @cached_property
    def model_id(self) -> str:
        """Name, and the beginning of the weights' SHA-256: vectors of different ids do not compare."""
        return f"{self._name}@{self._checked_sha256()[:12]}"

    @cached_property
    def dimension(self) -> int:
        """Length of a vector, read without loading the model."""
        return self._files.dimension

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes that the model serves, or None for all."""
        return self._languages

    def counter(self) -> TokenizerCounter:
        """Counts tokens as this model does, without loading it."""
        return TokenizerCounter(self._files.folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape ``(len(texts), dimension)``, float32, unit length, in the order given.

        Texts of like length share a batch. The batch a text is in can move its numbers by rounding
        (about 1e-7 in float32, 1e-2 in bfloat16), so the same text alone gives the same vector
        each time, and with others one that differs beyond what any ranking should hang on.

        A text alone is a question: it goes before the next batch of whoever reads much.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for rows in self._batches(texts):
            with self._turns.take(in_a_hurry=len(texts) == 1):
                vectors[rows] = self._encode_batch([texts[row] for row in rows])
        return vectors

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Row numbers, longest first: if memory does not suffice, that shows at once."""
        most = self._counter.max_tokens
        lengths = [min(count, most) for count in self._counter.counts(list(texts))] if texts else []
        order = sorted(range(len(texts)), key=lambda row: (-lengths[row], texts[row]))
        start = 0
        while start < len(order):
            longest = max(1, lengths[order[start]])
            size = max(1, min(BATCH_TEXTS, BATCH_TOKENS // longest))
            yield order[start : start + size]
            start += size

    def _encode_batch(self, texts: list[str]) -> Vectors:
        encoded = self._model.encode(
            texts, batch_size=len(texts), convert_to_tensor=True, show_progress_bar=False
        )
        vectors: Vectors = encoded.float().cpu().numpy()
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors

    @cached_property
    def _counter(self) -> TokenizerCounter:
        return self.counter()

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - its import would load torch
        self._checked_sha256()
        wait_quietly()
        import torch  # noqa: PLC0415 - seconds that most commands do not need
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()  # half a second of loading is no news

        if self._torch_threads is not None:
            torch.set_num_threads(self._torch_threads)
        precision = torch.bfloat16 if _has_fast_bfloat16() else torch.float32
        try:
            model = SentenceTransformer(
                str(self._files.folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": precision},
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelUnusableError(
                f"The model in {self._files.folder} cannot be loaded; install it again."
            ) from error
        if model.get_embedding_dimension() != self.dimension:
            raise ModelUnusableError(
                f"The model in {self._files.folder} does not give the vectors that its configuration says."
            )
        return model

    def _checked_sha256(self) -> str:
        found = self._files.sha256()
        if self._expected is not None and found != self._expected:
            raise ModelUnusableError(
                f"The weights in {self._files.folder} are not the expected ones: "
                f"SHA-256 {found}, expected {self._expected}. Install the model again."
            )
        return found


def _is_folder(model: str | None) -> bool:
    return model is not None and Path(model).is_dir()


def _has_fast_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself; where that cannot be seen, no."""
    try:
        flags = set(_CPU_INFO.read_text(encoding="utf-8").split())
    except OSError:
        return False
    return not flags.isdisjoint({"avx512_bf16", "amx_bf16"})
