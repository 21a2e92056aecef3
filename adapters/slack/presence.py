"""Asks Slack whether the few people who are shown are around, for as long as an asker may wait."""

import asyncio
from collections.abc import Collection, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.json_fields import Raw, child, text
from adapters.recent import Recent
from adapters.slack.calls import answered
from adapters.slack.connections import Connections
from adapters.slack.times import moment
from bot.errors import ChatError
from bot.ports import Clock
from bot.presence import Presence
from expertise.types import WorkspaceId

_LASTS = timedelta(seconds=60)
_MANY = 1_000
_MOST_AT_ONCE = 50  # as many as Slack takes in one question about do-not-disturb
_BUDGET = timedelta(seconds=1)
_NOTHING: Raw = {}
_log = structlog.get_logger()

_Key = tuple[str, str]
_DND: _Key = ("dnd", "")


class SlackPresence:
    """Implements ``bot.presence.Presences`` for one workspace."""

    def __init__(
        self,
        connections: Connections,
        workspace_id: WorkspaceId,
        clock: Clock,
        budget: timedelta = _BUDGET,
    ) -> None:
        self._connections = connections
        self._workspace_id = workspace_id
        self._clock = clock
        self._budget = budget
        self._recent: Recent[str, Presence] = Recent(clock, _LASTS, _MANY)

    async def of(self, people: Collection[str]) -> Mapping[str, Presence]:
        """What is unknown stays so for as long: a Slack in trouble is not asked at every question."""
        known = {person: self._recent.get(person) for person in people}
        unknown = [person for person, presence in known.items() if presence is None][:_MOST_AT_ONCE]
        for person, presence in (await self._ask(unknown)).items():
            self._recent.put(person, presence)
            known[person] = presence
        return {person: presence or Presence() for person, presence in known.items()}

    async def _ask(self, people: list[str]) -> Mapping[str, Presence]:
        if not people:
            return {}
        try:
            client = await self._connections.client(self._workspace_id)
        except ChatError:
            return {}
        calls: dict[_Key, Coroutine[Any, Any, Raw]] = {_DND: answered(client.dnd_teamInfo(users=people))}
        for person in people:
            calls["presence", person] = answered(client.users_getPresence(user=person))
            calls["user", person] = answered(client.users_info(user=person))
        told = await _in_time(calls, self._budget)
        now = self._clock()
        return {person: _presence(person, told, now) for person in people}


async def _in_time(calls: Mapping[_Key, Coroutine[Any, Any, Raw]], budget: timedelta) -> Mapping[_Key, Raw]:
    """All at once; only the answers that came in time, and were no refusals."""
    tasks = {key: asyncio.ensure_future(call) for key, call in calls.items()}
    try:
        await asyncio.wait(tasks.values(), timeout=budget.total_seconds())
    finally:
        for task in tasks.values():
            task.cancel()  # which only those notice that are late
    ends = dict(zip(tasks, await asyncio.gather(*tasks.values(), return_exceptions=True), strict=True))
    for key, end in ends.items():
        if isinstance(end, Exception):
            _log.info("presence not told", what=key[0], error=type(end).__name__)
    return {key: end for key, end in ends.items() if not isinstance(end, BaseException)}


def _presence(person: str, told: Mapping[_Key, Raw], now: datetime) -> Presence:
    around = text(told.get(("presence", person), _NOTHING), "presence")
    user = child(told.get(("user", person), _NOTHING), "user")
    dnd = child(child(told.get(_DND, _NOTHING), "users"), person)
    return Presence(
        around=around == "active" if around else None,
        do_not_disturb_until=_until(dnd, now),
        utc_offset=_offset(user),
    )


def _until(dnd: Raw, now: datetime) -> datetime | None:
    start, end = (moment(text(dnd, f"next_dnd_{which}_ts")) for which in ("start", "end"))
    is_now = start is not None and end is not None and start <= now < end
    return end if is_now and dnd.get("dnd_enabled") else None


def _offset(user: Raw) -> timedelta | None:
    value = user.get("tz_offset")
    return timedelta(seconds=value) if isinstance(value, int) else None
