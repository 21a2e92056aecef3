"""Questions that were solved, told to whoever may read them where they were asked.

Solved is what its asker called so: of whoever helped, or of an answer that helped. What was asked to the bot
alone is told to nobody, and nobody is named who does not stand in the thread, or does not want to be.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import consent
from bot import follow_phrases as say
from bot.audience import readable_channels
from bot.chat_types import OutgoingState, Question, QuestionId
from bot.desk import Desk
from bot.incoming import Via
from bot.permalinks import permalink
from bot.placing import channel_of, thread_of
from bot.ports import UnitOfWork
from bot.posting import post_key, stands_in
from bot.quoting import NAME, inside, quoted, tidy
from bot.telling import Quotation
from bot.topic_types import Thing
from bot.topics_near import near
from bot.views import Entry, Quoted
from bot.weekly_types import Reader
from expertise.consent import Naming
from expertise.types import Channel, ChannelId, Message, MessageKind, PersonId

LOOKED_BACK = timedelta(days=180)
LOOKED_AT = 200
"""So far back somebody hears of them who looks at a topic, and so many are read for it."""

_QUESTION = 200
_NAMED = 3


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
        readable = await readable_channels(uow, reader.scope)
        found = [await _thread(uow, desk, readable, QuestionId(each)) for each in ids]
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


async def _thread(
    uow: UnitOfWork, desk: Desk, readable: Collection[ChannelId], question_id: QuestionId
) -> _Thread | None:
    """None where the reader may not read it, or nothing that helped stands in it."""
    question = await uow.questions.by_id(question_id)
    if question is None or question.text is None or not _was_open(question):
        return None
    channel, root = await channel_of(uow, desk.workspace, question.channel), thread_of(question)
    if channel is None or root is None or channel.id not in readable:
        return None
    thread = await uow.transcript.thread(channel.id, root)
    said = {each.ts: each for each in thread if each.kind is MessageKind.PERSON}
    asked, first = said.get(question.ts) if question.ts else None, said.get(root)
    writers = dict.fromkeys(each.author_id for each in said.values() if each.author_id)
    is_answered = any(who != question.asker for who in writers) or await _was_posted(uow, question)
    if asked is None or first is None or not is_answered:
        return None
    is_as_asked = asked.edited_at is None and stands_in(question.text, asked.text)
    return _Thread(
        question=question,
        words=question.text if is_as_asked else asked.text,
        channel=channel,
        root=first,
        people=tuple(writers),
    )


async def _was_posted(uow: UnitOfWork, question: Question) -> bool:
    """Whether what helped was posted there, with both people's leave."""
    posted = await uow.outgoing.get(post_key(question.id))
    return posted is not None and posted.state is OutgoingState.SENT


async def _entry(uow: UnitOfWork, desk: Desk, thread: _Thread) -> Entry:
    names = await _names(uow, desk, thread)
    words = f"“{inside(tidy(thread.words, _QUESTION))}”"
    return Entry(
        title=say.SOLVED,
        detail=f"{words} {say.worked_it_out(names)}".strip(),
        evidence=(_link(desk, thread),),
    )


async def _names(uow: UnitOfWork, desk: Desk, thread: _Thread) -> list[str]:
    """Of those who wrote there and let themselves be named; who asked people without a name has none."""
    at, question = desk.clock(), thread.question
    levels = await consent.namings(uow, thread.people, question.text or "", at, desk.policy)
    carried = await uow.rounds.of(question.id)
    unnamed = question.asker if carried and not carried.is_named else None
    named = [who for who in thread.people if levels[who] is Naming.BY_NAME and who != unnamed]
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
