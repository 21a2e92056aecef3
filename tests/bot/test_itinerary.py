"""The stops of a walk, turns among nearly equal people, and lessons that never come from the future."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.itinerary import Turns, itinerary
from bot.past import Past, PastQuestion, Replayed
from bot.pastquestions import MOST_LESSONS, lessons, past_questions
from bot.replaying import Replay
from expertise import learning
from expertise.matcher import Settings
from expertise.ranker import PRIOR
from expertise.types import Candidate, Message, PersonId, Ranking
from tests.support.asking import index_folder, no_progress
from tests.support.builders import ACME, channel, channel_id, message, minute, person, person_id, ts_of
from tests.support.models import WordEmbedder
from tests.support.rows import READING

DAY = 24 * 60
DAYS = 90
TOPICS = ("postgres backup restore", "vault key rotate", "build cache runner", "lunch menu noodles")
HELPERS = ("bob", "cyd", "dan", "eve")


def test_a_lesson_asked_anyway_is_one_stop_and_lessons_come_before_questions_of_the_same_time() -> None:
    asked, elsewhere, alone = _question("a", 5), _question("b", 5, of="ops"), _question("c", 1)
    own = replace(asked, qid="lesson", helpers=frozenset({person_id("bob")}))

    steps = itinerary([asked, elsewhere], [own, alone])

    assert [(step.asked.qid, step.is_wanted) for step in steps] == [("c", False), ("a", True), ("b", True)]
    assert [step.lesson for step in steps] == [alone, own, None]


def test_nearly_equal_people_take_turns() -> None:
    turns = Turns(0.2)

    firsts = [turns.taken(_outcome(n, bob=-1.0, cyd=-1.1, dan=-2.0)) for n in range(4)]

    assert [one.ranking.candidates[0].person.handle for one in firsts] == ["bob", "cyd", "bob", "cyd"]
    assert {one.unbalanced for one in firsts} == {person_id("bob")}


def test_a_first_place_is_forgotten_and_threads_take_no_turn() -> None:
    turns = Turns(0.2)
    turns.taken(_outcome(0, cyd=-1.0))
    for number in range(3):
        turns.taken(_outcome(number, bob=-1.0))
    asked = replace(_outcome(4, bob=-1.0, cyd=-1.1).question, wants_threads=True)

    untouched = turns.taken(replace(_outcome(4, bob=-1.0, cyd=-1.1), question=asked))
    much_later = turns.taken(_outcome(4 * 365 * DAY, bob=-1.0, cyd=-1.1))

    assert untouched.ranking.candidates[0].person.handle == "bob"
    assert much_later.ranking.candidates[0].person.handle in {"bob", "cyd"}
    assert turns.taken(_outcome(5, cyd=-1.0)).unbalanced == person_id("cyd")


def test_lessons_are_the_latest_before_and_those_asked_with_who_helped_within_a_week() -> None:
    messages = _history()
    start = 60 * DAY
    soon = message("a little later", "dan", start + 6 * DAY, thread=start, of="data")
    never = message("too late", "eve", start + 8 * DAY, thread=start, of="data")
    questions = past_questions(messages)

    found = lessons([*messages, soon, never], questions)

    assert len(found) == len(past_questions(messages, 1.0)) <= MOST_LESSONS
    (one,) = [lesson for lesson in found if lesson.ts == ts_of(minute(start))]
    assert one.helpers == {person_id(HELPERS[60 // 7 % len(HELPERS)]), person_id("dan")}


async def test_what_is_learned_on_the_way_never_comes_from_the_future(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "ENOUGH", 6)
    messages = _history()
    questions = past_questions(messages, 0.5)
    whole, learned = await _walk(messages, questions, tmp_path / "whole")

    for number in (20, 35):
        since = questions[number].ts
        scrambled = [m if m.ts < since else replace(m, author_id=person_id("zed")) for m in messages]
        again, _ = await _walk(scrambled, questions[: number + 1], tmp_path / f"scrambled{number}")
        assert [_ranked(one) for one in again] == [_ranked(one) for one in whole[: number + 1]]
    assert learned.weights != PRIOR  # so that this could have failed


async def _walk(
    messages: Sequence[Message], questions: Sequence[PastQuestion], root: Path
) -> tuple[list[Replayed], learning.Learned]:
    people = [person(name) for name in ("ada", *HELPERS, "zed")]
    past = Past(workspace=ACME, people=people, channels=[channel("data")], messages=messages)
    embedder = WordEmbedder()
    folder = index_folder(root, embedder)
    walk = Replay(MemoryStorage(), ACME, folder, READING, embedder, Settings(), no_progress)
    outcome = [one async for one in walk.run(past, questions, lessons(messages, questions))]
    return outcome, walk.learner.final(minute(DAYS * DAY))


def _history() -> list[Message]:
    """A question a day by Ada, on any topic; the helper changes every week: who is around tells."""
    said = []
    for day in range(DAYS):
        start, topic, helper = day * DAY, TOPICS[day % len(TOPICS)], HELPERS[day // 7 % len(HELPERS)]
        said.append(message(f"how is {topic} done, try {day}?", "ada", start, thread=start, of="data"))
        said.append(message(f"{topic} like this", helper, start + 5, thread=start, of="data"))
    return said


def _ranked(one: Replayed) -> list[tuple[PersonId, float]]:
    return [(candidate.person.id, candidate.score) for candidate in one.ranking.candidates]


def _question(qid: str, at: float, of: str = "data") -> PastQuestion:
    moment = minute(at)
    return PastQuestion(
        qid=qid, text=qid, ts=ts_of(moment), at=moment, channel_id=channel_id(of), asker_id=person_id("ada")
    )


def _outcome(at: float, **scores: float) -> Replayed:
    candidates = tuple(
        Candidate(person=person(who), score=score, evidence=()) for who, score in scores.items()
    )
    ranking = Ranking(candidates=candidates, threads=(), stands_out=True, ask_in=None)
    return Replayed(question=_question("q", at), ranking=ranking, baselines={})
