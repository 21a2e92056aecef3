"""Slack's part of ``kenner serve``: the whole bot for one workspace, put together and kept going.

Everything here may be stopped at any moment: what is under way stands in rows, and goes on from there.
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
from adapters.slack.app import EVENTS_PATH, bolt_app, over_http, over_socket
from adapters.slack.check import SlackCheck, check
from adapters.slack.client import SlackPlatform
from adapters.slack.connections import Connections, connected, one_token
from adapters.slack.directory import SlackDirectory
from adapters.slack.drawing import SlackDrawing
from adapters.slack.errors import SlackLockedOutError
from adapters.slack.faces import SlackFaces
from adapters.slack.history import SlackHistory
from adapters.slack.names import StoredNames
from adapters.slack.payloads import Entrances
from adapters.slack.presence import SlackPresence
from adapters.slack.translating import SlackTranslator
from adapters.speech import Speech
from bot.asking import Desk
from bot.chat_types import Job
from bot.consent import Policy
from bot.draining import Drainer
from bot.identity import workspace_id
from bot.inbox import Inbox
from bot.incoming import ChannelSeen, Membership
from bot.keeping_up import catch_up, heard_until, tidy_up, to_join
from bot.listening import Listening, hear, see_people
from bot.measuring import Meter
from bot.notes import help_note
from bot.outbox import Outbox
from bot.ports import Clock, Storage
from bot.pressing import ANSWER, ERASE, EXPORT
from bot.reading_back import History, read_back
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
_READ_SECONDS = 1.0
_NIGHT = timedelta(hours=24)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How to reach Slack, and how the workspace wants it."""

    bot_token: str
    app_token: str = ""
    signing_secret: str = ""
    base_url: str = "https://slack.com/api/"
    channels: tuple[str, ...] = ()
    entrances: Entrances = field(default_factory=Entrances)
    policy: Policy = field(default_factory=Policy)
    retention_days: int | None = None
    helps_outsiders: bool = False
    refresh_seconds: float = 3.0
    patience: float = 2.5  # seconds of silence before "I am looking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the service is made of."""

    settings: SlackSettings
    workspace: Workspace
    storage: Storage
    tools: LiveTools
    speech: Speech
    access: Access
    drainer: Drainer
    jobs: "DurableJobs"
    refreshing: Refreshing
    listening: Listening
    history: History
    directory: SlackDirectory
    clock: Clock


class SlackService:
    """One workspace on Slack. Make it by ``open_service``; ``run`` until it is cancelled."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: int | None = None
        self._has_read_all = False
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
        return missing + (["slack access"] if self._parts.access.is_lost else [])

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
        """People and channels first, then the gap, then the past; and every night a look at all of it."""
        await persist(self.sync)
        self.has_caught_up = True
        async with asyncio.TaskGroup() as group:
            group.create_task(keep(_READ_SECONDS, self.read_further))
            group.create_task(keep(60.0, self._note_heard))
            group.create_task(self._nightly())

    async def sync(self) -> None:
        """Everyone, every channel that the bot is in, the operator's list, and what was missed."""
        people = [seen async for seen in self._parts.directory.all_people()]
        for start in range(0, len(people), _MANY_PEOPLE):
            await see_people(self._parts.listening, people[start : start + _MANY_PEOPLE])
        joined = [seen async for seen in self._parts.directory.joined(("public_channel", "private_channel"))]
        for seen in joined:
            await self._enter(seen)
        await self._join()
        await catch_up(self._parts.listening, self._parts.history, self._parts.clock())

    async def _enter(self, seen: ChannelSeen) -> None:
        await hear(self._parts.listening, seen)
        await hear(
            self._parts.listening,
            Membership(channel=seen.channel, person=self._parts.listening.me, is_member=True),
        )

    async def _join(self) -> None:
        """Channels on the operator's list, by name or id; one that we were removed from stays as it is."""
        wanted = {name.removeprefix("#").casefold() for name in self._parts.settings.channels}
        if not wanted:
            return
        every = [seen async for seen in self._parts.directory.all_channels(("public_channel",))]
        listed = [s for s in every if {(s.name or "").casefold(), s.channel.casefold()} & wanted]
        for seen in listed:
            await hear(self._parts.listening, seen)
        for platform_id in await to_join(self._parts.listening, [seen.channel for seen in listed]):
            if await self._parts.directory.join(platform_id):
                await hear(
                    self._parts.listening,
                    Membership(channel=platform_id, person=self._parts.listening.me, is_member=True),
                )

    async def read_further(self) -> None:
        """One page of each channel whose past is not read yet."""
        async with self._parts.storage.begin(self.workspace.id) as uow:
            open_ = [each for each in await uow.listened.all() if each.is_in and not each.is_read]
            channels = await uow.channels.by_ids([each.channel_id for each in open_])
        self._has_read_all = not open_
        for each in open_:
            await read_back(self._parts.listening, self._parts.history, channels[each.channel_id].platform_id)

    async def _note_heard(self) -> None:
        await heard_until(self._parts.listening, self._parts.clock())

    async def _nightly(self) -> None:
        while True:
            await asyncio.sleep(_NIGHT.total_seconds())
            await persist(self.tidy)

    async def tidy(self) -> None:
        """What a night does."""
        days = self._parts.settings.retention_days
        kept = await tidy_up(self._parts.listening, self._parts.history, self._parts.clock(), days)
        _log.info("tidied up", gone=kept.no_longer_there, old=kept.too_old, raw=kept.raw_forms)

    async def _refresh(self) -> None:
        had_read_all = self._has_read_all
        self._seen = await refresh(self._parts.refreshing, self._seen)
        self.is_settled = had_read_all  # the past is read, and can be found


