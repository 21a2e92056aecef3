"""Speaks on Slack: the last step of everything that the bot says. Each call is one attempt.

Where something may be said in several ways, the next is only tried once the one before was refused:
after silence, or a limit, nobody knows what was said.
"""

from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from adapters.json_fields import Raw, child, text
from adapters.recent import Recent
from adapters.slack.calls import answered, taken
from adapters.slack.connections import Connections
from adapters.slack.finding import EVENT_TYPE, find_key
from adapters.slack.payload import Json, Payload, payload_of
from bot.chat_types import Outgoing, OutgoingKind
from bot.errors import LockedOutError, NotFindableError, RefusedError
from bot.ports import Clock
from expertise.types import MessageTs, WorkspaceId

_RESPONSE_URL_LASTS = timedelta(minutes=29)  # Slack's half hour, less what passed before we intended it
_DIRECT = (OutgoingKind.DIRECT, OutgoingKind.INVITATION, OutgoingKind.WEEKLY)
_DIRECT_LASTS = timedelta(hours=12)
_MANY_DIRECTS = 10_000
_NOT_THERE = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_thread_locked",
        "user_not_in_channel",
    }
)
"""Refusals of what one person should see in a channel, which may still reach them directly."""


class SlackPlatform:
    """Implements ``bot.chat_ports.ChatPlatform``.

    ``LockedOutError`` is the refusal that concerns the whole workspace.
    """

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._directs: Recent[tuple[WorkspaceId, str], str] = Recent(clock, _DIRECT_LASTS, _MANY_DIRECTS)

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Say it; the ``ts`` of a message, None of what has none that lasts."""
        saying = await self._saying(workspace_id, outgoing)
        match outgoing.kind:
            case OutgoingKind.REPLY:
                return await self._post(saying, needed(outgoing.channel, "channel"), outgoing.thread_ts)
            case OutgoingKind.PRIVATE:
                return await self._say_privately(saying)
            case OutgoingKind.DIRECT | OutgoingKind.INVITATION | OutgoingKind.WEEKLY | OutgoingKind.TOGETHER:
                return await self._say_directly(saying, outgoing.thread_ts)
            case OutgoingKind.HOME:
                await self._publish(saying)
            case OutgoingKind.UPDATE | OutgoingKind.REMOVAL:
                await self.update(workspace_id, outgoing)
        return None

    async def update(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> None:
        """Put it in place of what it targets: of what a ``response_url`` came with, or of a message."""
        saying = await self._saying(workspace_id, outgoing)
        await (self._remove(saying) if outgoing.kind is OutgoingKind.REMOVAL else self._replace(saying))

    async def find(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Look through what was said since it was intended; None: it was not said.

        What one person alone sees, and home pages, are kept nowhere: NotFindableError, as for a
        conversation that we may not read, or not to its end.
        """
        if outgoing.kind is OutgoingKind.PRIVATE or outgoing.kind.may_repeat:
            raise NotFindableError
        client = await self._connections.client(workspace_id)
        try:
            channel = await self._place(client, workspace_id, outgoing)
            return await find_key(client, channel, outgoing)
        except LockedOutError:
            raise
        except RefusedError as error:
            raise NotFindableError from error

    async def _saying(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> "_Saying":
        payload = payload_of(outgoing)
        client = await self._connections.client(workspace_id)
        return _Saying(workspace_id=workspace_id, outgoing=outgoing, payload=payload, client=client)

    async def _post(self, saying: "_Saying", channel: str, thread_ts: str | None) -> MessageTs:
        call = saying.client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": saying.outgoing.key}},
            **saying.payload.content,
        )
        return MessageTs(text(await answered(call), "ts"))

    async def _say_privately(self, saying: "_Saying") -> MessageTs | None:
        """By the address that came with a command or press, as that works everywhere; here; or directly."""
        if await self._is_taken(saying, {"response_type": "ephemeral", "replace_original": False}):
            return None
        outgoing = saying.outgoing
        if outgoing.channel is None:
            return await self._say_directly(saying)
        try:
            await answered(
                saying.client.chat_postEphemeral(
                    channel=outgoing.channel,
                    user=needed(outgoing.recipient, "user"),
                    thread_ts=outgoing.thread_ts,
                    **saying.payload.content,
                )
            )
        except RefusedError as error:
            if error.code not in _NOT_THERE:
                raise
            return await self._say_directly(saying)
        return None

    async def _is_taken(self, saying: "_Saying", how: Json) -> bool:
        """Whether it could be said by the ``response_url``, if it still has one."""
        url, outgoing = saying.payload.response_url, saying.outgoing
        if url is None or self._clock() - outgoing.intended_at > _RESPONSE_URL_LASTS:
            return False
        thread = {"thread_ts": outgoing.thread_ts} if outgoing.thread_ts else {}
        try:
            await taken(self._connections.webhook(url).send_dict(saying.payload.content | how | thread))
        except RefusedError:  # it lasts for half an hour and five answers
            return False
        return True

    async def _say_directly(self, saying: "_Saying", thread_ts: str | None = None) -> MessageTs:
        recipient = needed(saying.outgoing.recipient, "user")
        channel = await self._direct(saying.client, saying.workspace_id, recipient)
        return await self._post(saying, channel, thread_ts)

    async def _publish(self, saying: "_Saying") -> None:
        view = saying.payload.view
        if view is None:
            raise RefusedError("no_view")
        recipient = needed(saying.outgoing.recipient, "user")
        await answered(saying.client.views_publish(user_id=recipient, view=view))

    async def _replace(self, saying: "_Saying") -> None:
        if await self._is_taken(saying, {"replace_original": True}):
            return
        target = needed(saying.outgoing.target_ts, "ts")
        channel = await self._place(saying.client, saying.workspace_id, saying.outgoing)
        content: Json = {"blocks": []} | saying.payload.content  # blocks that are not given would stay
        await answered(saying.client.chat_update(channel=channel, ts=target, **content))

    async def _remove(self, saying: "_Saying") -> None:
        """What somebody else took away before is gone as well."""
        target = needed(saying.outgoing.target_ts, "ts")
        channel = await self._place(saying.client, saying.workspace_id, saying.outgoing)
        try:
            await answered(saying.client.chat_delete(channel=channel, ts=target))
        except RefusedError as error:
            if error.code != "message_not_found":
                raise

    async def _place(self, client: AsyncWebClient, workspace_id: WorkspaceId, outgoing: Outgoing) -> str:
        """Where it stands: what is for one person, in the conversation with them."""
        is_direct = outgoing.kind in _DIRECT
        if outgoing.channel is not None and not is_direct:
            return outgoing.channel
        return await self._direct(client, workspace_id, needed(outgoing.recipient, "user"))

    async def _direct(self, client: AsyncWebClient, workspace_id: WorkspaceId, person: str) -> str:
        """The conversation with somebody, or with several, with commas; opened where there is none."""
        known = self._directs.get((workspace_id, person))
        if known is not None:
            return known
        opened: Raw = await answered(client.conversations_open(users=person))
        channel = needed(text(child(opened, "channel"), "id"), "channel")
        self._directs.put((workspace_id, person), channel)
        return channel


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """What is said, and through what."""

    workspace_id: WorkspaceId
    outgoing: Outgoing
    payload: Payload
    client: AsyncWebClient


def needed(value: str | None, name: str) -> str:
    """Raises RefusedError without it: whoever intended this message forgot where it goes."""
    if not value:
        raise RefusedError(f"no_{name}")
    return value
