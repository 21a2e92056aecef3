"""Teams' part of ``kenner serve``: what it brings to the bot of one tenant, and the way in.

Teams tells bots nothing of the past: Kenner knows what it heard, and where the operator wants it so what
Microsoft Graph tells (``adapters/graph``).
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adapters.assembling import Assembled, Brought, Wishes, assembled
from adapters.graph.client import connected as graph_connected
from adapters.graph.client import scope_of
from adapters.graph.history import GraphHistory
from adapters.graph.teams import KnownTeams
from adapters.ground import Ground
from adapters.service import Service
from adapters.teams.app import MESSAGES_PATH, Entrance, over_http
from adapters.teams.book import ANYWHERE, AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import LOGIN, App, Connections, connected, log_in
from adapters.teams.directory import TeamsDirectory
from adapters.teams.doors import TeamsDoors
from adapters.teams.drawing import TeamsDrawing
from adapters.teams.errors import UnguardedError
from adapters.teams.faces import TeamsFaces
from adapters.teams.guard import Guard, SignedGuard, admit_local
from adapters.teams.keys import PUBLISHED, Keys
from adapters.teams.search import Search
from adapters.teams.surroundings import TeamsSurroundings
from adapters.teams.tenants import workspace_of_tenant
from adapters.teams.translating import TeamsTranslator
from adapters.workspaces import kept
from bot.notes import help_in_teams
from bot.ports import Clock
from bot.reading_back import History

if TYPE_CHECKING:
    from adapters.web.server import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsSettings:
    """How to reach Teams, and how the tenant wants it.

    ``is_local``: without an app, for whoever is on this machine. ``open_teams``: ids of teams that are open
    to everyone in the tenant, which Teams does not tell. ``graph_url``: where the past is read, if it is.
    """

    app_id: str
    app_password: str
    tenant: str
    is_local: bool = False
    open_teams: tuple[str, ...] = ()
    login_url: str = LOGIN
    keys_url: str = PUBLISHED
    service_url: str = ANYWHERE
    graph_url: str = ""
    wishes: Wishes = field(default_factory=Wishes)


@asynccontextmanager
async def open_service(
    ground: Ground, settings: TeamsSettings
) -> AsyncIterator[tuple[Service, Mapping[str, "Handler"]]]:
    """The service, and what it answers over HTTP.

    Raises UnguardedError as ``refuse_unguarded``, TeamsLockedOutError where the login refuses the app, or
    does not answer, GraphMissingError where the past cannot be read.
    """
    refuse_unguarded(settings)
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(connected(app_of(settings), ground.clock))
        await log_in(connections)
        workspace = await kept(ground.storage, await workspace_of_tenant(ground.storage, settings.tenant))
        book = AddressBook(ground.storage, workspace.id, ground.clock, settings.service_url)
        history = await stack.enter_async_context(_history(settings, connections, book, ground.clock))
        brought = _brought(ground, settings, connections, book, history)
        made = await stack.enter_async_context(assembled(ground, workspace, brought, settings.wishes))
        entrance = _entrance(ground, settings, made, book, _guard(settings, connections, ground.clock))
        yield made.service, {MESSAGES_PATH: over_http(entrance)}


def refuse_unguarded(settings: TeamsSettings) -> None:
    """Raises UnguardedError without an app where that is not declared local, and with one where it is."""
    if bool(settings.app_id) == settings.is_local:
        raise UnguardedError


def app_of(settings: TeamsSettings) -> App:
    """The app that logs in."""
    return App(
        id=settings.app_id,
        password=settings.app_password,
        tenant=settings.tenant,
        login=settings.login_url,
    )


@asynccontextmanager
async def _history(
    settings: TeamsSettings, connections: Connections, book: AddressBook, clock: Clock
) -> AsyncIterator[History | None]:
    """The past as Graph tells it, where that is wished; the same app, with a token for Graph."""
    if not settings.graph_url or not settings.app_id:
        yield None
        return
    app = replace(connections.app, scope=scope_of(settings.graph_url))
    login = Connections(connections.session, app, clock)
    async with graph_connected(login, settings.graph_url) as graph:
        yield GraphHistory(graph, KnownTeams(connections, book).place, clock)


def _brought(
    ground: Ground,
    settings: TeamsSettings,
    connections: Connections,
    book: AddressBook,
    history: History | None,
) -> Brought:
    clock, me = ground.clock, f"28:{settings.app_id}"
    directory = TeamsDirectory(connections, book, clock, open_teams=settings.open_teams)
    known = me if settings.app_id else ""  # without an app only what comes tells who we are
    return Brought(
        me=me,
        help=help_in_teams(),
        platform=TeamsPlatform(connections, book, clock),
        directory=directory,
        surroundings=TeamsSurroundings(directory),
        history=history,
        translate=TeamsTranslator(directory.channels_of, known, settings.open_teams),
        faces=TeamsFaces(clock),
        drawing=TeamsDrawing(),
        doors=TeamsDoors(directory, settings.tenant),
    )


def _guard(settings: TeamsSettings, connections: Connections, clock: Clock) -> Guard:
    if settings.is_local:
        return admit_local
    return SignedGuard(settings.app_id, Keys(connections.session, settings.keys_url, clock))


def _entrance(
    ground: Ground, settings: TeamsSettings, made: Assembled, book: AddressBook, guard: Guard
) -> Entrance:
    return Entrance(
        tenant=made.desk.workspace.platform_id,
        guard=guard,
        book=book,
        keep=ground.inbox.receive,
        typed=Search(made.desk, made.listening, settings.wishes.helps_outsiders),
        clock=made.desk.clock,
        meter=made.desk.meter,
    )
