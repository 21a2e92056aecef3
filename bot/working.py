"""The jobs of the chat bot, step by step: each step is a use case, and done twice as good as done once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import structlog

from bot import asking, inviting, notes, plan_phrases, planning, saying_aloud, weekly
from bot.accounts import Account
from bot.agreeing import agree
from bot.aloud import AloudId
from bot.card_telling import tell_authors
from bot.chat_types import Job, Outgoing, OutgoingKind, QuestionId
from bot.copying import copy
from bot.desk import Desk
from bot.elsewhere import elsewhere
from bot.erasing import erase, forget_where
from bot.errors import ChangingError, IndexMissingError, TryAgainError
from bot.ingestion import Reading
from bot.looking import looking_key, said_anew
from bot.notebook import notebook
from bot.notebook_pages import markdown, markdown_part
from bot.outbox import Outbox, intend
from bot.owing import SAY
from bot.plan_wanted import wanted
from bot.ports import UnitOfWork
from bot.pressing import EXPORT
from bot.refused import intend_instead
from bot.views import Note
from expertise.types import Person, PersonId, WorkspaceId

_log = structlog.get_logger()

AT_ONCE = 4
"""Questions that are thought about at once. There is one thread to think in, and each of them keeps a
connection to the database meanwhile: a crowd of them would leave none for anybody else."""

_ERASED = "erased"

COPY_PART = 2_500
"""Characters of somebody's copy that go into one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """What the steps need. ``say`` has a message delivered soon; ``patience``: seconds of silence.

    ``contributors`` are asked in this order what is to be in weekly notes.
    """

    desk: Desk
    reading: Reading
    outbox: Outbox
    say: Callable[[str], None]
    patience: float = 2.5
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    contributors: weekly.Contributors = ()

    async def find(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Answer a question; who is told for the first time that they may be named, is told soon.

        Where that takes long, a note says so first: the answer waits until it is said, to take its place.
        """
        question_id = QuestionId(subject)
        for _ in range(asking.TRIES):
            async with self._patience(question_id), self.turns:
                found = await asking.look(self.desk, question_id)
            await self.outbox.deliver(workspace_id, looking_key(question_id))
            if found is None:
                return
            if keys := await asking.tell(self.desk, found):
                for key in keys[1:]:
                    self.say(key)
                return
        raise ChangingError

    @asynccontextmanager
    async def _patience(self, question_id: QuestionId) -> AsyncIterator[None]:
        """Say that we look, if what is done meanwhile takes longer than somebody waits in silence."""
        is_done = asyncio.Event()
        waiting = asyncio.get_running_loop().create_task(self._wait(question_id, is_done))
        try:
            yield
        finally:
            is_done.set()
            await waiting

    async def _wait(self, question_id: QuestionId, is_done: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self.patience):
                await is_done.wait()
        except TimeoutError:
            if key := await asking.say_that_we_look(self.desk, question_id):
                self.say(key)

    async def deliver(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Say the answer; where the note that it was to replace is gone, as a message of its own.

        Where a channel takes neither, the asker hears that, alone.
        """
        question_id = QuestionId(subject)
        said = await self.outbox.deliver(workspace_id, asking.answer_key(question_id))
        if said is not None and (anew := said_anew(said)):
            async with self.desk.storage.begin(workspace_id) as uow:
                await intend(uow, anew)
                await uow.commit()
            said = await self.outbox.deliver(workspace_id, anew.key)
        if said is not None and (instead := await intend_instead(self.desk, question_id, said)):
            await self.outbox.deliver(workspace_id, instead)

    async def regret(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Where a question could not be answered, whatever was tried."""
        await self.outbox.deliver(workspace_id, looking_key(QuestionId(subject)))
        for key in await asking.give_up(self.desk, QuestionId(subject)):
            self.say(key)

    async def plan(self, _workspace: WorkspaceId, subject: str) -> None:
        """Show whom we would ask for a question, perhaps somebody first."""
        question_id, event, first = wanted(subject)
        for key in await planning.plan(self.desk, question_id, first, event):
            self.say(key)

    async def regret_plan(self, _workspace: WorkspaceId, subject: str) -> None:
        """Where there could be none, whatever was tried."""
        question_id, event, _ = wanted(subject)
        for key in await planning.no_plan(self.desk, question_id, event, plan_phrases.FAILED):
            self.say(key)

    async def say_aloud(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Say in a channel what somebody learned; from then on it is their message there.

        Raises TryAgainError while another process says it: only what was said can be theirs.
        """
        aloud_id, _, event_id = subject.partition(" ")
        said = await self.outbox.deliver(workspace_id, saying_aloud.aloud_key(aloud_id, event_id))
        if said is None:
            return
        if not said.is_settled:
            raise TryAgainError
        for key in await saying_aloud.keep(self.desk, self.reading, AloudId(aloud_id), said):
            self.say(key)

    async def take_back(self, _workspace: WorkspaceId, subject: str) -> None:
        """Take away what somebody said aloud."""
        aloud_id = AloudId(subject.partition(" ")[0])
        for key in await saying_aloud.take_back(self.desk, self.reading, aloud_id):
            self.say(key)

    async def carry_on(self) -> None:
        """Do what is due for questions that are carried to people; one that fails holds up no other.

        And tell authors of cards.
        """
        await self._tell_authors()
        for question_id in await inviting.due(self.desk):
            try:
                keys = await inviting.carry_on(self.desk, question_id)
            except Exception as error:  # noqa: BLE001 whatever it is: it is tried again later
                own = self.desk.workspace.id
                _log.error("not carried on", workspace=own, question=question_id, exc_info=error)
                await inviting.put_off(self.desk, question_id)
                continue
            for key in keys:
                self.say(key)

    async def write_notes(self) -> None:
        """Write the notes that are due, and begin a week's; one that fails holds up no other."""
        for who in await weekly.due(self.desk):
            try:
                keys = await weekly.write(self.desk, self.contributors, who)
            except Exception as error:  # noqa: BLE001 whatever it is: it is tried again later
                _log.error("note not written", workspace=self.desk.workspace.id, exc_info=error)
                await weekly.put_off(self.desk, who)
                continue
            for key in keys:
                self.say(key)
        with suppress(IndexMissingError):  # soon there is one
            await weekly.begin_week(self.desk, self.contributors)

    async def agree(self, _: WorkspaceId, subject: str) -> None:
        """A break that somebody was given holds wherever they have accounts."""
        own = self._account(subject)
        also = [each.account for each in await elsewhere(self.desk.storage, own)]
        if also:
            await agree(self.desk.storage, (own, *also))

    async def _tell_authors(self) -> None:
        try:
            keys = await tell_authors(self.desk)
        except Exception as error:  # noqa: BLE001 they are told later
            _log.error("authors not told", workspace=self.desk.workspace.id, exc_info=error)
            return
        for key in keys:
            self.say(key)

    async def export(self, _: WorkspaceId, subject: str) -> None:
        """Send somebody a copy of what is kept about them here; in their other accounts, it is owed."""
        own = self._account(subject)
        also = await elsewhere(self.desk.storage, own)
        for each in also:
            await self._owe_copy(each.account, subject.partition(" ")[2])
        async with self.desk.storage.registry() as registry:
            digest = (await registry.emails.of([own])).get(own, "")

        async def copied(uow: UnitOfWork, person: Person) -> list[Note]:
            parts = _parts(await copy(uow, person, also, digest))
            return [notes.copy_part(part, number, len(parts)) for number, part in enumerate(parts, 1)]

        await self._about(subject, "copy", copied)

    async def _owe_copy(self, account: Account, event_id: str) -> None:
        """The job that the press started, unless a crash came first."""
        copies = Job(
            name=EXPORT, workspace_id=account.workspace_id, subject=f"{account.person_id} {event_id}"
        )
        async with self.desk.storage.begin(account.workspace_id) as uow:
            await uow.owed.add(copies, self.desk.clock())
            await uow.commit()

    async def send_notebook(self, _: WorkspaceId, subject: str) -> None:
        """Send somebody their notebook as Markdown."""

        async def written(uow: UnitOfWork, person: Person) -> list[Note]:
            parts = _parts(markdown(await notebook(uow, person)))
            return [markdown_part(part, number, len(parts)) for number, part in enumerate(parts, 1)]

        await self._about(subject, "notebook-part", written)

    async def erase(self, _: WorkspaceId, subject: str) -> None:
        """Forget somebody, wherever they have accounts, and tell them so; but not yet where that is."""
        also = await elsewhere(self.desk.storage, self._account(subject))
        for each in also:
            await self._erase_there(each.account)
        gone: list[str] = []

        async def erased(uow: UnitOfWork, person: Person) -> list[Note]:
            gone.extend(await erase(uow, person, self.desk, self.reading))
            return [notes.erased([each.platform for each in also])]

        await self._about(subject, _ERASED, erased)
        for key in gone:
            self.say(key)

    async def leave(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Forget that too once they are told: while it waits for the platform, nothing is erased anew."""
        await self.outbox.deliver(workspace_id, _key(_ERASED, subject, 0))
        async with self.desk.storage.begin(workspace_id) as uow:
            for person in await uow.people.by_ids([_person_in(subject)]):
                await forget_where(uow, person)
            await uow.commit()

    async def say_owed(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Say what was intended here by whoever serves another workspace."""
        await self.outbox.deliver(workspace_id, subject)

    async def _erase_there(self, account: Account) -> None:
        """What is to be said because of it is owed there: we speak in our own workspace alone."""
        async with self.desk.storage.begin(account.workspace_id) as uow:
            await uow.hold()
            for person in await uow.people.by_ids([account.person_id]):
                for key in await erase(uow, person, self.desk, self.reading):
                    job = Job(name=SAY, workspace_id=account.workspace_id, subject=key)
                    await uow.owed.add(job, self.desk.clock())
                await forget_where(uow, person)
            await uow.commit()

    def _account(self, subject: str) -> Account:
        return Account(self.desk.workspace.id, _person_in(subject))

    async def _about(
        self, subject: str, name: str, do: Callable[[UnitOfWork, Person], Awaitable[list[Note]]]
    ) -> None:
        desk = self.desk
        async with desk.storage.begin(desk.workspace.id) as uow:
            await uow.hold()
            people = await uow.people.by_ids([_person_in(subject)])
            told = [each for person in people for each in await do(uow, person)]
            keys = [_key(name, subject, number) for number in range(len(told))]
            for key, note in zip(keys, told, strict=True):
                await intend(uow, _direct(desk, key, note, people[0].platform_id))
            await uow.commit()
        for key in keys:
            self.say(key)


def _key(name: str, subject: str, number: int) -> str:
    """Of a message about what an event asked for."""
    return f"{name}:{subject.partition(' ')[2]}:{number}"


def _person_in(subject: str) -> PersonId:
    return PersonId(subject.partition(" ")[0])


def _parts(whole: str) -> list[str]:
    return [whole[start : start + COPY_PART] for start in range(0, len(whole), COPY_PART)]


def _direct(desk: Desk, key: str, note: Note, recipient: str) -> Outgoing:
    return Outgoing(
        key=key,
        kind=OutgoingKind.DIRECT,
        payload=desk.drawing.note(note),
        intended_at=desk.clock(),
        recipient=recipient,
    )
