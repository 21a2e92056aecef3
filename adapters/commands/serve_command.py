"""``kenner serve``."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.assembling import Wishes
    from adapters.service import Service
    from adapters.settings import Settings
    from adapters.slack.service import SlackSettings
    from adapters.teams.service import TeamsSettings
    from adapters.web.server import Handler
    from adapters.wiring import Application
    from bot.measuring import Meter
    from bot.ports import Storage


@click.command("serve")
def command() -> None:
    """Run the bot: everything in one process, until it is told to stop.

    Connects to Slack by Socket Mode if there is an app-level token, and takes HTTP events if there is a
    signing secret. Or serves one tenant of Teams, whose activities come to /api/messages. /healthz, /readyz
    and /metrics are served on KENNER_HOST and KENNER_PORT.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    run(_serve(Application(Settings())))


async def _serve(application: "Application") -> None:
    from adapters.stopping import until_told  # noqa: PLC0415
    from bot import slack_phrases  # noqa: PLC0415

    await until_told(_listen(application))
    click.echo(slack_phrases.STOPPED)


async def _listen(application: "Application") -> None:
    from adapters.web.metrics import PrometheusMeter  # noqa: PLC0415
    from adapters.web.server import Serving, served  # noqa: PLC0415
    from bot import slack_phrases  # noqa: PLC0415

    settings = application.settings
    meter = PrometheusMeter()
    async with (
        application.storage() as storage,
        _opened(application, storage, meter) as (service, posts),
    ):

        async def missing() -> Sequence[str]:
            return service.missing

        async def standing() -> Mapping[str, float]:
            return await _amounts(storage, service)

        serving = Serving(meter=meter, missing=missing, standing=standing, posts=posts)
        async with served(serving, settings.host, settings.port) as address:
            click.echo(slack_phrases.serving(service.workspace.name, address))
            await service.run()


def _opened(
    application: "Application", storage: "Storage", meter: "Meter"
) -> AbstractAsyncContextManager[tuple["Service", Mapping[str, "Handler"]]]:
    """The service of the one platform that is set up. Raises NothingToServeError or TwoPlatformsError."""
    from adapters.slack import service as on_slack  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415
    from bot.errors import NothingToServeError, TwoPlatformsError  # noqa: PLC0415

    slack = slack_settings(application.settings)
    has_slack = bool(slack.bot_token and (slack.app_token or slack.signing_secret))
    has_teams = bool(application.settings.teams_tenant_id)
    if has_slack and has_teams:
        raise TwoPlatformsError
    if has_slack:
        return on_slack.open_service(application, storage, slack, meter, now)
    if not has_teams:
        raise NothingToServeError
    from adapters.teams import service as on_teams  # noqa: PLC0415  its SDK takes seconds to import

    return on_teams.open_service(application, storage, teams_settings(application.settings), meter, now)


def slack_settings(settings: "Settings") -> "SlackSettings":
    """What concerns Slack."""
    from adapters.slack.payloads import Entrances  # noqa: PLC0415
    from adapters.slack.service import SlackSettings  # noqa: PLC0415

    names = [name.strip() for name in settings.slack_channels.split(",")]
    return SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        base_url=settings.slack_api_url,
        channels=tuple(name for name in names if name),
        entrances=Entrances(ask=settings.slack_ask_command, know=settings.slack_know_command),
        wishes=wishes(settings),
    )


def wishes(settings: "Settings") -> "Wishes":
    """How the workspace wants it, whatever the platform."""
    from adapters.assembling import Wishes  # noqa: PLC0415
    from bot.consent import Policy  # noqa: PLC0415
    from expertise.consent import Mode  # noqa: PLC0415

    return Wishes(
        policy=Policy(mode=Mode(settings.naming), named_a_week=settings.named_a_week),
        retention_days=settings.retention_days or None,
        helps_outsiders=settings.helps_outsiders,
    )


def teams_settings(settings: "Settings") -> "TeamsSettings":
    """What concerns Teams."""
    from adapters.teams.service import TeamsSettings  # noqa: PLC0415

    open_teams = [team.strip() for team in settings.teams_open_teams.split(",")]
    return TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_tenant_id.casefold(),
        is_local=settings.teams_local,
        open_teams=tuple(team for team in open_teams if team),
        wishes=wishes(settings),
    )


async def _amounts(storage: "Storage", service: "Service") -> Mapping[str, float]:
    from adapters.wiring import now  # noqa: PLC0415

    async with storage.begin(service.workspace.id) as uow:
        found = await uow.upkeep.standing()
    at = now()
    waiting = (at - found.oldest_waiting).total_seconds() if found.oldest_waiting else 0.0
    # Since it was heard, not since it was written: while a past is read back that would be years.
    unindexed = (at - service.indexed_until).total_seconds() if found.oldest_unindexed else 0.0
    return {
        "oldest_waiting_seconds": waiting,
        "oldest_unindexed_seconds": unindexed,
        **({} if service.recall is None else {"recall_at_10": service.recall}),
        **{f"inbox_{state}": float(n) for state, n in found.inbox.items()},
        **{f"outgoing_{state}": float(n) for state, n in found.outgoing.items()},
        **{f"questions_{state}": float(n) for state, n in found.questions.items()},
    }
