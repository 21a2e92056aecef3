"""Whether the bot can be served in Teams, as far as shows from here: ``kenner teams check``. Changes nothing.

In the order of setting it up: the settings, the login, the keys, where the bot is; each only where what it
stands on is right.
"""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import jwt

from adapters.json_fields import Raw, text
from adapters.teams.book import AddressBook
from adapters.teams.calls import Patience
from adapters.teams.connections import Connections
from adapters.teams.findings import Line, is_stopped, right, wrong
from adapters.teams.guard import CHANNEL
from adapters.teams.installed import where_it_is
from adapters.teams.keys import Keys, Published
from adapters.teams.service import TeamsSettings
from bot import teams_check_phrases as say
from bot.errors import ChatError, LockedOutError, UnreachableError
from bot.ports import Clock

_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_AUDIENCE = "https://api.botframework.com"
_ATTEMPTS = 2
_LASTS = timedelta(days=1)
_NOTABLE, _MOST = 30, 300  # seconds by which clocks differ: what is worth saying, and what the guard forgives


async def check(
    connections: Connections,
    settings: TeamsSettings,
    book: AddressBook | None,
    clock: Clock,
    patience: Patience | None = None,
) -> list[Line]:
    """What was found, in order; never raises a ``ChatError``. Without a book nothing is known of teams."""
    lines = list(of_settings(settings))
    if settings.app_id and not is_stopped(lines):
        lines += [line async for line in _of_login(connections, settings)]
    if settings.app_id and not is_stopped(lines):
        lines += [line async for line in _of_keys(Keys(connections.session, settings.keys_url, clock), clock)]
        if book is not None:
            patience = patience or Patience(attempts=_ATTEMPTS)
            lines += [line async for line in where_it_is(connections, book, settings.open_teams, patience)]
        lines.append(right(say.FROM_OUTSIDE))
    return lines


def of_settings(settings: TeamsSettings) -> Iterator[Line]:
    """What can be told of them by looking at them. Pure."""
    if settings.is_local:
        yield from _of_local(settings)
        return
    if not settings.app_id and not settings.app_password and not settings.tenant:
        yield wrong(say.NO_APP)
        return
    faults = [*_of_ids(settings), *_of_secret(settings.app_password)]
    yield from map(wrong, faults)
    if not faults:
        yield right(say.SETTINGS_FINE)


def _of_local(settings: TeamsSettings) -> Iterator[Line]:
    if settings.app_id:
        yield wrong(say.LOCAL_AND_AN_APP)
        return
    yield right(say.LOCAL)
    if not settings.tenant:
        yield wrong(say.NO_TENANT)


def _of_ids(settings: TeamsSettings) -> Iterator[str]:
    if not settings.app_id:
        yield say.NO_APP_ID
    elif not _ID.fullmatch(settings.app_id):
        yield say.WRONG_APP_ID
    if not settings.tenant:
        yield say.NO_TENANT
    elif not _ID.fullmatch(settings.tenant):
        yield say.WRONG_TENANT


def _of_secret(secret: str) -> Iterator[str]:
    if not secret:
        yield say.NO_KEY
    elif _ID.fullmatch(secret):
        yield say.KEY_IS_AN_ID


async def _of_login(connections: Connections, settings: TeamsSettings) -> AsyncIterator[Line]:
    try:
        token = await connections.token()
    except LockedOutError as error:
        yield wrong(say.login_refused(error.code))
        return
    except ChatError:
        yield wrong(say.LOGIN_SILENT)
        return
    yield right(say.LOGIN_FINE)
    for line in _of_claims(_claims(token), settings):
        yield line


def _claims(token: str) -> Raw | None:
    """What stands in it: whether it is true, the connector sees. None of one that is for its eyes alone."""
    try:
        claims: Raw = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return None
    return claims


def _of_claims(claims: Raw | None, settings: TeamsSettings) -> Iterator[Line]:
    if claims is None:
        return
    if text(claims, "aud") != _AUDIENCE:
        yield wrong(say.CLAIMS_NOT_FOR_TEAMS)
    elif text(claims, "appid", "azp").casefold() != settings.app_id.casefold():
        yield wrong(say.CLAIMS_OF_ANOTHER_APP)
    elif text(claims, "tid").casefold() != settings.tenant:
        yield wrong(say.CLAIMS_OF_ANOTHER_TENANT)
    else:
        yield right(say.CLAIMS_FINE)


async def _of_keys(keys: Keys, clock: Clock) -> AsyncIterator[Line]:
    try:
        found = await keys.look()
    except UnreachableError:
        yield wrong(say.KEYS_UNREACHABLE)
        return
    yield _of_published(found)
    if found.at is not None:
        yield _of_clock(round((clock() - found.at).total_seconds()))


def _of_published(found: Published) -> Line:
    ours = [key for key in found.keys.values() if CHANNEL in key.endorsements]
    if not ours:
        return wrong(say.NO_KEYS_FOR_TEAMS)
    if found.age > _LASTS:
        return wrong(say.keys_old(round(found.age / timedelta(hours=1))))
    return right(say.keys_fine(len(ours)))


def _of_clock(ahead: int) -> Line:
    """``ahead``: seconds by which this machine is ahead of Microsoft's."""
    if abs(ahead) < _NOTABLE:
        return right(say.CLOCK_FINE)
    return Line(says=say.clock_wrong(ahead), stops=abs(ahead) >= _MOST)
