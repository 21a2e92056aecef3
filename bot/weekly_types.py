"""A weekly note: what may be told in it, and to whom it is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.views import Entry
from bot.weekly_ports import Hint
from bot.weeks import Week
from expertise.consent import Naming
from expertise.types import Person, PersonId, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a note is for. ``scope`` is what they may read, ``naming`` how they may be spoken of.

    ``since``: what happened from then on, and before ``until``, is news to them.
    """

    person: Person
    scope: Scope
    naming: Naming
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing in a note, under a heading. ``is_unasked``: they did not ask to hear of such things.

    ``about`` tells it from others, so that it stands in a note once: "question 0123".
    """

    heading: str
    entry: Entry
    is_unasked: bool
    about: str = ""


class Contributor(Protocol):
    """One side of Kenner that has something to tell now and then, and that can wait for a note.

    ``name`` is kept in rows: it stays as it is.
    """

    name: str

    async def hints(self, desk: Desk, week: Week) -> Mapping[PersonId, Sequence[Hint]]:
        """Once a week, outside any transaction: for whom there may be something, and what.

        Whoever is not among them gets no note because of this side. Raises IndexMissingError where it is
        to be asked again, for nothing can be looked for yet.
        """

    async def lines(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, hints: Sequence[Hint]
    ) -> Sequence[Line]:
        """In the morning of one person, of their hints (which may be of days ago) what still holds.

        Only what the reader may read, and what consent allows, is in it.
        """


def note_key(day: date, person_id: PersonId) -> str:
    """Names somebody's note of a week: it is said once."""
    return f"weekly:{day.isoformat()}:{person_id}"
