"""Two workspaces with the same people and channels, and builders for what is said there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import NAMESPACE_DNS, uuid5

from bot.ports import Storage
from bot.types import Answered, Platform, Ranker, Workspace
from expertise.confidence import Calibration
from expertise.ranker import PRIOR, Choice, Learned
from expertise.types import (
    Channel,
    ChannelId,
    ChannelKind,
    Message,
    MessageTs,
    Passage,
    Person,
    PersonId,
    Role,
    Speaker,
    WorkspaceId,
)

T = TypeVar("T")

NOON = datetime(2024, 5, 6, 12, 0, 0, 123_457, tzinfo=UTC)


def key(name: str) -> str:
    return str(uuid5(NAMESPACE_DNS, name))


HERE, THERE = WorkspaceId(key("here")), WorkspaceId(key("there"))
ANN, BEN, CEM = (PersonId(each) for each in sorted(map(key, ("ann", "ben", "cem"))))
OPEN, OTHER, CLOSED = (ChannelId(each) for each in sorted(map(key, ("open", "other", "closed"))))

PEOPLE = (
    Person(id=ANN, platform_id="U1", name="Ann Öst", handle="ann", title="Engineer", time_zone="Europe/Oslo"),
    Person(id=BEN, platform_id="U2", name="Ben", handle="benny", has_left=True),
    Person(id=CEM, platform_id="U3", name="Reminder", handle="remind", is_bot=True),
)


def channel(channel_id: ChannelId, kind: ChannelKind = ChannelKind.PUBLIC) -> Channel:
    return Channel(id=channel_id, platform_id=f"C-{channel_id}", name="talk", kind=kind, purpose="to talk")


CHANNELS = (channel(OPEN), channel(OTHER), channel(CLOSED, ChannelKind.PRIVATE))


def workspace(workspace_id: WorkspaceId, **changes: Any) -> Workspace:
    fields = {"platform": Platform.SLACK, "platform_id": f"T-{workspace_id}", "name": "Ours", **changes}
    return Workspace(id=workspace_id, **fields)


def ts(number: int) -> MessageTs:
    return MessageTs(f"1714996800.{number:06}")


def message(number: int, **changes: Any) -> Message:
    fields = {
        "channel_id": OPEN,
        "ts": ts(number),
        "at": NOON + timedelta(seconds=number),
        "author_id": ANN,
        "text": f"message {number}",
        **changes,
    }
    return Message(**fields)


def passage(thread: int, ordinal: int = 0, **changes: Any) -> Passage:
    fields = {
        "channel_id": OPEN,
        "thread_ts": ts(thread),
        "ordinal": ordinal,
        "text": f"passage {ordinal} of thread {thread}",
        "language": "en",
        "started_at": NOON,
        "ended_at": NOON + timedelta(minutes=1),
        "speakers": (
            Speaker(person_id=ANN, role=Role.ASKED, characters=9, ts=ts(thread)),
            Speaker(person_id=BEN, role=Role.ANSWERED, characters=70, ts=ts(thread + 1)),
        ),
        **changes,
    }
    return Passage(**fields)


def answered(person_id: PersonId, *, days_ago: float = 0, sign: int = 1, in_: ChannelId = OPEN) -> Answered:
    return Answered(channel_id=in_, person_id=person_id, at=NOON - timedelta(days=days_ago), sign=sign)


RANKER = Ranker(
    number=1,
    made_at=NOON,
    learned=Learned(choice=Choice.PRIOR, weights=PRIOR),
    calibration=Calibration(),
)


async def settle(storage: Storage, *workspace_ids: WorkspaceId) -> None:
    """The workspaces, each with the same people and channels."""
    async with storage.registry() as registry:
        for workspace_id in workspace_ids:
            await registry.workspaces.ensure(workspace(workspace_id))
        await registry.commit()
    for workspace_id in workspace_ids:
        async with storage.begin(workspace_id) as work:
            await work.people.save(PEOPLE)
            await work.channels.save(CHANNELS)
            await work.commit()


async def collected(stream: AsyncIterator[T]) -> list[T]:
    return [each async for each in stream]
