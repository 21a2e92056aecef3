"""Equal people take turns; nobody else changes place."""

from expertise.fairness import spread
from expertise.types import Candidate
from tests.support.builders import person, person_id

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")


def _ranked(**scores: float) -> list[Candidate]:
    return [Candidate(person=person(name), score=score, evidence=()) for name, score in scores.items()]


def _names(candidates: list[Candidate]) -> list[str]:
    return [candidate.person.handle for candidate in candidates]


def test_the_less_loaded_of_nearly_equal_people_comes_first() -> None:
    ranked = _ranked(ada=-1.0, bob=-1.1, cyd=-1.15)

    assert _names(spread(ranked, {ADA: 3.0, BOB: 1.0, CYD: 2.0}, 0.2)) == ["bob", "ada", "cyd"]


def test_nobody_clearly_worse_comes_first_however_loaded_the_best() -> None:
    ranked = _ranked(ada=-1.0, bob=-1.3)

    assert _names(spread(ranked, {ADA: 99.0}, 0.2)) == ["ada", "bob"]


def test_equal_load_keeps_the_order() -> None:
    ranked = _ranked(ada=-1.0, bob=-1.0)

    assert spread(ranked, {}, 0.2) == ranked
    assert spread(ranked, {ADA: 1.0, BOB: 1.0}, 0.2) == ranked
    assert spread([], {}, 0.2) == []


def test_scores_still_fall() -> None:
    found = spread(_ranked(ada=-1.0, bob=-1.1, cyd=-9.0), {ADA: 1.0}, 0.2)

    assert [candidate.score for candidate in found] == [-1.0, -1.1, -9.0]
