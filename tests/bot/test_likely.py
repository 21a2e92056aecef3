"""Nobody is disturbed for a small chance."""

import pytest

from bot.likely import LEAST, chances, worth_asking
from expertise.confidence import UNREAD, Calibration
from expertise.types import Candidate, Ranking
from tests.support.builders import person, person_id

ANA, BEN, CEM, DIA = map(person_id, ("ana", "ben", "cem", "dia"))
PLAIN = Calibration(intercept=0.0, slope=1.0)


def ranking(calibration: Calibration = PLAIN, **utilities: float) -> Ranking:
    """Of people who all have said that they know it."""
    candidates = [
        Candidate(person=person(name), score=score, evidence=(), knows=("tea",))
        for name, score in utilities.items()
    ]
    return Ranking(
        candidates=tuple(candidates),
        threads=(),
        stands_out=True,
        ask_in=None,
        utilities={each.person.id: each.score for each in candidates},
        calibration=calibration,
    )


def test_the_chance_of_each_is_their_share_where_nothing_is_to_be_calibrated() -> None:
    said = chances(ranking(ana=2.0, ben=2.0))

    assert said == {ANA: pytest.approx(0.5), BEN: pytest.approx(0.5)}


def test_after_the_first_two_nobody_is_worth_asking_for_a_small_chance() -> None:
    said = {ANA: 0.9, BEN: 0.01, CEM: LEAST - 0.01, DIA: LEAST}

    assert worth_asking([ANA, BEN, CEM, DIA], said) == [ANA, BEN, DIA]


def test_who_is_not_spoken_of_is_worth_asking() -> None:
    assert worth_asking([ANA, BEN, CEM], {}) == [ANA, BEN, CEM]


def test_where_the_ranking_tells_little_everybody_is() -> None:
    said = chances(ranking(UNREAD, ana=5.0, ben=4.0, cem=1.0))

    assert worth_asking([ANA, BEN, CEM], said) == [ANA, BEN, CEM]


def test_of_whom_the_ranking_says_nothing_nothing_is_said() -> None:
    hardly = Candidate(person=person("dia"), score=9.0, evidence=())
    found = ranking(ana=1.0)

    assert chances(
        Ranking(
            candidates=(*found.candidates, hardly),
            threads=(),
            stands_out=True,
            ask_in=None,
            utilities={DIA: 9.0, **found.utilities},
            calibration=PLAIN,
        )
    ).keys() == {ANA}
