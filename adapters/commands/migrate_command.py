"""``kenner migrate``."""

import click

from adapters.cli import run


@click.command("migrate")
def command() -> None:
    """Bring the database to the schema of this version; make it where there is none."""
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.storage.schema import HEAD, migrate  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.phrases import migrated  # noqa: PLC0415

    application = Application(Settings())
    application.data_dir.mkdir(parents=True, exist_ok=True)
    run(migrate(application.settings.url))
    click.echo(migrated(HEAD))
