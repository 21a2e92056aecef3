"""Tokens and the scopes that came with them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from math import inf

from tests.support.slack.world import Refused

ROTATION_SECONDS = 12 * 60 * 60

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "dnd:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "team:read",
        "users:read",
    }
)

EMAIL_SCOPE = "users:read.email"
"""Optional, and so not among those that an app has from the beginning."""


@dataclass(slots=True, kw_only=True)
class Token:
    """``trouble`` is the error that this token meets from now on, such as ``token_revoked``."""

    value: str
    scopes: set[str]
    trouble: str = ""
    ends_at: float = inf

    def need(self, *any_of: str) -> None:
        """Refuse unless the token has one of these scopes."""
        if any_of and not self.scopes.intersection(any_of):
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=",".join(any_of), provided=provided)


class Tokens:
    """A bot token (``xoxb-``) and an app-level one (``xapp-``), valid until somebody breaks them.

    With ``rotates``, bot tokens end after twelve hours of the fake's clock; a refresh token buys the next.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = count(1)
        self.client_id, self.client_secret = "111.222", "fake-client-secret"
        self.bot = Token(value="xoxb-fake-bot", scopes=set(ALL_SCOPES))
        self.app = Token(value="xapp-fake-app", scopes={"connections:write"})
        self.rotates = False
        self.refresh = ""
        self._older: list[Token] = []
        self._codes: set[str] = set()

    def revoke(self) -> None:
        """The app was uninstalled, or somebody took its access away."""
        for token in (self.bot, *self._older):
            token.trouble = "token_revoked"

    def expire(self) -> None:
        """Rotation is on, and twelve hours are over."""
        self.bot.trouble = "token_expired"

    def offer_code(self) -> str:
        """Somebody agreed to install the app; the code goes to its redirect address, and buys one token."""
        code = f"code-{next(self._numbers)}"
        self._codes.add(code)
        return code

    def exchange(self, code: str) -> Token:
        """A bot token for that code."""
        if code not in self._codes:
            raise Refused("invalid_code")
        self._codes.remove(code)
        return self._new_bot_token()

    def refreshed(self, refresh: str) -> Token:
        """The next bot token for that refresh token, which is used up; the one before goes on to its end."""
        if not self.rotates or refresh != self.refresh:
            raise Refused("invalid_refresh_token")
        return self._new_bot_token()

    def check(self, value: str | None, *, wants_app_token: bool) -> Token:
        """The token, or the error that Slack answers with."""
        if not value:
            raise Refused("not_authed")
        token = {one.value: one for one in (*self._older, self.bot, self.app)}.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.trouble:
            raise Refused(token.trouble)
        if self._now() >= token.ends_at:
            raise Refused("token_expired")
        if (token is self.app) != wants_app_token:
            raise Refused("not_allowed_token_type")
        return token

    def _new_bot_token(self) -> Token:
        self._older.append(self.bot)
        kind = "xoxe.xoxb" if self.rotates else "xoxb"
        ends_at = self._now() + ROTATION_SECONDS if self.rotates else inf
        value = f"{kind}-{next(self._numbers)}"
        self.bot = Token(value=value, scopes=set(self.bot.scopes), ends_at=ends_at)
        self.refresh = f"xoxe-1-{next(self._numbers)}" if self.rotates else ""
        return self.bot
