"""``kenner know``: what people say they know, told by an operator for one person or from a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.wiring import Application
    from bot.ports import UnitOfWork


@click.command("know")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE.csv]")
@click.option("--person", help="One person: handle, name or the platform's user id.")
@click.option("--topic", "topics", multiple=True, help="What they know, in a few words (repeatable).")
@click.option("--forget", "is_forgotten", is_flag=True, help="They do not say so any more.")
@click.option("--workspace", help="Which workspace, where there are several.")
def command(
    file: Path | None,
    person: str | None,
    topics: tuple[str, ...],
    is_forgotten: bool,  # noqa: FBT001 click passes flags so
    workspace: str | None,
) -> None:
    """Declare what people say they know, so that they are found for it; with no topic, show it.

    \b
      kenner know skills.csv
      kenner know --person maya --topic terraform
      kenner know --person maya --topic terraform --forget

    FILE.csv has a first line with the columns person and topic, and a line for each topic of each
    person. All of it is declared, or nothing. Everyone in the workspace may see what is declared, and
    what is changed goes to the audit log.
    """  # noqa: D301 click reads the escape as "do not wrap what follows"
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    _check(file, person, topics, is_forgotten=is_forgotten)
    application = Application(Settings())
    act = _list(file) if file else _one(person or "", topics, is_forgotten=is_forgotten)
    click.echo(run(_within(application, workspace, act)))


def _check(file: Path | None, person: str | None, topics: Sequence[str], *, is_forgotten: bool) -> None:
    from bot import knowing_phrases as say  # noqa: PLC0415

    if (file is None) == (person is None) or (file and (topics or is_forgotten)):
        raise click.UsageError(say.WHAT_TO_DO)
    if is_forgotten and not topics:
        raise click.UsageError(say.FORGET_WHAT)


async def _within(
    application: Application, name: str | None, act: Callable[[UnitOfWork], Awaitable[str]]
) -> str:
    from adapters.console import printable  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            return printable(await act(uow))


def _list(file: Path) -> Callable[[UnitOfWork], Awaitable[str]]:
    from adapters import wiring  # noqa: PLC0415
    from adapters.imports.topic_csv import read_topics  # noqa: PLC0415
    from bot.knowing_phrases import declared  # noqa: PLC0415
    from bot.topic_lists import declare_list  # noqa: PLC0415

    lines = read_topics(file)

    async def act(uow: UnitOfWork) -> str:
        told = await declare_list(uow, lines, operator(), wiring.now())
        return declared(told.new, told.renewed)

    return act


def _one(name: str, topics: Sequence[str], *, is_forgotten: bool) -> Callable[[UnitOfWork], Awaitable[str]]:
    from adapters import wiring  # noqa: PLC0415
    from bot import knowing_phrases as say  # noqa: PLC0415
    from bot.knowing import declare, declared_by, forget  # noqa: PLC0415
    from bot.naming import one_person  # noqa: PLC0415

    async def act(uow: UnitOfWork) -> str:
        person = await one_person(uow, name)
        if is_forgotten:
            gone = await forget(uow, person.id, topics, wiring.now(), operator())
            return say.forgotten(gone) if gone else say.nothing_to_forget(person.name)
        if topics:
            told = await declare(uow, {person.id: topics}, wiring.now(), operator())
            return say.declared(told.new, told.renewed)
        return say.says(person.name, [each.topic for each in await declared_by(uow, person.id)])

    return act
