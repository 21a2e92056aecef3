"""What was suggested follows what it stands on: a quotation that changes, or may not be read any more.

Whatever happens to a message, a channel or somebody's choice marks what was said as due; here it is looked at
again, and put right in its place, or taken away.
"""

from dataclasses import replace

from bot.audience import scope_in
from bot.chat_types import Outgoing, OutgoingKind
from bot.desk import Desk
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.suggesting import key_of, message_of
from bot.suggestion_quotes import named, quotes_of
from bot.suggestion_types import Opinion, Suggested, SuggestionKey, SuggestionState
from bot.suggestion_views import Telling
from expertise.types import MessageKind, Question


async def revise(desk: Desk, key: SuggestionKey) -> list[str]:
    """Put right what was said, or take it away; keys to be delivered. Done again it changes nothing."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        this, at = await uow.suggestions.of(key), desk.clock()
        if this is None or this.due_at is None or this.due_at > at:
            return []
        keys = await revised(uow, desk, replace(this, due_at=None))
        await uow.commit()
    return keys


async def revised(uow: UnitOfWork, desk: Desk, this: Suggested) -> list[str]:
    """The same, in somebody else's unit of work."""
    if this.state is not SuggestionState.SAID:
        await uow.suggestions.put(this)
        return []
    told = await _told(uow, desk, this)
    if told is None or (not told.quotes and this.opinion is not Opinion.NOT_THIS):
        return await _withdraw(uow, desk, this)
    return await _put_right(uow, desk, this, told)


async def _told(uow: UnitOfWork, desk: Desk, this: Suggested) -> Telling | None:
    """As it may be told now; None where who asked, or what they asked, is gone."""
    channel = (await uow.channels.by_ids([this.key.channel_id])).get(this.key.channel_id)
    message = (await uow.transcript.by_keys([this.key])).get(this.key)
    asker = next(iter(await uow.people.by_ids([this.asker])), None)
    if channel is None or asker is None or message is None or message.kind is MessageKind.TOMBSTONE:
        return None
    scope = await scope_in(uow, channel)
    need = Question(text=message.text, asked_at=desk.clock(), scope=scope, asker_id=this.asker)
    return Telling(
        asker=asker,
        channel=channel,
        question=message.text,
        quotes=await quotes_of(uow, desk.workspace, need, this.excerpts, desk.policy),
        deeper=await named(uow, this.deeper, need, desk.policy),
        now=this.asked_at,
    )


async def _put_right(uow: UnitOfWork, desk: Desk, this: Suggested, told: Telling) -> list[str]:
    """In its place, where anything that is seen differs from what was said last."""
    last = await uow.outgoing.get(key_of(this))
    new = replace(this, edition=this.edition + 1)
    said = message_of(new, told, desk, key_of(new))
    if last is not None and last.payload == said.payload:
        await uow.suggestions.put(this)
        return []
    await uow.suggestions.put(new)
    return await _in_its_place(uow, this, replace(said, kind=OutgoingKind.UPDATE))


async def _withdraw(uow: UnitOfWork, desk: Desk, this: Suggested) -> list[str]:
    first = await uow.outgoing.get(_first(this))
    gone = replace(this, state=SuggestionState.WITHDRAWN, excerpts=(), deeper=(), edition=this.edition + 1)
    await uow.suggestions.put(gone)
    if first is None:
        return []
    removal = Outgoing(
        key=key_of(gone),
        kind=OutgoingKind.REMOVAL,
        payload="{}",
        intended_at=desk.clock(),
        channel=first.channel,
        thread_ts=first.thread_ts,
        recipient=first.recipient,
    )
    return await _in_its_place(uow, this, removal)


async def _in_its_place(uow: UnitOfWork, this: Suggested, said: Outgoing) -> list[str]:
    in_place = replace(said, target_key=_first(this))
    return [in_place.key] if await intend(uow, in_place) else []


def _first(this: Suggested) -> str:
    return key_of(replace(this, edition=0))
