"""``kenner reindex``."""

from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.wiring import Application


@click.command("reindex")
@click.option("--workspace", help="Which workspace, where there are several.")
def command(workspace: str | None) -> None:
    """Cut and count what lags behind, embed what has no vector of the model in use, build the index anew.

    Can be interrupted: it goes on where it stopped.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    run(_reindex(Application(Settings()), workspace))


async def _reindex(application: "Application", name: str | None) -> None:
    from adapters.progress import bars  # noqa: PLC0415
    from bot.catalogue import embed_topics  # noqa: PLC0415
    from bot.importing import arrange_stale  # noqa: PLC0415
    from bot.indexing import bring_up  # noqa: PLC0415
    from bot.phrases import reindexed  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        with bars() as progress:
            await arrange_stale(storage, workspace.id, application.reading, progress)
            index, embedder = application.index(workspace), application.embedder
            embedded, generation = await bring_up(
                storage, workspace.id, index, embedder, progress, rebuild=True
            )
            await embed_topics(storage, workspace.id, embedder)
    passages = sum(generation.sizes.values())
    click.echo(reindexed(embedded, passages, generation.number))
