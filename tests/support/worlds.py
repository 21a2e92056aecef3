"""Random workspaces, each also without what somebody may not read; and a chat bot that is asked in both.

Everything is drawn from a seed: two worlds of one seed differ in nothing but what was taken away.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from adapters.slack.drawing import SlackDrawing
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent, identity
from bot.answering import Tools
from bot.asking import answer
from bot.belonging import Directory
from bot.card_finding import Shelf
from bot.card_making import draft_of, kept, note
from bot.card_types import What
from bot.catalogue import Catalogue
from bot.chat_types import Job, Outgoing, Question, QuestionId
from bot.consent import Policy
from bot.desk import Desk
from bot.incoming import Command, Commanded, HomeOpened, Pressed, Via
from bot.knowing import declare
from bot.measuring import NoMeter
from bot.plan_wanted import PLAN, wanted
from bot.planning import plan
from bot.ports import Storage, UnitOfWork
from bot.presses import Todo
from bot.pressing import command, home, press
from bot.showing import Around
from bot.taking import derived_id
from bot.views import Action
from expertise.consent import Mode, Naming, Preferences
from expertise.matcher import Settings
from expertise.ports import PassageSearch
from expertise.types import Channel, ChannelKind, Message, Person, PersonId
from tests.support.asking import rows_in_memory
from tests.support.builders import ACME, channel, message, minute, person, person_id, ts_of
from tests.support.clocks import FakeClock
from tests.support.models import WordEmbedder, detect
from tests.support.rows import enter, load, post

COLLEAGUES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gil")
GUESTS = ("gus", "guy")
OPEN = ("general", "data", "ops")
CLOSED = {
    "board": ChannelKind.PRIVATE,
    "hiring": ChannelKind.PRIVATE,
    "vendors": ChannelKind.PRIVATE,
    "trio": ChannelKind.GROUP,
    "duo": ChannelKind.DIRECT,
}
TOPICS = (
    "postgres backup restore dump",
    "vault key rotate secret",
    "build cache runner flake",
    "invoice tax payroll",
)
LONG_AGO = minute(-60 * 24 * 60)
NOW = minute(60 * 24 * 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who sees a reply: one person, or everyone in a place (a channel's name)."""

    reader: str
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A question put to the bot: by whom, how and where."""

    asker: str
    text: str
    via: Via
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A workspace at one moment, and what others ask from then on.

    ``kept``: the threads that began then are kept as cards.
    """

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    members: Mapping[str, tuple[str, ...]]
    messages: tuple[Message, ...]
    preferences: Mapping[str, Preferences]
    hidden: tuple[tuple[str, str], ...]
    declared: tuple[tuple[str, str], ...]
    policy: Policy
    acts: tuple[Said, ...]
    kept: frozenset[datetime] = frozenset()

    def readable(self, audience: Audience) -> frozenset[str]:
        """Names of the channels that everyone of the audience may read: said again here, in other words."""
        if audience.place is None:
            readers = {audience.reader}
        elif (kind := self._kind(audience.place)) is ChannelKind.PUBLIC:
            readers = {"anybody here"}
        elif kind is ChannelKind.SHARED:
            return frozenset({audience.place})
        else:
            readers = set(self.members[audience.place])
        is_inside = not readers & set(GUESTS)
        found = {audience.place} if audience.place else self._own(audience.reader)
        return frozenset(found | (self._open() if is_inside else set()))

    def without_the_rest(self, audience: Audience) -> "World":
        """The same without what the audience may not read. What guests may not read is more."""
        kept = self.readable(audience)
        ids = {c.id for c in self.channels if c.name in kept}
        is_inside = bool(kept & set(OPEN))
        return replace(
            self,
            channels=tuple(c for c in self.channels if c.id in ids),
            members={name: inside for name, inside in self.members.items() if name in kept},
            messages=tuple(m for m in self.messages if m.channel_id in ids),
            declared=self.declared if is_inside else (),
        )

    def wrote_elsewhere(self, audience: Audience) -> bool:
        """Whether the reader once wrote where they may not read any more."""
        kept = {c.id for c in self.channels if c.name in self.readable(audience)}
        own = (m for m in self.messages if m.author_id == person_id(audience.reader))
        return any(m.channel_id not in kept for m in own)

    def audiences(self, chance: Random, count: int) -> list[Audience]:
        """Some of all that there are."""
        alone = [Audience(reader=who) for who in (*COLLEAGUES, *GUESTS)]
        places = [
            Audience(reader=chance.choice(self._inside(c)), place=c.name)
            for c in self.channels
            if self._inside(c)
        ]
        return chance.sample(places, min(len(places), count - count // 2)) + chance.sample(alone, count // 2)

    def _inside(self, where: Channel) -> tuple[str, ...]:
        return COLLEAGUES if where.kind is ChannelKind.PUBLIC else self.members.get(where.name, ())

    def _kind(self, name: str) -> ChannelKind:
        return next(c.kind for c in self.channels if c.name == name)

    def _own(self, who: str) -> set[str]:
        closed = {c.name for c in self.channels if c.kind is not ChannelKind.PUBLIC}
        return {name for name, inside in self.members.items() if who in inside and name in closed}

    def _open(self) -> set[str]:
        return {c.name for c in self.channels if c.kind in (ChannelKind.PUBLIC, ChannelKind.SHARED)}


# ------------------------------------------------------------------ drawn from a seed


def a_world(chance: Random) -> World:
    """A small random workspace. Nobody in it waits to be told that they may be named."""
    closed = [a_channel(name, kind, words(chance, 3)) for name, kind in CLOSED.items()]
    chosen = chance.sample(closed, chance.randint(2, len(closed)))
    shared = [a_channel("partners", ChannelKind.SHARED)] if chance.random() < 0.8 else []
    channels = (*(a_channel(name, purpose=words(chance, 3)) for name in OPEN), *shared, *chosen)
    members = _members(chance, channels)
    return World(
        people=tuple(map(_person, (*COLLEAGUES, *GUESTS))),
        channels=channels,
        members=members,
        messages=tuple(m for c in channels for m in _talk(chance, c, members)),
        preferences={who: _preferences(chance) for who in (*COLLEAGUES, *GUESTS)},
        hidden=_some(chance, (*COLLEAGUES, *GUESTS), 0.2),
        declared=_some(chance, COLLEAGUES, 0.25),
        policy=Policy(mode=chance.choice([Mode.NOTICE, Mode.OPT_OUT]), named_a_week=chance.choice([2, 10])),
        acts=tuple(_said(chance, channels, members) for _ in range(6)),
        kept=frozenset({minute(0), minute(200)}),
    )


def a_channel(name: str, kind: ChannelKind = ChannelKind.PUBLIC, purpose: str = "") -> Channel:
    """By the id that the bot finds it by when it is asked there."""
    return channel(name, kind, id=identity.channel_id(ACME.id, f"C{name}"), purpose=purpose)


def words(chance: Random, count: int) -> str:
    return " ".join(chance.choices([*chance.choice(TOPICS).split(), "zebra", "quartz"], k=count))


def _person(name: str) -> Person:
    zone = "Europe/Berlin" if name < "d" else ""
    return person(name, title=f"Head of {name}", time_zone=zone, is_outsider=name in GUESTS)


def _members(chance: Random, channels: Collection[Channel]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in channels:
        inside = tuple(chance.sample(COLLEAGUES, chance.randint(1, 4)))
        has_guests = each.kind is ChannelKind.SHARED or each.name == "vendors"
        found[each.name] = (*inside, *chance.sample(GUESTS, chance.randint(1, 2))) if has_guests else inside
    return found


def _talk(chance: Random, where: Channel, members: Mapping[str, tuple[str, ...]]) -> list[Message]:
    """Of a closed channel also by some who have left it."""
    inside = list(COLLEAGUES if where.kind is ChannelKind.PUBLIC else members[where.name])
    inside += chance.sample(COLLEAGUES, 1)
    said = []
    for start in range(0, chance.randint(2, 5) * 100, 100):
        asked = f"how about the {words(chance, 5)}?"
        said.append(message(asked, chance.choice(inside), start, thread=start))
        for later in range(1, chance.randint(2, 4)):
            text = f"use the {words(chance, 6)} {where.name}"
            said.append(message(text, chance.choice(inside), start + later, thread=start))
    return [replace(each, channel_id=where.id) for each in said]


def _preferences(chance: Random) -> Preferences:
    draw = chance.random()
    if draw < 0.15:
        return Preferences(naming=Naming.NOT_AT_ALL)
    if draw < 0.3:
        return Preferences(naming=Naming.THROUGH_KENNER)
    if draw < 0.4:
        return Preferences(paused_until=minute(60 * 24 * 30), told_at=LONG_AGO)
    if draw < 0.5:
        return Preferences(told_at=NOW - timedelta(days=1))
    return Preferences(told_at=LONG_AGO)


def _some(chance: Random, people: Collection[str], share: float) -> tuple[tuple[str, str], ...]:
    return tuple((who, words(chance, 1)) for who in people if chance.random() < share)


def _said(chance: Random, channels: Collection[Channel], members: Mapping[str, tuple[str, ...]]) -> Said:
    where = chance.choice(list(channels))
    inside = COLLEAGUES if where.kind is ChannelKind.PUBLIC else members[where.name]
    via = chance.choice([Via.COMMAND, Via.MENTION, Via.MENTION, Via.DIRECT])
    return Said(asker=chance.choice(inside), text=words(chance, 3), via=via, where=where.name)


# ------------------------------------------------------------------ asked


class Faces:
    """Half of them are around; whatever is asked is remembered."""

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        return {each.id: Around(now=len(each.name) % 2 == 0) for each in people}


class ChatBot:
    """The chat bot of one world, without a platform: its replies are rows."""

    def __init__(self, storage: Storage, policy: Policy | None = None) -> None:
        self.storage = storage
        self.clock = FakeClock(NOW)
        self.embedder = WordEmbedder()
        self._catalogue, self._directory, self._shelf = Catalogue(), Directory(), Shelf()
        self._search: PassageSearch | None = None
        self._events = 0
        self.desk = Desk(
            storage=storage,
            workspace=ACME,
            tools=self._tools,
            policy=policy or Policy(mode=Mode.OPT_OUT),
            faces=Faces(),
            drawing=SlackDrawing(ACME.url),
            clock=self.clock,
            meter=NoMeter(),
        )

    async def refresh(self) -> None:
        """Publish what is there."""
        self._search = await rows_in_memory(self.storage, self.embedder)

    async def ask(self, said: Said) -> tuple[Question, list[Outgoing]]:
        """Put a question, and see all that it led to, the answer first."""
        self.clock.pass_(60)
        at = self.clock()
        where = f"C{said.where}" if said.where else None
        question = Question(
            id=derived_id(ACME, (said.asker, said.text, said.where, at), at),
            asker=person_id(said.asker),
            text=said.text,
            via=said.via,
            asked_at=at,
            channel=where,
            ts=ts_of(at) if said.via is Via.MENTION else None,
            is_private=said.via is not Via.MENTION,
        )
        async with self.storage.begin(ACME.id) as uow:
            await uow.questions.add(question)
            await uow.commit()
        return question, await self.rows(await answer(self.desk, question.id))

    async def press(self, action: Action, value: str, who: str, where: str | None) -> list[Outgoing]:
        """Somebody presses a button; what they see of it."""
        pressed = Pressed(
            action=action, value=value, person=f"U{who}", channel=f"C{where}" if where else None, ts=None
        )
        return await self._do(lambda uow, event: press(uow, self.desk, pressed, event))

    async def pages(self, who: str, where: str | None) -> list[Outgoing]:
        """Somebody's page: at home, and as a message where they ask for it."""
        me = Commanded(command=Command.ME, person=f"U{who}", text="", channel=f"C{where}" if where else None)
        names = ("/whoknows", "/iknow")
        return [
            *await self._do(lambda uow, event: home(uow, self.desk, HomeOpened(person=f"U{who}"), event)),
            *await self._do(lambda uow, event: command(uow, self.desk, me, event, names)),
        ]

    async def _do(self, act: Callable[[UnitOfWork, str], Awaitable[Todo]]) -> list[Outgoing]:
        self.clock.pass_(60)
        self._events += 1
        async with self.storage.begin(ACME.id) as uow:
            todo = await act(uow, f"Ev{self._events}")
            await uow.commit()
        rows = await self.rows(todo.keys)
        for job in todo.jobs:
            rows += await self.rows(await self._done(job))
        return rows

    async def _done(self, job: Job) -> list[str]:
        if job.name == PLAN:
            question_id, event, first = wanted(job.subject)
            return await plan(self.desk, question_id, first, event)
        return await answer(self.desk, QuestionId(job.subject))

    async def rows(self, keys: Collection[str]) -> list[Outgoing]:
        """What these name."""
        async with self.storage.begin(ACME.id) as uow:
            found = [await uow.outgoing.get(key) for key in keys]
        return [row for row in found if row]

    def _tools(self) -> Tools:
        assert self._search is not None
        return Tools(
            embedder=self.embedder,
            detect=detect,
            search=self._search,
            clock=self.clock,
            settings=Settings(),
            catalogue=self._catalogue,
            directory=self._directory,
            shelf=self._shelf,
        )


async def settled(world: World) -> ChatBot:
    """The bot of a world that is as it says: some of its talk imported, the rest heard."""
    storage = MemoryStorage()
    await enter(storage, people=world.people, channels=world.channels)
    later = minute(300)
    inorder = sorted(world.messages, key=lambda m: (m.at, m.channel_id))
    await load(storage, [m for m in inorder if m.at < later])
    await post(storage, [m for m in inorder if m.at >= later])
    async with storage.begin(ACME.id) as uow:
        for each in world.channels:
            inside = world.members.get(each.name, ())
            await uow.channels.set_members(each.id, {person_id(who) for who in inside})
        for who, own in world.preferences.items():
            await uow.preferences.save(person_id(who), own)
        for who, topic in world.hidden:
            await consent.hide_topic(uow, person_id(who), topic, LONG_AGO)
        await uow.commit()
    async with storage.begin(ACME.id) as uow:
        for who, topic in world.declared:
            await declare(uow, {person_id(who): [topic]}, LONG_AGO)
        await uow.commit()
    await _keep(storage, world)
    bot = ChatBot(storage, world.policy)
    await bot.refresh()
    return bot


async def _keep(storage: MemoryStorage, world: World) -> None:
    """Of every channel that is there, the threads that are kept as cards."""
    roots = [m for m in world.messages if m.ts == m.thread_ts and m.at in world.kept]
    async with storage.begin(ACME.id) as uow:
        people = {each.id: each for each in world.people}
        channels = {each.id: each for each in world.channels}
        for root in roots:
            maker = people[root.author_id or PersonId("")]
            card = await draft_of(uow, ACME.id, channels[root.channel_id], root.ts, maker, LONG_AGO)
            if card is not None:
                await note(uow, kept(card, maker, LONG_AGO), What.KEPT, maker.id, LONG_AGO)
        await uow.commit()


Reply = tuple[object, ...]


async def replies(
    world: World, audience: Audience, questions: Collection[str], *, pages: bool
) -> list[Reply]:
    """All that the audience is told, while others ask in between."""
    bot = await settled(world)
    where = audience.place or a_place_of(world, audience.reader)
    acts = list(world.acts)
    told: list[Outgoing] = []
    for text in questions:
        for act in acts[:2]:
            await bot.ask(act)
        acts = acts[2:]
        via = Via.MENTION if audience.place else Via.COMMAND
        question, rows = await bot.ask(Said(asker=audience.reader, text=text, via=via, where=where))
        told += rows[:1]
        told += await _cards(bot, rows, audience.reader, where)
        if audience.place is None:
            told += (await bot.press(Action.MORE, question.id, audience.reader, where))[:1]
            told += await bot.press(Action.ASK_FOR_ME, question.id, audience.reader, where)
            told += (await bot.press(Action.SHARE, question.id, audience.reader, where))[:1]
    if pages:
        told += await bot.pages(audience.reader, audience.place)
    return [(row.kind, row.channel, row.thread_ts, row.recipient, row.payload) for row in told]


async def _cards(bot: ChatBot, rows: Collection[Outgoing], reader: str, where: str | None) -> list[Outgoing]:
    """The cards that an answer offers, opened."""
    blocks = [block for row in rows for block in json.loads(row.payload or "{}").get("blocks", ())]
    buttons = [each for block in blocks for each in block.get("elements", ()) if "action_id" in each]
    wanted = [each["value"] for each in buttons if each["action_id"].partition(".")[0] == Action.CARD]
    return [row for value in wanted for row in await bot.press(Action.CARD, value, reader, where)]


def a_place_of(world: World, reader: str) -> str | None:
    """Where somebody can be when they ask: a guest in one of their own channels."""
    if reader in COLLEAGUES:
        return "general"
    return next((name for name, inside in world.members.items() if reader in inside), None)
