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
@click.option("--address", help="Where Slack posts over HTTPS, such as https://kenner.acme.com/slack/events.")
def manifest_command(address: str | None) -> None:
    """Print the manifest to create the app from; without --address it connects by Socket Mode."""
    from adapters.commands.serve_command import slack_settings  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.slack.manifest import manifest  # noqa: PLC0415

    click.echo(manifest(slack_settings(Settings()).entrances, address), nl=False)


async def _checked(settings: "SlackSettings") -> "SlackCheck":
    from adapters.slack.check import check  # noqa: PLC0415
    from adapters.slack.connections import connected, one_token  # noqa: PLC0415

    async with connected(one_token(settings.bot_token), settings.base_url) as connections:
        return await check(connections, settings.bot_token, settings.app_token)
