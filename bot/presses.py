"""A press, and what follows from it: whatever is pressed, in whichever use case."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.accounts import Account
from bot.chat_types import Job, Outgoing, OutgoingKind
from bot.desk import Desk
from bot.elsewhere import Elsewhere
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.topic_types import TopicLook
from bot.views import Note
from expertise.types import MessageTs, Person

Also = Sequence[Elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What is to be done once the unit of work is committed: messages to deliver, and jobs to start.

    ``alike`` are accounts of one person that have something to agree on.
    """

    keys: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    alike: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Somebody and what they did; ``event_id`` names the replies to it, ``also`` are their other accounts.

    ``chat`` leads whoever says that they help to the asker, where there is such a link; ``topic`` is what was
    found for whoever looks at one.
    """

    desk: Desk
    uow: UnitOfWork
    person: Person
    action: str
    value: str
    event_id: str
    also: Also = ()
    channel: str | None = None
    ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    is_ephemeral: bool = False
    reply_url: str | None = None
    chat: str | None = None
    topic: TopicLook | None = None


async def say(what: Press, note: Note) -> Todo:
    """To whoever pressed, alone."""
    key = f"said:{what.event_id}"
    await intend(what.uow, private(what, key, what.desk.drawing.note(note, what.reply_url)))
    return Todo(keys=(key,))


def private(what: Press, key: str, payload: str) -> Outgoing:
    """A message to whoever pressed, where they did, that nobody else sees."""
    return Outgoing(
        key=key,
        kind=OutgoingKind.PRIVATE if what.channel else OutgoingKind.DIRECT,
        payload=payload,
        intended_at=what.desk.clock(),
        channel=what.channel,
        thread_ts=what.thread_ts,
        recipient=what.person.platform_id,
    )


def job(what: Press, name: str, subject: str) -> Job:
    """Work of this workspace."""
    return Job(name=name, workspace_id=what.desk.workspace.id, subject=subject)


def accounts(what: Press) -> tuple[Account, ...]:
    """All that somebody has: this one first."""
    own = Account(what.desk.workspace.id, what.person.id)
    return (own, *(each.account for each in what.also))
