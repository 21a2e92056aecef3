"""The workspace's things in the shapes in which Slack's Web API and events show them."""

from tests.support.slack.world import Channel, Json, User, World

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def user_shape(user: User, *, with_email: bool = False) -> Json:
    """As in ``users.info``, ``users.list``, ``user_change`` and ``team_join``.

    Of addresses Slack promises only that the first two tell them to whoever has the scope; bots have none.
    """
    shape: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1,
        "profile": {
            "title": user.title,
            "real_name": user.real_name,
            "display_name": user.name,
            "image_72": f"https://avatars.example/{user.id}_72.png",
            "team": user.team_id,
        },
    }
    if with_email and user.email and not user.is_bot:
        shape["profile"]["email"] = user.email
    if user.deleted:
        return shape
    shape |= {"real_name": user.real_name, "tz": user.tz, "tz_label": user.tz, "tz_offset": 3600}
    shape |= {"is_admin": False, "is_owner": False, "is_stranger": user.is_stranger}
    shape["is_email_confirmed"] = user.is_email_confirmed
    return shape | {"is_restricted": user.is_guest, "is_ultra_restricted": False}


def channel_shape(world: World, channel: Channel) -> Json:
    """As in ``conversations.info`` and ``conversations.list``."""
    if channel.kind == "im":
        other = next(one for one in channel.members if one != world.bot_user)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_archived": channel.is_archived,
            "is_org_shared": False,
            "user": other,
            "is_user_deleted": world.users[other].deleted,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind in {"public", "private"},
        "is_group": False,
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "created": channel.created,
        "creator": channel.members[0] if channel.members else "",
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "context_team_id": world.team_id,
        "is_member": world.bot_user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def message_shape(message: Json, *, with_metadata: bool = False) -> Json:
    """As in a channel's history: what an app put into ``metadata`` only where it is asked for."""
    return {name: value for name, value in message.items() if with_metadata or name != "metadata"}


def bot_fields(world: World) -> Json:
    """What a message of the app carries beside a person's."""
    profile = {
        "id": world.bot_id,
        "app_id": world.app_id,
        "name": "Kenner",
        "deleted": False,
        "updated": 1,
        "team_id": world.team_id,
    }
    return {"bot_id": world.bot_id, "app_id": world.app_id, "bot_profile": profile}


def message_event(channel: Channel, message: Json) -> Json:
    """``message`` as it is posted."""
    event = message_shape(message) | {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind]}
    parent = channel.messages.get(message.get("thread_ts", ""))
    if parent is not None and parent["ts"] != message["ts"]:
        event["parent_user_id"] = parent["user"]
    return event | {"event_ts": message["ts"]}


def mention_event(channel: Channel, message: Json) -> Json:
    """``app_mention``, which comes beside the message itself, under an event id of its own."""
    names = ("client_msg_id", "user", "text", "ts", "thread_ts", "team", "blocks")
    event = {name: message[name] for name in names if name in message}
    return {"type": "app_mention", **event, "channel": channel.id, "event_ts": message["ts"]}


def changed_event(world: World, channel: Channel, message: Json, previous: Json) -> Json:
    """``message_changed``: an edit, or a thread's first message that became a tombstone."""
    return _hidden(world, channel, "message_changed") | {
        "message": message_shape(message),
        "previous_message": message_shape(previous),
    }


def deleted_event(world: World, channel: Channel, previous: Json) -> Json:
    """``message_deleted``."""
    return _hidden(world, channel, "message_deleted") | {
        "deleted_ts": previous["ts"],
        "previous_message": message_shape(previous),
    }


def _hidden(world: World, channel: Channel, subtype: str) -> Json:
    ts = world.next_ts()
    event = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "ts": ts}
    return event | {"channel_type": CHANNEL_TYPE[channel.kind], "event_ts": ts}
