"""Is this a question? By its own words alone, so that the answer never changes later."""

import re

_NOT_WORDS = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|https?://\S+", re.DOTALL)
_OPENERS = (
    r"how|what|why|where|when|who|which|can|could|does|do|did|is|are|has|have|anyone|anybody|any idea"
    r"|wie|was|warum|wieso|wo|wann|wer|welche[rsn]?|kann|könnte|hat|weiß|gibt es|kennt"
    r"|comment|pourquoi|où|qui|quel(?:le)?s?|est-ce|cómo|qué|dónde|alguien"
)
_GREETING = r"(?:(?:hi|hey|hello|hallo|moin)\b[^,.!?\n]{0,30}[,.!]?\s+)?"
_OPENING = re.compile(rf"^\W*{_GREETING}(?:{_OPENERS})\b", re.IGNORECASE)
_NEED = re.compile(
    r"\b(?:stuck|no idea|trying to|help with|looking for|need help|does anyone|anyone know"
    r"|not sure (?:how|why)"
    r"|hänge|komme nicht weiter|weiß jemand)\b",
    re.IGNORECASE,
)


def looks_like_question(text: str) -> bool:
    """Whether the text asks for something: a question mark, an opening word, or a stated need."""
    words = _NOT_WORDS.sub(" ", text)
    return bool(re.search(r"[?？؟]", words) or _OPENING.search(words) or _NEED.search(words))
