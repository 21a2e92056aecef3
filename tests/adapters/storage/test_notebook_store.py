"""What people learned, in their own words, wherever that is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.chat_types import Question, QuestionId
from bot.incoming import Via
from bot.notebook_ports import Learned
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import ANN, BEN, HERE, NOON, THERE, key

FIRST, SECOND = (QuestionId(each) for each in sorted(map(key, ("q1", "q2"))))
NOTE = Learned(person_id=ANN, question_id=FIRST, text="replay the log", at=NOON)


@pytest.fixture
async def asked(work: UnitOfWork) -> UnitOfWork:
    """Two questions of Ann's."""
    for question_id in (FIRST, SECOND):
        await work.questions.add(
            Question(id=question_id, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON)
        )
    return work


async def test_a_notebook_holds_what_its_owner_wrote_the_earliest_first(asked: UnitOfWork) -> None:
    later = replace(NOTE, question_id=SECOND, at=NOON + timedelta(hours=1))
    for note in (later, NOTE, replace(NOTE, person_id=BEN)):
        await asked.notebook.put(note)

    assert await asked.notebook.of(ANN) == [NOTE, later]


async def test_the_last_word_about_a_question_counts(asked: UnitOfWork) -> None:
    await asked.notebook.put(replace(NOTE, text="ask Ben"))
    await asked.notebook.put(NOTE)

    assert await asked.notebook.of(ANN) == [NOTE]


async def test_forgetting_empties_one_notebook(asked: UnitOfWork) -> None:
    theirs = replace(NOTE, person_id=BEN)
    await asked.notebook.put(NOTE)
    await asked.notebook.put(theirs)

    await asked.notebook.forget(ANN)

    assert await asked.notebook.of(ANN) == []
    assert await asked.notebook.of(BEN) == [theirs]


async def test_nothing_is_learned_from_no_question(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.notebook.put(NOTE)


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.questions.add(Question(id=FIRST, asker=ANN, text="how?", via=Via.DIRECT, asked_at=NOON))
        await work.notebook.put(NOTE)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.notebook.of(ANN) == []
