"""``kenner status``."""

import json
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.status_lines import Whole
    from adapters.wiring import Application


@click.command("status")
@click.option("--workspace", help="One workspace only; else all of them together.")
@click.option("--json", "as_json", is_flag=True, help="For scripts and alarms.")
def command(workspace: str | None, *, as_json: bool) -> None:
    """Show how many events wait, what is being said, how questions went and how far the past is read."""
    from adapters import status_lines, wiring  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415

    found = run(_standing(wiring.Application(Settings()), workspace))
    if as_json:
        click.echo(json.dumps(status_lines.as_json(found, wiring.now())))
        return
    for line in status_lines.lines(found, wiring.now()):
        click.echo(line)


async def _standing(application: "Application", name: str | None) -> "Whole":
    from adapters.status_lines import Whole  # noqa: PLC0415
    from bot.standing import (  # noqa: PLC0415
        cards,
        carried,
        linked,
        read_so_far,
        standing,
        suggested,
        weekly_notes,
    )

    async with application.storage() as storage:
        if name:
            own = [(await application.workspace(storage, name)).id]
        else:
            async with storage.registry() as registry:
                own = [workspace.id for workspace in await registry.workspaces.all()]
        return Whole(
            standing=await standing(storage, own),
            carried=await carried(storage, own),
            notes=await weekly_notes(storage, own),
            suggested=await suggested(storage, own),
            cards=await cards(storage, own),
            read=await read_so_far(storage, own),
            linked=await linked(storage, own),
        )
