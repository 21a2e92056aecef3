"""What an app posts to a ``response_url``: to the one person, or to the channel; new, changed or gone.

It needs no token and no membership: that is what these addresses are for.
"""

from typing import TYPE_CHECKING

from tests.support.slack import happenings
from tests.support.slack.blocks import refuse_bad_blocks
from tests.support.slack.shapes import bot_fields
from tests.support.slack.tickets import ResponseUrl
from tests.support.slack.world import Channel, Json, Refused

if TYPE_CHECKING:
    from tests.support.slack.fake import FakeSlack


def respond(slack: "FakeSlack", url: ResponseUrl, body: Json) -> None:
    """Do what that body asks for."""
    channel = slack.world.channels[url.channel]
    if body.get("delete_original"):
        _delete_original(slack, channel, url)
        return
    content = _content(slack, body)
    if body.get("replace_original") and url.source is not None:
        _replace_original(slack, channel, url, content)
    elif body.get("response_type") == "in_channel":
        text = content.pop("text")
        author = slack.world.bot_user
        message = slack.world.write(author, channel, text, **bot_fields(slack.world), **content)
        slack.tell_later(happenings.said(slack.world, channel, message))
    else:
        slack.show(url.user, channel, content)


def _content(slack: "FakeSlack", body: Json) -> Json:
    if not body.get("text") and not body.get("blocks"):
        raise Refused("no_text")
    content: Json = {"text": body.get("text") or ""}
    if body.get("blocks"):
        refuse_bad_blocks(body["blocks"])
        content["blocks"] = slack.named(body["blocks"])
    if body.get("thread_ts"):
        content["thread_ts"] = body["thread_ts"]
    return content


def _delete_original(slack: "FakeSlack", channel: Channel, url: ResponseUrl) -> None:
    if url.source is None:
        raise Refused("message_not_found")
    shown = _ephemeral(slack, url.source)
    if shown is not None:
        slack.world.ephemerals.remove(shown)
    else:
        slack.tell_later(happenings.deleted(slack.world, channel, url.source["ts"]))


def _replace_original(slack: "FakeSlack", channel: Channel, url: ResponseUrl, content: Json) -> None:
    source = url.source or {}
    shown = _ephemeral(slack, source)
    if shown is not None:
        shown.pop("blocks", None)
        shown.update(content)
        return
    if source["ts"] not in channel.messages:
        raise Refused("message_not_found")
    changes = {"blocks": None} | content
    author = slack.world.bot_user
    slack.tell_later(happenings.edited(slack.world, channel, source["ts"], author, **changes))


def _ephemeral(slack: "FakeSlack", source: Json) -> Json | None:
    """The one that was pressed on, whatever the press says that it held."""
    return next((each for each in slack.world.ephemerals if each["ts"] == source["ts"]), None)
