"""Conversations on a Teams of our own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from adapters.service import Service
from adapters.teams.pressed import FIND, KEEP, LEARNED
from tests.scenarios.parity.cases import served
from tests.scenarios.parity.chat import Kind, Message, Role, Where, Who
from tests.scenarios.parity.said import THE_GROUP, THEIR_CHAT, THEIR_PAGE, Said
from tests.scenarios.parity.teams_reading import pressed, read
from tests.support.adaptive_cards import problems
from tests.support.slack_office import Clock
from tests.support.teams.delivery import Delivery
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Conversation, Json, Person, Team
from tests.support.teams_bot import teams_bot

_ROLES: dict[Role, Json] = {
    Role.GUEST: {"role": "guest"},
    Role.STRANGER: {"tenant": "another-tenant"},
    Role.BOT: {"id": "28:robot"},
}
_SAYS = ("send", "update")
_MOST = 100
"""Conversations with one bot."""


@asynccontextmanager
async def teams_chat(folder: Path, clock: Clock, **settings: Any) -> AsyncIterator["TeamsChat"]:
    """The bot, served to a tenant in which nobody spoke yet."""
    async with FakeTeams() as teams:
        teams.limits.is_on = False
        open_teams = [teams.world.team("everyone") for _ in range(_MOST)]
        async with teams_bot(
            teams,
            folder,
            clock=clock,
            **served(),
            teams_open_teams=",".join(team.id for team in open_teams),
            **settings,
        ) as service:
            yield TeamsChat(teams, service, clock, open_teams)


class TeamsChat:
    """Implements ``chat.Chat``. What everyone may read stands in a team that is open to everyone.

    There is one such team a conversation: of whoever comes into one the bot hears for each of its channels.
    """

    platform = "Teams"

    def __init__(self, teams: FakeTeams, service: Service, clock: Clock, open_teams: list[Team]) -> None:
        self.teams, self.service, self.clock = teams, service, clock
        self._unused = open_teams
        self._looked_at = 0
        self.begin()

    def begin(self) -> None:
        self.everyone = self._unused.pop()

    # ---- Places ----

    async def person(self, name: str, role: Role = Role.MEMBER) -> Who:
        account = self.teams.world.person(name.replace(" ", "-").lower(), **_ROLES.get(role, {}))
        account.name = name
        if role is Role.MEMBER:
            await self.teams.join(self.everyone, account)
        elif role is not Role.BOT:
            await self.teams.install(account)
        return Who(name=name, id=account.aad, account=account)

    async def place(self, name: str, kind: Kind, *members: Who) -> Where:
        people: list[Person] = [each.account for each in members]
        if kind is Kind.GROUP:
            place: Conversation = self.teams.world.group(*people)
        else:
            team = self.everyone if kind is Kind.OPEN else self.teams.world.team(name, *people)
            place = self.teams.world.channel(team, name, *people)
            await self.teams.install_in(team, people[0])
        return Where(name=name, kind=kind, id=place.id, place=place)

    async def join(self, who: Who, where: Where) -> None:
        await self.teams.join(_team(where), who.account)
        where.place.members.append(who.account)

    async def leave(self, who: Who, where: Where) -> None:
        await self.teams.leave(_team(where), who.account)
        where.place.members.remove(who.account)

    async def rename(self, by: Who, where: Where, name: str) -> None:
        await self.teams.rename(where.place, by.account, name)

    async def archive(self, by: Who, where: Where) -> None:
        await self.teams.archive(_team(where), by.account)

    async def remove(self, by: Who, where: Where) -> None:
        await self.teams.vanish(where.place, by.account)

    async def put_out(self, by: Who, where: Where) -> None:
        await self.teams.remove_from(_team(where), by.account)

    # ---- Talk and questions ----

    async def say(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message:
        said = await self.teams.say(who.account, where.place, text, thread.id if thread else None)
        return Message(who=who, where=where, id=said.activity["id"], raw=said.activity)

    async def edit(self, message: Message, text: str) -> None:
        assert message.where
        await self.teams.edit(message.who.account, message.where.place, message.id, text)

    async def delete(self, message: Message) -> None:
        assert message.where
        await self.teams.delete(message.who.account, message.where.place, message.id)

    async def ask_in(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message:
        return await self.say(who, where, f"@Kenner {text}".strip(), thread)

    async def ask_directly(self, who: Who, text: str) -> None:
        _taken(await self.teams.say(who.account, self._own_chat(who), text))

    async def ask_by_command(self, who: Who, where: Where, text: str) -> None:
        await self.ask_directly(who, text)

    async def ask_about(self, who: Who, message: Message) -> None:
        await self._choose(FIND, who, message)

    async def keep(self, who: Who, message: Message) -> None:
        await self._choose(KEEP, who, message)

    async def _choose(self, command: str, who: Who, message: Message) -> None:
        assert message.where
        payload = {"id": message.id, "body": {"contentType": "text", "content": message.raw["text"]}}
        root = message.raw["conversation"]["id"].partition(";messageid=")[2]
        payload |= {"replyToId": root} if root and root != message.id else {}
        await self._in_the_menu(who, message, command, payload)

    async def _in_the_menu(self, who: Who, message: Message, command: str, payload: Json) -> None:
        assert message.where
        value = {"commandId": command, "commandContext": "message", "messagePayload": payload}
        _taken(
            await self.teams.invoke(who.account, message.where.place, "composeExtension/submitAction", value)
        )

    # ---- What one learned ----

    async def learned(self, who: Who, text: str) -> None:
        await self.ask_directly(who, f"TIL {text}")

    async def say_aloud(self, who: Who, message: Message) -> None:
        author = {"user": {"id": message.who.account.aad, "displayName": message.who.name}}
        payload = {"id": message.id, "from": author}
        payload |= {"body": {"contentType": "text", "content": message.raw["text"]}}
        await self._in_the_menu(who, message, LEARNED, payload)

    # ---- One's own page ----

    async def open_page(self, who: Who) -> None:
        await self.ask_directly(who, "me")

    def page(self, who: Who) -> Said | None:
        pages = [said for said in self._alone(who) if said.is_page]
        return replace(pages[-1], place=THEIR_PAGE) if pages else None

    async def know(self, who: Who, topic: str) -> None:
        await self.ask_directly(who, f"I know {topic}")

    async def tell(self, who: Who, words: str) -> None:
        await self.ask_directly(who, words)

    async def help(self, who: Who) -> None:
        await self.ask_directly(who, "help")

    # ---- Buttons ----

    async def press(self, who: Who, said: Said, action: str, place: int = 1) -> None:
        button = pressed(said.drawn, action, place)
        await self._press(who, said, button["verb"], button["data"])

    async def forge(self, who: Who, said: Said, action: str, value: str) -> None:
        await self._press(who, said, action, {"kenner": {"action": action, "value": value}})

    async def type_into(self, who: Who, said: Said, action: str, text: str) -> None:
        button = pressed(said.drawn, action)
        await self._press(who, said, button["verb"], button["data"] | {action: text})

    def hold(self) -> None:
        self.teams.courier.hold()

    async def release(self, *, backwards: bool = False) -> None:
        await self.teams.courier.release(backwards=backwards)

    async def redeliver(self) -> None:
        _taken(await self.teams.courier.redeliver(self.teams.courier.sent[-1]))

    def refuse_next(self) -> None:
        self.teams.faults.next("send", Fault.REFUSED)

    # ---- What is to be seen ----

    def seen(self, who: Who) -> list[Said]:
        found = [*self._alone(who), *self._with_others(who)]
        return sorted(found, key=lambda said: said.id)

    def wrong(self) -> list[str]:
        said = [one.body for one in self.teams.calls[self._looked_at :] if one.call in _SAYS]
        self._looked_at = len(self.teams.calls)
        return [problem for drawn in said for problem in problems(drawn)]

    async def arrived(self) -> None:
        """Every delivery was waited for."""

    def _alone(self, who: Who) -> Iterator[Said]:
        for message in self.teams.said(who.account):
            yield read(message, self._leads, is_alone=True, place=THEIR_CHAT)

    def _with_others(self, who: Who) -> Iterator[Said]:
        for place in self._places(who.account):
            name = place.name if isinstance(place, Channel) else THE_GROUP
            for message in self.teams.said(place):
                within = message.get("thread", "")
                yield read(message, self._leads, is_alone=False, place=name, within=within)

    def _places(self, person: Person) -> Iterator[Conversation]:
        """Where they talk: the team that is open to everyone has the channels of other conversations too."""
        channels = (channel for team in self.teams.world.teams for channel in team.channels)
        chats = (chat for chat in self.teams.world.chats if chat.kind != "personal")
        return (place for place in (*channels, *chats) if person in place.members)

    def _leads(self, address: str) -> str:
        """What an address leads to, in words."""
        *_, place, message_id = unquote(urlsplit(address).path).split("/")
        message = self.teams.world.place(place)[0].messages.get(message_id)
        if message is None:
            return "a message that is gone"
        said = message.get("text") or message["summary"]
        return f"the message “{said.replace('<at>', '@').replace('</at>', '')}”"

    def _own_chat(self, who: Who) -> Conversation:
        """They have the app from now on, if they had it not."""
        chat = self.teams.world.personal(who.account)
        chat.has_bot = True
        return chat

    async def _press(self, who: Who, said: Said, verb: str, data: Json) -> None:
        where = self._place_of(who, said)
        sent = await self.teams.press(who.account, where, said.id, verb, data)
        _taken(sent)
        assert sent.reply["statusCode"] == 200

    def _place_of(self, who: Who, said: Said) -> Conversation:
        if said.is_alone:
            return self.teams.world.personal(who.account)
        return next(place for place in self._places(who.account) if said.id in place.messages)


def _team(where: Where) -> Team:
    team: Team = where.place.team
    return team


def _taken(delivery: Delivery) -> None:
    assert delivery.is_taken, delivery.status
