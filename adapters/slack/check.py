"""Whether Slack lets us in, and lets us do all that we need: ``kenner slack check``. Changes nothing."""

from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.web.async_client import AsyncWebClient

from adapters.json_fields import Raw, text
from adapters.slack.calls import answered, body_of, response
from adapters.slack.connections import Connections
from adapters.slack.scopes import BOT_SCOPES, OPTIONAL_SCOPES
from bot import slack_phrases
from bot.errors import ChatError, RefusedError

_HEADER = "x-oauth-scopes"


class Entry(StrEnum):
    """How a token fares."""

    FINE = "fine"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    MISSING = "missing"  # none was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """``code`` is Slack's word for why it refused."""

    entry: Entry
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackCheck:
    """What was found. ``missing`` and ``spare`` scopes are those of the bot token, sorted."""

    bot_token: Token
    app_token: Token
    workspace: str = ""
    workspace_id: str = ""
    url: str = ""
    bot: str = ""
    bot_id: str = ""
    missing: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    sees_emails: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether everything works; without an app-level token, over HTTP."""
        app = self.app_token.entry in (Entry.FINE, Entry.MISSING)
        return self.bot_token.entry is Entry.FINE and app and not self.missing


async def check(connections: Connections, bot_token: str, app_token: str = "") -> SlackCheck:
    """Ask Slack. Never raises a ``ChatError``: that is a finding."""
    app = await _app_token(connections, app_token)
    if not bot_token:
        return SlackCheck(bot_token=Token(entry=Entry.MISSING), app_token=app)
    try:
        me, scopes = await _who_am_i(connections.client_of(bot_token))
    except ChatError as error:
        return SlackCheck(bot_token=_failed(error), app_token=app)
    return SlackCheck(
        bot_token=Token(entry=Entry.FINE),
        app_token=app,
        workspace=text(me, "team"),
        workspace_id=text(me, "team_id"),
        url=text(me, "url"),
        bot=text(me, "user"),
        bot_id=text(me, "user_id"),
        missing=tuple(sorted({*BOT_SCOPES} - scopes)),
        spare=tuple(sorted(scopes - {*BOT_SCOPES, *OPTIONAL_SCOPES})),
        sees_emails=scopes.issuperset(OPTIONAL_SCOPES),
    )


def sentences(found: SlackCheck) -> list[str]:
    """What to tell whoever installs it, the gravest first."""
    said = [_of_bot_token(found)]
    said += [slack_phrases.scope_missing(scope) for scope in found.missing]
    said.append(_of_app_token(found.app_token))
    if found.spare:
        said.append(slack_phrases.scopes_to_spare(found.spare))
    elif found.bot_token.entry is Entry.FINE and not found.missing:
        said.append(slack_phrases.SCOPES_FINE)
    if found.bot_token.entry is Entry.FINE and not found.sees_emails:
        said.append(slack_phrases.NO_EMAILS)
    return list(dict.fromkeys(said))


async def _who_am_i(client: AsyncWebClient) -> tuple[Raw, set[str]]:
    answer = await response(client.auth_test())
    granted = str(answer.headers.get(_HEADER, ""))
    return body_of(answer), {scope.strip() for scope in granted.split(",") if scope.strip()}


async def _app_token(connections: Connections, app_token: str) -> Token:
    """Asks for an address, and leaves it: unused, it ends by itself."""
    if not app_token:
        return Token(entry=Entry.MISSING)
    try:
        await answered(connections.client_of(app_token).apps_connections_open(app_token=app_token))
    except ChatError as error:
        return _failed(error)
    return Token(entry=Entry.FINE)


def _failed(error: ChatError) -> Token:
    if isinstance(error, RefusedError):
        return Token(entry=Entry.REFUSED, code=error.code)
    return Token(entry=Entry.UNREACHABLE)


def _of_bot_token(found: SlackCheck) -> str:
    match found.bot_token.entry:
        case Entry.FINE:
            return slack_phrases.connected_to(found.workspace, found.bot)
        case Entry.REFUSED:
            return slack_phrases.bot_token_refused(found.bot_token.code)
        case Entry.UNREACHABLE:
            return slack_phrases.UNREACHABLE
        case Entry.MISSING:
            return slack_phrases.NO_BOT_KEY


def _of_app_token(token: Token) -> str:
    match token.entry:
        case Entry.FINE:
            return slack_phrases.SOCKET_MODE_FINE
        case Entry.REFUSED:
            return slack_phrases.app_token_refused(token.code)
        case Entry.UNREACHABLE:
            return slack_phrases.UNREACHABLE
        case Entry.MISSING:
            return slack_phrases.NO_APP_KEY
