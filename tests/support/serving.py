"""A bolt app on loopback, as the platform reaches it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

PATH = "/slack/events"


@asynccontextmanager
async def served(app: AsyncApp, port: int = 0) -> AsyncIterator[str]:
    """The address of the app's events endpoint, while it is served."""

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site_app = web.Application()
    site_app.router.add_post(PATH, handle)
    runner = web.AppRunner(site_app, shutdown_timeout=1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    finally:
        await runner.cleanup()
