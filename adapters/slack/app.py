"""Where Slack comes in: bolt checks who it is, we keep what it brought, and only then is it acknowledged.

Nothing is acted on here. ``bot/draining.py`` hands on what was kept, so that a crash between the two
loses nothing, and a redelivery finds its row there already. HTTP and Socket Mode go the same way.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import envelope
from bot.errors import OverloadedError, UnknownWorkspaceError
from bot.incoming import Envelope
from bot.measuring import Meter, Stage, Tally, timed
from bot.ports import Clock

EVENTS_PATH = "/slack/events"

Keep = Callable[[Envelope], Awaitable[bool]]
"""Keeps a delivery for good; whether it is new. ``bot.inbox.Inbox.receive``."""

_log = structlog.get_logger()


def bolt_app(client: AsyncWebClient, signing_secret: str, keep: Keep, clock: Clock, meter: Meter) -> AsyncApp:
    """The app: one middleware for all that comes.

    Slack gets 200 once a delivery is kept; 503, and so delivers again, where it cannot be now; 403 for a
    workspace that is not here and 400 for what cannot be read, which are not to come again.
    """

    async def keep_it(body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        if body.get("type") == "url_verification":
            return await next_()
        return BoltResponse(status=await _kept(body, keep, clock, meter), body="")

    # Before bolt asks Slack who we are: were Slack out of reach then, what came would be lost with a 200.
    return AsyncApp(client=client, signing_secret=signing_secret or None, before_authorize=keep_it)


async def _kept(body: dict[str, Any], keep: Keep, clock: Clock, meter: Meter) -> int:
    """Keep what came; the HTTP status that Slack gets for it."""
    try:
        delivery = envelope(body, clock())
        if delivery is not None:
            with timed(meter, Stage.ACKNOWLEDGE):
                await keep(delivery)
    except MalformedPayloadError as error:
        _log.warning("payload cannot be read", kind=error.kind, field=error.field)
        return 400
    except UnknownWorkspaceError:
        _log.warning("delivery of an unknown workspace")
        return 403
    except OverloadedError:
        meter.counted(Tally.REFUSED)
        return 503
    except Exception as error:  # noqa: BLE001 whatever keeps it from being kept: Slack is to bring it again
        meter.counted(Tally.REFUSED)
        _log.error("delivery not kept", exc_info=error)
        return 503
    return 200


def over_http(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of ``EVENTS_PATH``. Signature and age are checked by bolt."""

    async def handle(request: web.Request) -> web.Response:
        try:
            asked = await to_bolt_request(request)
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 bolt looks into bodies before it knows who sent them
            _log.warning("request cannot be read", error=type(error).__name__)
            return web.Response(status=400)
        return await to_aiohttp_response(await app.async_dispatch(asked))

    return handle


@asynccontextmanager
async def over_socket(app: AsyncApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connected from behind a firewall; leaving disconnects, and waits for what came to be kept."""
    handler: Any = _Handler(app, app_token)
    try:
        await handler.connect_async()
        yield handler
    finally:
        await handler.close_async()


class _Handler(AsyncSocketModeHandler):
    """The client handles each envelope in a task of its own, and forgets about it when it closes."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        super().__init__(app, app_token)
        self._handling: set[asyncio.Task[Any]] = set()

    async def handle(self, client: Any, req: Any) -> None:  # noqa: ANN401 - as the client calls it
        task = asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        await super().handle(client, req)

    async def close_async(self) -> None:
        """What comes while it closes is acknowledged no more: it comes again, and is known then."""
        closing: Any = super()
        await self._settled()
        await closing.close_async()
        await asyncio.sleep(0)  # the last task begins
        await self._settled()

    async def _settled(self) -> None:
        await asyncio.gather(*self._handling, return_exceptions=True)
