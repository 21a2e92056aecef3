"""What is said about declared topics: read it as a whole, as ``bot/phrases.py``."""

from collections.abc import Sequence

from bot.phrases import counted, number

# ------------------------------------------------------------------ what was done


def declared(new: int, renewed: int) -> str:
    again = f" Renewed, as declared before: {counted(renewed, 'topic')}." if renewed else ""
    return f"Declared: {counted(new, 'new topic')}.{again}"


def forgotten(count: int) -> str:
    return f"Forgotten: {counted(count, 'topic')}."


def nothing_to_forget(name: str) -> str:
    return f"{name} had not declared that. Nothing was changed."


def says(name: str, topics: Sequence[str]) -> str:
    if not topics:
        return f"{name} has not declared anything yet."
    return f"{name} says they know: {', '.join(topics)}."


# ------------------------------------------------------------------ what went wrong

EMPTY_TOPIC = "There is no topic. Say what is known in a few words, for example “terraform”."
UNPRINTABLE_TOPIC = "A topic is one line of plain text. Leave out line breaks and control characters."
WHAT_TO_DO = "Give a list, FILE.csv, or one person with --person, and what they know with --topic."
FORGET_WHAT = "Say which topic to forget with --topic."


def too_long_topic(length: int, longest: int) -> str:
    return f"A topic has at most {longest} characters; this one has {length:,}. A few words are found best."


def too_many_topics(most: int) -> str:
    return f"One person can declare {most} topics at most. Forget some first, or choose those that matter."


def bad_line(line: int, why: str) -> str:
    return f"Line {line:,}: {why}"


def bad_lines(count: int, some: Sequence[str]) -> str:
    more = count - len(some)
    rest = f" And {number(more)} more." if more > 0 else ""
    return f"Nothing was declared: {counted(count, 'line')} of the list cannot be. {' '.join(some)}{rest}"
