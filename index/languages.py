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
_READ = 400  # characters: more do not make it surer, only slower
_WIDE = re.compile("[\u2e80-\uffff]")  # a letter of these scripts says as much as four others
_NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|https?://\S+|\S*[_/\\=<>{}()\[\]#@0-9]\S*", re.DOTALL)


class LangidDetector:
    """py3langid (BSD): small, offline, and it says how sure it is."""

    def detect(self, text: str) -> str:
        """ISO 639-1 code of the prose in the text, or ``UNKNOWN`` where one cannot tell."""
        prose = " ".join(_NOT_PROSE.sub(" ", text).split())[:_READ]
        letters = sum(map(str.isalpha, prose))
        wide = 0 if prose.isascii() else len(_WIDE.findall(prose))
        if letters + 3 * wide < _ENOUGH_LETTERS:
            return UNKNOWN
        code, certainty = _identifier().classify(prose)
        return str(code) if certainty >= _CERTAIN else UNKNOWN


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 half a second: only when needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
