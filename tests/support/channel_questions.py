"""A channel in which people ask, over rows, an index in memory and a clock that is turned by hand."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.answering import Tools
from bot.chat_types import Outgoing
from bot.consent import Policy
from bot.desk import Desk, Drawing
from bot.identity import channel_id, person_id
from bot.incoming import Posted, Pressed
from bot.ingestion import bury_message, put_message
from bot.listening import rows_of
from bot.manners import Manners
from bot.measuring import NoMeter
from bot.ports import Storage
from bot.pressing import press
from bot.showing import Around
from bot.suggesting import notice
from bot.suggestion_types import Suggested, Suggesting, SuggestionKey
from bot.suggestion_work import SuggestionWork
from expertise.consent import Mode
from expertise.types import Channel, ChannelKind, MessageTs, Person, PersonId
from tests.support.asking import rows_in_memory, tools
from tests.support.bars import LOW
from tests.support.builders import ACME, START, channel, person, ts_of
from tests.support.models import WordEmbedder
from tests.support.plain import PlainDrawing
from tests.support.rows import READING
from tests.support.search import MemorySearch

MONTHS = timedelta(days=245)
WAIT = Manners().suggests_after
NAMES = ("lina", "maya", "jon", "bea", "gus")
ASKS = "how do I restore the orders database to a point in time?"
ANSWERS = "restore the base backup, then replay the WAL until just before the drop in the orders database"


def known(name: str, **changes: object) -> Person:
    """Somebody, with the id that their platform's leads to."""
    return replace(person(name), id=person_id(ACME.id, f"U{name}"), **changes)


def place(name: str, kind: ChannelKind = ChannelKind.PUBLIC) -> Channel:
    return replace(channel(name, kind), id=channel_id(ACME.id, f"C{name}"))


