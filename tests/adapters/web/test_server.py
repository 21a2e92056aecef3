"""The process shows how it is, and never what is said."""

from collections.abc import Mapping, Sequence

from aiohttp import ClientSession, web

from adapters.web.metrics import PrometheusMeter
from adapters.web.server import LARGEST_BODY, Serving, served
from bot.measuring import Stage, Tally, timed
from bot.types import Platform


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


def _serving(
    missing: Sequence[str] = (),
    amounts: Mapping[Platform, Mapping[str, float]] | None = None,
    *,
    is_ready: bool = True,
) -> Serving:
    async def standing() -> Mapping[Platform, Mapping[str, float]]:
        return amounts or {}

    return Serving(
        meter=PrometheusMeter(),
        is_ready=lambda: is_ready,
        missing=lambda: missing,
        standing=standing,
        posts={"/events": _echo},
    )


async def _get(serving: Serving, path: str) -> tuple[int, str]:
    async with (
        served(serving, "127.0.0.1", 0) as address,
        ClientSession() as session,
        session.get(address + path) as response,
    ):
        return response.status, await response.text()


async def test_alive_is_not_ready() -> None:
    serving = _serving(missing=["slack index"], is_ready=False)

    assert await _get(serving, "/healthz") == (200, '{"ok": true}')
    assert await _get(serving, "/readyz") == (503, '{"ok": false, "missing": ["slack index"]}')
    assert await _get(_serving(), "/readyz") == (200, '{"ok": true, "missing": []}')


async def test_where_one_platform_is_missing_the_other_is_ready_and_it_is_named() -> None:
    assert await _get(_serving(["teams access"]), "/readyz") == (
        200,
        '{"ok": true, "missing": ["teams access"]}',
    )


async def test_metrics_by_stage_and_what_there_is_now() -> None:
    serving = _serving(amounts={Platform.SLACK: {"inbox_new": 3}, Platform.TEAMS: {"inbox_new": 5}})
    slack, teams = serving.meter.of(Platform.SLACK), serving.meter.of(Platform.TEAMS)
    with timed(slack, Stage.RANK):
        pass
    teams.counted(Tally.ABSTAINED)

    status, page = await _get(serving, "/metrics")

    assert status == 200
    assert 'kenner_seconds_count{platform="slack",stage="rank"} 1.0' in page
    assert 'kenner_seconds_count{platform="teams",stage="rank"} 0.0' in page
    assert 'kenner_happened_total{platform="slack",what="abstained"} 0.0' in page
    assert 'kenner_happened_total{platform="teams",what="abstained"} 1.0' in page
    assert 'kenner_now{platform="slack",what="inbox_new"} 3.0' in page
    assert 'kenner_now{platform="teams",what="inbox_new"} 5.0' in page


async def test_what_platforms_post_arrives_and_no_more_than_that() -> None:
    async with served(_serving(), "127.0.0.1", 0) as address, ClientSession() as session:
        async with session.post(f"{address}/events", data=b"x") as response:
            assert (response.status, await response.read()) == (200, b"x")
        async with session.post(f"{address}/events", data=b"x" * (LARGEST_BODY + 1)) as response:
            assert response.status == 413
        async with session.get(f"{address}/events") as response:
            assert response.status == 405  # by which an operator sees from outside that the way in is open
        async with session.post(f"{address}/metrics") as response:
            assert response.status == 405
