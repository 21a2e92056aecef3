"""What people do in the workspace. Each returns when the app has acknowledged what it was told of it."""

from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from tests.support.slack import happenings
from tests.support.slack.delivery import Outbox
from tests.support.slack.world import Channel, Json, User, World

Who = User | str
Where = Channel | str


class Talking:
    """The half of the fake that changes channels, messages and people."""

    world: World
    outbox: Outbox

    async def post(
        self, who: Who, where: Where, text: str, *, thread_ts: str | None = None, **fields: Any
    ) -> Json:
        """A message of somebody who is in that channel; ``text`` as Slack sends it, with its escapes."""
        user, channel = self.world.user(who), self._open_to(who, where)
        own: Json = {"client_msg_id": str(uuid4()), "blocks": _rich_text(text), "thread_ts": thread_ts}
        message = self.world.write(user.id, channel, text, **own | fields)
        await self._tell(happenings.said(self.world, channel, message))
        return message

    async def edit(self, message: Json, text: str) -> Json:
        """Its author changes it."""
        channel = self._channel_of(message)
        author, ts = message["user"], message["ts"]
        await self._tell(
            happenings.edited(self.world, channel, ts, author, text=text, blocks=_rich_text(text))
        )
        return channel.messages[ts]

    async def delete(self, message: Json) -> None:
        """Somebody removes it."""
        channel = self._channel_of(message)
        await self._tell(happenings.deleted(self.world, channel, message["ts"]))

    async def join(self, who: Who, where: Where) -> None:
        """They come in, or are brought in; the bot too: ``fake.bot``."""
        channel = self.world.place(where)
        await self._tell(happenings.joined(self.world, self.world.user(who).id, channel))

    async def leave(self, who: Who, where: Where) -> None:
        """They leave, or are put out."""
        channel = self._open_to(who, where)
        await self._tell(happenings.left(self.world, self.world.user(who).id, channel))

    async def create(self, who: Who, name: str, kind: str = "public") -> Channel:
        channel = self.world.channel(name, who, kind=kind)
        await self._tell(happenings.created(self.world, channel))
        return channel

    async def rename(self, who: Who, where: Where, name: str) -> None:
        channel = self._open_to(who, where)
        await self._tell(happenings.renamed(self.world, self.world.user(who).id, channel, name))

    async def archive(self, who: Who, where: Where) -> None:
        channel = self._open_to(who, where)
        await self._tell(happenings.archived(self.world, self.world.user(who).id, channel))

    async def unarchive(self, who: Who, where: Where) -> None:
        channel = self.world.place(where)
        await self._tell(happenings.unarchived(self.world, self.world.user(who).id, channel))

    async def remove_channel(self, where: Where) -> None:
        """It is deleted, with everything in it."""
        await self._tell(happenings.vanished(self.world, self.world.place(where)))

    async def make_private(self, who: Who, where: Where) -> None:
        channel = self._open_to(who, where)
        await self._tell(happenings.made_private(self.world, self.world.user(who).id, channel))

    async def make_public(self, who: Who, where: Where) -> None:
        channel = self._open_to(who, where)
        await self._tell(happenings.made_public(self.world, self.world.user(who).id, channel))

    async def share(self, where: Where, with_team: str = "T02OTHER") -> None:
        """Slack Connect: another company is let in."""
        await self._tell(happenings.shared(self.world, self.world.place(where), with_team))

    async def arrive(self, name: str, **fields: Any) -> User:
        """A new account; ``world.person`` makes one that was there before the app."""
        user = self.world.person(name, **fields)
        await self._tell(happenings.arrived(self.world, user))
        return user

    async def change(self, who: Who, **fields: Any) -> None:
        """A profile changes: ``real_name``, ``title``, ``tz``, ``is_guest`` and the like."""
        user = self.world.user(who)
        for name, value in fields.items():
            setattr(user, name, value)
        await self._tell(happenings.changed(self.world, user))

    async def deactivate(self, who: Who) -> None:
        """They have left the company; Slack takes them out of every channel without a word there."""
        user = self.world.user(who)
        for channel in self.world.channels.values():
            if channel.kind in {"public", "private"} and user.id in channel.members:
                channel.members.remove(user.id)
        await self.change(user, deleted=True)

    def _open_to(self, who: Who, where: Where) -> Channel:
        user, channel = self.world.user(who), self.world.place(where)
        if user.id not in channel.members:
            raise ValueError(f"{user.name} is not in {channel.name or channel.id}")
        if channel.is_archived:
            raise ValueError(f"{channel.name} is archived")
        return channel

    def _channel_of(self, message: Json) -> Channel:
        for channel in self.world.channels.values():
            if message["ts"] in channel.messages:
                return channel
        raise LookupError(f"no channel has a message {message['ts']}")

    def _tell(self, events: list[Json]) -> Coroutine[Any, Any, None]:
        return self.outbox.events(events)


def _rich_text(text: str) -> list[Json]:
    """What Slack's composer makes beside the text; here always one plain run."""
    run = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "composed", "elements": [run]}]
