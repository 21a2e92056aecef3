"""What Graph knows of a tenant: teams, their channels and members, and what was said in them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.support.graph import shapes
from tests.support.graph.shapes import Json

RSC = frozenset({"ChannelMessage.Read.Group", "ChannelSettings.Read.Group", "TeamMember.Read.Group"})
"""What owners of a team grant when they add the app: see ``adapters.teams.package``."""


@dataclass(slots=True, kw_only=True)
class Channel:
    """``kind`` is its membershipType. Messages by id; a standard channel's members are its team's."""

    id: str
    name: str
    team: "Team"
    kind: str = "standard"
    members: list[Json] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)

    @property
    def told(self) -> Json:
        return shapes.channel(self.id, self.name, self.kind)

    def posts(self) -> list[Json]:
        """Those that begin a thread, the one that was active last first."""
        posts = [raw for raw in self.messages.values() if raw["replyToId"] is None]
        return sorted(posts, key=lambda post: (self.active_at(post["id"]), post["id"]), reverse=True)

    def replies(self, post: str) -> list[Json]:
        """The latest first."""
        own = [raw for raw in self.messages.values() if raw["replyToId"] == post]
        return sorted(own, key=lambda raw: int(raw["id"]), reverse=True)

    def active_at(self, post: str) -> str:
        """When something in the thread changed last."""
        thread = [raw for raw in self.messages.values() if post in (raw["id"], raw["replyToId"])]
        return max(raw["lastModifiedDateTime"] for raw in thread)


@dataclass(slots=True, kw_only=True)
class Team:
    """``has_app``: its owners added the app, and granted it what it asks for there."""

    id: str
    name: str
    members: list[Json] = field(default_factory=list)
    channels: dict[str, Channel] = field(default_factory=dict)
    has_app: bool = True

    @property
    def told(self) -> Json:
        return shapes.team(self.id, self.name)


class World:
    """One tenant. ``granted``: what its administrator allowed the app everywhere."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.teams: dict[str, Team] = {}
        self.granted: set[str] = set()

    def team(self, team_id: str = shapes.TEAM, name: str = "Platform", *members: Json) -> Team:
        team = Team(id=team_id, name=name, members=list(members))
        self.teams[team_id] = team
        return team

    def channel(
        self, team: Team, channel_id: str = shapes.GENERAL, name: str = "General", kind: str = "standard"
    ) -> Channel:
        channel = Channel(id=channel_id, name=name, team=team, kind=kind)
        team.channels[channel_id] = channel
        return channel

    def say(self, channel: Channel, text: str, person: str, at: datetime, *, to: str | None = None) -> str:
        """A post, or a reply to one; its id."""
        ts = str(int(at.timestamp() * 1_000))
        while ts in channel.messages:
            ts = str(int(ts) + 1)
        own = {"reply_to": to, "channel": channel.id, "team": channel.team.id}
        channel.messages[ts] = shapes.chat_message(ts, f"<p>{text}</p>", person, **own)
        return ts

    def change(self, channel: Channel, ts: str, text: str) -> None:
        """Its author edits it, now."""
        when = shapes.written(self.clock())
        channel.messages[ts] |= {"lastModifiedDateTime": when, "lastEditedDateTime": when}
        channel.messages[ts]["body"] = {"contentType": "html", "content": f"<p>{text}</p>"}

    def delete(self, channel: Channel, ts: str) -> None:
        """Its author deletes it, now."""
        channel.messages[ts] = shapes.deleted(channel.messages[ts], self.clock())

    def notice(self, channel: Channel, at: datetime) -> None:
        """Teams itself says something."""
        ts = str(int(at.timestamp() * 1_000))
        channel.messages[ts] = shapes.notice(ts) | {
            "channelIdentity": {"teamId": channel.team.id, "channelId": channel.id}
        }

    def eight_months_ago(self) -> datetime:
        """What was not changed since then, no delta tells of."""
        return self.clock() - timedelta(days=8 * 30)
