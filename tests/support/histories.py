"""A chat history in memory, as a file would give it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.history import Leftovers, RawChannel, RawMessage, RawPerson, Reason
from expertise.types import ChannelKind, MessageKind
from tests.support.builders import minute, ts_of


def raw_person(handle: str, **fields: Any) -> RawPerson:
    own: dict[str, Any] = {
        "platform_id": f"U{handle}",
        "name": handle.title(),
        "handle": handle,
        "title": "",
        "time_zone": "",
        "is_bot": False,
        "has_left": False,
    }
    return RawPerson(**own | fields)


def raw_channel(slug: str, kind: ChannelKind = ChannelKind.PUBLIC, members: Iterable[str] = ()) -> RawChannel:
    return RawChannel(
        platform_id=f"C{slug}",
        name=slug,
        kind=kind,
        purpose="",
        topic="",
        is_archived=False,
        members=tuple(f"U{who}" for who in members),
        created=None,
    )


def raw(
    text: str,
    author: str | None = "ada",
    at: float = 0,
    *,
    thread: float | None = None,
    kind: MessageKind = MessageKind.PERSON,
    edited_at: datetime | None = None,
) -> RawMessage:
    return RawMessage(
        ts=ts_of(minute(at)),
        at=minute(at),
        user=f"U{author}" if author else None,
        text=text,
        thread_ts=None if thread is None else ts_of(minute(thread)),
        kind=kind,
        edited_at=edited_at,
    )


class MemoryHistory:
    """A ``History``: days are named "channel/day"."""

    def __init__(
        self,
        people: Sequence[RawPerson],
        days: Mapping[RawChannel, Mapping[str, Sequence[RawMessage]]],
        fingerprint: str = "first",
    ) -> None:
        self._people = people
        self._days = days
        self._fingerprint = fingerprint
        self._leftovers = Leftovers()
        self._leftovers.add(Reason.HIDDEN)
        self.read: list[str] = []

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def leftovers(self) -> Leftovers:
        return self._leftovers

    def check(self, days: Sequence[str]) -> None:
        """All is well."""

    def people(self) -> Iterable[RawPerson]:
        return self._people

    def channels(self) -> Sequence[RawChannel]:
        return list(self._days)

    def days(self, of: RawChannel, /) -> Sequence[str]:
        return [f"{of.name}/{day}" for day in self._days[of]]

    def messages(self, day: str, /) -> Sequence[RawMessage]:
        self.read.append(day)
        name, _, part = day.partition("/")
        return next(own[part] for channel, own in self._days.items() if channel.name == name)
