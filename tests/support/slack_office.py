"""A small workspace on a Slack of our own, and what people in it do with the bot."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from adapters.service import Service
from adapters.wiring import now
from bot.chat_types import Question, QuestionId, QuestionState
from bot.identity import channel_id, person_id
from bot.incoming import Via
from bot.ports import Storage
from expertise.types import Message, MessageKind, MessageTs, PersonId
from index.types import Vectors
from tests.support.block_kit import pings, problems
from tests.support.models import WordEmbedder
from tests.support.running import handled, indexed, until, until_it
from tests.support.slack.delivery import Delivery
from tests.support.slack.fake import FakeSlack
from tests.support.slack.server import Called
from tests.support.slack.world import Channel, Json, User

NEED = "restore a postgres backup"
"""What Ben answered in #data, before the bot came."""

NONSENSE = "zebra migration patterns"
"""What nobody here ever spoke of."""

OFF = {"naming": "opt-out"}
"""Settings: everybody is named at once."""

_SAYS = ("chat.postMessage", "chat.postEphemeral", "chat.update", "response_url")


class SlowEmbedder(WordEmbedder):
    """Thinks about a text on its own, such as a question, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = Event()
        self.goes_on.set()

    def encode(self, texts: Sequence[str]) -> Vectors:
        if any(text.startswith((NEED, NONSENSE)) for text in texts):
            assert self.goes_on.wait(10)
        return super().encode(texts)


@dataclass
class Clock:
    """The time that it is, and as much later as was passed."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return now() + self.ahead

    def pass_time(self, **how_long: float) -> None:
        self.ahead += timedelta(**how_long)


class Office:
    """Ana asked in #data and Ben answered; Cem is there too, Dia is in the workspace, Gus is a guest."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        world = slack.world
        self.ana, self.ben, self.cem, self.dia = (world.person(n) for n in ("ana", "ben", "cem", "dia"))
        self.gus = world.person("gus", is_guest=True)
        self.data = world.channel("data", self.ana, self.ben, self.cem, slack.bot)
        self.service: Service | None = None

    async def talk(self) -> None:
        """The conversation that the bot learns from."""
        await self.thread(self.data, self.ana, "how do I restore a postgres backup from yesterday?", self.ben)

    async def thread(
        self, where: Channel, asker: User, question: str, helper: User, answer: str = ""
    ) -> tuple[Json, Json]:
        """A question and its answer."""
        first = await self.slack.post(asker, where, question)
        words = answer or f"to {question.strip('?')}: use pg_restore"
        return first, await self.slack.post(helper, where, words, thread_ts=first["ts"])

    @property
    def storage(self) -> Storage:
        assert self.service
        return self.service._parts.storage

    def id_of(self, who: User) -> PersonId:
        assert self.service
        return person_id(self.service.workspace.id, who.id)

    async def seasoned(self, *people: User) -> None:
        """They have asked before: what they ask in a channel is answered there."""
        assert self.service
        async with self.storage.begin(self.service.workspace.id) as uow:
            for who in people:
                for number in range(3):
                    await uow.questions.add(self._old_question(who, number))
            await uow.commit()

    def _old_question(self, who: User, number: int) -> Question:
        own = QuestionId(f"{number:08x}-0000-7000-8000-{int(who.id[1:]):012x}")
        return Question(
            id=own,
            asker=self.id_of(who),
            text="earlier",
            via=Via.COMMAND,
            asked_at=now(),
            state=QuestionState.ANSWERED,
        )

    # ---- Doing something, and what is said to it ----

    async def command(
        self, who: User, text: str, name: str = "/whoknows", where: Channel | None = None
    ) -> Json:
        """A slash command, and what only that person is shown for it."""
        with self._private(who) as shown:
            delivery = await self.slack.command(who, name, text, where or self.data)
            assert delivery.is_acknowledged
            assert delivery.reply == {}
            await until(lambda: shown.newest)
        return shown.last

    async def press(self, who: User, where: Json, action: str, **more: Any) -> Json:
        """A button, and what only that person is shown for it."""
        with self._private(who) as shown:
            assert (await self.pressed(who, where, action, **more)).is_acknowledged
            await until(lambda: shown.newest)
        return shown.last

    async def pressed(self, who: User, where: Json, action: str, **more: Any) -> Delivery:
        """Press the button of that name, wherever it stands."""
        return await self.slack.press(who, where, named(where, action), **more)

    async def mention(self, who: User, text: str, where: Channel | None = None, **more: Any) -> Json:
        """Say it with the bot's name; the message."""
        return await self.slack.post(who, where or self.data, f"<@{self.slack.bot}> {text}", **more)

    async def direct(self, who: User, text: str) -> Json:
        """A direct message to the bot, and what it says to that."""
        before = len(self.from_bot(who))
        await self.slack.post(who, self.slack.direct(who), text)
        await until(lambda: len(self.from_bot(who)) > before)
        return self.from_bot(who)[-1]

    def from_bot(self, who: User) -> list[Json]:
        """Direct messages that the bot wrote to somebody."""
        return [m for m in self.slack.messages(self.slack.direct(who)) if m["user"] == self.slack.bot]

    def answers(self, message: Json, where: Channel | None = None) -> list[Json]:
        """What the bot wrote in a message's thread."""
        ts = message.get("thread_ts") or message["ts"]
        said = self.slack.messages(where or self.data, ts)
        return [m for m in said if m["user"] == self.slack.bot]

    async def stored(self, message: Json, where: Channel | None = None) -> list[Message]:
        """The rows of a message, while it is not deleted."""
        assert self.service
        target = channel_id(self.service.workspace.id, (where or self.data).id)
        key = (target, MessageTs(message["ts"]))
        async with self.storage.begin(self.service.workspace.id) as uow:
            found = await uow.transcript.by_keys([key])
        return [row for row in found.values() if row.kind is not MessageKind.TOMBSTONE]

    async def waits_for_an_answer(self, who: User) -> None:
        """Wait until a question of theirs is kept."""

        async def waiting() -> bool:
            assert self.service
            async with self.storage.begin(self.service.workspace.id) as uow:
                return bool(await uow.questions.asked_by(self.id_of(who)))

        await until_it(waiting, wanted=True)

    async def handled(self) -> None:
        """Wait until all events that came in are handled, all questions answered, and all is said."""
        assert self.service
        await self.slack.settled()
        await handled(self.service)
        await self.slack.settled()

    async def indexed(self) -> None:
        """Wait until what is stored can be found."""
        assert self.service
        await indexed(self.service)

    @contextmanager
    def _private(self, who: User) -> Iterator["_Shown"]:
        yield _Shown(self.slack, who)


