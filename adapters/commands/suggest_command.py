"""``kenner suggest``: in which channels past answers are suggested, how, and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.wiring import Application
    from bot.suggest_modes import ChannelMode

_MODES = click.Choice(["off", "shadow", "private", "thread"])


@click.command("suggest")
@click.option("--channel", help="Its name, or the platform's id of it.")
@click.option("--mode", type=_MODES, help="How past answers are suggested there.")
@click.option("--workspace", help="Which workspace, where there are several.")
def command(channel: str | None, mode: str | None, workspace: str | None) -> None:
    """Suggest past answers where somebody asks in a channel; without options, show how it stands and went.

    \b
      kenner suggest
      kenner suggest --channel data --mode shadow     decides and counts, says nothing
      kenner suggest --channel data --mode private    to the asker alone
      kenner suggest --channel data --mode thread     in the thread; to newcomers alone
      kenner suggest --channel data --mode off

    Channels are off until they are switched on. It holds at once, for a running bot too, and goes to the
    audit log.
    """  # noqa: D301 click reads the escape as "do not wrap what follows"
    from adapters.console import printable  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.suggest_phrases import BOTH  # noqa: PLC0415

    if (channel is None) != (mode is None):
        raise click.UsageError(BOTH)
    application = Application(Settings())
    doing = (
        _decide(application, workspace, channel, mode) if channel and mode else _show(application, workspace)
    )
    for line in run(doing):
        click.echo(printable(line))


async def _decide(application: Application, name: str | None, channel: str, mode: str) -> list[str]:
    from adapters import wiring  # noqa: PLC0415
    from bot.suggest_modes import decide_mode  # noqa: PLC0415
    from bot.suggest_phrases import decided  # noqa: PLC0415
    from bot.suggestion_types import Suggesting  # noqa: PLC0415

    wanted = Suggesting.IN_THREAD if mode == "thread" else Suggesting(mode)
    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            found = await decide_mode(uow, channel, wanted, operator(), wiring.now())
    return [decided(found.name, wanted.value)]


async def _show(application: Application, name: str | None) -> list[str]:
    from bot.suggest_modes import modes  # noqa: PLC0415
    from bot.suggest_phrases import NOWHERE  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            found = await modes(uow)
    return [line for each in found for line in _lines(each)] or [NOWHERE]


def _lines(this: ChannelMode) -> Iterator[str]:
    from collections import Counter  # noqa: PLC0415

    from bot.standing import by_state  # noqa: PLC0415
    from bot.suggest_phrases import stands, went  # noqa: PLC0415

    silences: Counter[str] = Counter()
    for way, count in this.became.items():
        if way.silence:
            silences[way.silence.value] += count
    yield stands(this.channel.name, this.mode.value, is_muted=this.is_muted)
    yield from went(by_state(this.became), silences)
