"""Slack's events, and what each comes to in our words."""

from datetime import UTC, datetime
from typing import Any

from adapters.slack.payloads import Reading
from adapters.slack.text import Names
from bot.incoming import ChannelGone, ChannelSeen, Deleted, Incoming, Membership, PersonSeen, Posted
from expertise.types import ChannelKind, MessageKind, MessageTs
from tests.support.slack_payloads import APP, BOT, TS, event, message, said

READING = Reading(names=Names(people={"U0MAYA": "Maya Lind", BOT: "Kenner"}, channels={"C0OPS": "ops"}))
NOW = datetime(2024, 3, 1, 9, 0, 5, tzinfo=UTC)
AT = datetime(2024, 3, 1, 9, 0, 0, 100, tzinfo=UTC)
CHANNEL = {"id": "C0DATA", "name": "data", "created": 1709283600, "creator": "U0ADA"}


def posted(text: str = "how do I restore a backup?", **fields: Any) -> Posted:
    whole = {"channel": "C0DATA", "ts": MessageTs(TS), "at": AT, "author": "U0ADA", "text": text}
    return Posted(**whole | fields)


def seen(**fields: Any) -> PersonSeen:
    whole = {
        "person": "U0ADA",
        "name": "Ada Lovelace",
        "handle": "ada",
        "title": "Analyst",
        "time_zone": "Europe/London",
        "picture": "https://avatars.example/ada_72.png",
    }
    return PersonSeen(**whole | fields)


MESSAGES: dict[str, tuple[dict[str, Any], tuple[Incoming, ...]]] = {
    "a message": (message(), (posted(),)),
    "names, channels and entities as words": (
        message("<@U0MAYA> said in <#C0OPS|old>: a &lt; b, <@U0WHO>"),
        (posted("@Maya Lind said in #ops: a < b, @someone"),),
    ),
    "a reply": (message(thread_ts="1709280000.000001"), (posted(thread_ts="1709280000.000001"),)),
    "a reply also sent to the channel": (
        message(subtype="thread_broadcast", thread_ts="1709280000.000001"),
        (posted(thread_ts="1709280000.000001"),),
    ),
    "a file": (
        message("the plan", subtype="file_share", files=[{"id": "F1", "title": "plan.pdf"}]),
        (posted("the plan\nplan.pdf"),),
    ),
    "a bot's": (
        event(
            "message",
            subtype="bot_message",
            bot_id="B1",
            text="build failed",
            ts=TS,
            channel="C0DATA",
            channel_type="channel",
        ),
        (posted("build failed", author=None, kind=MessageKind.BOT),),
    ),
    "another app's": (message(bot_id="B1", app_id="A0OTHER"), (posted(kind=MessageKind.BOT),)),
    "our own, by app": (message(bot_id="B0", app_id=APP), ()),
    "our own, by user": (event("message", **said("hello", user=BOT, bot_id="B0"), channel="C0DATA"), ()),
    "joining": (
        message("<@U0ADA> has joined the channel", subtype="channel_join"),
        (posted("@someone has joined the channel", kind=MessageKind.SYSTEM),),
    ),
    "a new purpose": (
        message("set", subtype="channel_purpose", purpose="all about &amp; data"),
        (
            ChannelSeen(channel="C0DATA", purpose="all about & data"),
            posted("set", kind=MessageKind.SYSTEM),
        ),
    ),
    "turned private": (
        message("made this channel private", subtype="channel_convert_to_private"),
        (
            ChannelSeen(channel="C0DATA", kind=ChannelKind.PRIVATE),
            posted("made this channel private", kind=MessageKind.SYSTEM),
        ),
    ),
    "an unknown subtype": (message("?", subtype="of_next_year"), (posted("?", kind=MessageKind.SYSTEM),)),
    "an edit": (
        event(
            "message",
            subtype="message_changed",
            hidden=True,
            channel="C0DATA",
            channel_type="channel",
            ts="1709283660.000500",
            message=said("better", edited={"user": "U0ADA", "ts": "1709283660.000000"}),
            previous_message=said("worse"),
        ),
        (posted("better", edited_at=datetime(2024, 3, 1, 9, 1, tzinfo=UTC)),),
    ),
    "a link that unfolds": (
        event(
            "message",
            subtype="message_changed",
            channel="C0DATA",
            ts="1709283660.000500",
            message=said("see https://x.example", attachments=[{"title": "x"}]),
            previous_message=said("see https://x.example"),
        ),
        (),
    ),
    "deleted, but replies hang on it": (
        event(
            "message",
            subtype="message_changed",
            channel="C0DATA",
            ts="1709283660.000500",
            message=said("This message was deleted.", subtype="tombstone", user="USLACKBOT", thread_ts=TS),
            previous_message=said("oops", thread_ts=TS),
        ),
        (posted("", author=None, thread_ts=TS, kind=MessageKind.TOMBSTONE),),
    ),
    "deleted": (
        event(
            "message",
            subtype="message_deleted",
            hidden=True,
            channel="C0DATA",
            ts="1709283660.000500",
            deleted_ts=TS,
            previous_message=said("oops"),
        ),
        (Deleted(channel="C0DATA", ts=MessageTs(TS), at=AT),),
    ),
    "a count of replies": (
        event("message", subtype="message_replied", channel="C0DATA", ts=TS, message=said("x")),
        (),
    ),
    "a file's old comment without words": (message("", subtype="file_comment"), (posted(""),)),
}


