"""What somebody chooses about themselves by a press: a name, a break, topics to hide, when to be asked."""

from datetime import datetime, timedelta

from bot import being_asked, consent
from bot.errors import TopicError
from bot.ports import UnitOfWork
from bot.views import Action
from expertise.consent import Naming
from expertise.types import PersonId

PAUSE = timedelta(days=3_650)
"""A pause lasts until it is ended; a row wants a time."""

CHOICES = frozenset(
    {
        Action.CONSENT,
        Action.PAUSE,
        Action.RESUME,
        Action.HIDE,
        Action.MOVED_ON,
        Action.UNHIDE,
        *being_asked.CHOICES,
    }
)


async def choose(
    uow: UnitOfWork, person_id: PersonId, action: str, value: str, at: datetime, zone: str = "UTC"
) -> bool:
    """Do it; False, and nothing changes, where there is no such choice, or no such value of it.

    ``zone`` is the clock of whoever states hours without one.
    """
    is_done = await _choose(uow, person_id, action, value, at, zone)
    if is_done:
        await uow.suggestions.look_again_at(person_id)
    return is_done


async def _choose(
    uow: UnitOfWork, person_id: PersonId, action: str, value: str, at: datetime, zone: str
) -> bool:
    match action:
        case Action.CONSENT:
            return await _decide(uow, person_id, value)
        case Action.PAUSE | Action.PAUSE_ME:
            await consent.pause(uow, person_id, at + PAUSE)
        case Action.RESUME:
            await consent.pause(uow, person_id, None)
        case Action.HIDE | Action.MOVED_ON:
            return await _hide(uow, person_id, value, at)
        case Action.UNHIDE:
            await uow.hidden_topics.show(person_id, value)
        case _:
            return await being_asked.choose(uow, person_id, action, value, zone)
    return True


async def _decide(uow: UnitOfWork, person_id: PersonId, value: str) -> bool:
    wanted = next((level for level in Naming if level.value == value), None)
    if wanted is None or wanted is Naming.NOT_YET:
        return False
    await consent.decide(uow, person_id, wanted)
    return True


async def _hide(uow: UnitOfWork, person_id: PersonId, topic: str, at: datetime) -> bool:
    try:
        await consent.hide_topic(uow, person_id, topic, at)
    except TopicError:
        return False
    return True
