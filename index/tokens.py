"""Counts a text's word pieces as the model would, without loading the model."""

from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer

from index.errors import ModelUnusableError
from index.model_files import ModelFiles

SPECIAL_TOKENS = 2
"""One before and one after the text."""


class TokenizerCounter:
    """A ``TokenCounter`` from a model's ``tokenizer.json``; safe to share by threads."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is that of a sentence-transformers model.

        Raises ``ModelUnusableError`` if it holds no readable tokenizer.
        """
        files = ModelFiles(folder)
        path = files.transformer / "tokenizer.json"
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises nothing more precise
            raise ModelUnusableError(f"The tokenizer {path} is missing or cannot be read.") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._max_tokens = files.max_length - SPECIAL_TOKENS

    @property
    def max_tokens(self) -> int:
        """What the model reads of one text, without the special tokens."""
        return self._max_tokens

    def count(self, text: str) -> int:
        """Word pieces of the text, without the special ones."""
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def counts(self, texts: list[str]) -> list[int]:
        """The same for many texts at once, in order."""
        return [len(encoded) for encoded in self._tokenizer.encode_batch(texts, add_special_tokens=False)]

    def split(self, text: str, limit: int) -> list[str]:
        """Pieces of at most ``limit`` tokens, in order, that together hold all but white space.

        Cut at a line's end if one is in the second half, else at white space, else between tokens.
        A limit below 1 raises ``ValueError``. A single character of more tokens stays whole.
        """
        if limit < 1:
            raise ValueError("A piece holds at least one token")
        return list(self._pieces(text.strip(), limit))

    def _pieces(self, text: str, limit: int) -> Iterator[str]:
        while text:
            window = text[: max(1, _WINDOW * limit)]
            offsets = self._tokenizer.encode(window, add_special_tokens=False).offsets
            if len(offsets) <= limit and len(window) == len(text):
                yield text
                return
            end = offsets[limit][0] if len(offsets) > limit else len(window)
            end = self._shrunk(text, _cut(text, max(1, end)), limit)
            yield text[:end].rstrip()
            text = text[end:].lstrip()

    def _shrunk(self, text: str, end: int, limit: int) -> int:
        """A cut within a word can change its pieces: shorten until it fits."""
        while end > 1 and self.count(text[:end]) > limit:
            end -= 1
        return end


_WINDOW = 64
"""Characters looked at for each token of the limit: far more than a piece usually holds."""


def _cut(text: str, end: int) -> int:
    if end >= len(text) or text[end].isspace():
        return end
    line = text.rfind("\n", end // 2, end)
    if line > 0:
        return line
    spaces = (place for place in range(end - 1, 0, -1) if text[place].isspace())
    return next(spaces, end)
