"""What Graph answers to each call, once it is known who asks: pages, and refusals in its own shape."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.instants import instant
from tests.support.graph.shapes import BASE, Json
from tests.support.graph.world import RSC, Channel, Team

if TYPE_CHECKING:
    from tests.support.graph.fake import FakeGraph

_SINCE = re.compile(r"lastModifiedDateTime gt (\S+)")
_LARGEST = 50


class Refused(Exception):  # noqa: N818 Graph says an error; ours is that it refused
    """A status, and Graph's word for why."""

    def __init__(self, status: int, code: str, message: str = "UnknownError") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: what the address names, the query, and whether new kinds are wanted by their names."""

    graph: "FakeGraph"
    named: dict[str, str]
    query: dict[str, str]
    wants_new_kinds: bool = False

    def team(self, *permissions: str) -> Team:
        """The team, for whoever has one of these. What is not there is told only to whoever may see it."""
        world = self.graph.world
        team = world.teams.get(self.named["team"])
        in_team = RSC if team is not None and team.has_app else frozenset[str]()
        if not {*permissions} & {*world.granted, *in_team}:
            raise Refused(403, "Forbidden")
        if team is None:
            raise Refused(404, "NotFound", "No team found with Group Id.")
        return team

    def channel(self, *permissions: str) -> Channel:
        channel = self.team(*permissions).channels.get(self.named["channel"])
        if channel is None:
            raise Refused(404, "NotFound", "NotFound")
        return channel

    def allow(self, *names: str) -> None:
        """Refuse every parameter but these."""
        if unknown := {*self.query} - {*names}:
            raise Refused(400, "BadRequest", f"Query option {sorted(unknown)} is not allowed.")

    def top(self, default: int, largest: int = _LARGEST) -> int:
        top = int(self.query.get("$top", default))
        if not 1 <= top <= largest:
            raise Refused(400, "BadRequest", "Invalid $top.")
        return top

    def expands(self) -> bool:
        if self.query.get("$expand", "replies") != "replies":
            raise Refused(400, "BadRequest", "Only replies can be expanded.")
        return "$expand" in self.query


def team(call: Call) -> Json:
    call.allow("$select")
    return call.team("TeamSettings.Read.Group", "Team.ReadBasic.All", "TeamSettings.Read.All").told


_CHANNELS = ("ChannelSettings.Read.Group", "Channel.ReadBasic.All", "ChannelSettings.Read.All")


def channels(call: Call) -> Json:
    call.allow("$select", "$filter")
    told = [each.told for each in call.team(*_CHANNELS).channels.values()]
    for each in told:
        if each["membershipType"] == "shared" and not call.wants_new_kinds:
            each["membershipType"] = "unknownFutureValue"
    return {"@odata.context": f"{BASE}teams('{call.named['team']}')/channels", "value": told}


def channel(call: Call) -> Json:
    call.allow("$select")
    return call.channel(*_CHANNELS).told


def members(call: Call) -> Json:
    call.allow("$filter", "$select", "$top", "$skiptoken")
    found = call.team("TeamMember.Read.Group", "TeamMember.Read.All").members
    return call.graph.pages.first(call, found, call.top(100, 999))


def channel_members(call: Call) -> Json:
    call.allow("$filter", "$select", "$top", "$skiptoken")
    found = call.channel("ChannelMember.Read.Group", "ChannelMember.Read.All")
    own = found.team.members if found.kind == "standard" else found.members
    return call.graph.pages.first(call, own, call.top(100, 999))


def all_members(call: Call) -> Json:
    call.allow("$filter", "$select", "$skiptoken")
    found = call.channel("ChannelMember.Read.All")
    return call.graph.pages.first(call, [*found.members, *found.team.members], 100)


_MESSAGES = ("ChannelMessage.Read.Group", "ChannelMessage.Read.All")


def messages(call: Call) -> Json:
    call.allow("$top", "$expand", "$skiptoken")
    found = call.channel(*_MESSAGES)
    return call.graph.pages.first(call, _told(call, found, found.posts()), call.top(20))


def delta(call: Call) -> Json:
    """Threads that changed since; the last page has a link by which to ask for what comes then."""
    call.allow("$top", "$expand", "$filter", "$skiptoken", "$deltatoken")
    found = call.channel(*_MESSAGES)
    since = call.graph.world.eight_months_ago()
    if "$filter" in call.query:
        asked = _SINCE.fullmatch(call.query["$filter"])
        at = instant(asked[1]) if asked else None
        if at is None:
            raise Refused(400, "BadRequest", "Invalid filter clause")
        since = max(since, at)
    changed = [post for post in found.posts() if (instant(found.active_at(post["id"])) or since) > since]
    page = call.graph.pages.first(call, _told(call, found, changed), call.top(20))
    return page if "@odata.nextLink" in page else page | {"@odata.deltaLink": call.graph.pages.delta(call)}


def replies(call: Call) -> Json:
    call.allow("$top", "$skiptoken")
    found = call.channel(*_MESSAGES)
    post = found.messages.get(call.named["message"])
    if post is None or post["replyToId"] is not None:
        raise Refused(404, "NotFound", "NotFound")
    return call.graph.pages.first(call, found.replies(post["id"]), call.top(20))


CALLS: dict[str, Callable[[Call], Json]] = {
    "team": team,
    "channels": channels,
    "channel": channel,
    "members": members,
    "channel_members": channel_members,
    "all_members": all_members,
    "messages": messages,
    "delta": delta,
    "replies": replies,
}


def _told(call: Call, found: Channel, posts: list[Json]) -> list[Json]:
    if not call.expands():
        return [dict(post) for post in posts]
    return [dict(post) | _expanded(call, found, post["id"]) for post in posts]


def _expanded(call: Call, found: Channel, post: str) -> Json:
    """The latest replies; where there are more, a link to the rest."""
    own = found.replies(post)
    most = call.graph.most_replies
    told: Json = {"replies@odata.count": len(own[:most]), "replies": own[:most]}
    if own[most:]:
        path = f"teams/{found.team.id}/channels/{found.id}/messages/{post}/replies"
        told["replies@odata.nextLink"] = call.graph.pages.link(path, own[most:], _LARGEST)
    return told
