"""What happens around a question that is carried to people: its helper talks, it is deleted, somebody leaves.

In the unit of work of the event, and before its rows follow: whose a deleted message was is known until then.
"""

from bot import rounds
from bot.chat_types import Question, QuestionId
from bot.desk import Desk
from bot.identity import channel_id, person_id
from bot.incoming import Deleted, Incoming, PersonSeen, Posted
from bot.inviting import follow, free_of
from bot.placing import channel_of
from bot.ports import UnitOfWork
from bot.round_types import Round, RoundState, Step
from expertise.types import ChannelKind, MessageKind, PersonId


async def notice(uow: UnitOfWork, desk: Desk, happened: Incoming) -> list[str]:
    """Let the rounds that it concerns follow; keys to be delivered."""
    match happened:
        case Deleted() | Posted(kind=MessageKind.TOMBSTONE):
            return await _deleted(uow, desk, happened)
        case Posted(author=str(), edited_at=None):
            return await _talked(uow, desk, happened)
        case PersonSeen(has_left=True):
            return await _left(uow, desk, person_id(desk.workspace.id, happened.person))
        case _:
            return []


async def _talked(uow: UnitOfWork, desk: Desk, said: Posted) -> list[str]:
    """A helper who talks with the asker is not asked whether it is still good."""
    author, keys = person_id(desk.workspace.id, said.author or ""), list[str]()
    for this, question in await _rounds_of(uow, author):
        is_helping = this.helper == author and this.state is RoundState.HELPING
        if is_helping and await _is_between_them(uow, desk, this, question, said):
            free = await free_of(uow, desk, author)
            step = rounds.still_good(this, author, desk.clock(), free, desk.manners.paces)
            keys += await follow(uow, desk, this, step, question)
    return keys


async def _deleted(uow: UnitOfWork, desk: Desk, gone: Deleted | Posted) -> list[str]:
    """Who takes their question back needs nobody any more."""
    key = (channel_id(desk.workspace.id, gone.channel), gone.ts)
    message = (await uow.transcript.by_keys([key])).get(key)
    if message is None or message.author_id is None:
        return []
    keys: list[str] = []
    for this, question in await _rounds_of(uow, message.author_id):
        if this.asker == message.author_id and (question.channel, question.ts) == (gone.channel, gone.ts):
            keys += await follow(uow, desk, this, rounds.stop(this, desk.clock()), question)
    return keys


async def _left(uow: UnitOfWork, desk: Desk, who: PersonId) -> list[str]:
    keys: list[str] = []
    for this, question in await _rounds_of(uow, who):
        step: Step = rounds.leaves(this, who, desk.clock())
        keys += await follow(uow, desk, this, step, question)
    return keys


async def _rounds_of(uow: UnitOfWork, who: PersonId) -> list[tuple[Round, Question]]:
    """Those that concern somebody; where there are any, nobody else writes from here on."""
    ids: list[QuestionId] = await uow.rounds.concerning(who)
    if not ids:
        return []
    await uow.hold()
    found = [(await uow.rounds.of(each), await uow.questions.by_id(each)) for each in ids]
    return [(this, question) for this, question in found if this is not None and question is not None]


async def _is_between_them(
    uow: UnitOfWork, desk: Desk, this: Round, question: Question, said: Posted
) -> bool:
    """In the thread where it was asked, or in a group message of the two."""
    if said.channel == question.channel and said.thread_ts is not None:
        return said.thread_ts == (question.thread_ts or question.ts)
    channel = await channel_of(uow, desk.workspace, said.channel)
    if channel is None or channel.kind is not ChannelKind.GROUP:
        return False
    people = await uow.people.by_ids(await uow.channels.members(channel.id))
    return {each.id for each in people if not each.is_bot} == {this.asker, this.helper}
