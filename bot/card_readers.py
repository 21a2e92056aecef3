"""Who may read a card, and what of it still stands: asked anew whenever one is shown.

A card holds words of messages. Where a message is gone or says something else by now, so does what is
shown of the card, whoever changed it and whichever way we heard of it.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.card_types import Card, CardPart, CardState
from bot.ports import UnitOfWork
from bot.types import MessageKey
from expertise.extracting import is_said_in, title_of
from expertise.types import Channel, ChannelId, Message, MessageKind, MessageTs, Role, Scope
from index.types import PUBLIC


def is_readable(card: Card, scope: Scope, channels: Mapping[ChannelId, Channel]) -> bool:
    """Whether everybody in the scope may read it: its channel, or what its authors opened to all here.

    ``channels`` are those within the scope.
    """
    if card.state is not CardState.KEPT:
        return False
    if card.channel_id is not None and card.channel_id in channels:
        return True
    is_for_all = card.is_open or card.channel_id is None
    return is_for_all and PUBLIC in scope.partitions


async def as_it_stands(uow: UnitOfWork, card: Card) -> Card:
    """Without the words of messages that are deleted; those that say something else now are marked.

    Words of a message that was only forgotten with its time stay: a card outlives them.
    """
    if card.channel_id is None:
        return card
    said = await uow.transcript.by_keys(_keys(card, card.channel_id))
    by_ts = {ts: message for (_, ts), message in said.items()}
    standing = card.with_parts(
        tuple(_marked(p, by_ts.get(p.ts) if p.ts else None) for p in _left(card, by_ts))
    )
    if standing.state is CardState.WITHDRAWN or _title_stands(card, by_ts):
        return standing
    return untitled(standing)


def untitled(card: Card) -> Card:
    """Called by the words of an answer, where those that it was called by are gone."""
    first = next((part for part in card.shown if part.role is not Role.ASKED), None)
    title = title_of(first.text) if first else ""
    return replace(
        card, title=title, titled_by=first.author if first else None, title_ts=first.ts if first else None
    )


def _keys(card: Card, channel_id: ChannelId) -> list[MessageKey]:
    stamps = {part.ts for part in card.parts if part.ts} | ({card.title_ts} if card.title_ts else set())
    return [(channel_id, ts) for ts in sorted(stamps)]


def _left(card: Card, said: Mapping[MessageTs, Message]) -> list[CardPart]:
    return [part for part in card.parts if not (part.ts and _is_gone(said.get(part.ts)))]


def _is_gone(message: Message | None) -> bool:
    return message is not None and message.kind is MessageKind.TOMBSTONE


def _marked(part: CardPart, message: Message | None) -> CardPart:
    is_changed = message is not None and not is_said_in(part.text, message.text)
    return replace(part, is_changed=is_changed or part.is_changed)


def _title_stands(card: Card, said: Mapping[MessageTs, Message]) -> bool:
    message = said.get(card.title_ts) if card.title_ts else None
    if message is None:
        return True
    return not _is_gone(message) and is_title_of(card.title, message.text)


def is_title_of(title: str, text: str) -> bool:
    """Whether a title is made of these words."""
    return " ".join(title.removesuffix("…").split()) in " ".join(text.split())