class Workplace:
    """Lina asks; Maya answered something like it eight months ago, and others talked of other things."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = START + MONTHS
        self.embedder = WordEmbedder(dimension=512)
        self.search: MemorySearch = MemorySearch({})
        self.spoken: list[str] = []
        self.told_in_ops = MessageTs(""), MessageTs("")
        self._pressed = 0
        self.desk = Desk(
            storage=storage,
            workspace=ACME,
            tools=self._tools,
            policy=Policy(mode=Mode.OPT_OUT),
            faces=self,
            drawing=PlainDrawing(),
            clock=self._clock,
            meter=NoMeter(),
        )
        self.work = SuggestionWork(desk=self.desk, say=self.spoken.append)

    def _tools(self) -> Tools:
        return replace(tools(self.search, self.embedder), clock=self._clock)

    def _clock(self) -> datetime:
        """It goes on while it is looked at."""
        self.now += timedelta(microseconds=1)
        return self.now

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        return {each.id: Around() for each in people}

    def draws(self, drawing: Drawing) -> None:
        """What is said is drawn for a platform."""
        self.desk = replace(self.desk, drawing=drawing)
        self.work = replace(self.work, desk=self.desk)

    async def open(self, mode: Suggesting = Suggesting.PRIVATE, **kinds: ChannelKind) -> None:
        """People, two channels, and what was said there long ago; suggestions in #data as ``mode`` says."""
        async with self.storage.registry() as registry:
            await registry.workspaces.ensure(ACME)
            await registry.commit()
        async with self.storage.begin(ACME.id) as uow:
            await uow.people.save([known(name, is_outsider=name == "gus") for name in NAMES])
            await uow.channels.save(
                [place(name, kinds.get(name, ChannelKind.PUBLIC)) for name in ("data", "ops")]
            )
            for name in kinds:
                await uow.channels.set_members(place(name).id, {known(each).id for each in NAMES[:4]})
            await uow.suggesting.put(place("data").id, mode)
            await uow.bars.replace(LOW)
            await uow.commit()
        await self.past()

    async def past(self, where: str = "ops") -> None:
        self.now -= MONTHS
        first = await self.say(
            "jon", where, "how do I restore the orders database to a point in time after a drop?"
        )
        answer = await self.say("maya", where, ANSWERS, thread=first)
        self.told_in_ops = first, answer
        await self.say("jon", where, "thanks, that worked", thread=first)
        other = await self.say("bea", where, "which coffee machine do we buy for the kitchen this year?")
        await self.say("jon", where, "the italian one with two handles makes the best espresso", thread=other)
        self.now += MONTHS
        await self.index()

    async def index(self) -> None:
        """What was said until now can be found."""
        self.search = await rows_in_memory(self.storage, self.embedder)

    async def say(self, who: str, where: str, text: str, thread: MessageTs | None = None) -> MessageTs:
        """As it comes from the platform."""
        self.now += timedelta(seconds=1)
        said = Posted(
            channel=f"C{where}",
            ts=ts_of(self.now),
            at=self.now,
            author=f"U{who}",
            text=text,
            thread_ts=thread,
        )
        await self.hear(said)
        return said.ts

    async def hear(self, said: Posted) -> None:
        async with self.storage.begin(ACME.id) as uow:
            at = (await uow.channels.by_ids([channel_id(ACME.id, said.channel)]))[
                channel_id(ACME.id, said.channel)
            ]
            for message in await rows_of(uow, at, [said]):
                await put_message(uow, at, message, READING)
            await notice(uow, self.desk, said)
            await uow.commit()

    async def edit(
        self, where: str, ts: MessageTs, who: str, text: str, thread: MessageTs | None = None
    ) -> None:
        at = place(where)
        async with self.storage.begin(ACME.id) as uow:
            old = (await uow.transcript.by_keys([(at.id, ts)]))[at.id, ts]
        await self.hear(
            Posted(
                channel=at.platform_id,
                ts=ts,
                at=old.at,
                author=f"U{who}",
                text=text,
                thread_ts=thread,
                edited_at=self.now,
            )
        )

    async def delete(self, where: str, ts: MessageTs) -> None:
        async with self.storage.begin(ACME.id) as uow:
            at = (await uow.channels.by_ids([place(where).id]))[place(where).id]
            await bury_message(uow, at, ts, self.now, READING)
            await uow.commit()

    async def ask(self, who: str = "lina", text: str = ASKS, where: str = "data") -> SuggestionKey:
        """Somebody asks in a channel, where suggestions may be wished."""
        return SuggestionKey(place(where).id, await self.say(who, where, text))

    async def wait(self, passes: timedelta = WAIT + timedelta(seconds=1)) -> None:
        """Time passes, and what is due then is done."""
        self.now += passes
        await self.work.carry_on()

    async def became(self, key: SuggestionKey) -> Suggested | None:
        async with self.storage.begin(ACME.id) as uow:
            return await uow.suggestions.of(key)

    async def said(self) -> list[Outgoing]:
        """All that is to be said, in order."""
        async with self.storage.begin(ACME.id) as uow:
            return await uow.outgoing.unsettled("nobody")

    async def words(self) -> list[str]:
        return [each.payload or "" for each in await self.said()]

    async def seasoned(self, who: str = "lina") -> None:
        """They have asked here before."""
        self.now -= MONTHS
        for number in range(3):
            asked = await self.say(who, "ops", f"does anybody know thing number {number}?")
            await self.say("bea", "ops", "no", thread=asked)
        self.now += MONTHS

    async def press(self, who: str, action: str, value: str) -> str:
        """A button, pressed by somebody where it stands; what they alone are told."""
        self._pressed += 1
        async with self.storage.begin(ACME.id) as uow:
            pressed = Pressed(action=action, value=value, person=f"U{who}", channel=None, ts=None)
            todo = await press(uow, self.desk, pressed, f"E{self._pressed}")
            told = await uow.outgoing.get(todo.keys[-1])
            await uow.commit()
        assert told
        return told.payload or ""
