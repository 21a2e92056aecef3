"""Which language a text is in. An English model is confidently wrong about German: see docs/decisions."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
"""ISO 639-2 for "undetermined": too short, or code, or a close call."""

_CERTAIN = 0.9
_ENOUGH_LETTERS = 24
_NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|https?://\S+|\S*[_/\\=<>{}()\[\]#@0-9]\S*", re.DOTALL)


class LangidDetector:
    """py3langid (BSD): small, offline, and it says how sure it is."""

    def detect(self, text: str) -> str:
        """ISO 639-1 code of the prose in the text, or ``UNKNOWN`` where one cannot tell."""
        prose = _NOT_PROSE.sub(" ", text)
        letters = sum(character.isalpha() for character in prose)
        wide = sum(ord(character) > 0x2E80 for character in prose)  # noqa: PLR2004 a wide letter says more
        if letters + 3 * wide < _ENOUGH_LETTERS:
            return UNKNOWN
        code, certainty = _identifier().classify(" ".join(prose.split()))
        return str(code) if certainty >= _CERTAIN else UNKNOWN


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 half a second: only when needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
