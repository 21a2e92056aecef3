"""``kenner slack check``."""

from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.slack.check import SlackCheck
    from adapters.slack.service import SlackSettings


@click.group("slack")
def command() -> None:
    """What concerns Slack alone."""


@command.command("check")
@click.pass_context
def check_command(ctx: click.Context) -> None:
    """Try the tokens, and say which permissions are missing and what does not work without them.

    Exit codes: 0 all is well, 1 something is missing.
    """
    from adapters.commands.serve_command import slack_settings  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.slack.check import sentences  # noqa: PLC0415

    found = run(_checked(slack_settings(Settings())))
    for line in sentences(found):
        click.echo(line)
    ctx.exit(0 if found.is_fine else 1)


@command.command("manifest")
@click.option(
    "--address", default="", metavar="URL", help="Where Slack reaches this bot, for HTTP: https://…"
)
@click.option(
    "--emails", "sees_emails", is_flag=True, help="Recognise people in Microsoft Teams by their addresses."
)
def manifest_command(address: str, *, sees_emails: bool) -> None:
    """Print the manifest that the app in Slack is created from.

    For Socket Mode, which needs no way in from outside; with --address, for HTTP events.
    """
    from adapters.commands.serve_command import slack_settings  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.slack.app import EVENTS_PATH  # noqa: PLC0415
    from adapters.slack.manifest import manifest  # noqa: PLC0415
    from bot import slack_phrases  # noqa: PLC0415

    if address and not address.startswith("https://"):
        raise click.BadParameter(slack_phrases.NOT_HTTPS, param_hint="--address")
    where = address.rstrip("/").removesuffix(EVENTS_PATH)
    entrances = slack_settings(Settings()).entrances
    target = f"{where}{EVENTS_PATH}" if where else ""
    click.echo(manifest(entrances, target, sees_emails=sees_emails), nl=False)


async def _checked(settings: "SlackSettings") -> "SlackCheck":
    from adapters.slack.check import check  # noqa: PLC0415
    from adapters.slack.connections import connected, one_token  # noqa: PLC0415

    async with connected(one_token(settings.bot_token), settings.base_url) as connections:
        return await check(connections, settings.bot_token, settings.app_token)
