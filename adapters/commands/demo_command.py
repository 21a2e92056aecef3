"""``kenner demo``: the main job on the sample workspace. Everything shown is computed."""

from __future__ import annotations

import asyncio
import sys
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.cli import run

if TYPE_CHECKING:
    from adapters.settings import Settings
    from adapters.wiring import Application
    from bot.ports import Storage
    from bot.telling import Answer
    from bot.types import Workspace
    from expertise.types import Person

_URL = "https://halden-water.slack.com"
_NAME = "Halden Water"
_LESSONS = 60
"""Past questions learned from: enough to learn, few enough for a demo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scenes:
    """What is asked, by whom and where; who is found is not in it."""

    question: str
    channel: str
    closed: str
    insider: str
    outsider: str
    nonsense: str


@click.command("demo")
def command() -> None:
    """See the main job on a sample workspace: no account, no server, nothing leaves this machine."""
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    settings = Settings()
    run(_demo(Application(_own(settings), remembers=True)))


def _own(settings: Settings) -> Settings:
    """The same settings over a database of the demo's own."""
    folder = settings.data_dir.expanduser().absolute() / "demo"
    return settings.model_copy(update={"data_dir": folder, "database_url": "", "workspace": ""})


async def _demo(application: Application) -> None:
    from adapters.commands.import_command import import_export  # noqa: PLC0415
    from adapters.storage.schema import migrate  # noqa: PLC0415
    from bot.importing import Selection  # noqa: PLC0415
    from bot.phrases import try_next  # noqa: PLC0415
    from sample.build import HERE, build  # noqa: PLC0415

    scenes = _Scenes(**tomllib.loads(files("sample").joinpath("scenes.toml").read_text("utf-8")))
    application.data_dir.mkdir(parents=True, exist_ok=True)
    export = application.data_dir / "halden-water.zip"
    export.write_bytes(build(HERE))
    await migrate(application.settings.url)
    selection = Selection(private=(scenes.closed, "security"))
    report = await import_export(application, export, selection, _NAME, _URL)
    async with application.storage() as storage:
        workspace = await application.workspace(storage, _NAME)
        await _show(application, storage, workspace, scenes, report.channels)
        await _show_replay(application, export)
        if sys.stdin.isatty():
            await _ask_your_own(application, storage, workspace)
    click.echo(f"\n{try_next(_program())}")


def _program() -> str:
    """What to type for this command: as it was typed, if that was from inside the checkout."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.name == "kenner" and not typed.is_absolute() else "kenner"


async def _show(
    application: Application, storage: Storage, workspace: Workspace, scenes: _Scenes, channels: int
) -> None:
    from bot import phrases  # noqa: PLC0415
    from bot.naming import one_person  # noqa: PLC0415

    async with storage.begin(workspace.id) as uow:
        people, messages = await uow.people.count(), await uow.transcript.count()
        insider, outsider = [await one_person(uow, handle) for handle in (scenes.insider, scenes.outsider)]
    _heading(phrases.size(people, channels, messages))

    _heading(phrases.scene(insider.name, insider.title, scenes.channel, scenes.question))
    answer = await _ask(application, storage, workspace, scenes.question, scenes.channel, insider)
    _print(answer, is_private=True)
    habit = await _habit(storage, workspace, answer, scenes.channel, insider)
    if habit:
        click.echo(phrases.habit_pick(habit.name, scenes.channel))

    _heading(phrases.outsider(outsider.name, outsider.title, scenes.closed))
    _print(
        await _ask(application, storage, workspace, scenes.question, scenes.channel, outsider),
        is_private=True,
    )

    _heading(f"{phrases.NONSENSE} “{scenes.nonsense}”")
    _print(await _ask(application, storage, workspace, scenes.nonsense, None, outsider), is_private=True)


def _heading(text: str) -> None:
    click.echo("")
    click.echo(click.style(text, bold=True))
    click.echo("")


def _print(answer: Answer, *, is_private: bool) -> None:
    from adapters import console  # noqa: PLC0415

    for line in console.lines(answer, is_private=is_private):
        click.echo(line)


async def _ask(
    application: Application,
    storage: Storage,
    workspace: Workspace,
    question: str,
    channel: str | None,
    asker: Person | None,
) -> Answer:
    from bot.answering import Asking, answer  # noqa: PLC0415

    asking = Asking(text=question, channel=channel, asker=asker.platform_id if asker else None)
    return await answer(storage, workspace, asking, application.tools(workspace))


async def _habit(
    storage: Storage, workspace: Workspace, answer: Answer, channel: str, asker: Person
) -> Person | None:
    """Who has been answering most in the channel lately, the asker apart."""
    from bot.audience import readable_channel, scope_for  # noqa: PLC0415

    async with storage.begin(workspace.id) as uow:
        scope = await scope_for(uow, asker.id)
        here = await readable_channel(uow, channel, scope)
        active = await uow.activity.busiest(scope.partitions, here.id, answer.asked_at, 20)
        order = sorted(active, key=lambda p: (-active[p].here, p))
        people = {person.id: person for person in await uow.people.by_ids(order)}
    return next((people[p] for p in order if p != asker.id and not people[p].has_left), None)


async def _show_replay(application: Application, export: Path) -> None:
    from adapters.commands.replay_command import load_past, replay, summarise  # noqa: PLC0415
    from bot.pastquestions import past_questions  # noqa: PLC0415
    from bot.phrases import replayed  # noqa: PLC0415

    past = load_past(export)
    score = summarise(await replay(application, past, past_questions(past.messages), most_lessons=_LESSONS))
    _heading(replayed(score.questions, score.ours, score.habit))


async def _ask_your_own(application: Application, storage: Storage, workspace: Workspace) -> None:
    from bot import phrases  # noqa: PLC0415
    from expertise.errors import EmptyQuestionError  # noqa: PLC0415

    click.echo(phrases.ASK_YOUR_OWN_HINT)
    while question := (await asyncio.to_thread(input, phrases.ASK_YOUR_OWN)).strip():
        try:
            _print(await _ask(application, storage, workspace, question, None, None), is_private=False)
        except EmptyQuestionError:
            click.echo(phrases.EMPTY_QUESTION)
        click.echo("")
