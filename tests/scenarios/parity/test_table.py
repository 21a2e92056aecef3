"""What the documentation says of both platforms is what the conversations declare."""

import re
from collections import Counter

from tests.scenarios.parity.differences import BY_NAME, DIFFERENCES, ONLY
from tests.scenarios.parity.table import FILE, parity
from tests.scenarios.parity.told import CASES, CHAPTERS


def test_the_page_is_what_the_suite_says() -> None:
    """If not: ``python -m tests.scenarios.parity.table``."""
    assert FILE.read_text() == parity()


def test_every_conversation_is_told_in_the_documentation() -> None:
    assert {case.chapter for case in CASES} == set(CHAPTERS)
    assert max(Counter(case.name for case in CASES).values()) == 1


def test_no_two_conversations_are_about_the_same() -> None:
    words = Counter(word for case in CASES for word in case.need.split())

    assert [word for word, count in words.items() if count > 1] == []
    assert len(CASES) < 100  # their people and places have two digits


def test_differences_are_declared_once_and_by_whoever_shows_them() -> None:
    told = {name for case in CASES for name in case.differs}

    assert len(BY_NAME) == len(DIFFERENCES)
    assert told == {each.name for each in DIFFERENCES if not each.is_everywhere}


def test_what_only_one_platform_has_is_shown_by_a_test() -> None:
    for only in ONLY:
        path, _, name = only.shown_by.partition("::")
        assert re.search(rf"^(async )?def {name}\(", (FILE.parents[1] / path).read_text(), re.MULTILINE), name
