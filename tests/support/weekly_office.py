"""A small workspace over weeks: who asks, who could help, a clock to turn, and the notes that are written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import consent, weekly
from bot.answering import Tools
from bot.catalogue import Catalogue
from bot.chat_types import Feedback, Outgoing, OutgoingKind, Question, QuestionId, Verdict
from bot.desk import Desk
from bot.followed import Followed
from bot.following import look
from bot.identity import channel_id, person_id
from bot.incoming import Command, Commanded, Pressed, Via
from bot.ingestion import put_message
from bot.manners import Manners
from bot.measuring import NoMeter
from bot.open_questions import OpenQuestions
from bot.ports import Storage
from bot.presses import Todo
from bot.pressing import command, press
from bot.round_ports import Availability
from bot.round_types import Chosen, Due, Round, RoundState, Urgency
from bot.showing import Around
from bot.solved_questions import SolvedQuestions
from bot.topic_types import Sources
from bot.types import Workspace
from bot.views import Action, Entry, Note
from bot.waiting_questions import WaitingQuestions
from bot.weekly_ports import Hint
from bot.weekly_types import Line, Reader
from bot.weeks import Week
from expertise.types import Channel, ChannelKind, Message, MessageTs, Person, PersonId
from tests.support.asking import rows_in_memory, tools
from tests.support.builders import ACME, person
from tests.support.builders import channel as a_channel
from tests.support.models import WordEmbedder
from tests.support.plain import PlainDrawing
from tests.support.rows import READING
from tests.support.search import MemorySearch

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""The morning of the first week that has notes, where the clock is UTC."""

LAST_WEEK = MONDAY - timedelta(days=5)
NAMES = ("lina", "maya", "jon", "bea")
LINA, MAYA, JON, BEA = (person_id(ACME.id, f"U{name}") for name in NAMES)
NEED = "restore the orders database"
TOLD = f"Solved: “how do I {NEED} at night?”"
ASKED, SOLVED = (QuestionId(f"01234567-0000-7000-8000-00000000000{each}") for each in (1, 2))


def here(name: str, kind: ChannelKind = ChannelKind.PUBLIC) -> Channel:
    return replace(a_channel(name, kind), id=channel_id(ACME.id, f"C{name}"))


DATA, SECRET = here("data"), here("secret", ChannelKind.PRIVATE)


def ts(number: float) -> MessageTs:
    return MessageTs(f"{1790000000 + number * 100:.6f}")


class News:
    """Implements ``bot.weekly_types.Contributor``: the same words for whoever is on a list."""

    def __init__(self, *people: PersonId, is_unasked: bool = True, name: str = "news") -> None:
        self.name = name
        self.people = people
        self.is_unasked = is_unasked
        self.asked = 0
        self.readers: list[Reader] = []

    async def hints(self, _desk: Desk, week: Week) -> Mapping[PersonId, Sequence[Hint]]:
        self.asked += 1
        return {who: [Hint(of=self.name, about=week.day.isoformat())] for who in self.people}

    async def lines(self, _uow: object, _desk: Desk, reader: Reader, hints: Sequence[Hint]) -> Sequence[Line]:
        self.readers.append(reader)
        return [
            Line(heading="News", entry=Entry(title=f"of {each.about}"), is_unasked=self.is_unasked)
            for each in hints
        ]


