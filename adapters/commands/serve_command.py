"""``kenner serve``."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.assembling import Wishes
    from adapters.service import Service
    from adapters.settings import Settings
    from adapters.sides import Side, Told
    from adapters.slack.service import SlackSettings
    from adapters.teams.service import TeamsSettings
    from adapters.web.metrics import PrometheusMeter
    from adapters.web.server import Serving
    from adapters.wiring import Application
    from bot.ports import Storage
    from bot.types import Platform


@click.command("serve")
def command() -> None:
    """Run the bot: everything in one process, until it is told to stop.

    Connects to Slack by Socket Mode if there is an app-level token, and takes HTTP events if there is a
    signing secret. Serves one tenant of Teams, whose activities come to /api/messages, beside it or instead.
    /healthz, /readyz and /metrics are served on KENNER_HOST and KENNER_PORT.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    run(_serve(Application(Settings())))


async def _serve(application: "Application") -> None:
    from adapters.stopping import until_told  # noqa: PLC0415
    from bot import serving_phrases  # noqa: PLC0415

    await until_told(_listen(application))
    click.echo(serving_phrases.STOPPED)


async def _listen(application: "Application") -> None:
    from adapters.ground import ground  # noqa: PLC0415
    from adapters.sides import side_by_side  # noqa: PLC0415
    from adapters.web.metrics import PrometheusMeter  # noqa: PLC0415
    from adapters.web.server import served  # noqa: PLC0415
    from adapters.wiring import now  # noqa: PLC0415

    settings, meter = application.settings, PrometheusMeter()
    sides = sides_of(settings)
    async with ground(application, meter.of, now) as stands:
        shown = showing(sides, stands.storage, meter)
        async with served(shown, settings.host, settings.port) as address:
            await side_by_side(sides, stands, _told(address))


def sides_of(settings: "Settings") -> list["Side"]:
    """The platforms that are set up. Raises NothingToServeError, and UnguardedError."""
    from bot.errors import NothingToServeError  # noqa: PLC0415

    slack = slack_settings(settings)
    sides = [slack_side(slack)] if slack.bot_token and (slack.app_token or slack.signing_secret) else []
    sides += [teams_side(teams_settings(settings))] if settings.teams_tenant_id else []
    if not sides:
        raise NothingToServeError
    return sides


def slack_side(settings: "SlackSettings") -> "Side":
    """Slack, as it is to be served."""
    from adapters.sides import Side  # noqa: PLC0415
    from adapters.slack.app import EVENTS_PATH  # noqa: PLC0415
    from adapters.slack.service import open_service  # noqa: PLC0415
    from bot.types import Platform  # noqa: PLC0415

    paths = [EVENTS_PATH] if settings.signing_secret else []
    return Side(Platform.SLACK, partial(open_service, settings=settings), paths)


def teams_side(settings: "TeamsSettings") -> "Side":
    """Teams, as it is to be served. Raises UnguardedError."""
    from adapters.sides import Side  # noqa: PLC0415
    from adapters.teams.app import MESSAGES_PATH  # noqa: PLC0415  its SDK takes seconds to import
    from adapters.teams.service import open_service, refuse_unguarded  # noqa: PLC0415
    from bot.types import Platform  # noqa: PLC0415

    refuse_unguarded(settings)
    return Side(Platform.TEAMS, partial(open_service, settings=settings), [MESSAGES_PATH])


def showing(sides: "Sequence[Side]", storage: "Storage", meter: "PrometheusMeter") -> "Serving":
    """What the web server shows of them."""
    from adapters.sides import is_ready, missing  # noqa: PLC0415
    from adapters.web.server import Serving  # noqa: PLC0415

    async def standing() -> "Mapping[Platform, Mapping[str, float]]":
        services = [side.service for side in sides if side.service is not None]
        return {each.workspace.platform: await _amounts(storage, each) for each in services}

    return Serving(
        meter=meter,
        is_ready=partial(is_ready, sides),
        missing=partial(missing, sides),
        standing=standing,
        posts={path: side.post for side in sides for path in side.paths},
    )


def _told(address: str) -> "Told":
    from adapters.complaints import complaint  # noqa: PLC0415
    from adapters.sides import Told  # noqa: PLC0415
    from bot import serving_phrases  # noqa: PLC0415

    def served(service: "Service") -> None:
        own = service.workspace
        click.echo(serving_phrases.serving(own.name, own.platform, address))

    def refused(platform: "Platform", error: Exception) -> None:
        click.echo(serving_phrases.refused(platform, complaint(error)[0]), err=True)

    return Told(served=served, refused=refused)


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
        entrances=Entrances(
            ask=settings.slack_ask_command,
            know=settings.slack_know_command,
            aloud=settings.slack_aloud_command,
        ),
        wishes=wishes(settings),
    )


def wishes(settings: "Settings") -> "Wishes":
    """How the workspace wants it, whatever the platform."""
    from adapters.assembling import Wishes  # noqa: PLC0415
    from bot.consent import Policy  # noqa: PLC0415
    from bot.manners import Manners  # noqa: PLC0415
    from expertise.consent import Mode  # noqa: PLC0415

    return Wishes(
        policy=Policy(mode=Mode(settings.naming), named_a_week=settings.named_a_week),
        manners=Manners(
            unasked_a_week=settings.unasked_a_week,
            suggests_after=timedelta(seconds=settings.suggests_after),
            hours=settings.hours,
            paces=settings.paces,
            where_else=settings.where_else.strip(),
            notes=settings.notes,
        ),
        retention_days=settings.retention_days or None,
        helps_outsiders=settings.helps_outsiders,
    )


def teams_settings(settings: "Settings") -> "TeamsSettings":
    """What concerns Teams."""
    from adapters.teams.service import TeamsSettings  # noqa: PLC0415

    return TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_tenant_id.casefold(),
        is_local=settings.teams_local,
        login_url=settings.teams_login_url,
        graph_url=settings.teams_graph_url if settings.teams_history else "",
        open_teams=settings.open_teams,
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
