"""``kenner people``: accounts in Slack and in Teams that are one person's, told by an operator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.linking import Linking
    from bot.people_lists import PeopleLine
    from bot.ports import Storage
    from bot.types import Platform


@click.group("people")
def command() -> None:
    """Accounts in Slack and in Microsoft Teams that are one person's."""


@command.command("link")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option(
    "--after-all", is_flag=True, help="Also those who said that they are not both, and asked you to."
)
@click.option("--slack-workspace", help="Which one, where there are several.")
@click.option("--teams-workspace", help="Which one, where there are several.")
def link_command(
    file: Path, slack_workspace: str | None, teams_workspace: str | None, *, after_all: bool
) -> None:
    """Link accounts of the same person, from a list.

    FILE.csv has a first line with the columns slack and teams, and a line for each person: an account of
    each, by the platform's user id, an e-mail address that the platform vouches for, or a name that nobody
    else has. All of it is linked, or nothing. Each person sees it on their page and may undo it; what is
    changed goes to the audit log.
    """
    from adapters.imports.people_csv import read_people  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    lines = read_people(file)
    names = slack_workspace, teams_workspace
    click.echo(run(_link(Application(Settings()), lines, names, after_all=after_all)))


@command.command("unlink")
@click.option("--slack", help="One of their accounts: in Slack.")
@click.option("--teams", help="Or in Teams.")
@click.option("--workspace", help="Which one, where there are several of that platform.")
def unlink_command(slack: str | None, teams: str | None, workspace: str | None) -> None:
    """Let the accounts of one person stand alone again. No e-mail address links them any more."""
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot import linking_phrases as say  # noqa: PLC0415
    from bot.types import Platform  # noqa: PLC0415

    if bool(slack) == bool(teams):
        raise click.UsageError(say.WHO)
    platform = Platform.SLACK if slack else Platform.TEAMS
    click.echo(run(_unlink(Application(Settings()), platform, slack or teams or "", workspace)))


async def _link(
    application: Application,
    lines: list[PeopleLine],
    names: tuple[str | None, str | None],
    *,
    after_all: bool,
) -> str:
    from bot import linking_phrases as say  # noqa: PLC0415
    from bot.account_names import place  # noqa: PLC0415
    from bot.people_lists import Places, link_list  # noqa: PLC0415
    from bot.types import Platform  # noqa: PLC0415

    async with application.storage() as storage:
        places = Places(
            slack=await place(storage, Platform.SLACK, names[0]),
            teams=await place(storage, Platform.TEAMS, names[1]),
        )
        told = await link_list(_linking(storage), places, lines, operator(), after_all=after_all)
    return say.linked(told.new, told.known)


async def _unlink(application: Application, platform: Platform, who: str, workspace: str | None) -> str:
    from adapters.console import printable  # noqa: PLC0415
    from bot import linking_phrases as say  # noqa: PLC0415
    from bot.account_names import place  # noqa: PLC0415
    from bot.people_lists import unlink  # noqa: PLC0415

    async with application.storage() as storage:
        where = await place(storage, platform, workspace)
        name, was_linked = await unlink(_linking(storage), where, who, operator())
    return printable(say.unlinked(name) if was_linked else say.not_linked(name))


def _linking(storage: Storage) -> Linking:
    from secrets import token_bytes  # noqa: PLC0415

    from adapters.wiring import now  # noqa: PLC0415
    from bot.linking import Linking  # noqa: PLC0415

    return Linking(storage=storage, clock=now, random_bytes=token_bytes)
