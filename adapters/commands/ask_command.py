"""``kenner ask``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from adapters.cli import run
from adapters.keyboard import operator

if TYPE_CHECKING:
    from adapters.wiring import Application
    from bot.answering import Asking, Tools
    from bot.ports import Storage
    from bot.telling import Answer
    from bot.types import Workspace

NOBODY = 3
"""Exit code when nobody stands out."""


@click.command("ask")
@click.argument("question")
@click.option("--channel", help="Where it is asked: who answers there counts more.")
@click.option(
    "--as", "asker", help="Ask as this person, with what they may read. For operators; goes to the audit log."
)
@click.option(
    "--top",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="People at most; fewer where they are likely to do.",
)
@click.option("--workspace", help="Which workspace, where there are several.")
@click.option("--json", "is_json", is_flag=True, help="For scripts.")
@click.pass_context
def command(
    ctx: click.Context,
    question: str,
    channel: str | None,
    asker: str | None,
    top: int,
    workspace: str | None,
    is_json: bool,  # noqa: FBT001 click passes flags so
) -> None:
    """Find the people who could answer a QUESTION, and why.

    Exit codes: 0 somebody was found, 3 nobody stands out, 1 something is wrong, 2 wrong usage.
    """
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415
    from bot.answering import Asking  # noqa: PLC0415

    text = question.encode(errors="replace").decode()  # a terminal may send bytes that are no text
    asking = Asking(text=text, channel=channel, asker=asker, operator=operator() if asker else None)
    answer = run(ask(Application(Settings()), asking, top, workspace))
    show(answer, is_json=is_json, is_private=asker is not None)
    ctx.exit(0 if answer.suggestions else NOBODY)


async def ask(application: Application, asking: Asking, top: int, name: str | None) -> Answer:
    """One question to the database and index of the settings."""
    from bot.answering import answer  # noqa: PLC0415
    from expertise.errors import EmptyQuestionError  # noqa: PLC0415

    if not any(map(str.isalnum, asking.text)):
        raise EmptyQuestionError
    async with application.storage() as storage:
        workspace = await application.workspace(storage, name)
        return await answer(storage, workspace, asking, await _tools(application, storage, workspace), top)


async def _tools(application: Application, storage: Storage, workspace: Workspace) -> Tools:
    """What answering needs; without an index, what people have declared has to do, and where they are.

    Raises IndexMissingError where there are passages without an index, and nobody has declared anything.
    """
    from bot.errors import IndexMissingError  # noqa: PLC0415
    from bot.phrases import INDEX_MISSING  # noqa: PLC0415

    try:
        return application.tools(workspace)
    except IndexMissingError:
        async with storage.begin(workspace.id) as uow:
            declared = await uow.declared.changed(0, "")
            passages = await uow.passages.count()
        if passages and not (declared and declared.rows):
            raise
        tools = application.tools(workspace, may_be_new=True)
        if passages:
            click.echo(INDEX_MISSING, err=True)
        return tools


def show(answer: Answer, *, is_json: bool, is_private: bool) -> None:
    """Print an answer."""
    from adapters import console  # noqa: PLC0415

    if is_json:
        click.echo(json.dumps(console.as_json(answer), ensure_ascii=False, indent=2))
        return
    for line in console.lines(answer, is_private=is_private):
        click.echo(line)
