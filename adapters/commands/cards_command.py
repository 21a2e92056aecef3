"""``kenner cards``: knowledge cards as files, written out and brought in by an operator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.card_lists import CardLine


@click.group("cards")
def command() -> None:
    """Knowledge cards: what solved threads left behind."""


@command.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--channel", default="", help="Only those of this channel, also if not all may read it.")
@click.option("--workspace", help="Which workspace, where there are several.")
def export_command(folder: Path, channel: str, workspace: str | None) -> None:
    """Write cards out as Markdown, a file each: those that everybody here may read.

    With --channel those of one channel, whoever may read it; that goes to the audit log.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    click.echo(run(_export(Application(Settings()), folder, channel, workspace)))


@command.command("import")
@click.argument("source", type=click.Path(path_type=Path), metavar="FOLDER|FILE.csv")
@click.option("--workspace", help="Which workspace, where there are several.")
def import_command(source: Path, workspace: str | None) -> None:
    """Bring cards in, for everybody here to read: all of them, or none.

    FOLDER holds Markdown files, each with a head between lines of three dashes: title, authors and, if you
    like, topics, source and confirmed (a day). FILE.csv has a first line with the columns question, answer,
    authors and, if you like, topics. Authors by handle, name, e-mail address or the platform's user id; they
    are told once, and can take their words out. Done again it changes nothing; it goes to the audit log.
    """
    from adapters.imports.card_files import read_cards  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    lines = read_cards(source)
    click.echo(run(_import(Application(Settings()), lines, workspace)))


async def _export(application: Application, folder: Path, channel: str, name: str | None) -> str:
    from adapters.card_folder import write_cards  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415
    from bot import cards_phrases as say  # noqa: PLC0415
    from bot.card_exporting import write_out  # noqa: PLC0415
    from bot.consent import Policy  # noqa: PLC0415
    from expertise.consent import Mode  # noqa: PLC0415

    policy = Policy(mode=Mode(application.settings.naming))
    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            cards = await write_out(uow, workspace, policy, now(), channel, operator())
    if not cards:
        return say.NONE_TO_WRITE
    write_cards(folder, cards)
    return say.written(len(cards), str(folder))


async def _import(application: Application, lines: list[CardLine], name: str | None) -> str:
    from secrets import token_bytes  # noqa: PLC0415

    from adapters.wiring import now  # noqa: PLC0415
    from bot import cards_phrases as say  # noqa: PLC0415
    from bot.card_lists import bring_in  # noqa: PLC0415
    from bot.linking import Linking  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        linking = Linking(storage=storage, clock=now, random_bytes=token_bytes)
        told = await bring_in(linking, workspace, lines, operator())
    return say.brought(told.new, told.known)
