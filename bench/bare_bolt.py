"""What Slack's own framework takes to acknowledge an event.

``python -m bench.bare_bolt PORT SECRET TOKEN URL`` serves bolt's async app
behind aiohttp, with one handler that does nothing.
"""

import sys

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def bare(secret: str, token: str, url: str) -> web.Application:
    """The server; bolt asks Slack, at that address, once who it is."""
    app = AsyncApp(client=AsyncWebClient(token=token, base_url=url), signing_secret=secret)

    async def nothing() -> None:
        """An event came."""

    app.event("message")(nothing)

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    served = web.Application()
    served.router.add_post("/slack/events", handle)
    served.router.add_get("/readyz", alive)
    return served


if __name__ == "__main__":
    port, *rest = sys.argv[1:]
    web.run_app(bare(*rest), host="127.0.0.1", port=int(port), access_log=None, print=lambda *_: None)
