"""A list of who knows what, declared for many people at once: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import KennerError, TooManyTopicsError, TopicError, TopicLinesError, UnknownPersonError
from bot.knowing import Told, declare, fit
from bot.naming import people_called
from bot.ports import UnitOfWork
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """One line of a list, with its number in the file."""

    number: int
    person: str
    topic: str


async def declare_list(uow: UnitOfWork, lines: Sequence[TopicLine], operator: str, now: datetime) -> Told:
    """Declare what the lines say. Raises TopicLinesError with every line that stands in the way."""
    people = await people_called(uow, {line.person for line in lines})
    faults: dict[int, KennerError] = {}
    wished: dict[PersonId, list[str]] = {}
    last: dict[PersonId, int] = {}
    for line in lines:
        person = people[line.person]
        if isinstance(person, UnknownPersonError):
            faults[line.number] = person
            continue
        try:
            wished.setdefault(person.id, []).append(fit(line.topic))
        except TopicError as error:
            faults[line.number] = error
        last[person.id] = line.number
    if faults:
        raise TopicLinesError(faults)
    try:
        return await declare(uow, wished, now, operator)
    except TooManyTopicsError as error:
        raise TopicLinesError({last[error.person_id]: error}) from error
