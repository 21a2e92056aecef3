"""Keeps a question from chat, in the unit of work of the event that brought it. ``asking.py`` answers it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from bot.chat_types import Question, QuestionId
from bot.identity import question_id
from bot.incoming import Asked, Via
from bot.ports import UnitOfWork
from bot.types import Workspace
from expertise.types import PersonId

NEWCOMER_QUESTIONS = 3
"""So many first questions of a person are answered privately, whatever the place."""


async def take(uow: UnitOfWork, workspace: Workspace, asked: Asked, at: datetime) -> QuestionId | None:
    """Keep a question, once; its id. None where nobody known asks.

    One that was asked in a message is the same for each event that tells of it.
    """
    asker = (await uow.people.by_platform_ids([asked.asker])).get(asked.asker)
    if asker is None:
        return None
    own = _id_of(workspace, asked, at)
    if await uow.questions.by_id(own) is None:
        question = Question(
            id=own,
            asker=asker.id,
            text=asked.text,
            via=asked.via,
            asked_at=at,
            channel=asked.channel,
            thread_ts=asked.thread_ts,
            ts=asked.ts,
            is_private=asked.via is not Via.MENTION or await is_newcomer(uow, asker.id),
            reply_url=asked.response_url,
        )
        await uow.questions.add(question)
    return own


def _id_of(workspace: Workspace, asked: Asked, at: datetime) -> QuestionId:
    when = asked.written_at or at
    return derived_id(workspace, (asked.via, asked.asker, asked.channel, asked.ts or at.isoformat()), when)


def derived_id(workspace: Workspace, told: Sequence[object], when: datetime) -> QuestionId:
    """The id of a question that these tell from all others: the same whenever they are told again."""
    digest = sha256("\0".join(map(str, (workspace.id, *told))).encode()).digest()
    return question_id(when, lambda count: digest[:count])


async def is_newcomer(uow: UnitOfWork, person_id: PersonId) -> bool:
    """Whether these are somebody's first questions, which nobody else needs to see answered."""
    return len(await uow.questions.asked_by(person_id)) < NEWCOMER_QUESTIONS
