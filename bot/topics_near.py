"""Which texts are near which topics: by the same measure as declared topics are near a question.

A text and a topic are held against each other alone, with the rarity of words in what everybody may read: no
other text, and nobody else's topic, has any part in it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.answering import Tools
from expertise.nearness import NEAR, Readings, nearness
from index.languages import UNKNOWN
from index.short_texts import ShortTexts
from index.types import Vectors

Known = Mapping[str, Vectors]
"""What a model has made of texts already, by their ids."""


async def near(
    tools: Tools, topics: Sequence[str], texts: Mapping[str, str], known: Known | None = None
) -> dict[str, list[str]]:
    """By topic, the ids of the texts that are near it, in the order of the texts. ``texts``: by id.

    Topics are read whatever their language, for a word or two tell none.
    """
    if not topics or not texts:
        return {}
    return await tools.aside(lambda: _near(tools, topics, texts, known or {}))


def _near(
    tools: Tools, topics: Sequence[str], texts: Mapping[str, str], known: Known
) -> dict[str, list[str]]:
    short, readings = ShortTexts(topics), Readings(list(tools.embedder.encode(list(topics))))
    unread = {about: text for about, text in texts.items() if about not in known}
    read = {**known, **_read(tools, unread)}
    found: dict[str, list[str]] = {}
    for about, text in texts.items():
        how_near = nearness(readings.cosines(read.get(about)), tools.search.covered(short, text))
        for place in np.flatnonzero(how_near >= NEAR).tolist():
            found.setdefault(topics[place], []).append(about)
    return found


def _read(tools: Tools, texts: Mapping[str, str]) -> Mapping[str, Vectors]:
    """What the model makes of those in a language that it reads."""
    served = tools.embedder.languages
    ours = [
        about for about, text in texts.items() if served is None or tools.detect(text) in {*served, UNKNOWN}
    ]
    return dict(zip(ours, tools.embedder.encode([texts[each] for each in ours]), strict=True))
