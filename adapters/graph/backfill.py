"""Reads the past of a tenant's channels from Graph into rows: what ``kenner teams backfill`` does."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.graph import client
from adapters.graph.client import GRAPH, Graph, scope_of
from adapters.graph.directory import GraphDirectory
from adapters.graph.errors import NoTeamsError
from adapters.graph.history import GraphHistory
from adapters.graph.teams import KnownTeams
from adapters.json_fields import Raw
from adapters.patience import Patience
from adapters.teams.book import ANYWHERE, AddressBook
from adapters.teams.connections import App, Connections, connected, log_in
from adapters.teams.surroundings import TeamsSurroundings
from adapters.teams.tenants import workspace_of_tenant
from adapters.workspaces import kept
from bot.backfilling import Backfilled, Progress, backfill, begin_anew
from bot.importing import arrange_stale
from bot.ingestion import Reading
from bot.listening import Listening
from bot.ports import Clock, Storage
from bot.surveying import survey
from bot.types import Workspace

LONGEST_PAUSE = 900.0
"""Seconds that Graph may ask for: nobody waits for an answer meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Of which tenant what is to be read. ``teams`` are ids of groups; none: all that the bot is in."""

    app: App
    teams: Collection[str] = ()
    open_teams: Collection[str] = ()
    oldest: datetime | None = None
    is_begun_anew: bool = False
    graph: str = GRAPH
    service_url: str = ANYWHERE
    patience: Patience = field(default_factory=lambda: Patience(longest_pause=LONGEST_PAUSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it. ``unseen``: channels whose members are not told; ``denied``: teams, and why."""

    workspace: Workspace
    channels: int
    read: Backfilled
    unseen: list[str]
    denied: dict[str, str]


async def read_past(
    storage: Storage, past: Past, reading: Reading, clock: Clock, on_progress: Progress
) -> Outcome:
    """Everyone and every channel first, then what was said, newest first.

    Raises GraphMissingError, TeamsLockedOutError where the login refuses the app, NoTeamsError where no team
    is named or known, and the ``ChatError`` of what Graph did not answer in the end.
    """
    workspace = await kept(storage, await workspace_of_tenant(storage, past.app.tenant))
    async with _opened(past, clock) as (graph, connector):
        book = AddressBook(storage, workspace.id, clock, past.service_url)
        teams = await _teams(past, KnownTeams(connector, book))
        directory = GraphDirectory(graph, past.app.tenant, teams, past.open_teams)
        listening = Listening(
            storage=storage,
            workspace=workspace,
            directory=directory,
            reading=reading,
            me=f"28:{past.app.id}",
        )
        await survey(listening, TeamsSurroundings(directory))
        channels = {seen.channel: seen async for seen in directory.joined()}
        if past.is_begun_anew:
            await begin_anew(listening, channels)
        history = GraphHistory(graph, directory.place, clock, past.oldest)
        read = await backfill(listening, history, channels, on_progress)
        await arrange_stale(storage, workspace.id, reading, on_progress)
        unseen = [
            seen.name or where for where, seen in channels.items() if not await directory.members(where)
        ]
    denied = {team: code for team, code in directory.denied.items() if team in teams}
    return Outcome(workspace=workspace, channels=len(channels), read=read, unseen=unseen, denied=denied)


async def _teams(past: Past, known: KnownTeams) -> dict[str, Raw]:
    heard = await known.all()
    wanted = {team.casefold() for team in past.teams} or {*heard}
    if not wanted:
        raise NoTeamsError
    return {team: heard.get(team, {"id": team}) for team in wanted}


@asynccontextmanager
async def _opened(past: Past, clock: Clock) -> AsyncIterator[tuple[Graph, Connections]]:
    """Graph and the connector, each with a token of its own."""
    async with (
        connected(past.app, clock) as connector,
        connected(replace(past.app, scope=scope_of(past.graph)), clock) as login,
        client.connected(login, past.graph, past.patience) as graph,
    ):
        await log_in(login)
        yield graph, connector
