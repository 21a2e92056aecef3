"""A Slack where people never stop: they talk, correct themselves, take words back, and ask the bot.

Beside it stands what became of it: what is on Slack, and what was answered there.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from tests.support.slack.delivery import Delivery
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json, User

TOPICS = ("postgres backup", "kafka consumer", "terraform module", "payroll export", "vpn certificate")
FAULTS = (Fault.LOST, Fault.UNREACHABLE, Fault.SERVER_ERROR, Fault.RATE_LIMITED)


class Asking(Enum):
    """Where a question is put."""

    MENTION = "mention"
    DIRECT = "direct"
    COMMAND = "command"


@dataclass(slots=True)
class BusySlack:
    """``slack`` with an expert and a channel to each topic, and askers who are in all of them."""

    slack: FakeSlack
    random: random.Random
    channels: list[Channel] = field(default_factory=list)
    experts: list[User] = field(default_factory=list)
    askers: list[User] = field(default_factory=list)
    asked: list[tuple[Asking, Json]] = field(default_factory=list)
    commanded: Counter[str] = field(default_factory=Counter)
    _count: int = 0

    async def settle(self) -> None:
        """A past in which the experts answered: without it, nobody would stand out."""
        world = self.slack.world
        self.experts = [world.person(f"expert{number}") for number in range(len(TOPICS))]
        self.askers = [world.person(f"asker{number}") for number in range(4)]
        everyone = (*self.experts, *self.askers, self.slack.bot)
        self.channels = [world.channel(topic.split()[0], *everyone) for topic in TOPICS]
        for topic, expert, channel in zip(TOPICS, self.experts, self.channels, strict=True):
            for _ in range(8):
                asked = await self._post(self.askers[0], channel, f"how does the {topic} work?")
                answer = f"the {topic} works like this, said {expert.name}"
                await self._post(expert, channel, answer, thread_ts=asked["ts"])

    async def something(self) -> None:
        """One thing that people do; returns when the app has acknowledged it, or has not."""
        await self.random.choice((self._talk, self._talk, self._talk, self._change, self.ask))()

    async def ask(self, how: Asking | None = None, who: User | None = None) -> None:
        """Ask the bot."""
        how = how or self.random.choice((Asking.MENTION, Asking.MENTION, Asking.DIRECT, Asking.COMMAND))
        who = who or self.random.choice(self.askers)
        channel, need = (
            self.random.choice(self.channels),
            f"the {self.random.choice(TOPICS)} is slow, who helps?",
        )
        if how is Asking.COMMAND:
            delivery = await self.slack.command(who, "/whoknows", need, channel)
            self.commanded[who.id] += delivery.is_acknowledged  # else Slack itself says that it failed
            return
        said = f"<@{self.slack.bot}> {need}" if how is Asking.MENTION else need
        where = channel if how is Asking.MENTION else self.slack.direct(who)
        self.asked.append((how, await self._post(who, where, said)))

    def make_trouble(self) -> None:
        """The next answer of the bot meets one."""
        self.slack.faults.next("chat.postMessage", self.random.choice(FAULTS))

    def end_trouble(self) -> None:
        """From now on all goes well."""
        self.slack.faults.clear()

    async def settled(self) -> None:
        """Wait until the app has been told of its own doings too."""
        await self.slack.settled()

    @property
    def unacknowledged(self) -> list[Delivery]:
        """The last delivery of each event whose keeping nobody confirmed."""
        events = [one for one in self.slack.outbox.sent if one.kind == "events_api"]
        confirmed = {one.payload["event_id"] for one in events if one.is_acknowledged}
        latest = {one.payload["event_id"]: one for one in events}
        return [one for event_id, one in latest.items() if event_id not in confirmed]

    async def redeliver(self) -> None:
        """Bring again what was not confirmed: at once, where Slack would wait for minutes."""
        await asyncio.gather(*(self.slack.outbox.redeliver(one) for one in self.unacknowledged))

    @property
    def said(self) -> dict[tuple[str, str], str]:
        """What people said in channels, as it stands there now."""
        return {
            (channel.id, ts): message["text"]
            for channel in self.channels
            for ts, message in channel.messages.items()
            if message["user"] != self.slack.bot and "subtype" not in message
        }

    @property
    def keys(self) -> Counter[str]:
        """How often each message of the bot's stands on Slack, by the key that it carries."""
        messages = [m for channel in self.slack.world.channels.values() for m in channel.messages.values()]
        mine = [m for m in messages if m["user"] == self.slack.bot and "metadata" in m]
        return Counter(m["metadata"]["event_payload"]["key"] for m in mine)

    def answers(self, how: Asking, asked: Json) -> tuple[int, int]:
        """How often a question was answered where others see it, or directly; how often in secret."""
        if how is Asking.DIRECT:
            place = self.slack.direct(asked["user"])
            replies = [m for m in place.messages.values() if m["user"] == self.slack.bot]
            asked_there = sum(1 for h, q in self.asked if h is how and q["user"] == asked["user"])
            return int(len(replies) == asked_there), 0
        place = next(channel for channel in self.channels if asked["ts"] in channel.messages)
        replies = [m for m in place.replies(asked["ts"]) if m["user"] == self.slack.bot]
        alone = [m for m in self.slack.ephemerals(asked["user"]) if m.get("thread_ts") == asked["ts"]]
        return len(replies), len(alone)

    async def _talk(self) -> None:
        number = self.random.randrange(len(TOPICS))
        words = f"the {TOPICS[number]} again: {self.random.random()}"
        messages = [m for m in self.channels[number].messages.values() if "thread_ts" not in m]
        root = self.random.choice(messages)["ts"] if messages and self.random.random() < 0.5 else None
        await self._post(self.experts[number], self.channels[number], words, thread_ts=root)

    async def _change(self) -> None:
        """Only what the experts said: a question stays."""
        mine = {one.id for one in self.experts}
        every = [m for c in self.channels for m in c.messages.values()]
        own = [m for m in every if m["user"] in mine and "reply_count" not in m]
        message = self.random.choice(own)
        if self.random.random() < 0.3:
            await self.slack.delete(message)
        else:
            await self.slack.edit(message, f"{message['text']}, or so")

    async def _post(self, who: User, where: Channel, text: str, **more: str | None) -> Json:
        self._count += 1
        return await self.slack.post(who, where, f"{text} (no. {self._count})", **more)
