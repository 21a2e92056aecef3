"""``kenner teams``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from adapters.cli import run
from adapters.console import printable

if TYPE_CHECKING:
    from adapters.graph.backfill import Outcome, Past
    from adapters.settings import Settings
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


@command.command("backfill")
@click.option("--team", "teams", multiple=True, type=click.UUID, help="The id of its group (repeatable).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Nothing older than this day.")
@click.option("--again", is_flag=True, help="Also what was read already, from what is newest.")
@click.option("--no-embed", is_flag=True, help="Only rows; build the index later with: kenner reindex")
def backfill_command(
    teams: tuple[UUID, ...],
    since: datetime | None,
    again: bool,  # noqa: FBT001 click passes flags so
    no_embed: bool,  # noqa: FBT001
) -> None:
    """Read what was said in Teams' channels before the bot came, from Microsoft Graph.

    Of all teams that the bot is in, or of those that are named. What is newest comes first. Can be
    interrupted and repeated: it goes on where it stopped, and nothing comes in twice. docs/teams-history.md
    says what the app must be allowed.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot import teams_phrases  # noqa: PLC0415

    settings = Settings()
    if not (settings.teams_tenant_id and settings.teams_app_id):
        raise click.UsageError(teams_phrases.NOT_SET_UP)
    past = _past(settings, [str(team) for team in teams], since, again=again)
    outcome = run(_read(Application(settings), past, embed=not no_embed))
    for line in _told(outcome):
        click.echo(line)


def _past(settings: Settings, teams: list[str], since: datetime | None, *, again: bool) -> Past:
    from adapters.graph.backfill import Past  # noqa: PLC0415
    from adapters.teams.connections import App  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415

    bounds = [since.replace(tzinfo=UTC)] if since else []
    if settings.retention_days:
        bounds.append(now() - timedelta(days=settings.retention_days))
    app = App(
        id=settings.teams_app_id,
        password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_tenant_id.casefold(),
        login=settings.teams_login_url,
    )
    return Past(
        app=app,
        teams=teams,
        open_teams=settings.open_teams,
        oldest=max(bounds, default=None),
        is_begun_anew=again,
        graph=settings.teams_graph_url,
    )


async def _read(application: Application, past: Past, *, embed: bool) -> Outcome:
    """One at a time, like imports; what was read can be found when it ends."""
    from filelock import FileLock  # noqa: PLC0415

    from adapters.graph.backfill import read_past  # noqa: PLC0415
    from adapters.graph.errors import NoAnswerError  # noqa: PLC0415
    from adapters.progress import bars  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415
    from bot.errors import ChatError  # noqa: PLC0415
    from bot.indexing import bring_up  # noqa: PLC0415

    application.data_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(application.data_dir / "import.lock", timeout=0), bars() as progress:
        async with application.storage() as storage:
            try:
                outcome = await read_past(storage, past, application.reading, now, progress)
            except ChatError as error:
                raise NoAnswerError(getattr(error, "code", "")) from error
            if embed:
                index = application.index(outcome.workspace)
                await bring_up(storage, outcome.workspace.id, index, application.embedder, progress)
    return outcome


def _told(outcome: Outcome) -> list[str]:
    """What was read, and what was not and why. Raises NothingReadError where that is everything."""
    from adapters.graph.errors import NothingReadError  # noqa: PLC0415
    from bot import teams_phrases as say  # noqa: PLC0415

    refusals = [*outcome.denied.values(), *(code for _, code in outcome.read.closed)]
    if refusals and not outcome.read.whole:
        raise NothingReadError(next(filter(None, refusals), ""))
    lines = [say.backfilled(outcome.read.messages, outcome.read.whole, outcome.channels)]
    lines += [say.team_denied(team, code) for team, code in sorted(outcome.denied.items())]
    lines += [say.not_readable(name, code) for name, code in outcome.read.closed]
    return lines + ([say.unseen(outcome.unseen)] if outcome.unseen else [])


async def checked(application: Application, settings: TeamsSettings) -> list[Line]:
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
