"""Whether somebody asks for help, by the words of their message alone."""

from expertise.questions import looks_like_question

_FEWEST_LETTERS = 12


def asks_for_help(text: str) -> bool:
    """Whether a message that begins a thread asks for something that others may have answered before."""
    return sum(map(str.isalpha, text)) >= _FEWEST_LETTERS and looks_like_question(text)
