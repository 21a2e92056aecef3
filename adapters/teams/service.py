"""Teams' part of ``kenner serve``: the whole bot for one tenant, put together and kept going.

Everything here may be stopped at any moment: what is under way stands in rows, and goes on from there.
Teams tells bots nothing of the past, so there is no reading back: it knows what it heard, and what was
imported.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.access import Access
from adapters.jobs import Work
from adapters.keeping import keep, persist
from adapters.live_tools import LiveTools
from adapters.speech import Speech
from adapters.teams.app import MESSAGES_PATH, Entrance, Typed, over_http
from adapters.teams.book import ANYWHERE, AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import LOGIN, App, Connections, connected
from adapters.teams.directory import TeamsDirectory
from adapters.teams.drawing import TeamsDrawing
from adapters.teams.errors import TeamsLockedOutError, UnguardedError
from adapters.teams.faces import TeamsFaces
from adapters.teams.guard import Guard, SignedGuard, admit_local
from adapters.teams.keys import PUBLISHED, Keys
from adapters.teams.search import Search
from adapters.teams.translating import TeamsTranslator
from bot.asking import Desk
from bot.chat_types import Job
from bot.consent import Policy
from bot.draining import Drainer
from bot.errors import LockedOutError, RateLimitedError
from bot.identity import workspace_id
from bot.inbox import Inbox
from bot.incoming import ChannelSeen, Membership
from bot.keeping_up import forget_the_old, heard_until
from bot.listening import Listening, hear, see_people
from bot.measuring import Meter
from bot.notes import help_in_teams
from bot.outbox import Outbox
from bot.ports import Clock, Storage
from bot.pressing import ANSWER, ERASE, EXPORT
from bot.receiving import Reception
from bot.refreshing import Refreshing, refresh
from bot.types import Platform, Workspace
from bot.working import Working
from index.few_at_once import FewAtOnce

if TYPE_CHECKING:
    from adapters.jobs import DurableJobs
    from adapters.web.server import Handler
    from adapters.wiring import Application

_MANY_PEOPLE = 500
_NIGHT = timedelta(hours=24)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsSettings:
    """How to reach Teams, and how the tenant wants it.

    ``is_local``: without an app, for whoever is on this machine. ``open_teams``: ids of teams that are open
    to everyone in the tenant, which Teams does not tell.
    """

    app_id: str
    app_password: str
    tenant: str
    is_local: bool = False
    open_teams: tuple[str, ...] = ()
    login_url: str = LOGIN
    keys_url: str = PUBLISHED
    service_url: str = ANYWHERE
    policy: Policy = field(default_factory=Policy)
    retention_days: int | None = None
    helps_outsiders: bool = False
    refresh_seconds: float = 3.0
    patience: float = 2.5  # seconds of silence before "I am looking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the service is made of."""

    settings: TeamsSettings
    workspace: Workspace
    storage: Storage
    tools: LiveTools
    speech: Speech
    access: Access
    drainer: Drainer
    jobs: "DurableJobs"
    refreshing: Refreshing
    listening: Listening
    directory: TeamsDirectory
    clock: Clock


