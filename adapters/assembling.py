"""Puts the bot of one workspace together from what a platform brings. ``service.py`` keeps it going."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.jobs import Work
from adapters.live_tools import LiveTools
from adapters.service import Parts, Service
from bot.access import Access
from bot.chat_ports import ChatPlatform
from bot.consent import Policy
from bot.desk import Desk, Drawing, Faces
from bot.draining import Drainer
from bot.inbox import Inbox
from bot.introducing import was_not_told
from bot.listening import Directory, Listening
from bot.measuring import Meter
from bot.outbox import Outbox
from bot.ports import Clock, Storage
from bot.pressing import ANSWER, ERASE, EXPORT
from bot.reading_back import History
from bot.receiving import Reception, Translate
from bot.refreshing import Refreshing
from bot.speech import Speech
from bot.surveying import Surroundings
from bot.types import Workspace
from bot.views import Note
from bot.working import Working
from index.few_at_once import FewAtOnce

if TYPE_CHECKING:
    from adapters.wiring import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the workspace wants it. ``patience``: seconds of silence before "I am looking"."""

    policy: Policy = field(default_factory=Policy)
    retention_days: int | None = None
    helps_outsiders: bool = False
    refresh_seconds: float = 3.0
    patience: float = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What everything stands on. ``executor`` is the name of this process, as of ``Application.executor``."""

    application: "Application"
    storage: Storage
    workspace: Workspace
    executor: str
    meter: Meter
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a platform brings: its side of each port.

    ``me`` is the bot's own platform id there; ``help`` says how to ask there. ``history`` is None where the
    platform does not tell what was said.
    """

    me: str
    help: Note
    platform: ChatPlatform
    directory: Directory
    surroundings: Surroundings
    history: History | None
    translate: Translate
    faces: Faces
    drawing: Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The service, which is to be run, the inbox that deliveries go to, and what both work with."""

    service: Service
    inbox: Inbox
    desk: Desk
    listening: Listening


async def kept(storage: Storage, workspace: Workspace) -> Workspace:
    """The row of a workspace, made where there is none yet."""
    async with storage.registry() as registry:
        row = await registry.workspaces.ensure(workspace)
        await registry.commit()
    return row


@asynccontextmanager
async def assembled(ground: Ground, brought: Brought, wishes: Wishes) -> AsyncIterator[Assembled]:
    """All of it. Jobs go on at once; everything else when the service is run."""
    outbox = Outbox(ground.storage, brought.platform, ground.executor, ground.clock, unsaid=was_not_told)
    speech = Speech(outbox, ground.workspace.id)
    tools = LiveTools(ground.application, ground.workspace)
    desk = _desk(ground, brought, wishes, tools)
    working = Working(
        desk=desk,
        reading=ground.application.reading,
        outbox=outbox,
        say=speech.say,
        patience=wishes.patience,
    )
    async with AsyncExitStack() as stack:
        stack.callback(tools.close)
        jobs = await stack.enter_async_context(ground.application.jobs(ground.executor, _work(working)))
        listening = _listening(ground, brought)
        access = Access(ground.workspace.id, ground.clock())
        reception = Reception(
            desk=desk,
            listening=listening,
            translate=brought.translate,
            jobs=jobs,
            say=speech.say,
            help=brought.help,
            on_removed=access.lose,
            helps_outsiders=wishes.helps_outsiders,
        )
        drainer = Drainer(ground.storage, reception, ground.clock)
        parts = Parts(
            workspace=ground.workspace,
            storage=ground.storage,
            tools=tools,
            speech=speech,
            access=access,
            drainer=drainer,
            jobs=jobs,
            refreshing=_refreshing(ground),
            listening=listening,
            surroundings=brought.surroundings,
            history=brought.history,
            clock=ground.clock,
            refresh_seconds=wishes.refresh_seconds,
            retention_days=wishes.retention_days,
        )
        yield Assembled(
            service=Service(parts),
            inbox=Inbox(ground.storage, drainer.wake),
            desk=desk,
            listening=listening,
        )


def _desk(ground: Ground, brought: Brought, wishes: Wishes, tools: LiveTools) -> Desk:
    return Desk(
        storage=ground.storage,
        workspace=ground.workspace,
        tools=tools,
        policy=wishes.policy,
        faces=brought.faces,
        drawing=brought.drawing,
        clock=ground.clock,
        meter=ground.meter,
    )


def _work(working: Working) -> Mapping[str, Work]:
    return {
        ANSWER: Work(steps={"find": working.find, "deliver": working.deliver}, otherwise=working.regret),
        EXPORT: Work(steps={"export": working.export}),
        ERASE: Work(steps={"erase": working.erase}),
    }


def _listening(ground: Ground, brought: Brought) -> Listening:
    return Listening(
        storage=ground.storage,
        workspace=ground.workspace,
        directory=brought.directory,
        reading=ground.application.reading,
        me=brought.me,
    )


def _refreshing(ground: Ground) -> Refreshing:
    return Refreshing(
        storage=ground.storage,
        workspace_id=ground.workspace.id,
        index=ground.application.index(ground.workspace),
        embedder=FewAtOnce(ground.application.embedder),
        reading=ground.application.reading,
        meter=ground.meter,
    )
