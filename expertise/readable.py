"""A message as retrieval should read it: its author's own words, code cut to what tells."""

import re

_FENCE = re.compile(r"```(.*?)(?:```|\Z)", re.DOTALL)
_QUOTE = re.compile(r"^\s*>.*$", re.MULTILINE)
_SPACES = re.compile(r"[ \t\r\f\v]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_CODE_HEAD = 400
_CODE_TAIL = 200  # an error stands at the end of its trace


def readable(text: str) -> str:
    """The author's own words: quoted lines go, unless nothing else is there; long code is cut.

    Quotations are other people's words: kept, they would make an expert of whoever repeats them.
    """
    own = _QUOTE.sub("", text)
    if not own.strip():
        own = text.replace(">", " ")
    own = _FENCE.sub(lambda match: "\n" + _cut_code(match[1].strip("\n")) + "\n", own)
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", own)).strip()


def _cut_code(code: str) -> str:
    if len(code) <= _CODE_HEAD + _CODE_TAIL:
        return code
    return f"{code[:_CODE_HEAD]}\n…\n{code[-_CODE_TAIL:]}"
