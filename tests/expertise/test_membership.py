"""Where a question belongs, and in which order those who are there come."""

from collections.abc import Mapping
from math import exp, log, log2

import numpy as np
import pytest

from expertise.membership import (
    MEANT,
    Membership,
    Near,
    Subjects,
    by_turns,
    has_subject,
    lot,
    says_something,
    spoken,
)
from expertise.nearness import NEAR, UNREAD, WARMTH
from expertise.types import Channel, ChannelKind
from index.types import Vectors
from tests.support.builders import channel, person_id

ADA, BOB, CYD = map(person_id, ("ada", "bob", "cyd"))
QUESTION = "restore a postgres backup"


def _vector(*parts: float) -> Vectors:
    return np.array(parts, np.float32)


def _names(near: list[Near]) -> list[str]:
    return [each.channel.name for each in near]


def _alike(_word: str) -> float:
    return 1.0


def _near(
    *channels: Channel,
    question: str = QUESTION,
    vector: Vectors | None = None,
    vectors: Mapping[str, Vectors] | None = None,
) -> list[Near]:
    subjects = Subjects(channels, vectors or {})
    covered = subjects.texts.covered(question, subjects.texts.weights(_alike), _alike)
    return subjects.near(covered, vector)


# ------------------------------------------------------------------ which channels are near


@pytest.mark.parametrize(
    "name",
    ["postgres", "help-postgres", "proj_postgres-backups", "team.postgres", "POSTGRES"],
)
def test_a_name_is_cut_into_words_and_what_sort_of_channel_it_is_does_not_count(name: str) -> None:
    (near,) = _near(channel(name))

    shared = 2 if "backups" in name else 1
    assert near.nearness == pytest.approx(UNREAD + 0.4 + 0.1 * shared / 3)


@pytest.mark.parametrize("name", ["random", "proj-help", "team", "wg", "kafka", "---", ""])
def test_a_name_that_says_nothing_of_the_question_is_not_near(name: str) -> None:
    assert _near(channel(name), question="help the random project team") == []


def test_a_long_purpose_does_not_hide_the_word_that_says_it_all() -> None:
    told = "upgrades, replicas, slow queries, schema reviews, vacuum, locks, extensions and monitoring"

    (near,) = _near(channel("postgres", purpose=told))

    assert near.nearness == pytest.approx(UNREAD + 0.4 + 0.1 / 3)


def test_a_purpose_is_enough_where_the_name_says_nothing() -> None:
    (near,) = _near(channel("elephants", purpose="postgres backup"))

    assert near.nearness == pytest.approx(UNREAD + 0.4 * 2 / 3 + 0.1 * 2 / 3, abs=1e-6)


def test_meaning_alone_makes_a_channel_near_from_the_same_bar_as_a_topic() -> None:
    sql, ops = channel("sql"), channel("ops")
    vectors = {"sql": _vector(NEAR + 0.01, 0), "ops": _vector(NEAR - 0.01, 0)}

    assert _names(_near(sql, ops, vector=_vector(1, 0), vectors=vectors)) == ["sql"]


@pytest.mark.parametrize(("cosine", "is_near"), [(MEANT - 0.01, False), (MEANT + 0.01, True)])
def test_a_shared_word_that_means_something_else_is_not_enough(cosine: float, is_near: bool) -> None:  # noqa: FBT001
    vectors = {"running: who runs": _vector(cosine, 0)}

    near = _near(
        channel("running", purpose="who runs"),
        question="running costs of the tests",
        vector=_vector(1, 0),
        vectors=vectors,
    )

    assert bool(near) is is_near


def test_the_nearest_comes_first_and_equals_by_id() -> None:
    near = _near(channel("postgres-kafka"), channel("postgres"), channel("kafka-postgres"))

    assert _names(near) == ["postgres", "kafka-postgres", "postgres-kafka"]


@pytest.mark.parametrize(
    ("kind", "is_archived", "has"),
    [
        (ChannelKind.PUBLIC, False, True),
        (ChannelKind.PUBLIC, True, False),
        (ChannelKind.PRIVATE, False, False),
        (ChannelKind.GROUP, False, False),
        (ChannelKind.DIRECT, False, False),
    ],
)
def test_public_channels_in_use_have_a_subject(kind: ChannelKind, is_archived: bool, has: bool) -> None:  # noqa: FBT001
    assert has_subject(channel("postgres", kind, is_archived=is_archived)) is has


def test_the_model_reads_words_not_signs() -> None:
    assert spoken(channel("help-db_admin", purpose="Postgres & co")) == "help db admin: Postgres & co"
    assert spoken(channel("help-db.admin")) == "help db admin"


# ------------------------------------------------------------------ who is there


@pytest.mark.parametrize(
    ("size", "people", "says"),
    [
        (2, 4, True),
        (3, 4, False),
        (10, 20, True),
        (11, 20, False),
        (25, 60, True),
        (26, 60, False),
        (40, 200, True),
        (41, 200, False),
        (200, 5_000, True),
        (201, 5_000, False),
        (3_000, 100_000, False),
    ],
)
def test_to_be_in_a_crowd_says_nothing(size: int, people: int, says: bool) -> None:  # noqa: FBT001
    assert says_something(size, people) is says


def _membership(name: str, nearness: float, size: int, **answers: float) -> Membership:
    return Membership(
        near=Near(channel=channel(name), nearness=nearness),
        size=size,
        answers={person_id(who): count for who, count in answers.items()},
    )


def test_whoever_answers_there_comes_first_and_a_small_channel_says_more() -> None:
    small = _membership("postgres", 0.9, 3, ada=0, bob=1)
    large = _membership("databases", 0.8, 31, ada=0, cyd=0)

    members = by_turns([small, large], {}, QUESTION)

    worth, other = exp(-0.1 / WARMTH) / 2, exp(-0.2 / WARMTH) / 5
    assert [m.person_id for m in members] == [BOB, ADA, CYD]
    assert [m.score for m in members] == pytest.approx(
        [log(2 * worth), log(worth + other), log(other)], abs=1e-6
    )
    assert [m.channels for m in members] == [("c-postgres",), ("c-postgres", "c-databases"), ("c-databases",)]
    assert log2(1 + small.size) == 2


def test_equals_come_by_load_then_by_a_lot_that_differs_between_questions() -> None:
    one = _membership("postgres", 0.9, 3, ada=0, bob=0, cyd=0)

    loaded = by_turns([one], {BOB: 2.0, ADA: 1.0}, QUESTION)
    drawn = [[m.person_id for m in by_turns([one], {}, f"question {n}")] for n in range(60)]

    assert [m.person_id for m in loaded] == [CYD, ADA, BOB]
    assert drawn == [sorted((ADA, BOB, CYD), key=lambda who: lot(f"question {n}", who)) for n in range(60)]
    assert {order[0] for order in drawn} == {ADA, BOB, CYD}
    assert max(sum(order[0] == who for order in drawn) for who in (ADA, BOB, CYD)) <= 30


def test_the_same_question_draws_the_same_lot_however_it_is_spaced() -> None:
    assert lot("Restore  a\nbackup ", ADA) == lot("restore a backup", ADA)
    assert lot("restore a backup", ADA) != lot("restore a backup", BOB)
