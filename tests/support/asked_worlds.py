"""A chat bot that lives in a random workspace and is asked there: all that its audience is told."""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping

from adapters.slack.drawing import SlackDrawing
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent
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
from expertise.consent import Mode
from expertise.matcher import Settings
from expertise.ports import PassageSearch
from expertise.types import Person, PersonId
from tests.support.asking import rows_in_memory
from tests.support.builders import ACME, minute, person_id, ts_of
from tests.support.clocks import FakeClock
from tests.support.models import WordEmbedder, detect
from tests.support.rows import enter, load, post
from tests.support.worlds import COLLEAGUES, LONG_AGO, NOW, Audience, Said, World


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