class TeamsService:
    """One tenant on Teams. Make it by ``open_service``; ``run`` until it is cancelled."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: int | None = None
        self.has_caught_up = False
        self.is_settled = False

    @property
    def workspace(self) -> Workspace:
        return self._parts.workspace

    @property
    def recall(self) -> float | None:
        """Of the nearest passages to recent questions, the share that was found; None: not sampled yet."""
        return self._parts.tools.recall

    @property
    def missing(self) -> list[str]:
        """What is not ready yet."""
        missing = [] if self._parts.tools.is_ready else ["index"]
        missing += [] if self.has_caught_up else ["channels"]
        return missing + (["teams access"] if self._parts.access.is_lost else [])

    async def run(self) -> None:
        """Everything, until it is cancelled."""
        await self._take_up()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._parts.access.while_there(self._parts.drainer.run()))
                group.create_task(keep(self._parts.settings.refresh_seconds, self._refresh))
                group.create_task(self._follow())
        finally:
            await self._parts.speech.stop()

    async def _take_up(self) -> None:
        """What an earlier run left: messages to say, questions to answer."""
        storage, own = self._parts.storage, self.workspace.id
        async with storage.begin(own) as uow:
            waiting = await uow.upkeep.unanswered()
        for question_id in waiting:
            await self._parts.jobs.start(Job(name=ANSWER, workspace_id=own, subject=question_id))
        self._parts.speech.resume()

    async def _follow(self) -> None:
        """People and channels first; and every night once more."""
        await persist(self.sync)
        self.has_caught_up = True
        async with asyncio.TaskGroup() as group:
            group.create_task(keep(60.0, self._note_heard))
            group.create_task(self._nightly())

    async def sync(self) -> None:
        """Everyone and every channel of the teams that we know the bot to be in."""
        people = [seen async for seen in self._parts.directory.all_people()]
        for start in range(0, len(people), _MANY_PEOPLE):
            await see_people(self._parts.listening, people[start : start + _MANY_PEOPLE])
        for seen in [seen async for seen in self._parts.directory.joined()]:
            await self._enter(seen)

    async def _enter(self, seen: ChannelSeen) -> None:
        await hear(self._parts.listening, seen)
        await hear(
            self._parts.listening,
            Membership(channel=seen.channel, person=self._parts.listening.me, is_member=True),
        )

    async def _note_heard(self) -> None:
        await heard_until(self._parts.listening, self._parts.clock())

    async def _nightly(self) -> None:
        while True:
            await asyncio.sleep(_NIGHT.total_seconds())
            await persist(self.sync)
            await persist(self.tidy)

    async def tidy(self) -> None:
        """What a night does."""
        days = self._parts.settings.retention_days
        kept = await forget_the_old(self._parts.listening, self._parts.clock(), days)
        _log.info("tidied up", old=kept.too_old, raw=kept.raw_forms)

    async def _refresh(self) -> None:
        had_caught_up = self.has_caught_up
        self._seen = await refresh(self._parts.refreshing, self._seen)
        self.is_settled = had_caught_up


@asynccontextmanager
async def open_service(
    application: "Application", storage: Storage, settings: TeamsSettings, meter: Meter, clock: Clock
) -> AsyncIterator[tuple[TeamsService, Mapping[str, "Handler"]]]:
    """The service, and what it answers over HTTP.

    Raises UnguardedError without an app where that is not declared local, TeamsLockedOutError where the
    login refuses the app, or does not answer.
    """
    if bool(settings.app_id) == settings.is_local:
        raise UnguardedError
    async with AsyncExitStack() as stack:
        app = App(
            id=settings.app_id,
            password=settings.app_password,
            tenant=settings.tenant,
            login=settings.login_url,
        )
        connections = await stack.enter_async_context(connected(app, clock))
        await _log_in(connections)
        workspace = await _workspace(storage, settings)
        kit = Kit(
            application=application,
            storage=storage,
            settings=settings,
            connections=connections,
            book=AddressBook(storage, workspace.id, clock, settings.service_url),
            workspace=workspace,
            executor=stack.enter_context(application.executor()),
            meter=meter,
            clock=clock,
        )
        parts, entrance = await _put_together(kit, stack)
        yield TeamsService(parts), {MESSAGES_PATH: over_http(entrance)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What everything is put together from."""

    application: "Application"
    storage: Storage
    settings: TeamsSettings
    connections: Connections
    book: AddressBook
    workspace: Workspace
    executor: str
    meter: Meter
    clock: Clock

    @property
    def bot(self) -> str:
        """Our own id in Teams."""
        return f"28:{self.settings.app_id}"

    @property
    def known_bot(self) -> str:
        """The same, or '' where only what comes tells it: without an app."""
        return self.bot if self.settings.app_id else ""


async def _log_in(connections: Connections) -> None:
    try:
        await connections.token()
    except LockedOutError as error:
        raise TeamsLockedOutError(error.code) from None
    except RateLimitedError:
        raise TeamsLockedOutError("") from None


