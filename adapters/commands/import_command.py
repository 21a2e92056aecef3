"""``kenner import``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.imports.opening import Tenant
    from adapters.settings import Settings
    from adapters.wiring import Application
    from bot.importing import ImportReport, Selection
    from bot.ports import Storage
    from bot.types import Workspace


def _address(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    from adapters.imports.workspaces import is_address  # noqa: PLC0415
    from bot.phrases import NOT_AN_ADDRESS  # noqa: PLC0415

    if value and not is_address(value):
        raise click.BadParameter(NOT_AN_ADDRESS)
    return value


@click.command("import")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--workspace", help="Name of the workspace. [default: from the export]")
@click.option(
    "--workspace-url", default="", callback=_address, help="Its address, for links: https://acme.slack.com"
)
@click.option("--channel", "include", multiple=True, help="Only this public channel (repeatable).")
@click.option("--exclude", multiple=True, help="Not this channel (repeatable).")
@click.option("--private", multiple=True, help="This private channel or direct message too (repeatable).")
@click.option("--no-embed", is_flag=True, help="Only rows; build the index later with: kenner reindex")
def command(
    export: Path,
    workspace: str | None,
    workspace_url: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    private: tuple[str, ...],
    no_embed: bool,  # noqa: FBT001 click passes flags so
) -> None:
    """Read an EXPORT: people, channels, messages; then make them searchable.

    It is the zip that Slack made; or of Teams what Microsoft Graph answered, as JSON: a file, a folder or a
    zip (docs/teams-history.md).

    Public channels come in unless excluded, and of Teams the standard ones, for the members of their team.
    Private channels and direct messages come in only when named with --private, with their members: nobody
    else ever sees anything from them.

    Can be interrupted and repeated: it goes on where it stopped, and nothing comes in twice.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.importing import Selection  # noqa: PLC0415

    application = Application(Settings())
    selection = Selection(include=include, exclude=exclude, private=private)
    report = run(import_export(application, export, selection, workspace, workspace_url, embed=not no_embed))
    for line in told(report):
        click.echo(line)


async def import_export(
    application: Application,
    export: Path,
    selection: Selection,
    name: str | None = None,
    url: str = "",
    *,
    embed: bool = True,
) -> ImportReport:
    """Import, embed and publish, with progress; one at a time."""
    from filelock import FileLock  # noqa: PLC0415

    from adapters.imports.opening import opened  # noqa: PLC0415
    from adapters.imports.workspaces import workspace_of  # noqa: PLC0415
    from adapters.progress import bars  # noqa: PLC0415
    from bot.importing import import_history  # noqa: PLC0415
    from bot.indexing import bring_up  # noqa: PLC0415

    application.data_dir.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(application.data_dir / "import.lock", timeout=0),
        opened(export, tenant_of(application.settings)) as found,
        bars() as progress,
    ):
        async with application.storage() as storage:
            workspace = workspace_of(found, export, name, url)
            if not name:
                workspace = await _as_it_is_called(storage, workspace)
            # Before the first row, so that a model that cannot be used changes nothing.
            index = application.index(workspace) if embed else None
            report = await import_history(
                storage, workspace, found.history, selection, application.reading, progress
            )
            if index:
                await bring_up(storage, workspace.id, index, application.embedder, progress)
    return report


def tenant_of(settings: Settings) -> Tenant:
    """What the settings say of Teams, to whoever reads its exports."""
    from adapters.imports.opening import Tenant  # noqa: PLC0415

    return Tenant(id=settings.teams_tenant_id.casefold(), open_teams=settings.open_teams)


async def _as_it_is_called(storage: Storage, workspace: Workspace) -> Workspace:
    """Under the name that it has already: the next export's file name does not change that."""
    async with storage.registry() as registry:
        known = await registry.workspaces.by_platform_id(workspace.platform, workspace.platform_id)
    return replace(workspace, name=known.name) if known else workspace


def told(report: ImportReport) -> list[str]:
    """What was read, and what was left out and why."""
    from bot import phrases  # noqa: PLC0415

    by_kind = {str(kind): count for kind, count in sorted(report.read.items())}
    lines = [
        phrases.imported(report.people, report.channels, by_kind),
        phrases.changed(report.added, report.passages),
    ]
    if report.already_read:
        lines.append(phrases.already_read(report.already_read))
    if report.left_out_channels:
        lines.append(phrases.left_out_channels(report.left_out_channels))
    return lines + [phrases.left_out(count, reason) for reason, count in sorted(report.left_out.items())]