class WeeklyOffice:
    """Implements ``bot.desk.Faces``. ``now`` is turned by hand."""

    def __init__(self, storage: Storage, workspace: Workspace = ACME) -> None:
        self.storage = storage
        self.workspace = workspace
        self.now = LAST_WEEK
        self.events = 0
        self.embedder = WordEmbedder()
        self.contributors: weekly.Contributors = (WaitingQuestions(),)
        self._found = MemorySearch({})
        self.catalogue = Catalogue()
        self.sources: Sources = (SolvedQuestions(), OpenQuestions())
        self.desk = Desk(
            storage=storage,
            workspace=workspace,
            tools=self._tools,
            policy=consent.Policy(mode=consent.Mode.OPT_OUT),
            faces=self,
            drawing=PlainDrawing(),
            clock=lambda: self.now,
            meter=NoMeter(),
            manners=Manners(),
        )

    def _tools(self) -> Tools:
        return replace(tools(self._found, self.embedder), catalogue=self.catalogue)

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        return {}

    def wants(self, manners: Manners) -> None:
        self.desk = replace(self.desk, manners=manners)

    async def open(self) -> None:
        """Before the first week: Lina, who asks, and others; Maya answered such things in public."""
        async with self.storage.registry() as registry:
            await registry.workspaces.ensure(self.workspace)
            await registry.commit()
        async with self.storage.begin(self.workspace.id) as uow:
            people = [replace(person(name), id=self.id(name)) for name in NAMES]
            await uow.people.save(people)
            await uow.channels.save([DATA, SECRET])
            await uow.channels.set_members(SECRET.id, [self.id(name) for name in ("lina", "jon", "bea")])
            await uow.commit()
        lina, maya, jon, bea = map(self.id, NAMES)
        await self.say(DATA, (lina, f"how do I {NEED}?"), (maya, f"to {NEED}, replay the log"), at=0)
        await self.say(DATA, (bea, "lunch at noon?"), (jon, "noodles, please"), at=10)
        await self.begins()

    def id(self, name: str) -> PersonId:
        return person_id(self.workspace.id, f"U{name}")

    async def say(self, where: Channel, *said: tuple[PersonId, str], at: float) -> None:
        """A thread, which can be found from now on."""
        root = ts(at)
        async with self.storage.begin(self.workspace.id) as uow:
            for number, (who, text) in enumerate(said):
                own = ts(at + number)
                when = datetime.fromtimestamp(float(own), UTC)
                message = Message(
                    channel_id=where.id, ts=own, at=when, author_id=who, text=text, thread_ts=root
                )
                await put_message(uow, where, message, READING)
            await uow.commit()
        self._found = await rows_in_memory(self.storage, self.embedder)

    async def waits(
        self,
        *plan: PersonId,
        state: RoundState = RoundState.INVITING,
        urgency: Urgency = Urgency.NO_HURRY,
        channel: Channel | None = DATA,
        is_named: bool = True,
        left_out: tuple[PersonId, ...] = (),
        question_id: QuestionId = ASKED,
        text: str = f"how do I {NEED} to yesterday?",
    ) -> None:
        """Lina's question, which is carried to people; ``channel``: where everybody there saw it."""
        root = ts(50)
        if channel is not None:
            await self.say(channel, (LINA, text), at=50)
        question = Question(
            id=question_id,
            asker=LINA,
            text=text,
            via=Via.MENTION if channel else Via.DIRECT,
            asked_at=self.now,
            channel=channel.platform_id if channel else None,
            ts=root if channel else None,
        )
        this = Round(
            question_id=question_id,
            asker=LINA,
            urgency=urgency,
            opened_at=self.now,
            until=self.now + timedelta(days=14),
            state=state,
            due=Due.WIDEN if state is RoundState.INVITING else Due.GIVE_UP,
            due_at=self.now + timedelta(days=14),
            is_named=is_named,
            left_out=left_out,
            candidates=tuple(Chosen(person=who, why="answered two questions like this") for who in plan),
        )
        async with self.storage.begin(self.workspace.id) as uow:
            await uow.questions.add(question)
            await uow.rounds.put(this)
            await uow.commit()

    async def solves(
        self,
        *answered: PersonId,
        channel: Channel = DATA,
        question_id: QuestionId = SOLVED,
        text: str = f"how do I {NEED} at night?",
        at: float = 60,
    ) -> None:
        """Lina's question before everybody in a channel, answered in its thread; she said that it helped."""
        said = [(who, f"like this, says {number}") for number, who in enumerate(answered)]
        await self.say(channel, (LINA, text), *said, at=at)
        question = Question(
            id=question_id,
            asker=LINA,
            text=text,
            via=Via.MENTION,
            asked_at=self.now,
            channel=channel.platform_id,
            ts=ts(at),
        )
        helped = Feedback(question_id=question_id, person_id=LINA, verdict=Verdict.HELPED, said_at=self.now)
        async with self.storage.begin(self.workspace.id) as uow:
            await uow.questions.add(question)
            await uow.feedback.put(helped)
            await uow.commit()

    async def follows(self, who: PersonId, topic: str = "orders database") -> None:
        """Also in their weekly notes."""
        self.contributors = (Followed(self.sources), WaitingQuestions())
        await self.press(who, Action.FOLLOW_TOPIC, topic)

    async def types(self, who: PersonId, command_: Command, words: str) -> list[str]:
        """What they are told, by a command."""
        self.events += 1
        async with self.storage.begin(self.workspace.id) as uow:
            (typer,) = await uow.people.by_ids([who])
        given = Commanded(command=command_, person=typer.platform_id, text=words)
        looked = await look(self.desk, self.sources, given)
        async with self.storage.begin(self.workspace.id) as uow:
            event = f"event-{self.events}"
            todo = await command(uow, self.desk, given, event, Note(paragraphs=("help",)), (), looked)
            await uow.commit()
        return await self.said(todo)

    async def wants_notes(self, who: PersonId, own: Availability) -> None:
        async with self.storage.begin(self.workspace.id) as uow:
            await uow.availability.save(who, own)
            await uow.commit()

    async def begins(self) -> None:
        await weekly.begin_week(self.desk, self.contributors)

    async def goes_on(self, until: datetime) -> None:
        """As the running bot does it, but only now and then: at that time."""
        self.now = until
        await self.begins()
        for who in await weekly.due(self.desk):
            await weekly.write(self.desk, self.contributors, who)

    async def passes(self, until: datetime, step: timedelta = timedelta(hours=3)) -> None:
        """Step by step until then."""
        while self.now < until:
            await self.goes_on(min(self.now + step, until))

    async def notes(self, who: PersonId | None = None) -> list[Outgoing]:
        """Weekly notes that are to be said, in order."""
        async with self.storage.begin(self.workspace.id) as uow:
            said = await uow.outgoing.unsettled("nobody")
            people = {each.id: each.platform_id for each in await uow.people.by_ids([who])} if who else {}
        notes = [each for each in said if each.kind is OutgoingKind.WEEKLY]
        return [each for each in notes if who is None or each.recipient == people[who]]

    async def words(self, who: PersonId) -> list[str]:
        return [each.payload or "" for each in await self.notes(who)]

    async def press(self, who: PersonId, action: Action, value: str) -> Todo:
        async with self.storage.begin(self.workspace.id) as uow:
            (presser,) = await uow.people.by_ids([who])
            pressed = Pressed(
                action=action, value=value, person=presser.platform_id, channel=None, ts=MessageTs("1.0")
            )
            self.events += 1
            todo = await press(uow, self.desk, pressed, f"event-{self.events}")
            await uow.commit()
        return todo

    async def said(self, todo: Todo) -> list[str]:
        async with self.storage.begin(self.workspace.id) as uow:
            found = [await uow.outgoing.get(key) for key in todo.keys]
        return [each.payload or "" for each in found if each]

    async def round(self) -> Round:
        async with self.storage.begin(self.workspace.id) as uow:
            this = await uow.rounds.of(ASKED)
        assert this
        return this

    async def unasked(self, who: PersonId) -> int:
        async with self.storage.begin(self.workspace.id) as uow:
            return (await uow.unasked.of([who], consent.week_of(self.now))).get(who, 0)
