"""Builders of the field's values, with defaults that a test need not care about."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.types import Platform, Workspace
from expertise.types import (
    Channel,
    ChannelId,
    ChannelKind,
    Declared,
    Message,
    MessageKind,
    MessageTs,
    Passage,
    Person,
    PersonId,
    Role,
    Speaker,
    Thread,
    WorkspaceId,
)
from index.types import PassageId

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
"""Minute 0 of every test."""

ACME = Workspace(
    id=WorkspaceId("6f6cf1b4-0000-5000-8000-000000000001"),
    platform=Platform.SLACK,
    platform_id="T0ACME",
    name="Acme",
    url="https://acme.slack.com",
)


def minute(count: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=count)


def ts_of(at: datetime) -> MessageTs:
    """The platform id of a message of that time."""
    return MessageTs(f"{int(at.timestamp())}.{at.microsecond:06d}")


def person_id(name: str) -> PersonId:
    return PersonId(f"p-{name}")


def channel_id(name: str) -> ChannelId:
    return ChannelId(f"c-{name}")


def person(handle: str, **fields: Any) -> Person:
    own = {"id": person_id(handle), "platform_id": f"U{handle}", "name": handle.title(), "handle": handle}
    return Person(**own | fields)


def channel(slug: str = "general", kind: ChannelKind = ChannelKind.PUBLIC, **fields: Any) -> Channel:
    own = {"id": channel_id(slug), "platform_id": f"C{slug}", "name": slug, "kind": kind}
    return Channel(**own | fields)


def message(
    text: str,
    author: str | None = "ada",
    at: float = 0,
    *,
    thread: float | None = None,
    of: str = "general",
    kind: MessageKind = MessageKind.PERSON,
) -> Message:
    """A message of minute ``at``; ``thread`` is the minute of its thread's first message."""
    return Message(
        channel_id=channel_id(of),
        ts=ts_of(minute(at)),
        at=minute(at),
        author_id=person_id(author) if author else None,
        text=text,
        thread_ts=None if thread is None else ts_of(minute(thread)),
        kind=kind,
    )


def thread(*messages: Message, ts: MessageTs | None = None) -> Thread:
    """A thread named by its first message."""
    first = messages[0]
    return Thread(channel_id=first.channel_id, ts=ts or first.ts, messages=tuple(messages))


def talk(*said: tuple[str, str]) -> Thread:
    """A thread of (author, text), a minute apart."""
    return thread(*(message(text, author, at, thread=0) for at, (author, text) in enumerate(said)))


def passage(
    number: int = 1,
    text: str = "how do I restore a backup",
    *,
    spoke: Iterable[tuple[str, Role]] = (("ada", Role.ANSWERED),),
    thread: float = 0,
    of: str = "general",
    ended: datetime = START,
) -> Passage:
    ts = ts_of(minute(thread))
    return Passage(
        id=PassageId(number),
        channel_id=channel_id(of),
        thread_ts=ts,
        ordinal=0,
        text=text,
        language="en",
        started_at=ended,
        ended_at=ended,
        speakers=tuple(
            Speaker(person_id=person_id(who), role=role, characters=len(text), ts=ts) for who, role in spoke
        ),
    )


def knows(name: str, topic: str, **changes: Any) -> Declared:
    """What somebody has declared, at the start."""
    return Declared(**{"person_id": person_id(name), "topic": topic, "declared_at": START, **changes})
