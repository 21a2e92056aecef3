"""What Teams sends, in the shapes that it sends them, shortened to what could matter."""

from typing import Any

from adapters.teams.activities import Reading

BOT = "28:app"
TENANT = "tenant-1"
TEAM = "19:general@thread.tacv2"
CHANNEL = "19:data@thread.tacv2"
GROUP = "19:group@thread.v2"
PERSONAL = "a:1ada"
TS = "1709283600000"
ROOT = "1709280000000"
ADA = "0000ada0-0000-0000-0000-000000000000"
READING = Reading(bot=BOT, channels={CHANNEL: "Platform › data", TEAM: "Platform › General"})


def activity(kind: str = "message", **fields: Any) -> dict[str, Any]:
    """An activity of Ada's in a channel."""
    return {
        "type": kind,
        "id": TS,
        "timestamp": "2024-03-01T09:00:01.5Z",
        "serviceUrl": "https://smba.trafficmanager.net/teams/",
        "channelId": "msteams",
        "from": {"id": "29:ada", "aadObjectId": ADA.upper(), "name": "Ada"},
        "recipient": {"id": BOT, "name": "Kenner"},
        "conversation": {
            "id": f"{CHANNEL};messageid={ROOT}",
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
        },
        "channelData": {
            "tenant": {"id": TENANT},
            "team": {"id": TEAM, "name": "Platform"},
            "channel": {"id": CHANNEL},
        },
    } | fields


def message(html: str = "<p>how do I restore a backup?</p>", **fields: Any) -> dict[str, Any]:
    """A message, with its HTML beside its text as Teams has it."""
    attachments = [{"contentType": "text/html", "content": html}]
    return activity(**{"text": "the text", "textFormat": "plain", "attachments": attachments} | fields)


def mention(label: str = "Kenner", whose: str = BOT) -> dict[str, Any]:
    """What stands among the entities for a name."""
    return {"type": "mention", "text": f"<at>{label}</at>", "mentioned": {"id": whose, "name": label}}


def personal(**fields: Any) -> dict[str, Any]:
    """The same in Ada's chat with the bot."""
    where = {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT}
    return activity(**{"conversation": where, "channelData": {"tenant": {"id": TENANT}}} | fields)


def group(**fields: Any) -> dict[str, Any]:
    """The same in a chat of several."""
    where = {"id": GROUP, "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
    return activity(**{"conversation": where, "channelData": {"tenant": {"id": TENANT}}} | fields)


def happened(what: str, **fields: Any) -> dict[str, Any]:
    """A ``conversationUpdate`` about a team, or with ``channel`` about a channel of it."""
    data = {"eventType": what, "tenant": {"id": TENANT}, "team": {"id": TEAM, "name": "Platform"}}
    channel = fields.pop("channel", None)
    if channel:
        data["channel"] = channel
    whole = activity("conversationUpdate", channelData=data) | fields
    return whole | {"conversation": {"id": TEAM, "conversationType": "channel", "tenantId": TENANT}}


def pressed(action: str, value: str = "", **data: Any) -> dict[str, Any]:
    """What a button of ours carries."""
    ours: dict[str, Any] = {"action": action} | ({"value": value} if value else {})
    return {"kenner": ours} | data


def invoke(name: str, value: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An invoke in the channel."""
    return activity("invoke", name=name, value=value, **{"id": "f:1", "replyToId": "1709283700000"} | fields)