"""By what happened; of messages."""


CHANNELS: list[tuple[dict[str, Any], tuple[Incoming, ...]]] = [
    (
        event("channel_created", channel=CHANNEL | {"is_ext_shared": False}),
        (
            ChannelSeen(
                channel="C0DATA", name="data", kind=ChannelKind.PUBLIC, is_archived=False, is_shared=False
            ),
        ),
    ),
    (
        event("channel_created", channel=CHANNEL | {"is_private": True}),
        (ChannelSeen(channel="C0DATA", name="data", kind=ChannelKind.PRIVATE, is_archived=False),),
    ),
    (event("channel_rename", channel=CHANNEL), (ChannelSeen(channel="C0DATA", name="data"),)),
    (event("group_rename", channel=CHANNEL), (ChannelSeen(channel="C0DATA", name="data"),)),
    (
        event("channel_archive", channel="C0DATA", user="U0ADA"),
        (ChannelSeen(channel="C0DATA", is_archived=True),),
    ),
    (event("group_archive", channel="G0SEC"), (ChannelSeen(channel="G0SEC", is_archived=True),)),
    (event("channel_unarchive", channel="C0DATA"), (ChannelSeen(channel="C0DATA", is_archived=False),)),
    (event("group_unarchive", channel="G0SEC"), (ChannelSeen(channel="G0SEC", is_archived=False),)),
    (event("channel_deleted", channel="C0DATA"), (ChannelGone(channel="C0DATA"),)),
    (event("group_deleted", channel="G0SEC"), (ChannelGone(channel="G0SEC"),)),
    (
        event("channel_convert_to_private", channel="C0DATA"),
        (ChannelSeen(channel="C0DATA", kind=ChannelKind.PRIVATE),),
    ),
    (
        event("channel_convert_to_public", channel="C0DATA"),
        (ChannelSeen(channel="C0DATA", kind=ChannelKind.PUBLIC),),
    ),
    (
        event("channel_shared", channel="C0DATA", connected_team_id="T0ELSE"),
        (ChannelSeen(channel="C0DATA", is_shared=True),),
    ),
    (
        event("channel_unshared", channel="C0DATA", is_ext_shared=False),
        (ChannelSeen(channel="C0DATA", is_shared=False),),
    ),
    (
        event("channel_unshared", channel="C0DATA", is_ext_shared=True),
        (ChannelSeen(channel="C0DATA", is_shared=True),),
    ),
    (
        event("member_joined_channel", user="U0ADA", channel="C0DATA", channel_type="C", inviter="U1"),
        (Membership(channel="C0DATA", person="U0ADA", is_member=True),),
    ),
    (
        event("member_left_channel", user="U0ADA", channel="C0DATA"),
        (Membership(channel="C0DATA", person="U0ADA", is_member=False),),
    ),
    (
        event("channel_left", channel="C0DATA", actor_id="U0ADA"),
        (Membership(channel="C0DATA", person=BOT, is_member=False),),
    ),
    (
        event("group_left", channel="G0SEC", actor_id="U0ADA"),
        (Membership(channel="G0SEC", person=BOT, is_member=False),),
    ),
]


"""Of channels, and of who is in them."""


def mention(text: str, **fields: Any) -> dict[str, Any]:
    return event("app_mention", **said(text), channel="C0DATA", **fields)
