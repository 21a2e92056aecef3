"""Links to messages, made from stored ids alone: never from anything that somebody wrote."""

from bot.types import Platform, Workspace
from expertise.types import Channel, Message


def permalink(workspace: Workspace, channel: Channel, message: Message) -> str | None:
    """The platform's link to a message, or None where the workspace's address is not known."""
    if not workspace.url or workspace.platform is not Platform.SLACK:
        return None
    link = f"{workspace.url.rstrip('/')}/archives/{channel.platform_id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        return f"{link}?thread_ts={message.thread_ts}&cid={channel.platform_id}"
    return link
