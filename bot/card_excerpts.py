"""What a card says of a thread, for a suggestion to quote: the messages that people chose, as they are."""

from itertools import groupby

from bot.card_readers import as_it_stands
from bot.card_types import CardState
from bot.ports import UnitOfWork
from bot.suggestion_types import Excerpt
from expertise.types import ChannelId, MessageTs, Role


async def words_of_card(uow: UnitOfWork, channel_id: ChannelId, thread_ts: MessageTs) -> tuple[Excerpt, ...]:
    """What helped, by whoever wrote it in a row; () where the thread has no card, or nothing of it stands."""
    card = await uow.cards.of_thread(channel_id, thread_ts)
    if card is None or card.state is not CardState.KEPT:
        return ()
    standing = await as_it_stands(uow, card)
    helped = [part for part in standing.shown if part.role is Role.ANSWERED and part.ts is not None]
    return tuple(
        Excerpt(
            channel_id=channel_id,
            thread_ts=thread_ts,
            author_id=author,
            messages=tuple(part.ts for part in parts if part.ts),
        )
        for author, parts in groupby(helped, key=lambda part: part.author)
    )
