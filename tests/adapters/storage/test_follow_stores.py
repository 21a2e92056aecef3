"""What people follow, and what was solved, wherever that is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.chat_types import Feedback, Question, QuestionId, Verdict
from bot.follow_ports import Follow
from bot.incoming import Via
from bot.outcomes import Outcome, What
from bot.ports import Storage, UnitOfWork
from expertise.types import PersonId
from tests.adapters.storage.building import ANN, BEN, HERE, NOON, THERE, key

HOUR = timedelta(hours=1)
TERRAFORM = Follow(person_id=ANN, topic="Terraform", since=NOON)
FIRST, SECOND, THIRD = (QuestionId(each) for each in sorted(map(key, ("q1", "q2", "q3"))))


async def test_a_person_follows_a_topic_once_however_it_is_spelled(work: UnitOfWork) -> None:
    postgres = Follow(person_id=ANN, topic="postgres upgrades", since=NOON)
    bens = replace(postgres, person_id=BEN)
    for each in (TERRAFORM, bens, postgres, replace(TERRAFORM, topic="TERRAFORM ")):
        await work.follows.add(each)

    assert await work.follows.of(ANN) == [postgres, replace(TERRAFORM, topic="TERRAFORM ")]
    assert await work.follows.all() == sorted(
        [*await work.follows.of(ANN), bens], key=lambda each: (each.person_id, each.topic.casefold())
    )


async def test_who_stops_following_keeps_the_rest(work: UnitOfWork) -> None:
    await work.follows.add(TERRAFORM)
    await work.follows.add(replace(TERRAFORM, topic="vim"))
    await work.follows.add(replace(TERRAFORM, person_id=BEN))

    await work.follows.forget(ANN, ["terraform", "emacs"])
    await work.follows.forget(ANN, [])

    assert [each.topic for each in await work.follows.of(ANN)] == ["vim"]
    assert len(await work.follows.of(BEN)) == 1


async def test_somebody_follows(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.follows.add(replace(TERRAFORM, person_id=PersonId(key("nobody"))))


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.follows.add(TERRAFORM)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.follows.all() == []


async def test_what_was_solved_between_two_moments_is_told_once(work: UnitOfWork) -> None:
    for each in (FIRST, SECOND, THIRD):
        await work.questions.add(Question(id=each, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON))
    helped = Outcome(person_id=BEN, question_id=SECOND, what=What.SOLVED, at=NOON)
    await work.outcomes.add(
        [helped, replace(helped, question_id=FIRST, what=What.HELPS), replace(helped, question_id=THIRD)]
    )
    said = Feedback(question_id=SECOND, person_id=ANN, verdict=Verdict.HELPED, said_at=NOON + HOUR)
    for each in (said, replace(said, question_id=FIRST, verdict=Verdict.NOT_THESE)):
        await work.feedback.put(each)

    assert await work.solved.between(NOON, NOON + 2 * HOUR) == [SECOND, THIRD]
    assert await work.solved.between(NOON + HOUR, NOON + 2 * HOUR) == [SECOND]
    assert await work.solved.between(NOON - HOUR, NOON) == []
