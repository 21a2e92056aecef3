"""Which person is meant by what somebody typed."""

from collections.abc import Collection

from bot.errors import UnknownPersonError
from bot.ports import UnitOfWork
from expertise.types import Person


async def one_person(uow: UnitOfWork, name: str) -> Person:
    """By platform id, handle or name, with or without an @. Raises UnknownPersonError for none or several."""
    found = (await people_called(uow, [name]))[name]
    if isinstance(found, UnknownPersonError):
        raise found
    return found


async def people_called(uow: UnitOfWork, names: Collection[str]) -> dict[str, Person | UnknownPersonError]:
    """The same for many at once, by name; with the error in place of whoever is not to be told."""
    found = await uow.people.find({name.removeprefix("@") for name in names})
    return {name: _only(name, found[name.removeprefix("@")]) for name in names}


def _only(name: str, found: list[Person]) -> Person | UnknownPersonError:
    return found[0] if len(found) == 1 else UnknownPersonError(name, len(found))
