"""Speaks on Teams: the last step of everything that the bot says. Each call is one attempt.

There is no message here that only one person in a channel sees: what is private is said in their chat with
the bot. Nor is there a home page: what would change it has changed the message that was pressed.
"""

from adapters.json_fields import Raw, text
from adapters.teams.book import AddressBook
from adapters.teams.calls import BLOCKED, GONE, LACKS_APP
from adapters.teams.connections import Connections
from adapters.teams.pace import Pace
from adapters.teams.payload import payload_of
from bot.addresses import Address, Place
from bot.chat_types import Outgoing, OutgoingKind
from bot.errors import NO_APP, LockedOutError, NotFindableError, RefusedError
from bot.ports import Clock
from expertise.types import MessageTs, WorkspaceId

_CHANNEL_IDS = ("@thread.tacv2", "@thread.skype")


class TeamsPlatform:
    """Implements ``bot.chat_ports.ChatPlatform`` for one workspace.

    What would be too much for a conversation is a ``RateLimitedError`` before it is tried.
    ``RefusedError`` with the code ``NO_APP``: that person cannot be written to, for they lack the app or
    have blocked it. ``LockedOutError`` is the refusal that concerns the whole workspace.
    """

    def __init__(self, connections: Connections, book: AddressBook, clock: Clock) -> None:
        self._connections = connections
        self._book = book
        self._clock = clock
        self._pace = Pace(clock)

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Say it; the id of a message, None of what is none."""
        match outgoing.kind:
            case OutgoingKind.REPLY:
                return await self._reply(outgoing)
            case OutgoingKind.PRIVATE | OutgoingKind.DIRECT | OutgoingKind.INVITATION | OutgoingKind.WEEKLY:
                return await self._say_directly(outgoing)
            case OutgoingKind.UPDATE | OutgoingKind.REMOVAL:
                await self.update(workspace_id, outgoing)
            case OutgoingKind.TOGETHER:  # a bot opens no chat of others
                raise RefusedError("no_groups")
            case OutgoingKind.HOME:
                pass
        return None

    async def update(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> None:  # noqa: ARG002 the port's
        """Put it in place of what it targets, or take that away; what is gone already was taken away."""
        target = _needed(outgoing.target_ts, "ts")
        address = await self._place(outgoing)
        path = ("conversations", _thread(address, outgoing), "activities", target)
        if outgoing.kind is not OutgoingKind.REMOVAL:
            body = {**payload_of(outgoing), "id": target}
            await self._write("PUT", address, path, body)
            return
        try:
            await self._write("DELETE", address, path)
        except RefusedError as error:
            if error.code not in GONE:
                raise

    async def find(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:  # noqa: ARG002 the port's
        """Nothing is: the connector neither lists messages nor keeps a key with them."""
        raise NotFindableError

    async def _reply(self, outgoing: Outgoing) -> MessageTs:
        """In a thread, in a chat; or as a new post of a channel, which makes a conversation of its own."""
        address = await self._address(_needed(outgoing.channel, "channel"))
        if address.place is not Place.CHANNEL or outgoing.thread_ts is not None:
            return await self._post(address, _thread(address, outgoing), payload_of(outgoing))
        asked: Raw = {
            "isGroup": True,
            "channelData": {"channel": {"id": address.conversation}},
            "activity": payload_of(outgoing),
        }
        self._pace.keep(address.conversation)
        created = await self._create(address.service_url, asked)
        return MessageTs(text(created, "activityId"))

    async def _say_directly(self, outgoing: Outgoing) -> MessageTs:
        """In the chat that we know; in a new one where that was refused, for then it was not said."""
        person = _needed(outgoing.recipient, "user")
        body = payload_of(outgoing)
        known = await self._book.with_person(person)
        if known is not None:
            try:
                return await self._post(known, known.conversation, body)
            except RefusedError as error:
                if error.code not in GONE | LACKS_APP:
                    raise _about_a_person(error) from None
                await self._book.forget([known.conversation])
        try:
            opened = await self._open(person)
            return await self._post(opened, opened.conversation, body)
        except RefusedError as error:
            raise _about_a_person(error) from None

    async def _open(self, person: str) -> Address:
        """A chat with somebody; it exists from now on, with or without words."""
        service_url = await self._book.door()
        tenant = self._connections.app.tenant
        opened = await self._create(
            service_url,
            {
                "isGroup": False,
                "members": [{"id": person}],
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            },
        )
        address = Address(
            conversation=_needed(text(opened, "id"), "conversation"),
            place=Place.PERSONAL,
            service_url=service_url,
            person=person,
            seen_at=self._clock(),
        )
        await self._book.note(address)
        return address

    async def _post(self, address: Address, conversation: str, body: Raw) -> MessageTs:
        path = ("conversations", conversation, "activities")
        return MessageTs(text(await self._write("POST", address, path, body), "id"))

    async def _write(
        self, method: str, address: Address, path: tuple[str, ...], body: Raw | None = None
    ) -> Raw:
        self._pace.keep(address.conversation)
        return await self._connections.call(method, address.service_url, *path, body=body)

    async def _create(self, service_url: str, asked: Raw) -> Raw:
        bot = {"id": f"28:{self._connections.app.id}"}
        return await self._connections.call("POST", service_url, "conversations", body={**asked, "bot": bot})

    async def _place(self, outgoing: Outgoing) -> Address:
        """Where its target stands: what is for one person, in their chat with the bot."""
        if outgoing.channel is not None:
            return await self._address(outgoing.channel)
        known = await self._book.with_person(_needed(outgoing.recipient, "user"))
        if known is None:
            raise RefusedError("ConversationNotFound")
        return known

    async def _address(self, conversation: str) -> Address:
        """Even where nothing was learned of it yet: ids tell channels from chats."""
        known = await self._book.of(conversation)
        if known is not None:
            return known
        is_channel = conversation.endswith(_CHANNEL_IDS)
        return Address(
            conversation=conversation,
            place=Place.CHANNEL if is_channel else Place.GROUP,
            service_url=await self._book.door(),
            seen_at=self._clock(),
        )


def _thread(address: Address, outgoing: Outgoing) -> str:
    """Of a channel the thread's own conversation; chats have no threads."""
    if address.place is not Place.CHANNEL or outgoing.thread_ts is None:
        return address.conversation
    return f"{address.conversation};messageid={outgoing.thread_ts}"


def _about_a_person(error: RefusedError) -> RefusedError:
    """What the flow can tell from other refusals, whatever Teams calls it."""
    is_theirs = error.code in LACKS_APP | BLOCKED and not isinstance(error, LockedOutError)
    return RefusedError(NO_APP) if is_theirs else error


def _needed(value: str | None, name: str) -> str:
    """Raises RefusedError without it: whoever intended this message forgot where it goes."""
    if not value:
        raise RefusedError(f"no_{name}")
    return value
