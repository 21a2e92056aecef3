"""Slack's part of ``kenner serve``: what it brings to the bot of one workspace, and the way in."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.assembling import Brought, Wishes, assembled
from adapters.ground import Ground
from adapters.service import Service
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
from adapters.slack.surroundings import SlackSurroundings
from adapters.slack.translating import SlackTranslator
from adapters.workspaces import kept
from bot.identity import workspace_id
from bot.notes import help_note
from bot.types import Platform, Workspace

if TYPE_CHECKING:
    from adapters.web.server import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How to reach Slack, and how the workspace wants it. ``channels`` are to be joined, by name or id."""

    bot_token: str
    app_token: str = ""
    signing_secret: str = ""
    base_url: str = "https://slack.com/api/"
    channels: tuple[str, ...] = ()
    entrances: Entrances = field(default_factory=Entrances)
    wishes: Wishes = field(default_factory=Wishes)


@asynccontextmanager
async def open_service(
    ground: Ground, settings: SlackSettings
) -> AsyncIterator[tuple[Service, Mapping[str, "Handler"]]]:
    """The service, listening to Slack, and what it answers over HTTP. Raises SlackLockedOutError."""
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(
            connected(one_token(settings.bot_token), settings.base_url)
        )
        found = await check(connections, settings.bot_token, settings.app_token)
        if not found.bot_id:
            raise SlackLockedOutError(found.bot_token.code)
        workspace = await kept(ground.storage, _workspace(found))
        bolt = bolt_app(
            connections.client_of(settings.bot_token),
            settings.signing_secret,
            ground.inbox.receive,
            ground.clock,
            ground.meters(Platform.SLACK),
        )
        if settings.app_token:  # before the jobs: where it does not connect, none has begun
            await stack.enter_async_context(over_socket(bolt, settings.app_token))
        brought = _brought(ground, workspace, settings, connections, found.bot_id)
        made = await stack.enter_async_context(assembled(ground, workspace, brought, settings.wishes))
        yield made.service, {EVENTS_PATH: over_http(bolt)} if settings.signing_secret else {}


def _workspace(found: SlackCheck) -> Workspace:
    return Workspace(
        id=workspace_id(Platform.SLACK, found.workspace_id),
        platform=Platform.SLACK,
        platform_id=found.workspace_id,
        name=found.workspace,
        url=found.url,
    )


def _brought(
    ground: Ground, workspace: Workspace, settings: SlackSettings, connections: Connections, me: str
) -> Brought:
    clock, entrances = ground.clock, settings.entrances
    names = StoredNames(ground.storage, workspace.id)
    directory = SlackDirectory(connections, workspace, clock)
    return Brought(
        me=me,
        help=help_note(entrances.ask, entrances.know, entrances.aloud),
        platform=SlackPlatform(connections, clock),
        directory=directory,
        surroundings=SlackSurroundings(directory, settings.channels),
        history=SlackHistory(connections, workspace.id, names, clock),
        translate=SlackTranslator(names, me, entrances),
        faces=SlackFaces(SlackPresence(connections, workspace.id, clock), clock),
        drawing=SlackDrawing(workspace.url),
    )
