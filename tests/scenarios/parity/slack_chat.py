"""Conversations on a Slack of our own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any

from adapters.service import Service
from tests.scenarios.parity.cases import served
from tests.scenarios.parity.chat import Kind, Message, Role, Where, Who
from tests.scenarios.parity.said import THE_GROUP, THEIR_CHAT, THEIR_PAGE, Said
from tests.scenarios.parity.slack_reading import named, read
from tests.support.slack.delivery import Delivery
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import Clock, everything_said, wrong_with

_KINDS = {Kind.OPEN: "public", Kind.CLOSED: "private", Kind.GROUP: "mpim"}
_ROLES: dict[Role, Json] = {
    Role.GUEST: {"is_guest": True},
    Role.STRANGER: {"team_id": "T02OTHER", "is_stranger": True},
    Role.BOT: {"is_bot": True},
}


@asynccontextmanager
async def slack_chat(folder: Path, clock: Clock, **settings: Any) -> AsyncIterator["SlackChat"]:
    """The bot, served to a workspace in which nobody spoke yet."""
    async with FakeSlack() as slack:
        slack.limits.is_on = False
        async with slack_bot(slack, folder, clock=clock, **served(), **settings) as service:
            yield SlackChat(slack, service, clock)


class SlackChat:
    """Implements ``chat.Chat``."""

    platform = "Slack"

    def __init__(self, slack: FakeSlack, service: Service, clock: Clock) -> None:
        self.slack, self.service, self.clock = slack, service, clock
        self._looked_at = 0

    def begin(self) -> None:
        """Whoever is in the workspace may read what is open."""

    # ---- Places ----

    async def person(self, name: str, role: Role = Role.MEMBER) -> Who:
        fields = {"real_name": name} | _ROLES.get(role, {})
        if role is Role.UNSEEN:
            account = self.slack.world.person(name, **fields)
        else:
            account = await self.slack.arrive(name, **fields)
        return Who(name=name, id=account.id, account=account)

    async def place(self, name: str, kind: Kind, *members: Who) -> Where:
        people = [each.account for each in members]
        if kind is Kind.GROUP:
            channel = self.slack.world.direct(*people)
        else:
            channel = self.slack.world.channel(name, *people, kind=_KINDS[kind])
            await self.slack.join(self.slack.bot, channel)
        return Where(name=name, kind=kind, id=channel.id, place=channel)

    async def join(self, who: Who, where: Where) -> None:
        await self.slack.join(who.account, where.place)

    async def leave(self, who: Who, where: Where) -> None:
        await self.slack.leave(who.account, where.place)

    async def rename(self, by: Who, where: Where, name: str) -> None:
        await self.slack.rename(by.account, where.place, name)

    async def archive(self, by: Who, where: Where) -> None:
        await self.slack.archive(by.account, where.place)

    async def remove(self, by: Who, where: Where) -> None:
        await self.slack.remove_channel(where.place)

    async def put_out(self, by: Who, where: Where) -> None:
        await self.slack.leave(self.slack.bot, where.place)

    # ---- Talk and questions ----

    async def say(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message:
        root = thread.id if thread else None
        own = {"bot_id": "B9ROBOT"} if who.account.is_bot else {}
        raw = await self.slack.post(who.account, where.place, self._spoken(text), thread_ts=root, **own)
        return Message(who=who, where=where, id=raw["ts"], raw=raw)

    async def edit(self, message: Message, text: str) -> None:
        await self.slack.edit(message.raw, self._spoken(text))

    async def delete(self, message: Message) -> None:
        await self.slack.delete(message.raw)

    async def ask_in(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message:
        return await self.say(who, where, f"@Kenner {text}", thread)

    async def ask_directly(self, who: Who, text: str) -> None:
        await self.slack.post(who.account, self.slack.direct(who.account), self._spoken(text))

    async def ask_by_command(self, who: Who, where: Where, text: str) -> None:
        await self._command(who, where, "/whoknows", text)

    async def ask_about(self, who: Who, message: Message) -> None:
        assert (await self.slack.shortcut(who.account, message.raw, "find_someone")).is_acknowledged

    # ---- What one learned ----

    async def learned(self, who: Who, text: str) -> None:
        await self._command(who, None, "/til", text)

    async def say_aloud(self, who: Who, message: Message) -> None:
        assert (await self.slack.shortcut(who.account, message.raw, "say_what_i_learned")).is_acknowledged

    async def keep(self, who: Who, message: Message) -> None:
        assert (await self.slack.shortcut(who.account, message.raw, "keep_learned")).is_acknowledged

    # ---- One's own page ----

    async def open_page(self, who: Who) -> None:
        await self.slack.open_home(who.account)

    def page(self, who: Who) -> Said | None:
        view = self.slack.home(who.account)
        return read(view, self._leads, is_alone=True, place=THEIR_PAGE) if view else None

    async def know(self, who: Who, topic: str) -> None:
        await self._command(who, None, "/iknow", topic)

    async def tell(self, who: Who, words: str) -> None:
        await self._command(who, None, "/whoknows", words)

    async def help(self, who: Who) -> None:
        await self._command(who, None, "/whoknows", "help")

    # ---- Buttons ----

    async def press(self, who: Who, said: Said, action: str, place: int = 1) -> None:
        await self._press(who, said.drawn, named(said.drawn, action, place))

    async def forge(self, who: Who, said: Said, action: str, value: str) -> None:
        forged = deepcopy(said.drawn)
        buttons = [e for block in forged["blocks"] for e in block.get("elements", ()) if "action_id" in e]
        buttons[0] |= {"action_id": f"{action}.99", "value": value}
        await self._press(who, forged, f"{action}.99")

    async def type_into(self, who: Who, said: Said, action: str, text: str) -> None:
        await self._press(who, said.drawn, named(said.drawn, action), choose=text)

    def hold(self) -> None:
        self.slack.outbox.hold()

    async def release(self, *, backwards: bool = False) -> None:
        await self.slack.outbox.release(backwards=backwards)

    async def redeliver(self) -> None:
        assert (await self.slack.outbox.redeliver(self.slack.outbox.sent[-1])).is_acknowledged

    def refuse_next(self) -> None:
        self.slack.faults.next("chat.postMessage", Fault.REFUSED, error="restricted_action")

    # ---- What is to be seen ----

    def seen(self, who: Who) -> list[Said]:
        found = [*self._alone(who), *self._with_others(who)]
        return sorted(found, key=lambda said: said.id)

    def wrong(self) -> list[str]:
        said = everything_said(self.slack.calls[self._looked_at :])
        self._looked_at = len(self.slack.calls)
        return [problem for drawn in said for problem in wrong_with(drawn)]

    async def arrived(self) -> None:
        await self.slack.settled()

    def _alone(self, who: Who) -> Iterator[Said]:
        for drawn in self.slack.ephemerals(who.account):
            place = _called(self.slack.world.channels[drawn["channel"]])
            yield read(drawn, self._leads, is_alone=True, place=place, within=drawn.get("thread_ts", ""))
        for drawn in self._own(self.slack.direct(who.account)):
            yield read(drawn, self._leads, is_alone=True, place=THEIR_CHAT)

    def _with_others(self, who: Who) -> Iterator[Said]:
        for channel in self.slack.world.channels.values():
            if channel.kind != "im" and who.id in channel.members:
                for drawn in self._own(channel):
                    place, within = _called(channel), drawn.get("thread_ts", "")
                    yield read(drawn, self._leads, is_alone=False, place=place, within=within)

    def _own(self, channel: Channel) -> list[Json]:
        """What the bot wrote there."""
        return [m for m in channel.messages.values() if m["user"] == self.slack.bot and "blocks" in m]

    def _leads(self, address: str) -> str:
        """What an address leads to, in words."""
        *_, kind, target = address.partition("?")[0].rsplit("/", 2)
        if kind == "team":
            return f"the profile of {self.slack.world.users[target].real_name}"
        message = self.slack.world.channels[kind].messages.get(f"{target[1:-6]}.{target[-6:]}")
        if message is None:
            return "a message that is gone"
        return f"the message “{unescape(message['text'].replace(f'<@{self.slack.bot}>', '@Kenner'))}”"

    def _spoken(self, text: str) -> str:
        """As Slack's composer sends it."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return escaped.replace("@Kenner", f"<@{self.slack.bot}>").strip()

    async def _command(self, who: Who, where: Where | None, name: str, text: str) -> None:
        place = where.place if where else self.slack.direct(who.account)
        delivery = await self.slack.command(who.account, name, self._spoken(text), place)
        assert delivery.is_acknowledged
        assert delivery.reply == {}

    async def _press(self, who: Who, drawn: Json, name: str, choose: str | None = None) -> None:
        pressed: Delivery = await self.slack.press(who.account, drawn, name, choose=choose)
        assert pressed.is_acknowledged


def _called(channel: Channel) -> str:
    return {"im": THEIR_CHAT, "mpim": THE_GROUP}.get(channel.kind, channel.name)
