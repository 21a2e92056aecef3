"""Questions that are carried to people, and what people said about being asked, wherever that is kept."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from adapters.storage.errors import ConflictError
from adapters.storage.unit_of_work import SqlStorage
from bot.chat_types import Question, QuestionId
from bot.hours import Hours
from bot.incoming import Via
from bot.outcomes import Outcome, What
from bot.ports import Storage, UnitOfWork
from bot.round_ports import Availability
from bot.round_types import Chosen, Due, End, Invitation, Round, RoundState, Urgency
from bot.weeks import Rhythm
from expertise.types import ChannelId
from tests.adapters.storage.building import ANN, BEN, CEM, HERE, NOON, THERE, key, settle
from tests.adapters.storage.test_inbox_store import plan_of

FIRST, SECOND, THIRD = (QuestionId(each) for each in sorted(map(key, ("q1", "q2", "q3"))))
HOUR = timedelta(hours=1)
OPENED = Round(
    question_id=FIRST,
    asker=ANN,
    urgency=Urgency.TODAY,
    opened_at=NOON,
    until=NOON + 8 * HOUR,
    due_at=NOON,
    candidates=(
        Chosen(person=CEM, why="wrote the steps in May", channels=(ChannelId(key("c")),)),
        Chosen(person=BEN),
    ),
    is_named=False,
    left_out=(ANN,),
)
INVITED = replace(
    OPENED,
    waves=1,
    due_at=NOON + HOUR,
    referred=(CEM,),
    invitations=(Invitation(person=BEN, invited_at=NOON, seen_by=NOON + HOUR),),
)
HELPED = replace(
    INVITED,
    state=RoundState.HELPING,
    due=Due.STILL_GOOD,
    helper=BEN,
    invitations=(replace(INVITED.invitations[0], end=End.ACCEPTED, ended_at=NOON + HOUR),),
)
PASSED = Outcome(
    person_id=BEN, question_id=FIRST, what=What.NOT_MY_FIELD, at=NOON, terms=("backup", "restore")
)
HELPS = replace(PASSED, question_id=SECOND, what=What.HELPS, at=NOON + HOUR)
OVER = replace(HELPED, state=RoundState.SOLVED, due=None, due_at=None)


@pytest.fixture
async def asked(work: UnitOfWork) -> UnitOfWork:
    """Three questions of Ann's."""
    for question_id in (FIRST, SECOND, THIRD):
        await work.questions.add(
            Question(id=question_id, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON)
        )
    return work


async def test_a_round_is_kept_as_it_was_put_last(asked: UnitOfWork) -> None:
    offering = replace(INVITED, offer_at=NOON + HOUR / 4)
    for this in (OPENED, offering, HELPED, OVER, INVITED, OPENED):
        await asked.rounds.put(this)

        assert await asked.rounds.of(FIRST) == this
    assert await asked.rounds.of(SECOND) is None


async def test_rounds_are_due_at_their_time_the_earliest_first(asked: UnitOfWork) -> None:
    await asked.rounds.put(INVITED)
    await asked.rounds.put(replace(OPENED, question_id=THIRD))
    await asked.rounds.put(replace(OVER, question_id=SECOND))

    assert await asked.rounds.due(NOON, 9) == [THIRD]
    assert await asked.rounds.due(NOON + HOUR, 9) == [THIRD, FIRST]
    assert await asked.rounds.due(NOON + HOUR, 1) == [THIRD]


async def test_a_round_with_words_to_offer_is_due_by_then_and_no_earlier(asked: UnitOfWork) -> None:
    await asked.rounds.put(replace(INVITED, due_at=NOON + 3 * HOUR, offer_at=NOON + HOUR))
    await asked.rounds.put(replace(OPENED, question_id=THIRD, due_at=NOON + 2 * HOUR))

    assert await asked.rounds.due(NOON, 9) == []
    assert await asked.rounds.due(NOON + HOUR, 9) == [FIRST]
    assert await asked.rounds.due(NOON + 3 * HOUR, 9) == [FIRST, THIRD]


async def test_everybody_has_the_rounds_that_concern_them(asked: UnitOfWork) -> None:
    await asked.rounds.put(INVITED)
    await asked.rounds.put(replace(HELPED, question_id=SECOND))
    await asked.rounds.put(replace(OVER, question_id=THIRD))

    assert await asked.rounds.concerning(ANN) == [FIRST, SECOND]
    assert await asked.rounds.concerning(BEN) == [FIRST, SECOND]
    assert await asked.rounds.concerning(CEM) == []


async def test_who_has_answered_is_concerned_no_more(asked: UnitOfWork) -> None:
    passed = replace(INVITED.invitations[0], end=End.NOT_NOW, ended_at=NOON)
    await asked.rounds.put(replace(INVITED, invitations=(passed,)))

    assert await asked.rounds.concerning(BEN) == []


async def test_rounds_are_counted_by_state(asked: UnitOfWork) -> None:
    await asked.rounds.put(INVITED)
    await asked.rounds.put(replace(OPENED, question_id=SECOND))
    await asked.rounds.put(replace(OVER, question_id=THIRD))

    assert await asked.rounds.counts() == {RoundState.INVITING: 2, RoundState.SOLVED: 1}


async def test_of_those_that_go_on_some_wait_for_somebody_to_help(asked: UnitOfWork) -> None:
    drafted = replace(OPENED, question_id=THIRD, state=RoundState.DRAFTED)
    for each in (drafted, replace(HELPED, question_id=SECOND), INVITED):
        await asked.rounds.put(each)

    assert await asked.rounds.waiting() == [FIRST, THIRD]


