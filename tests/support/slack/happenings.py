"""What people do: each function changes the workspace and returns the events that the app gets for it.

The app hears what happens in a channel only where its bot is; of public channels themselves always.
"""

from tests.support.slack.shapes import (
    changed_event,
    deleted_event,
    mention_event,
    message_event,
    user_shape,
)
from tests.support.slack.world import Channel, Json, User, World

Events = list[Json]


def said(world: World, channel: Channel, message: Json) -> Events:
    """That message is new."""
    if world.bot_user not in channel.members:
        return []
    events = [message_event(channel, message)]
    is_mention = f"<@{world.bot_user}>" in message["text"] and channel.kind != "im"
    if is_mention and "subtype" not in message and message["user"] != world.bot_user:
        events.append(mention_event(channel, message))
    return events


def edited(world: World, channel: Channel, ts: str, editor: str, **fields: object) -> Events:
    previous = channel.messages[ts]
    kept = {name: value for name, value in (previous | fields).items() if value is not None}
    message = channel.messages[ts] = kept | {"edited": {"user": editor, "ts": world.next_ts()}}
    if world.bot_user not in channel.members:
        return []
    return [changed_event(world, channel, message, previous)]


def deleted(world: World, channel: Channel, ts: str) -> Events:
    previous = world.take_away(channel, ts)
    if world.bot_user not in channel.members:
        return []
    tombstone = channel.messages.get(ts)
    if tombstone is not None:
        return [changed_event(world, channel, tombstone, previous)]
    return [deleted_event(world, channel, previous)]


def joined(world: World, user: str, channel: Channel) -> Events:
    if user in channel.members:
        return []
    channel.members.append(user)
    if world.bot_user not in channel.members:
        return []
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "team": world.team_id}
    event |= {"channel_type": "C" if channel.kind == "public" else "G", "event_ts": world.next_ts()}
    return [event, *_notice(world, channel, user, "channel_join", f"<@{user}> has joined the channel")]


def left(world: World, user: str, channel: Channel) -> Events:
    """The bot itself is told that it left, not that somebody did."""
    if user == world.bot_user:
        channel.members.remove(user)
        kind = "channel_left" if channel.kind == "public" else "group_left"
        return [{"type": kind, "channel": channel.id, "event_ts": world.next_ts()}]
    notice = _notice(world, channel, user, "channel_leave", f"<@{user}> has left the channel")
    channel.members.remove(user)
    if world.bot_user not in channel.members:
        return []
    event = {"type": "member_left_channel", "user": user, "channel": channel.id, "team": world.team_id}
    event |= {"channel_type": "C" if channel.kind == "public" else "G", "event_ts": world.next_ts()}
    return [event, *notice]


def created(world: World, channel: Channel) -> Events:
    if channel.kind != "public":
        return []
    told = {"id": channel.id, "name": channel.name, "created": channel.created, "is_channel": True}
    return [{"type": "channel_created", "channel": told, "event_ts": world.next_ts()}]


def renamed(world: World, user: str, channel: Channel, name: str) -> Events:
    before, channel.name = channel.name, name
    told = {"id": channel.id, "name": name, "created": channel.created, "name_normalized": name}
    text = f"<@{user}> has renamed the channel from “{before}” to “{name}”"
    notice = _notice(world, channel, user, "channel_name", text, old_name=before, name=name)
    return [*_of_channel(world, channel, "rename", {"channel": told}), *notice]


def archived(world: World, user: str, channel: Channel) -> Events:
    notice = _notice(world, channel, user, "channel_archive", f"<@{user}> archived the channel")
    channel.is_archived = True
    return [*_of_channel(world, channel, "archive", {"user": user}), *notice]


def unarchived(world: World, user: str, channel: Channel) -> Events:
    channel.is_archived = False
    notice = _notice(world, channel, user, "channel_unarchive", f"<@{user}> un-archived the channel")
    return [*_of_channel(world, channel, "unarchive", {"user": user}), *notice]


def vanished(world: World, channel: Channel) -> Events:
    """The channel is deleted, with everything in it."""
    del world.channels[channel.id]
    return _of_channel(world, channel, "deleted", {})


def made_private(world: World, user: str, channel: Channel) -> Events:
    """Slack has no event of its own for it: whoever is in the channel reads a notice there."""
    channel.kind = "private"
    text = "made this channel *private*. Now, it can only be viewed or joined by invitation."
    return _notice(world, channel, user, "channel_convert_to_private", text)


def made_public(world: World, user: str, channel: Channel) -> Events:
    """As quietly as it became private."""
    channel.kind = "public"
    text = "made this channel *public*. Any member can see and join it."
    return _notice(world, channel, user, "channel_convert_to_public", text)


def shared(world: World, channel: Channel, with_team: str) -> Events:
    channel.is_shared = True
    event = {"type": "channel_shared", "connected_team_id": with_team, "channel": channel.id}
    is_told = world.sees(world.bot_user, channel)
    return [event | {"event_ts": world.next_ts()}] if is_told else []


def arrived(world: World, user: User) -> Events:
    return [{"type": "team_join", "user": user_shape(user), "event_ts": world.next_ts()}]


def changed(world: World, user: User) -> Events:
    """Name, title, time zone, or that they are gone."""
    event = {"type": "user_change", "user": user_shape(user), "cache_ts": int(world.now())}
    return [event | {"event_ts": world.next_ts()}]


def uninstalled(world: World) -> Events:
    """Both come, in no promised order."""
    tokens = {"oauth": [], "bot": [world.bot_user]}
    revoked = {"type": "tokens_revoked", "tokens": tokens, "event_ts": world.next_ts()}
    return [revoked, {"type": "app_uninstalled", "event_ts": world.next_ts()}]


def _of_channel(world: World, channel: Channel, what: str, fields: Json) -> Events:
    if not world.sees(world.bot_user, channel):
        return []
    family = "channel" if channel.kind == "public" else "group"
    event = {"type": f"{family}_{what}", "channel": channel.id, "event_ts": world.next_ts()}
    return [event | fields]


def _notice(world: World, channel: Channel, user: str, subtype: str, text: str, **fields: object) -> Events:
    """The message that Slack itself writes into the channel."""
    return said(world, channel, world.write(user, channel, text, subtype=subtype, **fields))
