"""Whether somebody asks for help, by the words of their message, and what they say next."""

from expertise.noticing import asks_for_help as chance_that_it_asks

ENOUGH = 0.5
"""Lower than ``noticing.ASKS``: nothing is said yet. A past thread must answer it besides, and clearly."""

_FEWEST_LETTERS = 6  # of "ok?" nothing can be looked for


def asks_for_help(text: str, afterwards: str = "") -> bool:
    """Whether a message that begins a thread asks for something that others may have answered before.

    ``afterwards`` is what its author wrote next, before anybody else: who found it out needs nothing more.
    """
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return False
    chance = chance_that_it_asks(text)
    return chance >= ENOUGH and chance_that_it_asks(text, afterwards=afterwards) >= chance
