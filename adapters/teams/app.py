"""Where Teams comes in: checked, kept, and only then acknowledged.

Nothing is acted on here. ``bot/draining.py`` hands on what was kept, so that a crash between the two
loses nothing, and a redelivery finds its row there already.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters.json_fields import Raw, text
from adapters.teams.activities import kind_of, workspace_of
from adapters.teams.book import AddressBook
from adapters.teams.envelopes import envelope
from adapters.teams.errors import MalformedActivityError, UnauthorizedError
from adapters.teams.guard import Caller, Guard
from adapters.teams.replies import TYPING, reply_to
from bot.errors import OverloadedError, UnknownWorkspaceError, UnreachableError
from bot.incoming import Envelope
from bot.measuring import Meter, Stage, Tally, timed
from bot.ports import Clock

MESSAGES_PATH = "/api/messages"

Keep = Callable[[Envelope], Awaitable[bool]]
"""Keeps a delivery for good; whether it is new. ``bot.inbox.Inbox.receive``."""

Typed = Callable[[Raw], Awaitable[Mapping[str, object]]]
"""What Teams shows for what is being typed into the message extension: at once, and kept nowhere."""

_INVOKE = "invoke"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What the entrance needs. ``tenant``: the only one that is served."""

    tenant: str
    guard: Guard
    book: AddressBook
    keep: Keep
    typed: Typed
    clock: Clock
    meter: Meter


def over_http(entrance: Entrance) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of ``MESSAGES_PATH``.

    Teams gets 200 once an activity is kept, with a body where somebody waits for one; 401 for what is not
    from the channel service, 403 for another tenant's, 400 for what cannot be read, 501 for an invoke that
    is not ours; 503 where it cannot be kept now.
    """

    async def handle(request: web.Request) -> web.Response:
        activity = await _activity(request)
        if activity is None:
            return web.Response(status=400)
        status = await _admitted(entrance, request, activity)
        if status != web.HTTPOk.status_code:
            return web.Response(status=status)
        if text(activity, "type") == _INVOKE:
            return await _invoked(entrance, activity)
        return web.Response(status=await _kept(entrance, activity))

    return handle


async def _activity(request: web.Request) -> Raw | None:
    try:
        read = await request.json()
    except web.HTTPException:
        raise
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


async def _admitted(entrance: Entrance, request: web.Request, activity: Raw) -> int:
    caller = Caller(authorization=request.headers.get("Authorization"), remote=request.remote)
    try:
        await entrance.guard(caller, activity)
    except UnauthorizedError as error:
        _log.warning("request is not from Teams", error=str(error))
        return 401
    except UnreachableError:
        entrance.meter.counted(Tally.REFUSED)
        return 503
    if workspace_of(activity).casefold() != entrance.tenant.casefold():
        _log.warning("activity of another tenant")
        return 403
    return 200


async def _invoked(entrance: Entrance, activity: Raw) -> web.Response:
    if kind_of(activity) == TYPING:
        return await _found(entrance, activity)
    reply = reply_to(activity)
    if not reply.is_successful_status_code():
        return web.Response(status=reply.status)
    status = await _kept(entrance, activity)
    if status != web.HTTPOk.status_code:
        return web.Response(status=status)
    return web.json_response(reply.body)


async def _found(entrance: Entrance, activity: Raw) -> web.Response:
    try:
        return web.json_response(await entrance.typed(activity))
    except MalformedActivityError as error:
        _log.warning("activity cannot be read", kind=error.kind, field=error.field)
        return web.Response(status=400)
    except Exception as error:  # noqa: BLE001 whoever types goes on typing, and asks again
        _log.error("nothing found for what is typed", exc_info=error)
        return web.Response(status=503)


async def _kept(entrance: Entrance, activity: Raw) -> int:
    """Keep what came; the HTTP status that Teams gets for it."""
    try:
        delivery = envelope(activity, entrance.clock())
        if delivery is not None:
            with timed(entrance.meter, Stage.ACKNOWLEDGE):
                await entrance.book.learn(activity)
                await entrance.keep(delivery)
    except MalformedActivityError as error:
        _log.warning("activity cannot be read", kind=error.kind, field=error.field)
        return 400
    except UnknownWorkspaceError:
        _log.warning("activity of an unknown workspace")
        return 403
    except OverloadedError:
        entrance.meter.counted(Tally.REFUSED)
        return 503
    except Exception as error:  # noqa: BLE001 whatever keeps it from being kept: Teams is to bring it again
        entrance.meter.counted(Tally.REFUSED)
        _log.error("activity not kept", exc_info=error)
        return 503
    return 200
