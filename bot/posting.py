"""What helped, posted where it was asked: only in a public channel, and only if asker and helper say yes.

The asker's yes is a row: the message that asks the helper. The helper's is the message in the thread. A no
leaves nothing, and is told to nobody.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from re import findall

from bot import posting_phrases as say
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.desk import Desk
from bot.incoming import Via
from bot.invitation_notes import called
from bot.notebook_pages import LONGEST
from bot.notes import Trouble, trouble
from bot.outbox import intend
from bot.placing import channel_of, thread_of
from bot.ports import UnitOfWork
from bot.presses import Press, Todo
from bot.presses import say as tell
from bot.quoting import CHANNEL, inside, tidy
from bot.round_types import RoundState
from bot.views import Action, Button, Note, Style
from expertise.types import ChannelKind, MessageKind, MessageTs, Person

_DIGEST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Of a public channel, by the platform's ids."""

    channel: str
    name: str
    ts: MessageTs


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Something that could be posted, as it is now: ``words`` are the asker's, from their notebook."""

    question_id: QuestionId
    asker: Person
    helper: Person
    words: str
    thread: Thread

    @property
    def digest(self) -> str:
        """Tells these words from others."""
        return sha256(self.words.encode()).hexdigest()[:_DIGEST]


async def solved(uow: UnitOfWork, desk: Desk, question_id: QuestionId) -> Solved | None:
    """None where it was not asked in a public channel, nobody helped, or there are no words."""
    question, this = await uow.questions.by_id(question_id), await uow.rounds.of(question_id)
    if question is None or this is None or this.state is not RoundState.SOLVED or this.helper is None:
        return None
    thread = await public_thread(uow, desk, question)
    people = {each.id: each for each in await uow.people.by_ids([this.asker, this.helper])}
    words = {each.question_id: each.text for each in await uow.notebook.of(this.asker)}
    if thread is None or not {this.asker, this.helper} <= people.keys() or question_id not in words:
        return None
    return Solved(
        question_id=question_id,
        asker=people[this.asker],
        helper=people[this.helper],
        words=words[question_id],
        thread=thread,
    )


async def public_thread(uow: UnitOfWork, desk: Desk, question: Question) -> Thread | None:
    """Where everybody in the workspace could read the question, and can now."""
    channel, root = await channel_of(uow, desk.workspace, question.channel), thread_of(question)
    if question.text is None or question.via is not Via.MENTION or channel is None or root is None:
        return None
    if channel.kind is not ChannelKind.PUBLIC or channel.is_archived:
        return None
    first = (await uow.transcript.by_keys([(channel.id, root)])).get((channel.id, root))
    if first is None or first.kind is MessageKind.TOMBSTONE:
        return None
    return Thread(channel=channel.platform_id, name=tidy(channel.name, CHANNEL), ts=root)


async def is_for_all(uow: UnitOfWork, desk: Desk, question: Question) -> bool:
    """The same, of its words: those that were typed into a plan were said to the bot alone."""
    channel = await channel_of(uow, desk.workspace, question.channel)
    if channel is None or question.ts is None or await public_thread(uow, desk, question) is None:
        return False
    key = (channel.id, question.ts)
    said = (await uow.transcript.by_keys([key])).get(key)
    return said is not None and stands_in(question.text or "", said.text)


def stands_in(words: str, said: str) -> bool:
    """Whether each of these words was said there."""
    return _words_of(words) <= _words_of(said)


def _words_of(text: str) -> set[str]:
    return set(findall(r"\w+", text.casefold()))


def offer(this: Solved) -> Note:
    """To the asker, once they have written what they learned."""
    return Note(
        paragraphs=(say.may_we(this.thread.name, called(this.helper)),),
        buttons=(
            _button(Action.POST_IF_AGREED, say.YES_IF_AGREED, say.YES_SAYS, this.question_id),
            _button(Action.POST_NOT, say.NO, say.NO_SAYS, this.question_id),
        ),
    )


async def asker_says_yes(what: Press) -> Todo:
    """The helper is asked, once."""
    this = await solved(what.uow, what.desk, QuestionId(what.value))
    if this is None or this.asker.id != what.person.id:
        return await tell(what, trouble(Trouble.GONE))
    card = Outgoing(
        key=_asked_key(this.question_id),
        kind=OutgoingKind.DIRECT,
        payload=what.desk.drawing.note(_to_helper(this)),
        intended_at=what.desk.clock(),
        recipient=this.helper.platform_id,
    )
    is_new = await intend(what.uow, card)
    told = await tell(what, Note(paragraphs=(say.asked_helper(called(this.helper)),)))
    return Todo(keys=(*([card.key] if is_new else []), *told.keys))


async def helper_says_yes(what: Press) -> Todo:
    """Both have: it is posted, once. Not where the asker has changed the words since."""
    question_id, _, digest = what.value.partition(" ")
    this = await solved(what.uow, what.desk, QuestionId(question_id))
    if this is None or this.helper.id != what.person.id or not await _was_asked(what.uow, this):
        return await tell(what, trouble(Trouble.GONE))
    if this.digest != digest:
        return await tell(what, Note(paragraphs=(say.CHANGED,)))
    post = Outgoing(
        key=post_key(this.question_id),
        kind=OutgoingKind.REPLY,
        payload=what.desk.drawing.note(_post(this)),
        intended_at=what.desk.clock(),
        channel=this.thread.channel,
        thread_ts=this.thread.ts,
    )
    is_new = await intend(what.uow, post)
    told = await tell(what, Note(paragraphs=(say.POSTED,)))
    return Todo(keys=(*([post.key] if is_new else []), *told.keys))


async def says_no(what: Press) -> Todo:
    """Nothing is kept of it, and nobody else hears it."""
    return await tell(what, Note(paragraphs=(say.NOT_POSTED,)))


def _to_helper(this: Solved) -> Note:
    asks = say.may_we_name_you(called(this.asker), this.thread.name)
    value = f"{this.question_id} {this.digest}"
    return Note(
        paragraphs=(asks, _words(this), say.HELPER_NO_MATTER),
        buttons=(
            _button(Action.POST, say.HELPER_YES, say.HELPER_YES_SAYS, value, Style.PRIMARY),
            _button(Action.POST_NOT, say.NO, say.NO_SAYS, value),
        ),
    )


def _post(this: Solved) -> Note:
    return Note(paragraphs=(say.posted(called(this.asker), called(this.helper)), _words(this)))


def _words(this: Solved) -> str:
    return f"“{inside(tidy(this.words, LONGEST))}”"


async def _was_asked(uow: UnitOfWork, this: Solved) -> bool:
    """Whether the asker has said yes."""
    return await uow.outgoing.get(_asked_key(this.question_id)) is not None


def post_key(question_id: QuestionId) -> str:
    """Names the message in the thread."""
    return f"post:{question_id}"


def _asked_key(question_id: QuestionId) -> str:
    return f"may-post:{question_id}"


def _button(action: Action, label: str, says: str, value: str, style: Style = Style.PLAIN) -> Button:
    return Button(action=action, label=label, says=says, value=value, style=style)


ABOUT_POSTS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.POST_IF_AGREED: asker_says_yes,
    Action.POST: helper_says_yes,
    Action.POST_NOT: says_no,
}
