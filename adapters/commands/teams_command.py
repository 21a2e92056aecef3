"""``kenner teams``."""

from pathlib import Path
from uuid import UUID

import click


@click.group("teams")
def command() -> None:
    """What concerns Microsoft Teams alone."""


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