class _Shown:
    def __init__(self, slack: FakeSlack, who: User) -> None:
        self._slack, self._who = slack, who
        self._before = len(slack.ephemerals(who))

    @property
    def newest(self) -> list[Json]:
        return self._slack.ephemerals(self._who)[self._before :]

    @property
    def last(self) -> Json:
        return self.newest[-1]


def named(where: Json, action: str) -> str:
    """The action id of the button that does that: "ask 2" is the second that asks."""
    name, _, place = action.partition(" ")
    found = [one for one in _controls(where) if one.partition(".")[0] == name]
    return found[int(place or 1) - 1]


def value_of(where: Json, action: str) -> str:
    """What the button that does that carries."""
    name = named(where, action)
    parts = [e for b in where["blocks"] for e in b.get("elements", ())]
    return str(next(each["value"] for each in parts if each.get("action_id") == name))


def actions(where: Json) -> set[str]:
    """What its buttons and fields do."""
    return {one.partition(".")[0] for one in _controls(where)}


def _controls(where: Json) -> list[str]:
    """Action ids, in order."""
    parts = [
        e for b in where["blocks"] for e in (*b.get("elements", ()), b.get("accessory"), b.get("element"))
    ]
    return [str(each["action_id"]) for each in parts if each and "action_id" in each]


def everything_said(calls: Collection[Called]) -> list[Json]:
    """All that the bot tried to say, as Slack was given it."""
    messages = [one.arguments for one in calls if one.method in _SAYS]
    return messages + [one.arguments["view"] for one in calls if one.method == "views.publish"]


def wrong_with(drawn: Json) -> list[str]:
    """What a card would be refused or reproached for."""
    return problems(drawn) + pings(drawn)
