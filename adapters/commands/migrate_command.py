"""``kenner migrate``."""

from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.settings import Settings


@click.command("migrate")
def command() -> None:
    """Bring the database to the schema of this version; make it where there is none."""
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.storage.revisions import HEAD, is_surely_current  # noqa: PLC0415
    from bot.phrases import migrated  # noqa: PLC0415

    settings = Settings()
    if not is_surely_current(settings.url):
        _migrate(settings)
    click.echo(migrated(HEAD))


def _migrate(settings: "Settings") -> None:
    from adapters.storage.schema import migrate  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    application = Application(settings)
    application.data_dir.mkdir(parents=True, exist_ok=True)
    run(migrate(settings.url))
