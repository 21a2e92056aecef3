"""A lane of events to drain: what is put into it, who handles it, and what became of it."""

from collections.abc import Awaitable, Callable

from bot.chat_types import Event, InboxState
from bot.draining import After, Handle
from bot.incoming import Envelope
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import HERE, OPEN, message, settle


class Handler:
    """Writes down what it is given, as a row too; fails with what it is told, as often as it is told."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.fails: dict[str, list[Exception]] = {}
        self.after: After | None = None

    async def __call__(self, work: UnitOfWork, event: Event) -> After | None:
        await work.messages.add(OPEN, [message(event.sequence)])
        if self.fails.get(event.event_id):
            raise self.fails[event.event_id].pop(0)
        self.seen.append(event.event_id)
        return self.after


async def fill(storage: Storage, *envelopes: Envelope) -> None:
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        await work.inbox.add(envelopes)
        await work.commit()


Act = Callable[[UnitOfWork, Event], Awaitable[After | None]]


def prepared(act: Act) -> Handle:
    """A handler that has nothing to ask outside."""

    async def handle(event: Event) -> Callable[[UnitOfWork], Awaitable[After | None]]:
        return lambda work: act(work, event)

    return handle


async def states(storage: Storage) -> dict[InboxState, int]:
    async with storage.begin(HERE) as work:
        return dict((await work.upkeep.standing()).inbox)
