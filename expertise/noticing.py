"""Whether a message asks whoever reads it for help.

Decided before anything is searched: most messages of a channel cost next to nothing and start nothing.

A logistic regression over ``noticing_features``; docs/noticing.md says how good it is and where it fails.
It reads nothing but the message: whatever a message says about itself ("this is a question") moves it no
more than the same words would anywhere.
"""

from math import exp

from expertise.noticing_features import SOLVED, features
from expertise.noticing_sentences import said
from expertise.noticing_weights import INTERCEPT, WEIGHTS

ASKS = 0.75
"""From here on a message asks for help. High: who is not noticed can still ask Kenner."""


def asks_for_help(
    text: str, *, opens: bool = True, to_one: bool | None = None, afterwards: str = ""
) -> float:
    """The probability that whoever knows the matter is asked for help: knowledge, a hand, or a deed.

    Not so are rhetorical and social questions, those for opinions or consent, what is answered in the same
    breath, and what is asked of one person. ``text`` is plain text, as stored. ``opens``: it begins a thread,
    or talk outside threads, where nobody else has just said something. ``to_one``: it is addressed to one
    person, as the platform says; None reads it off a mention at its beginning. ``afterwards`` is what its
    author wrote next, before anybody else.

    0..1, the same for the same input; linear in the text, of which the beginning and the end are read.
    """
    words = said(text)
    if words.is_empty:
        return 0.0
    shown = features(words, opens=opens, to_one=to_one)
    odds = INTERCEPT + sum(WEIGHTS[name] for name, is_so in shown.items() if is_so)
    if afterwards and not shown[SOLVED] and said(afterwards).is_solved:
        odds += WEIGHTS[SOLVED]
    return 1 / (1 + exp(-odds))