async def test_there_is_no_round_without_a_question(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.rounds.put(OPENED)


async def test_what_somebody_said_about_being_asked_is_kept(work: UnitOfWork) -> None:
    hours = Hours(start=time(8, 30), end=time(12), days=frozenset({0, 2}), zone="Europe/Oslo")
    await work.availability.save(ANN, Availability(unasked_a_week=1))
    await work.availability.save(ANN, Availability(unasked_a_week=0, hours=hours, rhythm=Rhythm.MONTHLY))
    await work.availability.save(BEN, Availability())

    found = await work.availability.of([ANN, BEN, CEM])

    anns = Availability(unasked_a_week=0, hours=hours, rhythm=Rhythm.MONTHLY)
    assert found == {ANN: anns, BEN: Availability()}


async def test_what_somebody_said_about_being_asked_is_forgotten_with_them(work: UnitOfWork) -> None:
    await work.availability.save(ANN, Availability(unasked_a_week=1))
    await work.availability.save(BEN, Availability(unasked_a_week=1))

    await work.availability.forget(ANN)
    await work.availability.forget(CEM)

    assert set(await work.availability.of([ANN, BEN, CEM])) == {BEN}


async def test_somebodys_invitations_come_the_earliest_first(asked: UnitOfWork) -> None:
    later = replace(INVITED.invitations[0], invited_at=NOON + HOUR)
    await asked.rounds.put(replace(INVITED, invitations=(later,)))
    await asked.rounds.put(replace(OVER, question_id=THIRD))
    await asked.rounds.put(replace(OPENED, question_id=SECOND))

    found = await asked.invitations.of(BEN)

    assert [(each.question_id, each.invitation) for each in found] == [
        (THIRD, OVER.invitations[0]),
        (FIRST, later),
    ]
    assert await asked.invitations.of(ANN) == []


async def test_what_comes_unasked_is_counted_by_week(work: UnitOfWork) -> None:
    await work.unasked.add([ANN, BEN], 7)
    await work.unasked.add([ANN], 7)

    assert await work.unasked.of([ANN, BEN, CEM], 7) == {ANN: 2, BEN: 1}
    await work.unasked.add([BEN], 8)
    assert await work.unasked.of([ANN, BEN], 7) == {}
    assert await work.unasked.of([ANN, BEN], 8) == {BEN: 1}


async def test_what_is_due_is_looked_up_however_many_rounds_are_open(sql_url: str) -> None:
    storage = SqlStorage(sql_url)
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        for number in range(400):
            question_id = QuestionId(key(f"open {number}"))
            asked = Question(id=question_id, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON)
            await work.questions.add(asked)
            await work.rounds.put(replace(OPENED, question_id=question_id, due_at=NOON + HOUR))
        plans = [
            await plan_of(work, lambda: work.rounds.due(NOON, 20), "rounds"),
            await plan_of(work, lambda: work.outcomes.of([BEN], NOON), "outcomes"),
            await plan_of(work, lambda: work.rounds.of(FIRST), "rounds"),
        ]
    await storage.close()

    assert "ix_rounds_workspace_id_due_us" in plans[0]
    assert not [plan for plan in plans if "SCAN" in plan]
    if "postgres" in sql_url:
        assert "pk_rounds" in plans[2]


async def test_rounds_of_two_workspaces_are_due_apart(storage: Storage) -> None:
    for workspace, due_at in ((HERE, NOON), (THERE, NOON + HOUR)):
        async with storage.begin(workspace) as work:
            await work.questions.add(
                Question(id=FIRST, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON)
            )
            await work.rounds.put(replace(OPENED, due_at=due_at))
            await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.rounds.due(NOON, 9) == []
        assert await work.rounds.of(FIRST) == replace(OPENED, due_at=NOON + HOUR)


async def test_what_came_of_asking_somebody_is_kept_and_forgotten(asked: UnitOfWork) -> None:
    await asked.outcomes.add([PASSED, HELPS, replace(PASSED, person_id=CEM)])
    await asked.outcomes.add([PASSED])

    assert await asked.outcomes.of([BEN], NOON) == {BEN: [PASSED, HELPS]}
    assert await asked.outcomes.of([BEN, ANN], NOON + HOUR) == {BEN: [HELPS]}
    await asked.outcomes.forget(BEN, FIRST)
    assert await asked.outcomes.of([BEN], NOON) == {BEN: [HELPS]}
    await asked.outcomes.forget(BEN)
    assert await asked.outcomes.of([BEN, CEM], NOON) == {CEM: [replace(PASSED, person_id=CEM)]}


async def test_words_of_an_erased_question_are_forgotten_in_what_came_of_it(
    asked: UnitOfWork,
) -> None:
    await asked.outcomes.add([PASSED, HELPS])

    await asked.upkeep.erase_questions([FIRST])

    assert await asked.outcomes.of([BEN], NOON) == {BEN: [replace(PASSED, terms=()), HELPS]}


async def test_nothing_came_of_what_was_never_asked(asked: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await asked.outcomes.add([replace(PASSED, question_id=QuestionId(key("q9")))])


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.unasked.add([ANN], 7)
        await work.availability.save(ANN, Availability(unasked_a_week=1))
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.unasked.of([ANN], 7) == {}
        assert await work.availability.of([ANN]) == {}
