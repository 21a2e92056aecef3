"""A Teams where people never stop: they talk, correct themselves, take words back, and ask the bot.

Beside it stands what became of it: what is in Teams, and what was answered there. Every question has a number
in its words, for nothing else tells which one a message of the bot's answers.
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from adapters.teams.pressed import FIND
from tests.support.busy_slack import TOPICS
from tests.support.teams.delivery import Delivery
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Json, Person

FAULTS = (Fault.LOST, Fault.UNREACHABLE, Fault.BAD_GATEWAY, Fault.THROTTLED, Fault.PRECONDITION)
_NUMBER = re.compile(r"\(no\. (\d+)\)")


@dataclass(slots=True)
class BusyTeams:
    """``teams`` with an expert and a channel to each topic, and askers who are in all of them.

    ``asked``: numbers of questions that the bot was told of, as far as it said so where somebody waits.
    """

    teams: FakeTeams
    random: Random
    channels: list[Channel] = field(default_factory=list)
    experts: list[Person] = field(default_factory=list)
    askers: list[Person] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    _count: int = 0

    async def settle(self) -> None:
        """A past in which the experts answered, to be told once there is a bot to hear it."""
        world = self.teams.world
        self.experts = [world.person(f"expert{number}") for number in range(len(TOPICS))]
        self.askers = [world.person(f"asker{number}") for number in range(4)]
        team = world.team("topics", *self.experts, *self.askers)
        self.channels = [world.channel(team, topic.split()[0]) for topic in TOPICS]
        for who in self.askers:
            world.personal(who).has_bot = True
        self.teams.courier.hold()
        for topic, expert, channel in zip(TOPICS, self.experts, self.channels, strict=True):
            for _ in range(8):
                asked = await self._say(self.askers[0], channel, f"how does the {topic} work?")
                answer = f"the {topic} works like this, said {expert.name}"
                await self._say(expert, channel, answer, thread=asked.activity["id"])

    async def something(self) -> None:
        """One thing that people do; returns when the app has acknowledged it, or has not."""
        await self.random.choice((self._talk, self._talk, self._talk, self._change, self.ask))()

    async def ask(self, who: Person | None = None) -> None:
        """Ask the bot: in a channel, alone, or with what is said in a channel."""
        who = who or self.random.choice(self.askers)
        need, channel = (
            f"the {self.random.choice(TOPICS)} is slow, who helps?",
            self.random.choice(self.channels),
        )
        match self.random.choice(("mention", "mention", "alone", "menu")):
            case "mention":
                await self._say(who, channel, f"@Kenner {need}", is_question=True)
            case "alone":
                await self._say(who, who, need, is_question=True)
            case _:
                await self._find(who, channel, need)

    def make_trouble(self) -> None:
        """The next answer of the bot meets one."""
        self.teams.faults.next("send", self.random.choice(FAULTS))

    def end_trouble(self) -> None:
        """From now on all goes well."""
        self.teams.faults.clear()

    async def settled(self) -> None:
        """Nobody tells a bot of its own doings here."""

    @property
    def unacknowledged(self) -> list[Delivery]:
        """The last delivery of each activity whose keeping nobody confirmed. Invokes come once alone."""
        activities = [one for one in self.teams.courier.sent if one.activity["type"] != "invoke"]
        confirmed = {_identity(one.activity) for one in activities if one.is_taken}
        latest = {_identity(one.activity): one for one in activities}
        return [one for identity, one in latest.items() if identity not in confirmed]

    async def redeliver(self) -> None:
        """Bring again what was not confirmed."""
        await asyncio.gather(*(self.teams.courier.redeliver(one) for one in self.unacknowledged))

    @property
    def said(self) -> dict[tuple[str, str], str]:
        """What people said in channels, as it stands there now."""
        return {
            (channel.id, own): message["text"].replace("<at>Kenner</at>", "@Kenner")
            for channel in self.channels
            for own, message in channel.messages.items()
            if message["from"]["id"] != self.teams.world.bot["id"]
        }

    @property
    def answers(self) -> Counter[int]:
        """How many messages of the bot's stand there to each question, by its number."""
        places = [*self.channels, *map(self.teams.world.personal, self.askers)]
        return Counter(
            number
            for place in places
            for each in self.teams.said(place)
            for number in numbers(each.get("summary", ""))
        )

    @property
    def unheard(self) -> set[int]:
        """Questions that were answered without the bot's being told so: Teams was silent then."""
        silent = [one for one in self.teams.called("send") if one.status is None and one.answer]
        return {number for one in silent for number in numbers(one.body.get("summary", ""))}

    async def _talk(self) -> None:
        number = self.random.randrange(len(TOPICS))
        words = f"the {TOPICS[number]} again: {self.random.random()}"
        roots = [own for own, m in self.channels[number].messages.items() if _is_root(m, own)]
        thread = self.random.choice(roots) if roots and self.random.random() < 0.5 else None
        await self._say(self.experts[number], self.channels[number], words, thread)

    async def _change(self) -> None:
        """Only what the experts said: a question stays."""
        mine = {one.id for one in self.experts}
        every = [(c, m) for c in self.channels for m in c.messages.values() if m["from"]["id"] in mine]
        where, message = self.random.choice([(c, m) for c, m in every if not _is_root(m, m["id"])])
        who = next(one for one in self.experts if one.id == message["from"]["id"])
        if self.random.random() < 0.3:
            await self.teams.delete(who, where, message["id"])
        else:
            await self.teams.edit(who, where, message["id"], f"{message['text']}, or so")

    async def _find(self, who: Person, channel: Channel, need: str) -> None:
        self._count += 1
        number = self._count
        body = {"contentType": "text", "content": f"{need} (no. {number})"}
        said = {"id": self.teams.world.next_id(), "body": body}
        asked = await self.teams.invoke(
            who, channel, "composeExtension/fetchTask", {"commandId": FIND, "messagePayload": said}
        )
        if asked.is_taken:  # else Teams itself says that it failed
            self.asked.add(number)

    async def _say(
        self,
        who: Person,
        where: Channel | Person,
        text: str,
        thread: str | None = None,
        *,
        is_question: bool = False,
    ) -> Delivery:
        self._count += 1
        if is_question:
            self.asked.add(self._count)
        return await self.teams.say(who, where, f"{text} (no. {self._count})", thread=thread)


def _is_root(message: Json, own: str) -> bool:
    return (
        str(message["conversation"]["id"]).endswith(f";messageid={own}")
        if "conversation" in message
        else False
    )


def _identity(activity: Json) -> tuple[str, str, str, str]:
    return (activity["type"], activity["conversation"]["id"], activity["id"], activity["timestamp"])


def numbers(words: str) -> set[int]:
    """Of the question that this is, or answers: what is quoted further on are others' words."""
    return {int(number) for number in _NUMBER.findall(words)[:1]}
