"""Counts a text's word pieces as the model would, without loading the model."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import BertPreTokenizer

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
        self._word = _WORD if isinstance(self._tokenizer.pre_tokenizer, BertPreTokenizer) else _WHOLE
        self._known: dict[str, int] = {}

    @property
    def max_tokens(self) -> int:
        """What the model reads of one text, without the special tokens."""
        return self._max_tokens

    def count(self, text: str) -> int:
        """Word pieces of the text, without the special ones."""
        return self.counts([text])[0]

    def counts(self, texts: list[str]) -> list[int]:
        """The same for many texts at once, in order."""
        words = [self._word.findall(text) for text in texts]
        known = self._learned({word for of_text in words for word in of_text})
        return [sum(map(known.__getitem__, of_text)) for of_text in words]

    def _learned(self, words: AbstractSet[str]) -> dict[str, int]:
        """The counts of these words at least: people repeat themselves, so most are known already."""
        known = self._known
        if new := [word for word in words if word not in known]:
            if len(known) > _REMEMBERED:
                known = self._known = {word: known[word] for word in words if word in known}
            encoded = self._tokenizer.encode_batch(new, add_special_tokens=False)
            known.update(zip(new, map(len, encoded), strict=True))
        return known

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
            end = self._reach(text, limit)
            if end == len(text):
                yield text
                return
            end = self._shrunk(text, _cut(text, max(1, end)), limit)
            yield text[:end].rstrip()
            text = text[end:].lstrip()

    def _reach(self, text: str, limit: int) -> int:
        """Where the first token over the limit begins."""
        window = text[: max(1, _WINDOW * limit)]
        used = 0
        for word in self._word.finditer(window):
            count = self._known.get(word[0]) or self.count(word[0])
            if used + count > limit:
                offsets = self._tokenizer.encode(word[0], add_special_tokens=False).offsets
                return word.start() + int(offsets[limit - used][0])
            used += count
        return len(window)

    def _shrunk(self, text: str, end: int, limit: int) -> int:
        """A cut within a word can change its pieces: shorten until it fits."""
        while end > 1 and self.count(text[:end]) > limit:
            end -= 1
        return end


_WORD = re.compile(r"[^ \t\n\r]+")
_WHOLE = re.compile(r".+", re.DOTALL)
"""What may be counted apart from the rest: BERT's pieces never span white space, others' may."""

_REMEMBERED = 100_000
"""Words whose counts are kept: about ten megabytes."""

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
