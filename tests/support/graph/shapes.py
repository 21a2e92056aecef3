"""Objects as Graph's documentation shows them, with all of their fields."""

from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

TENANT = "2432b57b-0abd-43db-aa7b-16eadd115d34"
TEAM = "fbe2bf47-16c8-47cf-b4a5-4b9b187c508b"
GENERAL = "19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2"
VAULT = "19:20bc1df46b1148e9b22539b83bc66809@thread.tacv2"
ROBIN, JANE, GUEST = (
    "8ea0e38b-efb3-4757-924a-5f94061cf8c2",
    "ef1c916a-3135-4417-ba27-8eb7bd084193",
    "1fb8890f-423e-4154-8fbf-db6809bc8756",
)
NAMES = {ROBIN: "Robin Kline", JANE: "Jane Smith", GUEST: "Gus Guest"}
BASE = "https://graph.microsoft.com/v1.0/$metadata#"


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_of(ts: str) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(ts))


def user(person: str, **fields: Any) -> Json:
    own = {"id": person, "displayName": NAMES.get(person, "Somebody"), "userIdentityType": "aadUser"}
    return {"@odata.type": "#microsoft.graph.teamworkUserIdentity", "tenantId": TENANT} | own | fields


def sender(person: str, **fields: Any) -> Json:
    return {"application": None, "device": None, "user": user(person, **fields)}


def bot(app: str, name: str = "Pager") -> Json:
    told = {"id": app, "displayName": name, "applicationIdentityType": "bot"}
    return {
        "application": {"@odata.type": "#microsoft.graph.teamworkApplicationIdentity"} | told,
        "device": None,
        "user": None,
    }


def chat_message(
    ts: str,
    content: str = "hello",
    person: str = ROBIN,
    *,
    reply_to: str | None = None,
    channel: str = GENERAL,
    team: str = TEAM,
    tenant: str = TENANT,
    content_type: str = "html",
    **fields: Any,
) -> Json:
    """A message as ``GET …/messages`` lists it; ``ts`` are its milliseconds."""
    at = written(time_of(ts))
    link = f"https://teams.microsoft.com/l/message/{channel}/{ts}?groupId={team}&tenantId={tenant}&createdTime={ts}"
    own: Json = {
        "id": ts,
        "replyToId": reply_to,
        "etag": ts,
        "messageType": "message",
        "createdDateTime": at,
        "lastModifiedDateTime": at,
        "lastEditedDateTime": None,
        "deletedDateTime": None,
        "subject": None,
        "summary": None,
        "chatId": None,
        "importance": "normal",
        "locale": "en-us",
        "webUrl": f"{link}&parentMessageId={reply_to or ts}",
        "policyViolation": None,
        "eventDetail": None,
        "from": sender(person),
        "body": {"contentType": content_type, "content": content},
        "channelIdentity": {"teamId": team, "channelId": channel},
        "attachments": [],
        "mentions": [],
        "reactions": [],
    }
    return own | fields


def notice(ts: str, **fields: Any) -> Json:
    """What Teams itself says in a channel, as it is told without the header that asks for its own name."""
    own = {"messageType": "unknownFutureValue", "from": None}
    detail = {"@odata.type": "#microsoft.graph.teamDescriptionUpdatedEventMessageDetail", "teamId": TEAM}
    return chat_message(ts, "<systemEventMessage/>") | own | {"eventDetail": detail} | fields


def deleted(message: Json, at: datetime) -> Json:
    when = written(at)
    body = {"contentType": "html", "content": ""}
    changed = {
        "deletedDateTime": when,
        "lastModifiedDateTime": when,
        "etag": str(int(at.timestamp() * 1_000)),
    }
    return message | changed | {"body": body, "subject": None, "attachments": [], "mentions": []}


def mention(number: int, person: str) -> Json:
    named = {"application": None, "device": None, "conversation": None, "user": user(person)}
    return {"id": number, "mentionText": NAMES[person], "mentioned": named}


def channel(platform_id: str = GENERAL, name: str = "General", kind: str = "standard", **fields: Any) -> Json:
    own = {
        "id": platform_id,
        "createdDateTime": "2020-05-27T19:22:25.692Z",
        "displayName": name,
        "description": None,
        "isFavoriteByDefault": None,
        "email": "",
        "tenantId": TENANT,
        "webUrl": f"https://teams.microsoft.com/l/channel/{platform_id}/{name}?groupId={TEAM}&tenantId={TENANT}",
        "membershipType": kind,
        "isArchived": False,
    }
    return own | fields


def team(platform_id: str = TEAM, name: str = "Platform", **fields: Any) -> Json:
    own = {
        "id": platform_id,
        "displayName": name,
        "description": name,
        "isArchived": False,
        "tenantId": TENANT,
    }
    return own | {"internalId": "19:general@thread.tacv2", "visibility": "private"} | fields


def member(person: str, *roles: str, **fields: Any) -> Json:
    name = NAMES.get(person, "Somebody")
    own = {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "id": f"opaque-{person}",
        "roles": list(roles),
        "displayName": name,
        "visibleHistoryStartDateTime": "0001-01-01T00:00:00Z",
        "userId": person,
        "email": f"{name.split()[0].lower()}@acme.example",
        "tenantId": TENANT,
    }
    return own | fields


def page(what: str, *value: Json, next_link: str | None = None) -> Json:
    """An answer with a list; ``what`` is how its context names it."""
    links = {"@odata.nextLink": next_link} if next_link else {}
    return {"@odata.context": f"{BASE}{what}", "@odata.count": len(value)} | links | {"value": list(value)}


def of_channel(platform_id: str = GENERAL, team_id: str = TEAM) -> str:
    encoded = platform_id.replace(":", "%3A").replace("@", "%40")
    return f"teams('{team_id}')/channels('{encoded}')"
