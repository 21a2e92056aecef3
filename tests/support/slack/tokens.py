"""Tokens and the scopes that came with them."""

from dataclasses import dataclass

from tests.support.slack.world import Refused

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


@dataclass(slots=True, kw_only=True)
class Token:
    """``trouble`` is the error that this token meets from now on, such as ``token_revoked``."""

    value: str
    scopes: set[str]
    trouble: str = ""

    def need(self, *any_of: str) -> None:
        """Refuse unless the token has one of these scopes."""
        if any_of and not self.scopes.intersection(any_of):
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=",".join(any_of), provided=provided)


class Tokens:
    """A bot token (``xoxb-``) and an app-level one (``xapp-``), valid until somebody breaks them."""

    def __init__(self) -> None:
        self.bot = Token(value="xoxb-fake-bot", scopes=set(ALL_SCOPES))
        self.app = Token(value="xapp-fake-app", scopes={"connections:write"})

    def revoke(self) -> None:
        """The app was uninstalled, or somebody took its access away."""
        self.bot.trouble = "token_revoked"

    def expire(self) -> None:
        """Rotation is on, and twelve hours are over."""
        self.bot.trouble = "token_expired"

    def rotate(self, value: str) -> None:
        """A new bot token; the old one is unknown from now on."""
        self.bot = Token(value=value, scopes=self.bot.scopes)

    def check(self, value: str | None, *, wants_app_token: bool) -> Token:
        """The token, or the error that Slack answers with."""
        if not value:
            raise Refused("not_authed")
        token = {one.value: one for one in (self.bot, self.app)}.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.trouble:
            raise Refused(token.trouble)
        if (token is self.app) != wants_app_token:
            raise Refused("not_allowed_token_type")
        return token
