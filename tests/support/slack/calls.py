"""One call of a Web API method: who calls, with what, and what every method asks of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.slack.tokens import Token
from tests.support.slack.world import FAMILY, Channel, Json, Refused, User, World

if TYPE_CHECKING:
    from tests.support.slack.fake import FakeSlack


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call whose token is good; or one that needs none, which goes by the bot's."""

    slack: "FakeSlack"
    method: str
    arguments: Json
    token: Token

    @property
    def world(self) -> World:
        return self.slack.world

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """JSON's true, or what forms say for it."""
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in {"1", "true"}

    def require(self, *names: str) -> None:
        """Refuse unless each of these is there."""
        missing = [name for name in names if self.arguments.get(name) in {None, ""}]
        if missing:
            messages = [f"[ERROR] missing required field: {name}" for name in missing]
            raise Refused("invalid_arguments", response_metadata={"messages": messages})

    def channel(self, half_scope: str = "") -> Channel:
        """The channel of ``channel``, if the bot knows of it and has that half of its kind's scope."""
        self.require("channel")
        channel = self.world.channels.get(self.text("channel"))
        if channel is None or not self.world.sees(self.world.bot_user, channel):
            raise Refused("channel_not_found")
        if half_scope:
            self.token.need(f"{FAMILY[channel.kind]}:{half_scope}")
        return channel

    def joined_channel(self, half_scope: str = "") -> Channel:
        """The same, if the bot is in it."""
        channel = self.channel(half_scope)
        if self.world.bot_user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def person(self, name: str = "user") -> User:
        """The user of ``user``."""
        self.require(name)
        user = self.world.users.get(self.text(name))
        if user is None:
            raise Refused("user_not_found")
        return user


Answer = Callable[[Call], Awaitable[Json] | Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What answers, at most how often a minute, with one of which scopes and what kind of token."""

    answer: Answer
    per_minute: int
    scopes: tuple[str, ...] = ()
    wants_app_token: bool = False
    wants_no_token: bool = False


def any_family(half_scope: str) -> tuple[str, ...]:
    """``channels:history`` and the same of the other families."""
    return tuple(f"{family}:{half_scope}" for family in FAMILY.values())


def good(**body: Any) -> Json:
    return {"ok": True, **body}
