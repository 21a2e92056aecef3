"""A bolt app on loopback, as the platform reaches it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

PATH = "/slack/events"


@asynccontextmanager
async def served(app: AsyncApp, at: socket.socket | None = None) -> AsyncIterator[str]:
    """The address of the app's events endpoint, while it is served; ``at`` a port reserved for it."""

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site_app = web.Application()
    site_app.router.add_post(PATH, handle)
    runner = web.AppRunner(site_app, shutdown_timeout=1, access_log=None)
    await runner.setup()
    own = at or reserved_port()
    await web.SockSite(runner, own).start()
    try:
        yield address_at(own)
    finally:
        await runner.cleanup()


def reserved_port() -> socket.socket:
    """A free port of this machine that nobody else can take meanwhile."""
    reserved = socket.socket()
    reserved.bind(("127.0.0.1", 0))
    return reserved


def address_at(port: socket.socket) -> str:
    """Where an app will be reached that is served there."""
    return f"http://127.0.0.1:{port.getsockname()[1]}{PATH}"
