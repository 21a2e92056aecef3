"""``kenner teams``."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from adapters.cli import run
from adapters.console import printable

if TYPE_CHECKING:
    from adapters.teams.findings import Line
    from adapters.teams.service import TeamsSettings
    from adapters.wiring import Application


@click.group("teams")
def command() -> None:
    """What concerns Microsoft Teams alone."""


@command.command("check")
@click.pass_context
def check_command(ctx: click.Context) -> None:
    """Try the app's settings and its login, and say what Teams lets Kenner see and what is missing.

    Exit codes: 0 all is well, 1 something must be done.
    """
    from adapters.commands.serve_command import teams_settings  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.teams.findings import is_stopped  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    settings = Settings()
    lines = run(checked(Application(settings), teams_settings(settings)))
    for line in lines:
        click.echo(printable(line.says))
    ctx.exit(1 if is_stopped(lines) else 0)


@command.command("package")
@click.option("--app-id", required=True, type=click.UUID, help="The bot's application id in Entra.")
@click.option("--company", required=True, help="Who runs it, as Teams shows it.")
@click.option("--website", required=True, metavar="URL", help="Where people read about it: https://…")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("kenner-teams.zip"),
    show_default=True,
    help="The file to write.",
)
def package_command(app_id: UUID, company: str, website: str, output: Path) -> None:
    """Write the app package that is uploaded to Teams: its manifest and icons.

    The same settings give the same file.
    """
    from adapters.teams.package import package  # noqa: PLC0415
    from bot import teams_app_phrases  # noqa: PLC0415

    if not website.startswith("https://"):
        raise click.BadParameter(teams_app_phrases.NOT_HTTPS, param_hint="--website")
    output.write_bytes(package(app_id, company, website))
    click.echo(teams_app_phrases.packed(str(output)))


async def checked(application: "Application", settings: "TeamsSettings") -> "list[Line]":
    """What is found, also where there is no database yet: that is one of the findings."""
    from adapters.complaints import complaint  # noqa: PLC0415
    from adapters.storage.errors import StorageError  # noqa: PLC0415
    from adapters.teams.book import AddressBook  # noqa: PLC0415
    from adapters.teams.check import check  # noqa: PLC0415
    from adapters.teams.connections import connected  # noqa: PLC0415
    from adapters.teams.findings import wrong  # noqa: PLC0415
    from adapters.teams.service import app_of  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415
    from bot.identity import workspace_id  # noqa: PLC0415
    from bot.types import Platform  # noqa: PLC0415

    async with connected(app_of(settings), now) as connections:
        try:
            async with application.storage() as storage:
                workspace = workspace_id(Platform.TEAMS, settings.tenant)
                book = AddressBook(storage, workspace, now, settings.service_url)
                return await check(connections, settings, book, now)
        except StorageError as error:
            return [*await check(connections, settings, None, now), wrong(complaint(error)[0])]
