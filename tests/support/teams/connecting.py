"""Connections and an entrance for the fake, in one workspace, and no waiting between attempts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from adapters.json_fields import Raw
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.teams.app import MESSAGES_PATH, Entrance, Typed, over_http
from adapters.teams.book import AddressBook
from adapters.teams.calls import Patience
from adapters.teams.connections import App, Connections, connected
from adapters.teams.guard import Guard, SignedGuard
from adapters.teams.keys import Keys
from bot.identity import workspace_id
from bot.inbox import Inbox
from bot.incoming import Envelope
from bot.measuring import NoMeter
from bot.ports import Clock, Storage
from bot.types import Platform, Workspace
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import TENANT

WORKSPACE = Workspace(
    id=workspace_id(Platform.TEAMS, TENANT), platform=Platform.TEAMS, platform_id=TENANT, name="Acme"
)


async def settled_storage() -> Storage:
    """In memory, with the workspace."""
    storage = MemoryStorage()
    async with storage.registry() as registry:
        await registry.workspaces.ensure(WORKSPACE)
        await registry.commit()
    return storage


def book_of(teams: FakeTeams, storage: Storage) -> AddressBook:
    return AddressBook(storage, WORKSPACE.id, teams.world.clock, teams.service_url)


@asynccontextmanager
async def connected_to(teams: FakeTeams, seconds: float = 5) -> AsyncIterator[Connections]:
    """As the product connects; ``seconds`` is how long a call may take."""
    app = App(
        id=teams.world.app_id,
        password=teams.bot_tokens.secret,
        tenant=teams.world.tenant,
        login=teams.address,
    )
    async with connected(app, teams.world.clock, seconds) as connections:
        yield connections


@dataclass(slots=True, kw_only=True)
class Door:
    """The entrance as it stands on the web, and what it let in. ``refuses``: why nothing is kept."""

    storage: Storage
    book: AddressBook
    kept: list[Envelope]
    refuses: Exception | None = None


async def typed(_: Raw) -> Mapping[str, object]:
    """What the message extension shows."""
    return {"composeExtension": {"type": "message", "text": "typed"}}


@asynccontextmanager
async def entrance_for(
    teams: FakeTeams, guard: Guard | None = None, clock: Clock | None = None, typing: Typed = typed
) -> AsyncIterator[Door]:
    """An entrance that the fake brings its activities to, over an inbox in memory."""
    storage = await settled_storage()
    door = Door(storage=storage, book=book_of(teams, storage), kept=[])
    inbox = Inbox(storage, lambda _: None)

    async def keep(envelope: Envelope) -> bool:
        if door.refuses is not None:
            raise door.refuses
        is_new = await inbox.receive(envelope)
        if is_new:
            door.kept.append(envelope)
        return is_new

    async with connected_to(teams) as connections:
        keys = Keys(connections.session, teams.metadata_url, clock or teams.world.clock)
        entrance = Entrance(
            tenant=teams.world.tenant,
            guard=guard or SignedGuard(teams.world.app_id, keys),
            book=door.book,
            keep=keep,
            typed=typing,
            clock=teams.world.clock,
            meter=NoMeter(),
        )
        app = web.Application()
        app.router.add_post(MESSAGES_PATH, over_http(entrance))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.courier.address = f"http://127.0.0.1:{runner.addresses[0][1]}{MESSAGES_PATH}"
        try:
            yield door
        finally:
            await runner.cleanup()


class Pauses:
    """A sleep that takes no time, and remembers."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def patience(self, attempts: int = 6) -> Patience:
        return Patience(self, attempts=attempts)
