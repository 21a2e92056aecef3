"""Links to messages and people, made from stored ids alone: never from anything that somebody wrote."""

import re
from urllib.parse import quote, unquote, urlsplit

from bot.types import Platform, Workspace
from expertise.types import Channel, Message, MessageTs, Person

_TEAMS = "https://teams.microsoft.com/l/message"
_IN_A_CHAT = quote('{"contextType":"chat"}', safe="")
_CHANNEL_IDS = ("@thread.tacv2", "@thread.skype")


def permalink(workspace: Workspace, channel: Channel, message: Message) -> str | None:
    """The platform's link to a message, or None where it cannot be made of what is known."""
    return _PLATFORMS[workspace.platform](workspace, channel, message)


def message_at(workspace: Workspace, link: str) -> tuple[str, MessageTs] | None:
    """The channel's platform id and the message that somebody's link leads to; None where it is no such link.

    Whether there is one, and who may read it, is not asked here.
    """
    found = _LINK.search(link)
    return _LED_TO[workspace.platform](found[0]) if found else None


def _led_to_in_slack(link: str) -> tuple[str, MessageTs] | None:
    found = _ARCHIVES.search(urlsplit(link).path)
    return (found[1], MessageTs(f"{found[2]}.{found[3]}")) if found else None


def _led_to_in_teams(link: str) -> tuple[str, MessageTs] | None:
    found = _MESSAGE.search(urlsplit(link).path)
    return (unquote(found[1]), MessageTs(found[2])) if found else None


def profile(workspace: Workspace, person: Person) -> str | None:
    """The platform's page about somebody, from which they can be written to; None where it has none.

    As Slack's "Copy link to profile" makes it.
    """
    if workspace.platform is not Platform.SLACK or not workspace.url:
        return None
    return f"{workspace.url.rstrip('/')}/team/{quote(person.platform_id, safe='')}"


def _in_slack(workspace: Workspace, channel: Channel, message: Message) -> str | None:
    if not workspace.url:
        return None
    link = f"{workspace.url.rstrip('/')}/archives/{channel.platform_id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        return f"{link}?thread_ts={message.thread_ts}&cid={channel.platform_id}"
    return link


def _in_teams(workspace: Workspace, channel: Channel, message: Message) -> str | None:
    """As "Deep link to a Teams chat" in Microsoft's documentation has it, without names that may change."""
    if not message.ts.isdecimal():
        return None
    link = f"{_TEAMS}/{quote(channel.platform_id, safe='')}/{message.ts}"
    if not channel.platform_id.endswith(_CHANNEL_IDS):
        return f"{link}?context={_IN_A_CHAT}"
    tenant = quote(workspace.platform_id, safe="")
    root = message.thread_ts or message.ts
    return f"{link}?tenantId={tenant}&parentMessageId={root}&createdTime={message.ts}"


_LINK = re.compile(r"https://[^\s<>|]+")
_ARCHIVES = re.compile(r"/archives/([A-Z0-9]+)/p(\d{10})(\d{6})$")
_MESSAGE = re.compile(r"/l/message/([^/]+)/(\d+)$")
_LED_TO = {Platform.SLACK: _led_to_in_slack, Platform.TEAMS: _led_to_in_teams}
_PLATFORMS = {Platform.SLACK: _in_slack, Platform.TEAMS: _in_teams}
