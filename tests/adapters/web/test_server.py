"""The process shows how it is, and never what is said."""

from collections.abc import Mapping, Sequence

from aiohttp import ClientSession, web

from adapters.web.metrics import PrometheusMeter
from adapters.web.server import LARGEST_BODY, Serving, served
from bot.measuring import Stage, Tally, timed


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


def _serving(missing: Sequence[str] = (), amounts: Mapping[str, float] | None = None) -> Serving:
    async def not_ready() -> Sequence[str]:
        return missing

    async def standing() -> Mapping[str, float]:
        return amounts or {}

    return Serving(meter=PrometheusMeter(), missing=not_ready, standing=standing, posts={"/events": _echo})


async def _get(serving: Serving, path: str) -> tuple[int, str]:
    async with (
        served(serving, "127.0.0.1", 0) as address,
        ClientSession() as session,
        session.get(address + path) as response,
    ):
        return response.status, await response.text()


async def test_alive_is_not_ready() -> None:
    serving = _serving(missing=["index"])

    assert await _get(serving, "/healthz") == (200, '{"ok": true}')
    assert await _get(serving, "/readyz") == (503, '{"ok": false, "missing": ["index"]}')
    assert await _get(_serving(), "/readyz") == (200, '{"ok": true, "missing": []}')


async def test_metrics_by_stage_and_what_there_is_now() -> None:
    serving = _serving(amounts={"inbox_new": 3})
    with timed(serving.meter, Stage.RANK):
        pass
    serving.meter.counted(Tally.ABSTAINED)

    status, page = await _get(serving, "/metrics")

    assert status == 200
    assert 'kenner_seconds_count{stage="rank"} 1.0' in page
    assert 'kenner_seconds_count{stage="answer"} 0.0' in page
    assert 'kenner_happened_total{what="abstained"} 1.0' in page
    assert 'kenner_now{what="inbox_new"} 3.0' in page


async def test_what_platforms_post_arrives_and_no_more_than_that() -> None:
    async with served(_serving(), "127.0.0.1", 0) as address, ClientSession() as session:
        async with session.post(f"{address}/events", data=b"x") as response:
            assert (response.status, await response.read()) == (200, b"x")
        async with session.post(f"{address}/events", data=b"x" * (LARGEST_BODY + 1)) as response:
            assert response.status == 413
        async with session.post(f"{address}/metrics") as response:
            assert response.status == 405
