"""Questions that were solved, told to whoever may read them where they were asked.

Solved is what its asker called so: of whoever helped, or of an answer that helped. What was asked to the bot
alone is told to nobody, and nobody is named who does not stand in the thread, or does not want to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import consent
from bot import follow_phrases as say
from bot.audience import readable_channels
from bot.chat_types import Question, QuestionId
from bot.desk import Desk
from bot.incoming import Via
from bot.permalinks import permalink
from bot.placing import channel_of, thread_of
from bot.ports import UnitOfWork
from bot.quoting import NAME, inside, quoted, tidy
from bot.telling import Quotation
from bot.topic_types import Thing
from bot.topics_near import near
from bot.views import Entry, Quoted
from bot.weekly_types import Reader
from expertise.consent import Naming
from expertise.types import Channel, Message, MessageKind, PersonId

LOOKED_BACK = timedelta(days=180)
LOOKED_AT = 200
"""So far back somebody hears of them who looks at a topic, and so many are read for it."""

_QUESTION = 200
_NAMED = 3
_BY_HAND = (MessageKind.PERSON, MessageKind.BOT)


class SolvedQuestions:
    """Implements ``bot.topic_types.TopicSource``."""

    name = "solved"
    heading = say.SOLVED_TITLE

    async def near(
        self, desk: Desk, topics: Sequence[str], since: datetime | None, until: datetime
    ) -> Mapping[str, Sequence[str]]:
        """Those that were solved between these, the latest asked first."""
        async with desk.storage.begin(desk.workspace.id) as uow:
            ids = await uow.solved.between(since or until - LOOKED_BACK, until)
            solved = [await uow.questions.by_id(each) for each in ids[-LOOKED_AT:]]
        told = [each for each in reversed(solved) if each and _was_open(each)]
        texts = {str(each.id): each.text for each in told if each.text}
        return await near(desk.tools(), topics, texts) if texts else {}

    async def things(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, ids: Sequence[str]
    ) -> Sequence[Thing]:
        """Those of which the reader may read the thread, if there is an answer in it."""
        found = [await _thread(uow, desk, reader, QuestionId(each)) for each in ids]
        return [
            Thing(entry=await _entry(uow, desk, each), about=f"question {each.question.id}")
            for each in found
            if each is not None
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thread:
    """A question, with the words that it has where it stands now, and who wrote in its thread."""

    question: Question
    words: str
    channel: Channel
    root: Message
    people: tuple[PersonId, ...]


def _was_open(question: Question) -> bool:
    return question.via is Via.MENTION and question.channel is not None


async def _thread(uow: UnitOfWork, desk: Desk, reader: Reader, question_id: QuestionId) -> _Thread | None:
    question = await uow.questions.by_id(question_id)
    if question is None or question.text is None or not _was_open(question):
        return None
    channel, root = await channel_of(uow, desk.workspace, question.channel), thread_of(question)
    if channel is None or root is None or channel.id not in await readable_channels(uow, reader.scope):
        return None
    said = [each for each in await uow.transcript.thread(channel.id, root) if each.kind in _BY_HAND]
    asked = next((each for each in said if each.ts == question.ts), None)
    first = next((each for each in said if each.ts == root), None)
    if asked is None or first is None or all(each.author_id == question.asker for each in said):
        return None
    return _Thread(
        question=question,
        words=question.text if asked.edited_at is None else asked.text,
        channel=channel,
        root=first,
        people=tuple(dict.fromkeys(each.author_id for each in said if each.author_id)),
    )


async def _entry(uow: UnitOfWork, desk: Desk, thread: _Thread) -> Entry:
    names = await _names(uow, desk, thread)
    words = f"“{inside(tidy(thread.words, _QUESTION))}”"
    return Entry(
        title=say.SOLVED,
        detail=f"{words} {say.worked_it_out(names)}".strip(),
        evidence=(_link(desk, thread),),
    )


async def _names(uow: UnitOfWork, desk: Desk, thread: _Thread) -> list[str]:
    """Of those who wrote in the thread, and let their names be told."""
    at = desk.clock()
    levels = await consent.namings(uow, thread.people, thread.question.text or "", at, desk.policy)
    named = [who for who in thread.people if levels[who] is Naming.BY_NAME]
    people = [each for each in await uow.people.by_ids(named) if not each.is_bot]
    return [name for each in people if (name := tidy(each.name, NAME))][:_NAMED]


def _link(desk: Desk, thread: _Thread) -> Quoted:
    quotation = Quotation(
        text="",
        author=None,
        channel=thread.channel,
        ts=thread.root.ts,
        at=thread.root.at,
        link=permalink(desk.workspace, thread.channel, thread.root),
    )
    return quoted(quotation)
