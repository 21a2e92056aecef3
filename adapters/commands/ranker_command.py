"""``kenner ranker``: the weights in use, learning them, and going back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from adapters.wiring import Application
    from bot.past import Past
    from bot.rankers import Overview
    from expertise.ranker import Choice, Learned

PRIOR = "prior"
_WORKSPACE = click.option("--workspace", help="Which workspace, where there are several.")


@click.group("ranker", invoke_without_command=True)
@_WORKSPACE
@click.pass_context
def command(ctx: click.Context, workspace: str | None) -> None:
    """Show which weights people are ranked with, since when, and why these.

    With learn, the shipped weights are held against ones adapted to this workspace, by asking the
    questions of its public past again. With use, one goes back. Each change goes to the audit log.
    """
    ctx.obj = workspace
    if ctx.invoked_subcommand is None:
        _show(run(_overview(_application(), workspace)))


@command.command("learn")
@_WORKSPACE
@click.pass_obj
def learn(above: str | None, workspace: str | None) -> None:
    """Learn the weights from the public past of this workspace, and use them if they find helpers better.

    Asks the latest 600 past questions again, each knowing only what was written before it: some minutes.
    """
    application = _application()
    before, learned = run(_learn(application, workspace or above))
    for line in told(before, learned):
        click.echo(line)
    if learned.figures:
        click.echo("")
        _show(run(_overview(application, workspace or above)))


def _number(_ctx: click.Context, _argument: click.Parameter, value: str) -> int | None:
    from bot.ranker_phrases import NOT_A_NUMBER  # noqa: PLC0415

    if value.casefold() == PRIOR:
        return None
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 2**31:
        raise click.BadParameter(NOT_A_NUMBER)
    return int(value)


@command.command("use")
@click.argument("number", metavar="NUMBER|prior", callback=_number)
@_WORKSPACE
@click.pass_obj
def use(above: str | None, number: int | None, workspace: str | None) -> None:
    """Use the weights that were kept under this NUMBER, or with prior the shipped ones."""
    click.echo(run(_use(_application(), workspace or above, number)))


def _application() -> Application:
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    return Application(Settings())


def _show(found: Overview) -> None:
    from adapters.ranker_lines import lines  # noqa: PLC0415

    for line in lines(found):
        click.echo(line)


async def _overview(application: Application, name: str | None) -> Overview:
    from bot.rankers import overview  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            return await overview(uow)


async def _learn(application: Application, name: str | None) -> tuple[Choice, Learned]:
    """Learn, and keep what there is to keep; with what was in use before."""
    from adapters import wiring  # noqa: PLC0415
    from adapters.commands.replay_command import load_stored  # noqa: PLC0415
    from bot.rankers import keep  # noqa: PLC0415
    from expertise.ranker import Choice  # noqa: PLC0415

    past = await load_stored(application, name)
    now = wiring.now()
    learned = await _taught(application, past, now)
    async with application.storage() as storage, storage.begin(past.workspace.id) as uow:
        before = await uow.rankers.in_use()
        if learned.figures:
            await keep(uow, learned, operator(), now)
    return before.learned.choice if before else Choice.PRIOR, learned


async def _taught(application: Application, past: Past, now: datetime) -> Learned:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from adapters.progress import bars  # noqa: PLC0415
    from bot.teaching import embedded_already, teach  # noqa: PLC0415
    from index.embedding_cache import CachedEmbedder  # noqa: PLC0415

    with TemporaryDirectory(prefix="kenner-ranker-") as folder, bars() as progress:
        embedder = CachedEmbedder(application.embedder, Path(folder) / "embeddings.db")
        async with application.storage() as storage:
            async for entries in embedded_already(storage, past.workspace.id, embedder.model_id):
                embedder.remember(entries)
        walk = application.walk(past, Path(folder) / "index", embedder, progress)
        return await teach(walk, past, now)


def told(before: Choice, learned: Learned) -> Iterator[str]:
    """What came of it, and why."""
    from bot import ranker_phrases as say  # noqa: PLC0415
    from expertise.learning import ENOUGH  # noqa: PLC0415
    from expertise.ranker import Choice  # noqa: PLC0415

    if not learned.figures:
        yield say.too_little(ENOUGH)
        return
    prior, adapted, habit = (learned.figures[choice] for choice in Choice)
    match learned.choice:
        case Choice.PRIOR:
            yield say.prior_best(prior, adapted, is_new=before is not Choice.PRIOR)
        case Choice.ADAPTED:
            yield say.adapted_taken(prior, adapted)
        case Choice.HABIT:
            yield say.habit_taken(max(prior, adapted), habit)


async def _use(application: Application, name: str | None, number: int | None) -> str:
    from adapters import wiring  # noqa: PLC0415
    from bot.ranker_phrases import taken  # noqa: PLC0415
    from bot.rankers import overview, use  # noqa: PLC0415

    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        async with storage.begin(workspace.id) as uow:
            await use(uow, number, operator(), wiring.now())
            found = (await overview(uow)).in_use
    return taken(found.learned.choice, found.number) if found else taken(PRIOR, 0)
