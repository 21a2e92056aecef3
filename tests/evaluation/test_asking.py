"""Variants of a simulation: one thing changed at a time."""

from dataclasses import replace
from datetime import timedelta

from bot.pastwaits import Waits
from bot.round_types import PACES, Urgency
from bot.simulation_figures import figures
from bot.simulation_types import Case
from evaluation.asking import Variant, lines, variants, walked
from tests.support.builders import minute, person_id

CROWD = tuple(person_id(name) for name in ("bob", "cyd", "dan", "eve"))
CASES = [
    Case(
        qid=f"q{number}",
        asker=person_id("ada"),
        at=minute(60 * number),
        candidates=CROWD,
        knows=dict.fromkeys(CROWD, 0.5),
    )
    for number in range(20)
]


def test_a_longer_plan_asks_more_people_and_a_slower_pace_comes_to_something_else() -> None:
    patient = replace(PACES[Urgency.TODAY], window=timedelta(hours=3))

    one, four, as_shipped, slow = (
        [figures(walk) for walk in walked(CASES, variant, is_together=True)]
        for variant in (
            Variant(name="1", most=1),
            Variant(name="4", most=4),
            Variant(name="as shipped", budget=None),
            Variant(name="slow", budget=None, pace=patient),
        )
    )

    assert all(few.a_week < many.a_week for few, many in zip(one, four, strict=True))
    assert slow != as_shipped


def test_every_variant_has_a_name_of_its_own_and_a_row() -> None:
    names = [variant.name for variant in variants()]

    header, *rows = lines([], Waits(), variants()[:2], is_together=True)

    assert len(set(names)) == len(names)
    assert [row.split()[0] for row in rows] == [name.split()[0] for name in names[:2]]
    assert "posted" in header
