"""Side by side: each platform by itself, and what is told of those that do not let us in."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from adapters.ground import Ground
from adapters.service import Service
from adapters.sides import Side, Told, is_ready, missing, side_by_side
from adapters.slack.errors import SlackLockedOutError
from adapters.teams.errors import TeamsLockedOutError
from adapters.web.server import Handler
from bot.types import Platform

NOWHERE = cast("Ground", None)


class Serving:
    """A service that is ready, and runs until it is stopped or breaks."""

    def __init__(self, error: Exception | None = None) -> None:
        self.missing: list[str] = []
        self.is_running = False
        self._error = error

    async def run(self) -> None:
        self.is_running = True
        try:
            if self._error:
                raise self._error
            await asyncio.Event().wait()
        finally:
            self.is_running = False


class Entrance:
    """Lets us in, but for so many times at first."""

    def __init__(self, service: Serving, *errors: Exception) -> None:
        self.service = service
        self._errors = list(errors)

    @asynccontextmanager
    async def __call__(self, _: Ground) -> AsyncIterator[tuple[Service, Mapping[str, Handler]]]:
        if self._errors:
            raise self._errors.pop(0)
        yield cast("Service", self.service), {"/events": _hello}


async def _hello(_: web.Request) -> web.StreamResponse:
    return web.Response(text="hello")


class Listener:
    """Who is told."""

    def __init__(self) -> None:
        self.refused: list[tuple[Platform, str]] = []
        self.served: asyncio.Queue[Service] = asyncio.Queue()
        self.told = Told(served=self.served.put_nowait, refused=self._refused)

    def _refused(self, platform: Platform, error: Exception) -> None:
        self.refused.append((platform, type(error).__name__))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.persisting._FIRST_PAUSE", 0.01)


async def test_where_one_refuses_the_other_is_served_and_it_is_told_and_tried_again() -> None:
    slack, teams, listener = Serving(), Serving(), Listener()
    refusing = Entrance(teams, TeamsLockedOutError("invalid_client"), TeamsLockedOutError(""))
    sides = [Side(Platform.SLACK, Entrance(slack)), Side(Platform.TEAMS, refusing, ["/events"])]
    before = is_ready(sides), missing(sides), await _status(sides[1])

    task = asyncio.create_task(side_by_side(sides, NOWHERE, listener.told))
    async with asyncio.timeout(20):
        first = await listener.served.get()
        meanwhile = is_ready(sides), missing(sides), list(listener.refused)
        second = await listener.served.get()
    after = is_ready(sides), missing(sides), await _status(sides[1])
    were_running = await _is_running(slack), await _is_running(teams)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert before == (False, ["slack access", "teams access"], 503)
    assert (first, second) == (slack, teams)
    assert meanwhile == (True, ["teams access"], [(Platform.TEAMS, "TeamsLockedOutError")])
    assert after == (True, [], 200)
    assert were_running == (True, True)
    assert (slack.is_running, teams.is_running) == (False, False)


async def test_where_none_lets_us_in_it_ends_with_why() -> None:
    listener = Listener()
    sides = [
        Side(Platform.SLACK, Entrance(Serving(), SlackLockedOutError("invalid_auth"))),
        Side(Platform.TEAMS, Entrance(Serving(), TeamsLockedOutError("invalid_client"))),
    ]

    with pytest.raises(TeamsLockedOutError):
        await side_by_side(sides, NOWHERE, listener.told)

    assert listener.refused == [(Platform.SLACK, "SlackLockedOutError")]


async def test_the_only_one_that_does_not_let_us_in_is_the_end() -> None:
    listener = Listener()
    sides = [Side(Platform.SLACK, Entrance(Serving(), SlackLockedOutError("invalid_auth")))]

    with pytest.raises(SlackLockedOutError):
        await side_by_side(sides, NOWHERE, listener.told)

    assert listener.refused == []


async def test_what_breaks_in_our_own_work_ends_all_of_it() -> None:
    slack = Serving()
    sides = [
        Side(Platform.SLACK, Entrance(slack)),
        Side(Platform.TEAMS, Entrance(Serving(RuntimeError("broken")))),
    ]

    with pytest.raises(RuntimeError, match="broken"):
        await side_by_side(sides, NOWHERE, Listener().told)

    assert not slack.is_running


async def _status(side: Side) -> int:
    return (await side.post(make_mocked_request("POST", "/events"))).status


async def _is_running(service: Serving) -> bool:
    await asyncio.sleep(0)
    return service.is_running
