"""What questions are about, in their own most telling words. For reports, which count topics, not people."""

import re
import warnings
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from expertise.readable import readable
from expertise.types import PersonId

FEWEST = 150
"""With fewer questions topics are chance: of 77 they were, of 517 they were what people talk about."""

_EACH = 40
_MOST = 12
_WORDS = 3
_TELLING = 12
_ASKERS = 3
_COMMON = 0.2
CHAT = frozenset({
    "actually", "any", "anybody", "anyone", "ask", "asking", "better", "bit", "bunch", "case", "check",
    "currently", "curious", "different", "does", "doing", "example", "folks", "getting", "going", "good",
    "got", "guess", "guys", "hello", "help", "hey", "idea", "instead", "interested", "issue", "issues",
    "just", "kind", "know", "let", "lets", "like", "look", "looking", "looks", "lot", "make", "makes",
    "maybe", "mean", "need", "needs", "new", "people", "possible", "problem", "question", "questions",
    "really", "right", "running", "said", "say", "seeing", "seems", "sense", "set", "short", "sorry",
    "support", "sure", "thank", "thanks", "thing", "things", "think", "today", "tomorrow", "tried", "try",
    "trying", "understand", "use", "used", "using", "want", "wanted", "way", "ways", "wondering", "work",
    "working", "works", "yes", "yesterday",
})  # fmt: skip
"""How people ask, rather than what about."""

_NO_WORDS = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|\S*(?:://|@)\S*|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")


def topics(
    texts: Sequence[str], askers: Sequence[PersonId | None], unsaid: Collection[str]
) -> list[str] | None:
    """A topic for each text, or "" where none fits; None with fewer than ``FEWEST`` texts.

    A topic is a factor of the texts' TF-IDF matrix (non-negative matrix factorisation, Lee and Seung
    1999), named by its three heaviest words. No word of ``unsaid`` (lower case) is used, nor one that
    fewer than three askers used, nor one that stands in more than a fifth of the texts.
    """
    if len(texts) < FEWEST:
        return None
    worded = [_words(text, unsaid) for text in texts]
    vocabulary = _shared(worded, askers)
    count = min(_MOST, len(texts) // _EACH)
    return _factors(worded, vocabulary, count) if len(vocabulary) >= count * _WORDS else None


def _words(text: str, unsaid: Collection[str]) -> list[str]:
    return [word for word in _WORD.findall(_NO_WORDS.sub(" ", readable(text)).lower()) if word not in unsaid]


def _shared(worded: Sequence[Sequence[str]], askers: Sequence[PersonId | None]) -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415 a second to load

    empty = ENGLISH_STOP_WORDS | CHAT
    used_in = Counter(word for words in worded for word in set(words))
    used_by: dict[str, set[PersonId | None]] = {}
    for words, asker in zip(worded, askers, strict=True):
        for word in words:
            used_by.setdefault(word, set()).add(asker)
    return sorted(
        word
        for word, people in used_by.items()
        if len(people) >= _ASKERS and used_in[word] <= _COMMON * len(worded) and word not in empty
    )


def _factors(worded: Sequence[Sequence[str]], vocabulary: Sequence[str], count: int) -> list[str]:
    from sklearn.decomposition import NMF  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    weigh = TfidfVectorizer(analyzer=list, vocabulary=vocabulary, sublinear_tf=True)
    model = NMF(count, init="nndsvda", max_iter=500, tol=1e-3, random_state=0)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):  # it takes roots of what rounding left
        warnings.simplefilter("ignore", ConvergenceWarning)  # close is good enough for a label
        shares = model.fit_transform(weigh.fit_transform(worded))
    heaviest = [[vocabulary[at] for at in row.argsort()[::-1][:_TELLING]] for row in model.components_]
    return [_label(heaviest[row.argmax()], words) for row, words in zip(shares, worded, strict=True)]


def _label(heaviest: Sequence[str], words: Collection[str]) -> str:
    """The topic's name, if the text uses any of its words: the nearest topic of all is not always near."""
    return ", ".join(heaviest[:_WORDS]) if set(heaviest) & set(words) else ""
