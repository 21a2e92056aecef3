"""What a Slack workspace consists of: people, channels, messages, and what only one person sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

Json = dict[str, Any]

FAMILY = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
"""Kind of channel → the first half of its scopes."""


class Refused(Exception):  # noqa: N818 - Slack's word is an error code; ours is that it refused
    """``{"ok": false, "error": …}`` and whatever Slack says beside it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body: Json = {"ok": False, "error": error, **more}


@dataclass(slots=True, kw_only=True)
class User:
    """``presence`` is active or away; ``dnd`` the next do-not-disturb, from and until, in Unix time."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/Berlin"
    title: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    email: str = ""
    is_email_confirmed: bool = True
    deleted: bool = False
    presence: str = "active"
    dnd: tuple[int, int] | None = None


@dataclass(slots=True, kw_only=True)
class Channel:
    """``kind`` is public, private, im or mpim. ``messages``, by ``ts``, are in Slack's shape."""

    id: str
    name: str
    kind: str
    created: int
    members: list[str] = field(default_factory=list)
    purpose: str = ""
    topic: str = ""
    is_archived: bool = False
    is_shared: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def replies(self, ts: str) -> list[Json]:
        """The replies to that message, earliest first."""
        return [one for one in self.messages.values() if one.get("thread_ts") == ts != one["ts"]]


class World:
    """One workspace with one installed app. Ids are counted; ``ts`` follows the clock and never repeats."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.team_id, self.team_name, self.domain = "T01ACME", "Acme", "acme"
        self.app_id, self.bot_id, self.bot_user = "A01KENNER", "B01KENNER", "U0KENNER"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.modals: dict[str, list[Json]] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self.users[self.bot_user] = User(
            id=self.bot_user, name="kenner", real_name="Kenner", team_id=self.team_id, is_bot=True
        )

    def now(self) -> float:
        return self.clock().timestamp()

    def next_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):08d}"

    def next_ts(self) -> str:
        """A message's id: its second, and a number that makes it the only one."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def person(self, name: str, **fields: Any) -> User:
        """A new account of the workspace, or of another one with ``team_id``."""
        own: Json = {
            "id": self.next_id("U"),
            "name": name,
            "email": f"{name}@acme.example",
            "real_name": name.title(),
            "team_id": self.team_id,
        }
        user = User(**own | fields)
        self.users[user.id] = user
        return user

    def channel(self, name: str, *members: User | str, kind: str = "public", **fields: Any) -> Channel:
        """A new channel. The bot is in it only if it is named: ``world.bot_user``."""
        prefix = {"im": "D", "mpim": "G"}.get(kind, "C")
        channel = Channel(
            id=self.next_id(prefix),
            name=name,
            kind=kind,
            created=int(self.now()),
            members=[_id(one) for one in members],
            **fields,
        )
        self.channels[channel.id] = channel
        return channel

    def user(self, who: User | str) -> User:
        return self.users[_id(who)]

    def place(self, where: Channel | str) -> Channel:
        """A channel by itself, its id or its name."""
        if isinstance(where, Channel):
            return where
        by_name = {one.name: one for one in self.channels.values()}
        return self.channels.get(where) or by_name[where.removeprefix("#")]

    def direct(self, *people: User | str) -> Channel:
        """The bot's conversation with these people, opened where there is none."""
        members = [self.bot_user, *(_id(one) for one in people)]
        for channel in self.channels.values():
            if channel.kind in {"im", "mpim"} and sorted(channel.members) == sorted(members):
                return channel
        kind = "im" if len(people) == 1 else "mpim"
        name = "" if kind == "im" else "mpdm-" + "--".join(self.users[one].name for one in members) + "-1"
        return self.channel(name, *members, kind=kind)

    def sees(self, user: str, channel: Channel) -> bool:
        """Whether that person knows of the channel: it is public, or they are in it."""
        return channel.kind == "public" or user in channel.members

    def shared_channels(self, user: str) -> Iterator[Channel]:
        """The channels where that person and the bot are."""
        for channel in self.channels.values():
            if {user, self.bot_user} <= set(channel.members):
                yield channel

    def write(self, author: str, channel: Channel, text: str, **fields: Any) -> Json:
        """Add a message to the channel, and to its thread."""
        ts = self.next_ts()
        message: Json = {"type": "message", "user": author, "text": text, "ts": ts, "team": self.team_id}
        message |= {name: value for name, value in fields.items() if value is not None}
        channel.messages[ts] = message
        if message.get("thread_ts"):
            self._count_replies(channel, message["thread_ts"])
        return message

    def take_away(self, channel: Channel, ts: str) -> Json:
        """Remove a message; one with replies leaves a tombstone. What it was."""
        message = channel.messages.pop(ts)
        if replies := channel.replies(ts):
            kept = ("thread_ts", "reply_count", "reply_users", "latest_reply")
            tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
            tombstone |= {"text": "This message was deleted.", "ts": ts}
            channel.messages[ts] = tombstone | {name: message[name] for name in kept}
            channel.messages = dict(sorted(channel.messages.items()))
            return message
        if message.get("thread_ts") and not replies:
            self._count_replies(channel, message["thread_ts"])
        return message

    def _count_replies(self, channel: Channel, parent_ts: str) -> None:
        parent = channel.messages.get(parent_ts)
        if parent is None:
            return
        replies = channel.replies(parent_ts)
        for name in ("thread_ts", "reply_count", "reply_users", "latest_reply"):
            parent.pop(name, None)
        if replies:
            parent["thread_ts"] = parent_ts
            parent["reply_count"] = len(replies)
            parent["reply_users"] = list(dict.fromkeys(one["user"] for one in replies))
            parent["latest_reply"] = replies[-1]["ts"]


def _id(who: User | str) -> str:
    return who if isinstance(who, str) else who.id
