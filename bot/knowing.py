"""People say what they know, take it back, and see what they have said. Operators may do it for them.

A topic is public in the workspace by being declared. What an operator does for somebody goes to the
audit log, with who did it, and with how many topics, never with their words.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import EmptyTopicError, TooLongTopicError, TooManyTopicsError, UnprintableTopicError
from bot.ports import UnitOfWork
from bot.types import AuditEntry
from expertise.types import Declared, PersonId, folded

LONGEST = 100
"""Characters of a topic: a few words to be found by, no curriculum."""

MOST = 50
"""Topics of one person: who knows everything is found for nothing."""

DECLARED, FORGOTTEN = "topics-declared-for", "topics-forgotten-for"
"""Acts in the audit log."""

_JOINERS = dict.fromkeys((0x200C, 0x200D))
"""Between letters, where Persian and the scripts of India need them."""

Wished = Mapping[PersonId, Sequence[str]]
"""Topics by whom they are declared for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many topics were new, and how many had been declared before and are renewed."""

    new: int
    renewed: int


async def declare(uow: UnitOfWork, wished: Wished, now: datetime, operator: str | None = None) -> Told:
    """Declare topics for these people, all or none; ``operator`` where it is not the person.

    Raises EmptyTopicError, UnprintableTopicError, TooLongTopicError, TooManyTopicsError. Commits.
    """
    await uow.hold()
    new, rows = 0, []
    for person_id, topics in wished.items():
        known = {folded(row.topic) for row in await uow.declared.of(person_id)}
        wanted = {folded(topic): topic for topic in map(fit, topics)}
        if len(known | wanted.keys()) > MOST:
            raise TooManyTopicsError(person_id, MOST)
        new += len(wanted.keys() - known)
        rows += [Declared(person_id=person_id, topic=t, declared_at=now) for t in wanted.values()]
        if operator:
            await uow.audit.add(_entry(DECLARED, operator, person_id, len(wanted), now))
    await uow.declared.add(rows)
    await uow.commit()
    return Told(new=new, renewed=len(rows) - new)


async def forget(
    uow: UnitOfWork, person_id: PersonId, topics: Collection[str], now: datetime, operator: str | None = None
) -> int:
    """Take back what a person has declared; how many of these topics there were. Commits."""
    await uow.hold()
    gone = await uow.declared.forget(person_id, topics)
    if operator and gone:
        await uow.audit.add(_entry(FORGOTTEN, operator, person_id, gone, now))
    await uow.commit()
    return gone


async def declared_by(uow: UnitOfWork, person_id: PersonId) -> list[Declared]:
    """What a person has declared, by topic."""
    return await uow.declared.of(person_id)


def fit(topic: str) -> str:
    """A topic as it is kept: one line, single spaces.

    Raises EmptyTopicError, UnprintableTopicError and TooLongTopicError.
    """
    kept = " ".join(unicodedata.normalize("NFC", topic).split())
    if not any(map(str.isalnum, kept)):
        raise EmptyTopicError
    if not kept.translate(_JOINERS).isprintable() or len(topic.strip().splitlines()) > 1:
        raise UnprintableTopicError
    if len(kept) > LONGEST:
        raise TooLongTopicError(len(kept), LONGEST)
    return kept


def _entry(action: str, operator: str, subject: PersonId, count: int, now: datetime) -> AuditEntry:
    return AuditEntry(at=now, action=action, actor=operator, subject=subject, detail=str(count))