def _entrance(kit: Kit, inbox: Inbox, typed: Typed) -> Entrance:
    return Entrance(
        tenant=kit.workspace.platform_id,
        guard=_guard(kit),
        book=kit.book,
        keep=inbox.receive,
        typed=typed,
        clock=kit.clock,
        meter=kit.meter,
    )


def _guard(kit: Kit) -> Guard:
    if kit.settings.is_local:
        return admit_local
    return SignedGuard(kit.settings.app_id, Keys(kit.connections.session, kit.settings.keys_url, kit.clock))


async def _put_together(kit: Kit, stack: AsyncExitStack) -> tuple[Parts, Entrance]:
    storage, workspace, clock, application = kit.storage, kit.workspace, kit.clock, kit.application
    directory = TeamsDirectory(kit.connections, kit.book, clock, open_teams=kit.settings.open_teams)
    tools = LiveTools(application, workspace)
    outbox = Outbox(storage, TeamsPlatform(kit.connections, kit.book, clock), kit.executor, clock)
    speech = Speech(outbox, workspace.id)
    desk = _desk(kit, tools)
    listening = Listening(
        storage=storage, workspace=workspace, directory=directory, reading=application.reading, me=kit.bot
    )
    working = Working(
        desk=desk,
        reading=application.reading,
        outbox=outbox,
        say=speech.say,
        patience=kit.settings.patience,
    )
    jobs = await stack.enter_async_context(application.jobs(kit.executor, _work(working)))
    access = Access(Platform.TEAMS, clock())
    reception = Reception(
        desk=desk,
        listening=listening,
        translate=TeamsTranslator(directory.channels_of, kit.known_bot, kit.settings.open_teams),
        jobs=jobs,
        say=speech.say,
        help=help_in_teams(),
        on_removed=access.lose,
        helps_outsiders=kit.settings.helps_outsiders,
    )
    drainer = Drainer(storage, reception, clock)
    parts = Parts(
        settings=kit.settings,
        workspace=workspace,
        storage=storage,
        tools=tools,
        speech=speech,
        access=access,
        drainer=drainer,
        jobs=jobs,
        refreshing=_refreshing(kit),
        listening=listening,
        directory=directory,
        clock=clock,
    )
    search = Search(desk, listening, kit.settings.helps_outsiders)
    return parts, _entrance(kit, Inbox(storage, drainer.wake), search)


def _desk(kit: Kit, tools: LiveTools) -> Desk:
    return Desk(
        storage=kit.storage,
        workspace=kit.workspace,
        tools=tools,
        policy=kit.settings.policy,
        faces=TeamsFaces(kit.clock),
        drawing=TeamsDrawing(),
        clock=kit.clock,
        meter=kit.meter,
    )


def _refreshing(kit: Kit) -> Refreshing:
    return Refreshing(
        storage=kit.storage,
        workspace_id=kit.workspace.id,
        index=kit.application.index(kit.workspace),
        embedder=FewAtOnce(kit.application.embedder),
        reading=kit.application.reading,
        meter=kit.meter,
    )


def _work(working: Working) -> Mapping[str, Work]:
    return {
        ANSWER: Work(steps={"find": working.find, "deliver": working.deliver}, otherwise=working.regret),
        EXPORT: Work(steps={"export": working.export}),
        ERASE: Work(steps={"erase": working.erase}),
    }


async def _workspace(storage: Storage, settings: TeamsSettings) -> Workspace:
    """The connector does not tell the tenant's name: an earlier one stays."""
    tenant = settings.tenant.casefold()
    async with storage.registry() as registry:
        known = await registry.workspaces.by_platform_id(Platform.TEAMS, tenant)
        own = known or Workspace(
            id=workspace_id(Platform.TEAMS, tenant), platform=Platform.TEAMS, platform_id=tenant, name=tenant
        )
        kept = await registry.workspaces.ensure(own)
        await registry.commit()
    return kept
