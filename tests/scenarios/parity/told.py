"""All conversations, gathered from where they are told."""

from tests.scenarios.parity.cases import ALL
from tests.scenarios.parity.conversations import (
    aloud,
    asking,
    buttons,
    cards,
    consent,
    odd,
    page,
    places,
    suggesting,
    weekly,
)

CHAPTERS = (
    asking.CHAPTER,
    buttons.CHAPTER,
    suggesting.CHAPTER,
    cards.CHAPTER,
    page.CHAPTER,
    aloud.CHAPTER,
    consent.CHAPTER,
    weekly.CHAPTER,
    places.READ,
    places.LET_IN,
    odd.CHAPTER,
)
"""In the order of the documentation."""

CASES = tuple(ALL)
