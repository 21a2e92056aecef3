"""Declared topics: which are near, what they amount to, and whom they may not touch."""

from datetime import timedelta
from math import exp, log

import numpy as np
import pytest

from expertise.declared import HALF_LIFE_DAYS, MOST_PEOPLE, Topics
from expertise.nearness import NEAR, UNREAD, WARMTH
from expertise.ranker import FLOOR, PRIOR
from expertise.types import Declared, PersonId, Role, Signal, folded
from index.short_texts import Covered
from index.types import PUBLIC, Vectors
from tests.support.builders import START, knows, passage, person, person_id
from tests.support.evidence import World, names, scores
from tests.support.models import WordEmbedder

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")
QUESTION = "restore a postgres backup"
BACKUP = "how do I restore a postgres backup\nwith pg_restore from the nightly dump"


def _anybody(_: PersonId) -> bool:
    return True


def _vector(*parts: float) -> Vectors:
    return np.array(parts, np.float32)


def _covered(*of_text: float, of_question: float = 0.0) -> Covered:
    return Covered(of_text=np.array(of_text), of_question=np.full(len(of_text), of_question))


def _amounts(topics: Topics, covered: Covered, vector: Vectors | None = None) -> dict[PersonId, float]:
    return {who: each.amount for who, each in topics.near(covered, vector, START, _anybody).items()}


# ------------------------------------------------------------------ which are near


def test_cosine_and_words_together_make_a_topic_near() -> None:
    topics = Topics(
        [knows("ada", "postgres", vector=_vector(0.3, 0)), knows("bob", "x", vector=_vector(0, 1))]
    )

    found = _amounts(topics, _covered(0.5, 0.0, of_question=0.2), _vector(1, 0))

    assert found == {ADA: pytest.approx(exp((0.3 + 0.4 * 0.5 + 0.1 * 0.2 - 1) / WARMTH), rel=1e-4)}


@pytest.mark.parametrize(("coverage", "is_near"), [(0.49, False), (0.5, True), (1.0, True)])
def test_of_a_topic_that_no_model_has_read_half_the_words_suffice(coverage: float, is_near: bool) -> None:  # noqa: FBT001
    topics = Topics([knows("ada", "postgres backups")])

    assert bool(_amounts(topics, _covered(coverage))) is is_near
    assert pytest.approx(NEAR) == UNREAD + 0.4 * 0.5


def test_a_question_that_no_model_has_read_goes_by_words() -> None:
    topics = Topics([knows("ada", "postgres", vector=_vector(1, 0))])

    assert set(_amounts(topics, _covered(1.0))) == {ADA}
    assert _amounts(topics, _covered(0.0)) == {}


def test_two_years_halve_what_was_declared() -> None:
    old = START - timedelta(days=HALF_LIFE_DAYS)
    topics = Topics([knows("ada", "postgres"), knows("bob", "postgres", declared_at=old)])

    found = _amounts(topics, _covered(1.0, 1.0))

    assert found[BOB] == pytest.approx(found[ADA] / 2)


def test_the_best_topic_counts_once_and_the_next_ones_are_told() -> None:
    rows = [knows("ada", topic) for topic in ("backups", "postgres", "postgres backups", "restore")]

    found = Topics(rows).near(_covered(0.8, 0.6, 1.0, 0.7), None, START, _anybody)

    assert found[ADA].topics == ("postgres backups", "backups", "restore")
    assert found[ADA].amount == pytest.approx(exp((UNREAD + 0.4 - 1) / WARMTH))


def test_nobody_who_may_not_be_named_is_found_nor_takes_a_place() -> None:
    crowd = [
        Declared(person_id=PersonId(f"a{n:04}"), topic="x", declared_at=START) for n in range(MOST_PEOPLE)
    ]
    topics = Topics([*crowd, knows("bob", "x")])
    covered = _covered(*[1.0] * (MOST_PEOPLE + 1))

    assert BOB not in topics.near(covered, None, START, _anybody)
    assert set(topics.near(covered, None, START, lambda who: who == BOB)) == {BOB}


def test_a_topic_is_the_same_whatever_its_case_and_spaces() -> None:
    assert folded("  State \t LOCKS ") == folded("state locks")
    assert folded("Straße") == folded("STRASSE")


# ------------------------------------------------------------------ in a ranking


def _world(*declared: Declared, **changes: object) -> World:
    """Bob answered about backups; whoever else is found, is found by what they declared."""
    own: dict[str, object] = {
        "passages": {
            PUBLIC: [
                passage(1, BACKUP, spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)], thread=1, of="data")
            ]
        },
        "people": [person(name) for name in ("ada", "bob", "cyd", "dan")],
        "declared": declared,
        "embedder": WordEmbedder(dimension=4096),
    }
    return World(**own | changes)  # type: ignore[arg-type]


async def test_whoever_says_that_they_know_it_is_ranked_after_whoever_showed_it() -> None:
    ranking = await _world(knows("cyd", "Postgres")).rank(QUESTION)

    cyd = next(c for c in ranking.candidates if c.person.handle == "cyd")
    assert names(ranking)[0] == "bob"
    assert (cyd.knows, cyd.evidence, cyd.can_be_shown) == (("Postgres",), (), True)
    assert cyd.signals[Signal.DECLARED] == pytest.approx(log(FLOOR + 1))
    assert Signal.DECLARED in cyd.reasons


async def test_of_two_who_showed_it_alike_the_one_who_declares_it_comes_first() -> None:
    both = [passage(1, BACKUP, spoke=[("bob", Role.ANSWERED), ("cyd", Role.ANSWERED)])]

    plain = await _world(passages={PUBLIC: both}).rank(QUESTION)
    declared = await _world(knows("cyd", "backups"), passages={PUBLIC: both}).rank(QUESTION)

    assert names(plain) == ["bob", "cyd"]
    assert names(declared) == ["cyd", "bob"]
    gap = scores(declared)["cyd"] - scores(declared)["bob"]
    assert gap == pytest.approx(PRIOR[Signal.DECLARED] * (log(FLOOR + 1) - log(FLOOR)))


async def test_a_declared_topic_makes_somebody_stand_out_where_nothing_was_ever_said() -> None:
    ranking = await _world(knows("cyd", "Postgres"), passages={PUBLIC: []}).rank(QUESTION)

    assert (names(ranking), ranking.stands_out, ranking.ask_in) == (["cyd"], True, None)


async def test_a_topic_that_is_not_near_changes_nothing() -> None:
    assert await _world(knows("cyd", "sourdough")).rank(QUESTION) == await _world().rank(QUESTION)


async def test_a_topic_of_somebody_who_may_not_be_named_changes_nothing() -> None:
    absent = await _world(knows("dan", "backups")).rank(QUESTION, unnamed=["cyd"])
    unnamed = await _world(knows("cyd", "Postgres"), knows("dan", "backups")).rank(QUESTION, unnamed=["cyd"])

    assert unnamed == absent


@pytest.mark.parametrize("flag", ["is_bot", "has_left"])
async def test_whoever_left_is_not_found_by_what_they_declared(flag: str) -> None:
    people = [person("bob"), person("cyd", **{flag: True})]

    assert "cyd" not in names(await _world(knows("cyd", "Postgres"), people=people).rank(QUESTION))


async def test_the_asker_is_not_found_by_what_they_declared() -> None:
    assert "cyd" not in names(await _world(knows("cyd", "Postgres")).rank(QUESTION, asker="cyd"))