@asynccontextmanager
async def open_service(
    application: "Application", storage: Storage, settings: SlackSettings, meter: Meter, clock: Clock
) -> AsyncIterator[tuple[SlackService, Mapping[str, "Handler"]]]:
    """The service, listening to Slack, and what it answers over HTTP. Raises SlackLockedOutError."""
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(
            connected(one_token(settings.bot_token), settings.base_url)
        )
        found = await check(connections, settings.bot_token, settings.app_token)
        if not found.bot_id:
            raise SlackLockedOutError(found.bot_token.code)
        workspace = await _workspace(storage, found)
        me = stack.enter_context(application.executor())
        kit = Kit(
            application=application,
            storage=storage,
            settings=settings,
            connections=connections,
            workspace=workspace,
            bot=found.bot_id,
            executor=me,
            meter=meter,
            clock=clock,
        )
        service, inbox = await _put_together(kit, stack)
        bolt = bolt_app(
            connections.client_of(settings.bot_token), settings.signing_secret, inbox.receive, clock, meter
        )
        posts: dict[str, Handler] = {EVENTS_PATH: over_http(bolt)} if settings.signing_secret else {}
        if settings.app_token:
            await stack.enter_async_context(over_socket(bolt, settings.app_token))
        yield service, posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What everything is put together from."""

    application: "Application"
    storage: Storage
    settings: SlackSettings
    connections: Connections
    workspace: Workspace
    bot: str
    executor: str
    meter: Meter
    clock: Clock


async def _put_together(kit: Kit, stack: AsyncExitStack) -> tuple[SlackService, Inbox]:
    storage, workspace, clock, application = kit.storage, kit.workspace, kit.clock, kit.application
    names = StoredNames(storage, workspace.id)
    directory = SlackDirectory(kit.connections, workspace, clock)
    tools = LiveTools(application, workspace)
    outbox = Outbox(storage, SlackPlatform(kit.connections, clock), kit.executor, clock)
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
    access = Access(Platform.SLACK, clock())
    reception = Reception(
        desk=desk,
        listening=listening,
        translate=SlackTranslator(names, kit.bot, kit.settings.entrances),
        jobs=jobs,
        say=speech.say,
        help=help_note(kit.settings.entrances.ask, kit.settings.entrances.know),
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
        history=SlackHistory(kit.connections, workspace.id, names, clock),
        directory=directory,
        clock=clock,
    )
    return SlackService(parts), Inbox(storage, drainer.wake)


def _desk(kit: Kit, tools: LiveTools) -> Desk:
    presence = SlackPresence(kit.connections, kit.workspace.id, kit.clock)
    return Desk(
        storage=kit.storage,
        workspace=kit.workspace,
        tools=tools,
        policy=kit.settings.policy,
        faces=SlackFaces(presence, kit.clock),
        drawing=SlackDrawing(kit.workspace.url),
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


async def _workspace(storage: Storage, found: SlackCheck) -> Workspace:
    own = Workspace(
        id=workspace_id(Platform.SLACK, found.workspace_id),
        platform=Platform.SLACK,
        platform_id=found.workspace_id,
        name=found.workspace,
        url=found.url,
    )
    async with storage.registry() as registry:
        kept = await registry.workspaces.ensure(own)
        await registry.commit()
    return kept
