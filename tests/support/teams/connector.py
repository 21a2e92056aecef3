"""What the connector does for the bot: says, changes, removes, opens chats, and tells who is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.teams.shapes import roster_entry
from tests.support.teams.world import Channel, Conversation, Json, Refused, Team

if TYPE_CHECKING:
    from tests.support.teams.fake import FakeTeams

LARGEST = 100 * 1024
"""Bytes of one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: what the address names, the query, and the body."""

    teams: "FakeTeams"
    named: dict[str, str]
    query: dict[str, str]
    body: Json
    size: int = 0

    def place(self) -> tuple[Conversation, str | None]:
        """Where the bot may write, and in which thread."""
        place, thread = self.teams.world.place(self.named["conversation"])
        if not self.teams.world.admits(place):
            message = "The bot is not part of the conversation roster."
            raise Refused(403, "BotNotInConversationRoster", message)
        if place.blocked:
            raise Refused(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
        if thread is not None and thread not in place.messages:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        return place, thread

    def own_message(self) -> tuple[Conversation, str]:
        place, _ = self.place()
        message = place.messages.get(self.named["activity"])
        if message is None:
            raise Refused(404, "ActivityNotFoundInConversation", "Conversation not found.")
        if message["from"]["id"] != self.teams.world.bot["id"]:
            raise Refused(403, "NotEnoughPermissions", "Not the author.")
        return place, message["id"]


def send(call: Call) -> tuple[int, Json]:
    """A message of the bot's; in a thread where the conversation names one."""
    place, thread = call.place()
    return 201, {"id": _put(call, place, thread or call.named.get("activity"), call.body)}


def update(call: Call) -> tuple[int, Json]:
    place, message_id = call.own_message()
    _check(call, call.body)
    place.messages[message_id] = _message(call, call.body, place.messages[message_id]) | {"id": message_id}
    return 200, {"id": message_id}


def remove(call: Call) -> tuple[int, Json]:
    place, message_id = call.own_message()
    del place.messages[message_id]
    return 200, {}


def create(call: Call) -> tuple[int, Json]:
    """A chat with one person, or a new thread of a channel."""
    body, world = call.body, call.teams.world
    channel_id = (body.get("channelData") or {}).get("channel", {}).get("id")
    if body.get("isGroup") and channel_id:
        place, _ = Call(teams=call.teams, named={"conversation": channel_id}, query={}, body={}).place()
        if "activity" not in body:
            raise Refused(400, "BadSyntax", "Bad format of conversation creation operation")
        message = _put(call, place, None, body["activity"])
        return 201, {"id": f"{place.id};messageid={message}", "activityId": message}
    tenant = body.get("tenantId") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
    if tenant != world.tenant or not body.get("bot", {}).get("id"):
        raise Refused(400, "BadSyntax", "Bad format of conversation creation operation")
    return 201, {"id": _chat_with(call, body.get("members") or []).id}


def member(call: Call) -> tuple[int, Json]:
    """One person of a conversation, by either id."""
    place, _ = call.place()
    for person in _roster(place):
        if call.named["member"] in person.ids:
            return 200, roster_entry(person)
    raise Refused(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")


def members(call: Call) -> tuple[int, Json]:
    """A page of them; the token says where the next one begins."""
    place, _ = call.place()
    size = int(call.query.get("pageSize", 200))
    if not 1 <= size <= 500:
        raise Refused(400, "BadArgument", "pageSize")
    start = int(call.query.get("continuationToken", "0"))
    roster = _roster(place)
    page: Json = {"members": [roster_entry(one) for one in roster[start : start + size]]}
    if start + size < len(roster):
        page["continuationToken"] = str(start + size)
    return 200, page


def team(call: Call) -> tuple[int, Json]:
    found = _team(call)
    told = {"id": found.id, "name": found.name, "aadGroupId": found.group, "type": "standard"}
    return 200, told | {"channelCount": len(found.channels), "memberCount": len(found.members)}


def channels(call: Call) -> tuple[int, Json]:
    """Those that the bot may know; the general one has no name."""
    found = _team(call)
    named = [(one, None if one is found.general else one.name) for one in found.channels]
    return 200, {"conversations": [{"id": one.id, "name": name, "type": one.type} for one, name in named]}


CALLS: dict[str, Callable[[Call], tuple[int, Json]]] = {
    "send": send,
    "update": update,
    "remove": remove,
    "create": create,
    "member": member,
    "members": members,
    "team": team,
    "teams": channels,
}


def _put(call: Call, place: Conversation, thread: str | None, body: Json) -> str:
    _check(call, body)
    message_id = call.teams.world.next_id()
    kept = _message(call, body, {}) | {"id": message_id}
    place.messages[message_id] = kept | ({"thread": thread} if thread else {})
    return message_id


def _check(call: Call, body: Json) -> None:
    if call.size > LARGEST:
        raise Refused(413, "MessageSizeTooBig", "Message size too large.")
    if body.get("type") != "message":
        raise Refused(400, "BadSyntax", "Missing activity type")
    if not body.get("text") and not body.get("attachments"):
        raise Refused(400, "BadSyntax", "Activity resulted into multiple skype activities or is empty")
    for one in body.get("attachments", []):
        if not isinstance(one.get("content"), dict) or not one.get("contentType"):
            raise Refused(400, "BadSyntax", "Bad attachment")


def _message(call: Call, body: Json, before: Json) -> Json:
    kept = {name: body[name] for name in ("text", "attachments", "summary", "textFormat") if name in body}
    return (
        {name: before[name] for name in ("thread",) if name in before} | kept | {"from": call.teams.world.bot}
    )


def _chat_with(call: Call, asked: list[Json]) -> Conversation:
    world = call.teams.world
    person = world.who(asked[0].get("id", "")) if len(asked) == 1 else None
    if person is None:
        raise Refused(400, "BadSyntax", "Bad format of conversation creation operation")
    chat = world.personal(person)
    if not chat.has_bot and not world.shares_team(person):
        message = "Bot isn't installed in user's personal scope"
        raise Refused(403, "ForbiddenOperationException", message)
    chat.has_bot = True
    return chat


def _roster(place: Conversation) -> list:  # type: ignore[type-arg]
    return place.roster if isinstance(place, Channel) else place.members


def _team(call: Call) -> Team:
    for one in call.teams.world.teams:
        if one.id == call.named["team"]:
            if not one.has_bot:
                raise Refused(403, "BotNotInConversationRoster")
            return one
    raise Refused(404, "ConversationNotFound", "Team not found.")
