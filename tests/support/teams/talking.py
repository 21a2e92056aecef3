"""What people do: each changes the tenant, and tells the bot as far as it would hear of it."""

from typing import Any

from tests.support.teams.delivery import Courier, Delivery
from tests.support.teams.shapes import account, activity, conversation, mention
from tests.support.teams.world import Channel, Conversation, Json, Person, Team, World


class Talking:
    """Part of ``FakeTeams``. A place is a channel, a group chat, or a person: their chat with the bot."""

    world: World
    courier: Courier
    hears_everything: bool

    @property
    def service_url(self) -> str:
        raise NotImplementedError

    async def install(self, person: Person) -> Delivery:
        """They add the app for themselves."""
        chat = self.world.personal(person)
        chat.has_bot = True
        joined = self._made("conversationUpdate", chat, person, id=self._event_id())
        await self.courier.bring(joined | {"membersAdded": [account(person), dict(self.world.bot)]})
        return await self._installation(chat, person, "add")

    async def uninstall(self, person: Person) -> Delivery:
        chat = self.world.personal(person)
        chat.has_bot = False
        return await self._installation(chat, person, "remove")

    async def install_in(self, team: Team, by: Person) -> Delivery:
        """Somebody adds the app to a team."""
        team.has_bot = True
        added = {"membersAdded": [dict(self.world.bot)]}
        await self._team_event(team, by, "teamMemberAdded", **added)
        return await self._installation(team.general, by, "add")

    async def remove_from(self, team: Team, by: Person) -> Delivery:
        team.has_bot = False
        await self._team_event(team, by, "teamMemberRemoved", membersRemoved=[dict(self.world.bot)])
        return await self._installation(team.general, by, "remove")

    async def say(
        self, person: Person, where: Conversation | Person, text: str, thread: str | None = None
    ) -> Delivery:
        """A message. The bot hears it where it is mentioned (``@Kenner``), in chats, or with full consent."""
        place = self._place(where)
        words, mentions = self._spoken(text)
        message_id = self.world.next_id()
        message = self._made("message", place, person, id=message_id, text=words, textFormat="plain")
        if isinstance(place, Channel):
            message["conversation"] = conversation(self.world, place, thread or message_id)
        if thread and not isinstance(place, Channel):
            message["replyToId"] = thread
        message["entities"] = mentions
        place.messages[message_id] = message
        hears = mentions or self.hears_everything or place.kind == "personal"
        if not hears or not self.world.admits(place):
            return Delivery(activity=message)
        return await self.courier.bring(message)

    async def edit(
        self, person: Person, where: Conversation | Person, message_id: str, text: str
    ) -> Delivery:
        """The bot is told of it, and whether it names the bot now."""
        place = self._place(where)
        words, mentions = self._spoken(text)
        own = {"type": "messageUpdate", "text": words, "entities": mentions}
        place.messages[message_id] |= {"text": words, "entities": mentions}
        return await self._again(place, place.messages[message_id] | own, "editMessage")

    async def delete(self, person: Person, where: Conversation | Person, message_id: str) -> Delivery:
        place = self._place(where)
        message = place.messages.pop(message_id) | {"type": "messageDelete"}
        message.pop("text", None)
        return await self._again(place, message, "softDeleteMessage")

    async def undelete(self, where: Conversation, message: Json) -> Delivery:
        """They take the deletion back."""
        where.messages[message["id"]] = message
        return await self._again(where, message | {"type": "messageUpdate"}, "undeleteMessage")

    async def press(
        self, person: Person, where: Conversation | Person, message_id: str, verb: str, data: Any = None
    ) -> Delivery:
        """A button of a card that the bot sent."""
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data or {}}, "trigger": "manual"}
        return await self.invoke(person, where, "adaptiveCard/action", value, replyToId=message_id)

    async def invoke(
        self, person: Person, where: Conversation | Person, name: str, value: Json, **fields: Any
    ) -> Delivery:
        """Whatever wants an answer at once: cards, extensions, dialogs."""
        place = self._place(where)
        asked = self._made("invoke", place, person, id=self._event_id(), name=name, value=value)
        return await self.courier.bring(asked | fields)

    async def join(self, team: Team, person: Person) -> Delivery:
        team.members.append(person)
        return await self._team_event(team, person, "teamMemberAdded", membersAdded=[account(person)])

    async def leave(self, team: Team, person: Person) -> Delivery:
        team.members.remove(person)
        return await self._team_event(team, person, "teamMemberRemoved", membersRemoved=[account(person)])

    async def rename(self, channel: Channel, by: Person, name: str) -> Delivery:
        channel.name = name
        return await self._channel_event(channel, by, "channelRenamed")

    async def rename_team(self, team: Team, by: Person, name: str) -> Delivery:
        team.name = name
        return await self._team_event(team, by, "teamRenamed")

    async def vanish(self, channel: Channel, by: Person) -> Delivery:
        """Somebody deletes the channel."""
        channel.team.channels.remove(channel)
        return await self._channel_event(channel, by, "channelDeleted")

    async def archive(self, team: Team, by: Person) -> Delivery:
        """With all of its channels."""
        return await self._team_event(team, by, "teamArchived")

    def _spoken(self, text: str) -> tuple[str, list[Json]]:
        """As it is sent, and whom it names."""
        words = text.replace("@Kenner", f"<at>{self.world.bot['name']}</at>")
        return words, [mention(self.world)] if words != text else []

    def _made(self, kind: str, place: Conversation, person: Person, **fields: Any) -> Json:
        made = activity(self.world, self.service_url, kind, place, **{"from": account(person)})
        return made | fields

    async def _again(self, place: Conversation, message: Json, what: str) -> Delivery:
        fresh = activity(self.world, self.service_url, message["type"], place)
        told = {name: fresh[name] for name in ("timestamp", "localTimestamp")}
        told["channelData"] = fresh["channelData"] | {"eventType": what}
        return await self.courier.bring(message | told)

    async def _installation(self, place: Conversation, person: Person, action: str) -> Delivery:
        told = self._made("installationUpdate", place, person, id=self._event_id(), action=action)
        return await self.courier.bring(told)

    async def _team_event(self, team: Team, person: Person, what: str, **fields: Any) -> Delivery:
        told = self._made("conversationUpdate", team.general, person, id=self._event_id()) | fields
        del told["channelData"]["channel"]
        told["channelData"] |= {"eventType": what, "team": {"id": team.id, "name": team.name}}
        return await self.courier.bring(told)

    async def _channel_event(self, channel: Channel, person: Person, what: str) -> Delivery:
        told = self._made("conversationUpdate", channel.team.general, person, id=self._event_id())
        told["channelData"] |= {"eventType": what, "channel": {"id": channel.id, "name": channel.name}}
        return await self.courier.bring(told)

    def _place(self, where: Conversation | Person) -> Conversation:
        return self.world.personal(where) if isinstance(where, Person) else where

    def _event_id(self) -> str:
        return f"f:{self.world.number():08d}"
