"""What differs and is not declared is told, and what is declared and differs no more."""

from collections.abc import Sequence
from dataclasses import replace

from tests.scenarios.parity.cases import Case
from tests.scenarios.parity.differences import BY_NAME
from tests.scenarios.parity.ledger import SLACK, TEAMS, Ledger
from tests.scenarios.parity.told import CASES

THREADS = BY_NAME["chats without threads"]
CASE = replace(CASES[0], differs=(THREADS.name,))
IN_THREAD, BELOW = "Dia, with all in the group, in the thread: hi", "Dia, with all in the group: hi"


def held(slack: Sequence[str], teams: Sequence[str], case: Case = CASE) -> list[str]:
    ledger = Ledger()
    ledger.keep(case, SLACK, slack)
    ledger.keep(case, TEAMS, teams)
    return ledger.problems(case)


def test_the_same_on_both_is_fine() -> None:
    assert held(["hi"], ["hi"], replace(CASE, differs=())) == []


def test_what_differs_and_is_not_declared_is_told() -> None:
    assert held([IN_THREAD], [BELOW], replace(CASE, differs=())) != []
    assert held([IN_THREAD, "hi"], [BELOW]) != []
    assert held([IN_THREAD], [BELOW, "hi"]) != []


def test_in_another_order_it_is_not_the_same() -> None:
    assert held(["one", "two"], ["two", "one"], replace(CASE, differs=())) != []


def test_what_is_declared_may_differ() -> None:
    assert held([IN_THREAD], [BELOW]) == []


def test_what_is_declared_and_is_the_same_by_now_is_told() -> None:
    assert "no longer so" in held([BELOW], [BELOW])[0]
    assert held([IN_THREAD], [IN_THREAD]) != []


def test_a_difference_that_no_conversation_showed_is_told() -> None:
    ledger = Ledger()
    assert ledger.never_seen([THREADS]) == list(THREADS.facts)

    ledger.keep(CASE, SLACK, [IN_THREAD])
    ledger.keep(CASE, TEAMS, [BELOW])
    assert ledger.problems(CASE) == []

    assert ledger.never_seen([THREADS]) == []
