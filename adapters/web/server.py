"""The one HTTP server of the process: is it alive, is it ready, how is it doing, and what platforms post.

``/healthz`` says that the process runs, ``/readyz`` that it can answer somewhere, and what is missing yet,
``/metrics`` is for Prometheus.
None of them says anything about people or messages.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from adapters.web.metrics import CONTENT_TYPE, PrometheusMeter
from bot.types import Platform

LARGEST_BODY = 1_000_000
"""Bytes of what a platform may post; Slack's largest payloads are a tenth of it."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Standing = Callable[[], Awaitable[Mapping[Platform, Mapping[str, float]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the server shows: whether somebody is answered, what is ``missing`` yet, the amounts of now."""

    meter: PrometheusMeter
    is_ready: Callable[[], bool]
    missing: Callable[[], Sequence[str]]
    standing: Standing
    posts: Mapping[str, Handler]


@asynccontextmanager
async def served(serving: Serving, host: str, port: int) -> AsyncIterator[str]:
    """The server's address while it runs; port 0 takes a free one. Raises OSError if it cannot listen."""
    runner = web.AppRunner(web_app(serving), access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        actual = runner.addresses[0]
        yield f"http://{actual[0]}:{actual[1]}"
    finally:
        await runner.cleanup()


def web_app(serving: Serving) -> web.Application:
    """The routes."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_: web.Request) -> web.Response:
        is_ready, missing = serving.is_ready(), list(serving.missing())
        return web.json_response({"ok": is_ready, "missing": missing}, status=200 if is_ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        for platform, amounts in (await serving.standing()).items():
            serving.meter.now(platform, amounts)
        return web.Response(body=serving.meter.page(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    for path, handler in serving.posts.items():
        app.router.add_post(path, handler)
    return app
