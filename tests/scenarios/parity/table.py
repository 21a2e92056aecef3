"""Writes ``docs/parity.md`` from what the conversations declare.

Run it: ``python -m tests.scenarios.parity.table``.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.scenarios.parity.cases import Case
from tests.scenarios.parity.differences import BY_NAME, DIFFERENCES, ONLY
from tests.scenarios.parity.told import CASES, CHAPTERS

FILE = Path(__file__).parents[3] / "docs" / "parity.md"
YES = "yes"

_OPENING = """# Slack and Teams

One suite of conversations, [tests/scenarios/parity](../tests/scenarios/parity), is told on both platforms,
each time with the whole bot on a stand-in of ours that is as strict as the platform's documentation. All that
anybody in a conversation sees is compared: the words, the buttons with what they say and ask, the fields, the
links, who sees it and where. What differs and is not declared below fails the suite, and so does what is
declared and no longer differs. This page is written from the suite: `python -m tests.scenarios.parity.table`.
"""
_CHAPTER = "| capability | Slack | Teams | shown by |\n|---|---|---|---|"
_DIFFERS = """## What differs, and why

In every conversation, or where the table above says so.
"""
_MISSING = """## What Teams does not have yet

Nothing in its nature stands against it.
"""
_DIFFERENCE = "| what | Slack | Teams | why |\n|---|---|---|---|"
_ONLY = """## What only one of them has

| what | where | why | shown by |
|---|---|---|---|"""


def parity() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _OPENING
    for chapter in CHAPTERS:
        yield f"## {chapter}\n\n{_CHAPTER}"
        yield from (_told(case) for case in CASES if case.chapter == chapter)
        yield ""
    for heading, is_missing in ((_DIFFERS, False), (_MISSING, True)):
        yield f"{heading}\n{_DIFFERENCE}"
        for each in DIFFERENCES:
            if each.is_missing is is_missing:
                yield f"| {each.what} | {each.slack} | {each.teams} | {each.why} |"
        yield ""
    yield _ONLY
    for only in ONLY:
        path, _, name = only.shown_by.partition("::")
        yield f"| {only.what} | {only.platform} | {only.why} | [{_in_words(name)}](../{path}) |"


def _told(case: Case) -> str:
    own = [BY_NAME[name] for name in case.differs]
    slack = "; ".join([YES, *(f"{each.what}: {each.slack}" for each in own)])
    teams = "; ".join([YES, *(f"{each.what}: {each.teams}" for each in own)])
    path = f"../{case.tell.__module__.replace('.', '/')}.py"
    return f"| {case.shows} | {slack} | {teams} | [{_in_words(case.name)}]({path}) |"


def _in_words(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    FILE.write_text(parity())
