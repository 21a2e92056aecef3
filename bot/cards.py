"""Knowledge cards: a thread is kept, looked at, opened to all, changed, added to, confirmed and taken back.

Buttons are hostile: who presses what is asked anew, and what somebody may not read is gone for them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot import cards_phrases as say
from bot.audience import readable_channels, scope_for
from bot.card_changing import ABOUT_CHANGES
from bot.card_making import draft_of, kept, note, take_back
from bot.card_seeing import looked_at, show_card, tell
from bot.card_types import CardId, CardState, Leave, What
from bot.chat_types import QuestionId
from bot.notes import Trouble, trouble
from bot.permalinks import message_at
from bot.placing import channel_of, thread_of
from bot.presses import Press, Todo
from bot.presses import say as tell_note
from bot.quoting import CHANNEL, tidy
from bot.views import Action
from expertise.types import Channel, MessageKind, MessageTs


async def keep_thread(what: Press) -> Todo:
    """Show what would be kept of a thread, or its card; ``value``: a channel and a message."""
    channel, _, ts = what.value.partition(" ")
    return await _keep(what, channel, MessageTs(ts))


async def keep_solved(what: Press) -> Todo:
    """The same for the thread in which a question of theirs was asked."""
    question = await what.uow.questions.by_id(QuestionId(what.value))
    thread = thread_of(question) if question else None
    if question is None or question.asker != what.person.id or question.channel is None or thread is None:
        return await tell_note(what, trouble(Trouble.GONE))
    return await _keep(what, question.channel, thread)


async def keep_linked(what: Press) -> Todo:
    """The same for a message whose link somebody typed."""
    found = message_at(what.desk.workspace, what.value)
    if found is None:
        return await tell(what, say.WHICH)
    return await _keep(what, *found)


async def _keep(what: Press, platform_id: str, ts: MessageTs) -> Todo:
    channel = await _readable(what, platform_id)
    message = None
    if channel is not None:
        message = (await what.uow.transcript.by_keys([(channel.id, ts)])).get((channel.id, ts))
    if channel is None or message is None or message.kind is MessageKind.TOMBSTONE:
        return await tell(what, say.NOT_FOUND)
    root = message.thread_ts or message.ts
    known = await what.uow.cards.of_thread(channel.id, root)
    if known is not None and known.state is CardState.KEPT:
        return await show_card(what, known.id)
    out = {who for who in known.out if who != what.person.id} if known is not None else set()
    own, at = what.desk.workspace.id, what.desk.clock()
    draft = await draft_of(what.uow, own, channel, root, what.person, at, out)
    if draft is None:
        return await tell(what, say.NOTHING_TO_KEEP)
    await what.uow.cards.put(draft)
    return await show_card(what, draft.id)


async def _readable(what: Press, platform_id: str) -> Channel | None:
    """None alike for a channel that is not there, and one that they may not read. Guests keep nothing."""
    if what.person.is_outsider:
        return None
    scope = await scope_for(what.uow, what.person.id)
    channel = await channel_of(what.uow, what.desk.workspace, platform_id)
    return channel if channel is not None and channel.partition in scope.partitions else None


async def _decide(what: Press) -> Todo:
    """Whoever may read the thread says that its draft is to be kept, or not."""
    await what.uow.hold()
    card = await what.uow.cards.of(CardId(what.value))
    scope = await scope_for(what.uow, what.person.id)
    channels = await readable_channels(what.uow, scope)
    channel = channels.get(card.channel_id) if card and card.channel_id else None
    if card is None or channel is None or what.person.is_outsider or card.state is not CardState.DRAFT:
        return await tell(what, say.GONE)
    if what.action == Action.CARD_DROP:
        await take_back(what.uow, card, None, what.desk.clock())
        return await tell(what, say.DROPPED)
    mine = kept(card, what.person, what.desk.clock())
    await note(what.uow, mine, What.KEPT, what.person.id, what.desk.clock())
    others = sum(each.person_id != what.person.id for each in mine.authors)
    return await show_card(what, card.id, joined_to=say.kept(tidy(channel.name, CHANNEL), others))


async def open_card(what: Press) -> Todo:
    """Somebody wants to see a card."""
    return await show_card(what, CardId(what.value))


async def _leave(what: Press) -> Todo:
    """An author says whether everybody here may read it. A no is told to nobody."""
    await what.uow.hold()
    card = await what.uow.cards.of(CardId(what.value))
    own = card.author(what.person.id) if card and card.is_author(what.person.id) else None
    if card is None or own is None or card.state is not CardState.KEPT:
        return await tell(what, say.GONE)
    is_yes = what.action == Action.CARD_FOR_ALL
    said = replace(own, leave=Leave.YES if is_yes else Leave.NO, told_at=own.told_at or what.desk.clock())
    after = card.with_author(said)
    await what.uow.cards.put(after)
    if not is_yes:
        return await tell(what, say.NO_HEARD)
    return await tell(what, say.OPENED if after.is_open else say.YES_HEARD)


async def _confirm(what: Press) -> Todo:
    """An author says that it holds."""
    found = await looked_at(what, CardId(what.value))
    if found is None or not found.card.is_author(what.person.id):
        return await tell(what, say.GONE)
    at = what.desk.clock()
    card = await what.uow.cards.of(found.card.id)
    if card is not None:
        await note(
            what.uow,
            replace(card, confirmed_at=at, confirmed_by=what.person.id),
            What.CONFIRMED,
            what.person.id,
            at,
        )
    return await tell(what, say.CONFIRMED)


ABOUT_CARDS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.KEEP: keep_thread,
    Action.KEEP_SOLVED: keep_solved,
    Action.CARD: open_card,
    Action.CARD_KEEP: _decide,
    Action.CARD_DROP: _decide,
    Action.CARD_FOR_ALL: _leave,
    Action.CARD_NOT_FOR_ALL: _leave,
    Action.CARD_HOLDS: _confirm,
    **ABOUT_CHANGES,
}
