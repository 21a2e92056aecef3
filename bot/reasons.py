"""Why somebody is asked, as it may be told now: what was readable when they were found may not be now."""

from datetime import datetime

from bot.audience import readable_channels, scope_for
from bot.ports import UnitOfWork
from bot.round_types import Chosen
from bot.showing import reason
from bot.telling import Suggestion
from expertise.types import PersonId


def chosen(suggestion: Suggestion, at: datetime) -> Chosen:
    """Somebody who was found, with why, and the channels that this names."""
    named = (*suggestion.channels, *suggestion.member_of)
    return Chosen(
        person=suggestion.person.id,
        why=reason(suggestion, at, is_public=True),
        channels=tuple(dict.fromkeys(channel.id for channel in named)),
    )


async def told_to(uow: UnitOfWork, one: Chosen, reader: PersonId) -> str:
    """Why, or '' where it names a channel that the reader may not read any more."""
    if not one.channels:
        return one.why
    readable = await readable_channels(uow, await scope_for(uow, reader))
    return one.why if readable.keys() >= set(one.channels) else ""
