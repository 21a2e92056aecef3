"""``kenner status``."""

import json
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.chat_types import Standing


@click.command("status")
@click.option("--workspace", help="One workspace only; else all of them together.")
@click.option("--json", "as_json", is_flag=True, help="For scripts and alarms.")
def command(workspace: str | None, *, as_json: bool) -> None:
    """Show how many events wait, what is being said, and how questions went. Numbers only."""
    from adapters import status_lines, wiring  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415

    found = run(_standing(wiring.Application(Settings()), workspace))
    if as_json:
        click.echo(json.dumps(status_lines.as_json(found, wiring.now())))
        return
    for line in status_lines.lines(found, wiring.now()):
        click.echo(line)


async def _standing(application: "Application", name: str | None) -> "Standing":
    from bot.standing import standing  # noqa: PLC0415

    async with application.storage() as storage:
        if name:
            return await standing(storage, [(await application.workspace(storage, name)).id])
        async with storage.registry() as registry:
            every = await registry.workspaces.all()
        return await standing(storage, [workspace.id for workspace in every])
