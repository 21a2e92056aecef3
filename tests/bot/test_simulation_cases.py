"""What is simulated: real questions, whom the ranking can show, and how likely each of them could help."""

from dataclasses import replace
from math import log

import pytest

from bot.past import Replayed
from bot.pastwaits import Waits
from bot.simulation_cases import cases, past_cases
from expertise.confidence import Calibration
from expertise.types import Candidate, Ranking
from tests.support.builders import message as said
from tests.support.builders import minute, person, person_id
from tests.support.reports import asked, replayed

DAY = 24 * 60
ADA, BOB, CYD, DAN, EVE = map(person_id, ("ada", "bob", "cyd", "dan", "eve"))
PLAIN = Calibration(intercept=0.0, slope=1.0)


def test_answered_and_unanswered_questions_are_asked_and_what_nobody_can_tell_is_not() -> None:
    messages = [
        *(said("hello", who, number) for number, who in enumerate(("bob", "cyd"))),
        said("how do I restore?", "ada", DAY, thread=DAY),
        said("with pg_restore", "bob", DAY + 30, thread=DAY),
        said("and who pays the bill?", "ada", 2 * DAY),
        said("which one of them?", "ada", 3 * DAY),
        said("that one", "bob", 3 * DAY + 1),
        said("look what I found", "ada", 4 * DAY, thread=4 * DAY),
        said("nice", "bob", 4 * DAY + 1, thread=4 * DAY),
        said("the end", "eve", 60 * DAY, of="elsewhere"),
    ]

    questions, waited = past_cases(messages, held_out=1.0)

    assert [q.text for q in questions] == ["how do I restore?", "and who pays the bill?"]
    assert [q.helpers for q in questions] == [{BOB}, set()]
    assert waited.replied == {questions[0].qid: minute(DAY + 30)}


def test_a_history_without_an_answer_has_no_cases() -> None:
    assert past_cases([said("hello", "ada", 0)]) == ([], Waits())


def outcome() -> Replayed:
    """Shares .6, .3 and .1; of the last there is nothing to show. Cyd answered, and Eve, unranked."""
    ranked = replayed(asked(1, ("cyd", "eve")), [], [])
    candidates = (
        Candidate(person=person("bob"), score=log(6.0), evidence=(), knows=("backups",)),
        Candidate(person=person("cyd"), score=log(3.0), evidence=(), knows=("backups",)),
        Candidate(person=person("dan"), score=log(1.0), evidence=()),
    )
    ranking = Ranking(
        candidates=candidates,
        threads=(),
        stands_out=True,
        ask_in=None,
        utilities={each.person.id: each.score for each in candidates},
        calibration=PLAIN,
    )
    return replace(ranked, ranking=ranking)


def test_whoever_can_be_shown_is_asked_and_could_help_as_likely_as_the_ranking_says() -> None:
    waited = Waits(first={"q1": EVE}, replied={"q1": minute(31)})

    (case,) = cases([outcome()], waited, knows=0.9)

    assert (case.asker, case.at, case.candidates) == (ADA, minute(1), (BOB, CYD))
    assert case.knows == {BOB: pytest.approx(0.6), CYD: 0.9, EVE: 0.9}
    assert (case.helped_by, case.helped_at) == (EVE, minute(31))


def test_another_chance_may_be_taken_for_who_did_not_answer() -> None:
    (case,) = cases([outcome()], Waits(), knows=0.9, others=0.2)

    assert case.knows == {BOB: 0.2, CYD: 0.9, EVE: 0.9}
    assert (case.helped_by, case.helped_at) == (None, None)
