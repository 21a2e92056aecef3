"""Web API: what the bot says."""

import json

from tests.support.slack import happenings
from tests.support.slack.blocks import refuse_bad_blocks
from tests.support.slack.calls import Call, Method, good
from tests.support.slack.limits import SPECIAL, TIERS
from tests.support.slack.shapes import bot_fields, message_shape
from tests.support.slack.world import Channel, Json, Refused

MOST_CHARACTERS = 40_000
WRITES = ("chat:write",)


def post_message(call: Call) -> Json:
    """``channel`` may be a person: then it is the conversation with them."""
    channel = _place(call)
    content = _content(call)
    if wait := call.slack.limits.wait_to_post(channel.id, call.world.now()):
        raise Refused("ratelimited", retry_after=wait)
    is_broadcast = call.flag("reply_broadcast") and "thread_ts" in content
    more = {"subtype": "thread_broadcast"} if is_broadcast else {}
    text = content.pop("text")
    message = call.world.write(
        call.world.bot_user, channel, text, **bot_fields(call.world), **content, **more
    )
    call.slack.tell_later(happenings.said(call.world, channel, message))
    return good(channel=channel.id, ts=message["ts"], message=message_shape(message))


def post_ephemeral(call: Call) -> Json:
    """Seen by one member of the channel, and kept nowhere."""
    channel = _writable(call, call.joined_channel())
    user = call.person()
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    content = _content(call)
    content.pop("metadata", None)
    ts = call.slack.show(user.id, channel, content)
    return good(message_ts=ts)


def update(call: Call) -> Json:
    """Blocks that are not given stay; an empty list takes them away."""
    channel = call.channel()
    ts = _own(call, channel, "cant_update_message")
    content = _content(call)
    content.pop("thread_ts", None)
    changes = {name: value or None for name, value in content.items()} | {"text": content["text"]}
    call.slack.tell_later(happenings.edited(call.world, channel, ts, call.world.bot_user, **changes))
    message = message_shape(channel.messages[ts])
    return good(channel=channel.id, ts=ts, text=message["text"], message=message)


def delete(call: Call) -> Json:
    channel = call.channel()
    ts = _own(call, channel, "cant_delete_message")
    call.slack.tell_later(happenings.deleted(call.world, channel, ts))
    return good(channel=channel.id, ts=ts)


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    call.require("message_ts")
    message = channel.messages.get(call.text("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    link = f"https://{call.world.domain}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return good(channel=channel.id, permalink=link)


def _place(call: Call) -> Channel:
    user = call.world.users.get(call.text("channel"))
    if user is None:
        return _writable(call, call.joined_channel())
    if user.deleted or user.is_bot:
        raise Refused("channel_not_found")
    return call.world.direct(user)


def _writable(call: Call, channel: Channel) -> Channel:
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def _own(call: Call, channel: Channel, refusal: str) -> str:
    call.require("ts")
    message = channel.messages.get(call.text("ts"))
    if message is None or message.get("subtype") == "tombstone":
        raise Refused("message_not_found")
    if message["user"] != call.world.bot_user:
        raise Refused(refusal)
    return call.text("ts")


def _content(call: Call) -> Json:
    """The text and what goes with it, checked."""
    text, blocks = call.text("text"), call.arguments.get("blocks")
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > MOST_CHARACTERS:
        raise Refused("msg_too_long")
    content: Json = {"text": text}
    if blocks is not None:
        refuse_bad_blocks(blocks)
        content["blocks"] = call.slack.named(blocks)
    if call.text("thread_ts"):
        content["thread_ts"] = call.text("thread_ts")
    if call.arguments.get("metadata"):
        content["metadata"] = _metadata(call.arguments["metadata"])
    return content


def _metadata(metadata: object) -> Json:
    is_shaped = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not is_shaped or not isinstance(metadata, dict) or not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_format")
    loaded: Json = json.loads(json.dumps(metadata))
    return loaded


METHODS = {
    "chat.postMessage": Method(answer=post_message, per_minute=SPECIAL, scopes=WRITES),
    "chat.postEphemeral": Method(answer=post_ephemeral, per_minute=TIERS[4], scopes=WRITES),
    "chat.update": Method(answer=update, per_minute=TIERS[3], scopes=WRITES),
    "chat.delete": Method(answer=delete, per_minute=TIERS[3], scopes=WRITES),
    "chat.getPermalink": Method(answer=get_permalink, per_minute=SPECIAL),
}
