"""One conversation: people and places of its own, in a workspace that others talk in too."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

from adapters.wiring import now
from bot.chat_types import InboxState, OutgoingState, Question, QuestionState
from bot.identity import channel_id, person_id
from bot.incoming import Via
from bot.suggestion_types import Suggested, Suggesting, SuggestionState
from bot.taking import NEWCOMER_QUESTIONS, derived_id
from bot.views import Action
from expertise.types import MessageKind, MessageTs
from tests.scenarios.parity.chat import Chat, Kind, Message, Role, Where, Who
from tests.scenarios.parity.said import Said
from tests.support.bars import LOW
from tests.support.running import until
from tests.support.slack_office import until_it

_CLOSEST = re.compile(r"(?<=The closest talk is )in #\w+( › \w+)?(?=\.)")
"""Of channels that are equally far, the first by id is told; and ids are their platform's."""
_CHAT = re.compile(r'"conversations": \[ \{[^}]*\} \]')
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+]+")


@dataclass(slots=True, kw_only=True)
class Scene:
    """``need`` is what nobody else in the workspace speaks of; ``code`` names its people and places."""

    chat: Chat
    need: str
    code: str
    cast: list[Who] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)

    # ---- Who and where ----

    async def person(self, name: str, role: Role = Role.MEMBER) -> Who:
        """Of the same name on every platform; known to the bot, but for who is to be unseen."""
        who = await self.chat.person(f"{name} {self.code.title()}", role)
        self.cast.append(who)
        return who

    async def people(self, *names: str) -> list[Who]:
        return [await self.person(name) for name in names]

    async def place(self, *members: Who, kind: Kind = Kind.OPEN, name: str = "") -> Where:
        """One that is closed is called a board."""
        called = f"{self.code}{'board' if kind is Kind.CLOSED else name}"
        where = await self.chat.place(called, kind, *members)
        self.places.append(where)
        return where

    async def office(self) -> "Office":
        """Ana asked in a place that everyone may read, and Ben answered; Cem is there too."""
        ana, ben, cem = await self.people("Ana", "Ben", "Cem")
        here = await self.place(ana, ben, cem)
        await self.talk(ana, ben, here)
        return Office(ana=ana, ben=ben, cem=cem, here=here)

    async def talk(self, asker: Who, helper: Who, where: Where, about: str = "") -> tuple[Message, Message]:
        """A question and its answer, which can be found from now on."""
        said = await self.exchange(asker, helper, where, about)
        await self.found()
        return said

    async def exchange(
        self, asker: Who, helper: Who, where: Where, about: str = ""
    ) -> tuple[Message, Message]:
        """The same, without waiting until it can be found."""
        need = about or self.need
        first = await self.chat.say(asker, where, f"how do I {need}?")
        return first, await self.chat.say(helper, where, f"to {need}, {self.recipe}", first)

    @property
    def recipe(self) -> str:
        """What only an answer of this conversation says."""
        return f"see {self.code}quill"

    async def seasoned(self, *people: Who) -> None:
        """They have asked before others before: what they ask there is answered there."""
        await self.handled()
        workspace = self.chat.service.workspace
        async with self.chat.service._parts.storage.begin(workspace.id) as uow:
            for who in people:
                known = await uow.people.by_platform_ids([who.id])
                for number in range(NEWCOMER_QUESTIONS):
                    await uow.questions.add(
                        Question(
                            id=derived_id(workspace, ("earlier", who.id, number), now()),
                            asker=known[who.id].id,
                            text="earlier",
                            via=Via.MENTION,
                            channel=self.places[0].id,
                            ts=MessageTs(f"{number + 1}.000001"),
                            asked_at=now(),
                            state=QuestionState.ANSWERED,
                        )
                    )
            await uow.commit()

    async def suggest_in(self, where: Where, mode: Suggesting) -> None:
        """Past answers are suggested there, as an operator wants it."""
        await self.handled()
        workspace = self.chat.service.workspace.id
        async with self.chat.service._parts.storage.begin(workspace) as uow:
            await uow.suggesting.put(channel_id(workspace, where.id), mode)
            await uow.bars.replace(LOW)
            await uow.commit()

    async def suggested(self) -> None:
        """As if people had had the time to be first; whatever is to be suggested is said."""
        await self.handled()
        workspace = self.chat.service.workspace.id

        async def waiting() -> list[Suggested]:
            async with self.chat.service._parts.storage.begin(workspace) as uow:
                asked = [await uow.suggestions.asked_by(person_id(workspace, who.id)) for who in self.cast]
            return [one for own in asked for one in own if one.state is SuggestionState.WAITING]

        async with self.chat.service._parts.storage.begin(workspace) as uow:
            await uow.hold()
            for one in await waiting():
                await uow.suggestions.put(replace(one, due_at=one.asked_at))
            await uow.commit()
        await until_it(waiting, [])
        await self.handled()

    # ---- What is to be seen ----

    async def plan(self, who: Who, doing: Awaitable[object]) -> Said:
        """The plan that they see after that; a word about it may stand elsewhere."""
        return await self.shown(who, doing, with_button=Action.GO)

    async def shown(self, who: Who, doing: Awaitable[object], with_button: str = "") -> Said:
        """What they see after that, and did not before; of several, the one with that button."""
        before = {said.id for said in self.chat.seen(who)}
        await doing

        def fresh() -> list[Said]:
            new = [said for said in self.chat.seen(who) if said.id not in before and not said.is_page]
            return [said for said in new if not with_button or with_button in said.actions]

        await until(fresh)
        return fresh()[0]

    async def nothing(self, doing: Awaitable[object]) -> None:
        """Nobody sees anything after that."""
        before = {who.id: self.chat.seen(who) for who in self.cast}
        await doing
        await self.handled()
        assert {who.id: self.chat.seen(who) for who in self.cast} == before

    async def page(self, who: Who, doing: Awaitable[object] | None = None) -> Said:
        """Their own page, as it is after that."""
        before = self.chat.page(who)
        await (doing or self.chat.open_page(who))
        await until(lambda: self.chat.page(who) not in (None, before))
        page = self.chat.page(who)
        assert page
        return page

    def facts(self) -> list[str]:
        """All that each of its people sees in the end. People and places by name: ids are the platform's."""
        told = []
        for who in self.cast:
            said = [each for each in self.chat.seen(who) if not each.is_page]
            said.sort(key=lambda each: each.is_alone)  # of two places nobody promises which is first
            told += [f"{who.name}, {fact}" for each in said for fact in each.facts]
            page = self.chat.page(who)
            told += [f"{who.name}’s page, {fact}" for fact in page.facts] if page else []
        return [self._with_names(line) for line in told]

    def _with_names(self, line: str) -> str:
        names = {each.id: each.name for each in self.cast} | {each.id: each.name for each in self.places}
        for known, name in names.items():
            line = line.replace(known, name)
        line = _CHAT.sub('"conversations": [ "their chat" ]', _DIGEST.sub("a digest", line))
        return _CLOSEST.sub("in some channel", _MOMENT.sub("then", line))

    # ---- Waiting ----

    async def handled(self) -> None:
        """All that came is handled, all questions are answered, and all is said."""

        async def waiting() -> int:
            async with self.chat.service._parts.storage.begin(self.chat.service.workspace.id) as uow:
                standing = await uow.upkeep.standing()
            return (
                standing.inbox.get(InboxState.NEW, 0)
                + standing.questions.get(QuestionState.RECEIVED, 0)
                + standing.outgoing.get(OutgoingState.INTENDED, 0)
                + standing.outgoing.get(OutgoingState.SENDING, 0)
            )

        await self.chat.arrived()
        await until_it(waiting, 0)
        await until_it(waiting, 0)  # its counts are read one after the other: an answer came between them
        await self.chat.arrived()

    async def found(self) -> None:
        """What was heard can be found."""
        await self.handled()

        async def is_behind() -> bool:
            async with self.chat.service._parts.storage.begin(self.chat.service.workspace.id) as uow:
                head = await uow.log.head()
            return self.chat.service._seen != head

        await until_it(is_behind, wanted=False)

    async def stored(self, message: Message) -> str | None:
        """The words that are kept of a message; None where there is none, or no more."""
        assert message.where
        workspace = self.chat.service.workspace.id
        key = (channel_id(workspace, message.where.id), MessageTs(message.id))
        async with self.chat.service._parts.storage.begin(workspace) as uow:
            rows = await uow.transcript.by_keys([key])
        kept = [row.text for row in rows.values() if row.kind is not MessageKind.TOMBSTONE]
        return kept[0] if kept else None

    async def forget_questions(self, who: Who) -> None:
        """As if they were asked too long ago."""
        workspace = self.chat.service.workspace.id
        async with self.chat.service._parts.storage.begin(workspace) as uow:
            await uow.upkeep.erase_questions(await uow.questions.asked_by(person_id(workspace, who.id)))
            await uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The people and the place that most conversations begin with."""

    ana: Who
    ben: Who
    cem: Who
    here: Where
