"""Whether an answer may still be shown: much can change between finding it and writing it down.

A channel turns private, a message is deleted or edited: what was readable a moment ago is then shown to
nobody. Asked in the transaction that intends the answer.
"""

from collections.abc import Collection, Iterator

from bot.card_finding import still_kept
from bot.ports import UnitOfWork
from bot.telling import Answer, Quotation, shorten
from expertise.types import Channel, MessageKind, Scope


async def still_holds(uow: UnitOfWork, told: Answer, scope: Scope) -> bool:
    """Whether all its channels are as they were, and within the scope; quotations and cards word for word."""
    quotations = list(_quotations(told))
    shown = list(_channels(told, quotations))
    now = await uow.channels.by_ids({channel.id for channel in shown})
    are_as_they_were = all(
        channel.partition in scope.partitions and now.get(channel.id) == channel for channel in shown
    )
    are_kept = [await still_kept(uow, each, scope) for each in told.cards]
    return are_as_they_were and all(are_kept) and await _are_said(uow, quotations)


async def _are_said(uow: UnitOfWork, quotations: Collection[Quotation]) -> bool:
    keys = {(each.channel.id, each.ts) for each in quotations}
    said = {
        key: shorten(message.text)
        for key, message in (await uow.transcript.by_keys(list(keys))).items()
        if message.kind is not MessageKind.TOMBSTONE
    }
    return all(said.get((each.channel.id, each.ts)) == each.text for each in quotations)


def _quotations(told: Answer) -> Iterator[Quotation]:
    yield from told.threads
    yield from (s.quotation for s in told.suggestions if s.quotation)


def _channels(told: Answer, quotations: Collection[Quotation]) -> Iterator[Channel]:
    yield from (each.channel for each in quotations)
    for suggestion in told.suggestions:
        yield from (*suggestion.channels, *suggestion.member_of)
    yield from (each for each in (told.ask_in, told.belongs_in) if each)
