"""Web API: channels and what was said in them, as far as the bot may know."""

from tests.support.slack import happenings
from tests.support.slack.calls import Call, Method, any_family, good
from tests.support.slack.limits import TIERS
from tests.support.slack.paging import page, with_cursor
from tests.support.slack.shapes import channel_shape, message_shape
from tests.support.slack.world import FAMILY, Json, Refused

KIND = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
MOST_IN_GROUP = 8


def conversations_list(call: Call) -> Json:
    """Archived channels are left out after the page is cut: pages may be short, even empty."""
    world, kinds = call.world, _kinds(call)
    for kind in kinds:
        call.token.need(f"{FAMILY[kind]}:read")
    known = [one for one in world.channels.values() if one.kind in kinds and world.sees(world.bot_user, one)]
    channels, cursor = page(known, lambda one: one.id, call.arguments, default=100, most=999)
    shown = [one for one in channels if not (call.flag("exclude_archived") and one.is_archived)]
    return with_cursor(good(channels=[channel_shape(world, one) for one in shown]), cursor)


def users_conversations(call: Call) -> Json:
    """The channels where the bot is, or where somebody is as far as the bot may know."""
    world, kinds = call.world, _kinds(call)
    user = call.person().id if call.text("user") else world.bot_user
    for kind in kinds:
        call.token.need(f"{FAMILY[kind]}:read")
    theirs = [
        one
        for one in world.channels.values()
        if one.kind in kinds and user in one.members and world.sees(world.bot_user, one)
    ]
    shown = [one for one in theirs if not (call.flag("exclude_archived") and one.is_archived)]
    channels, cursor = page(shown, lambda one: one.id, call.arguments, default=100, most=999)
    return with_cursor(good(channels=[channel_shape(world, one) for one in channels]), cursor)


def conversations_info(call: Call) -> Json:
    channel = call.channel("read")
    shape = channel_shape(call.world, channel)
    if call.flag("include_num_members"):
        shape["num_members"] = len(channel.members)
    return good(channel=shape)


def conversations_members(call: Call) -> Json:
    channel = call.channel("read")
    members, cursor = page(channel.members, lambda one: one, call.arguments, default=100, most=999)
    return with_cursor(good(members=members), cursor)


def conversations_history(call: Call) -> Json:
    """Newest first in each page. With ``oldest`` alone, the earliest page comes first.

    Replies are not in it, except those that were also sent to the channel.
    """
    channel = call.joined_channel("history")
    messages = _within(call, [one for one in channel.messages.values() if _is_top(one)])
    forward = bool(call.text("oldest")) and not call.text("latest")
    shown, cursor = page(
        messages,
        lambda one: _micros(one["ts"]) * (1 if forward else -1),
        call.arguments,
        default=100,
        most=999,
    )
    shown.sort(key=lambda one: _micros(one["ts"]), reverse=True)
    body = good(messages=_shapes(call, shown), has_more=bool(cursor), pin_count=0)
    return with_cursor(body, cursor) if cursor else body


def conversations_replies(call: Call) -> Json:
    """The thread's first message, on every page, and its replies, earliest first."""
    channel = call.joined_channel("history")
    call.require("ts")
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise Refused("thread_not_found")
    parent = channel.messages.get(message.get("thread_ts") or message["ts"], message)
    replies = _within(call, channel.replies(parent["ts"]))
    shown, cursor = page(replies, lambda one: _micros(one["ts"]), call.arguments, default=999, most=999)
    body = good(messages=_shapes(call, [parent, *shown]), has_more=bool(cursor))
    return with_cursor(body, cursor) if cursor else body


def conversations_join(call: Call) -> Json:
    world, channel = call.world, call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if world.bot_user in channel.members:
        more = {"warnings": ["already_in_channel"]}
        body = good(channel=channel_shape(world, channel), warning="already_in_channel")
        return body | {"response_metadata": more}
    call.slack.tell_later(happenings.joined(world, world.bot_user, channel))
    return good(channel=channel_shape(world, channel))


def conversations_open(call: Call) -> Json:
    if call.text("channel"):
        return good(channel={"id": call.joined_channel().id}, already_open=True, no_op=True)
    call.require("users")
    ids = call.text("users").split(",")
    call.token.need("im:write" if len(ids) == 1 else "mpim:write")
    if len(ids) > MOST_IN_GROUP:
        raise Refused("too_many_users")
    for one in ids:
        _refuse_to_meet(call, one)
    if not _may_meet(call, ids):
        raise Refused("invalid_user_combination")
    before = len(call.world.channels)
    channel = call.world.direct(*ids)
    if before < len(call.world.channels):
        return good(channel={"id": channel.id})
    return good(channel={"id": channel.id}, already_open=True, no_op=True)


def _may_meet(call: Call, ids: list[str]) -> bool:
    """External people must be in a channel together already: ``invalid_user_combination`` otherwise."""
    is_external = any(call.world.users[one].is_stranger for one in ids)
    together = any({*ids} <= {*channel.members} for channel in call.world.channels.values())
    return len(ids) == 1 or not is_external or together


def _refuse_to_meet(call: Call, user_id: str) -> None:
    user = call.world.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("user_disabled")
    if user.is_bot:
        raise Refused("cannot_dm_bot")


def _kinds(call: Call) -> list[str]:
    names = call.text("types", "public_channel").replace(" ", "").split(",")
    if unknown := set(names) - KIND.keys():
        raise Refused("invalid_types", response_metadata={"messages": sorted(unknown)})
    return [KIND[name] for name in names]


def _is_top(message: Json) -> bool:
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not is_reply or message.get("subtype") == "thread_broadcast"


def _within(call: Call, messages: list[Json]) -> list[Json]:
    """Those after ``oldest`` and before ``latest``; with ``inclusive``, also those at them."""
    oldest, latest = (_bound(call, name) for name in ("oldest", "latest"))
    slack = int(call.flag("inclusive"))
    within = (
        one
        for one in messages
        if (oldest is None or _micros(one["ts"]) > oldest - slack)
        and (latest is None or _micros(one["ts"]) < latest + slack)
    )
    return list(within)


def _bound(call: Call, name: str) -> int | None:
    value = call.text(name)
    try:
        return _micros(value) if value else None
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _micros(ts: str) -> int:
    """A ``ts`` as a number that may be compared; no float has that many digits."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6])


def _shapes(call: Call, messages: list[Json]) -> list[Json]:
    with_metadata = call.flag("include_all_metadata")
    return [message_shape(one, with_metadata=with_metadata) for one in messages]


METHODS = {
    "conversations.list": Method(answer=conversations_list, per_minute=TIERS[2], scopes=any_family("read")),
    "users.conversations": Method(answer=users_conversations, per_minute=TIERS[3], scopes=any_family("read")),
    "conversations.info": Method(answer=conversations_info, per_minute=TIERS[3], scopes=any_family("read")),
    "conversations.members": Method(
        answer=conversations_members, per_minute=TIERS[4], scopes=any_family("read")
    ),
    "conversations.history": Method(
        answer=conversations_history, per_minute=TIERS[3], scopes=any_family("history")
    ),
    "conversations.replies": Method(
        answer=conversations_replies, per_minute=TIERS[3], scopes=any_family("history")
    ),
    "conversations.join": Method(answer=conversations_join, per_minute=TIERS[3], scopes=("channels:join",)),
    "conversations.open": Method(
        answer=conversations_open, per_minute=TIERS[3], scopes=("im:write", "mpim:write")
    ),
}
