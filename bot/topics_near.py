"""Which texts are near which topics: by the same measure as declared topics are near a question.

A text and a topic are held against each other alone, with the rarity of words in what everybody may read: no
other text, and nobody else's topic, has any part in it.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from bot.answering import Tools
from expertise.nearness import NEAR, Readings, nearness
from index.languages import UNKNOWN
from index.short_texts import ShortTexts
from index.types import Vectors

Known = Mapping[str, Vectors]
"""What a model has made of texts already, by their ids."""


AT_ONCE = 64
"""Texts that the model reads before somebody's question may come between: a tenth of a second."""


async def near(
    tools: Tools, topics: Sequence[str], texts: Mapping[str, str], known: Known | None = None
) -> dict[str, list[str]]:
    """By topic, the ids of the texts that are near it, in the order of the texts. ``texts``: by id.

    Topics are read whatever their language, for a word or two tell none.
    """
    if not topics or not texts:
        return {}
    readings = Readings(await _read(tools, topics))
    unread = [about for about in texts if about not in (known or {}) and _is_served(tools, texts[about])]
    fresh = dict(zip(unread, await _read(tools, [texts[each] for each in unread]), strict=True))
    read = {**(known or {}), **fresh}
    return await tools.aside(lambda: _near(tools, topics, readings, texts, read))


def _near(
    tools: Tools, topics: Sequence[str], readings: Readings, texts: Mapping[str, str], read: Known
) -> dict[str, list[str]]:
    short = ShortTexts(topics)
    found: dict[str, list[str]] = {}
    for about, text in texts.items():
        how_near = nearness(readings.cosines(read.get(about)), tools.search.covered(short, text))
        for place in np.flatnonzero(how_near >= NEAR).tolist():
            found.setdefault(topics[place], []).append(about)
    return found


def _is_served(tools: Tools, text: str) -> bool:
    served = tools.embedder.languages
    return served is None or tools.detect(text) in {*served, UNKNOWN}


async def _read(tools: Tools, texts: Sequence[str]) -> list[Vectors]:
    """What the model makes of them, a few at a time."""
    found: list[Vectors] = []
    for start in range(0, len(texts), AT_ONCE):
        batch = list(texts[start : start + AT_ONCE])
        found += list(await tools.aside(partial(tools.embedder.encode, batch)))
    return found
