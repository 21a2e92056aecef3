"""What the inbox hands on, handed on to whom it concerns: listening, asking, pressing.

In two steps, as ``draining.py`` wants it: what must be asked of the platform first, then one unit of work.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot import card_following, notes
from bot.accounts import Account
from bot.agreeing import agree, carry
from bot.chat_ports import Jobs
from bot.chat_types import Event, Job, Outgoing, OutgoingKind
from bot.desk import Desk
from bot.draining import Act, After
from bot.elsewhere import Elsewhere, elsewhere
from bot.errors import LockedOutError, NotForUsError, RateLimitedError, TryAgainError, UnreachableError
from bot.following import look
from bot.identity import person_id
from bot.incoming import Asked, Commanded, HomeOpened, Incoming, Pressed, Removed
from bot.linking import part
from bot.listening import Listening, prepare, save_unknown
from bot.meeting import door_to_asker
from bot.notes import Trouble
from bot.noticing import notice
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.presses import Todo
from bot.pressing import ANSWER, command, home, press
from bot.standing_by import zone_of
from bot.suggesting import notice as notice_what_is_asked
from bot.taking import take
from bot.topic_types import Sources
from bot.views import Action, Note
from expertise.types import PersonId

Translate = Callable[[Event], Awaitable[tuple[Incoming, ...]]]
"""What a delivery says, in our words; nothing where it is nothing for us."""

_Step = Callable[[UnitOfWork], Awaitable[Todo]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Implements ``bot.draining.Handle``. ``say`` has a message delivered soon.

    ``help`` says how to ask here. ``on_removed`` hears why and when. ``sources`` have what topics are about.
    """

    desk: Desk
    listening: Listening
    translate: Translate
    jobs: Jobs
    say: Callable[[str], None]
    help: Note
    on_removed: Callable[[str, datetime], None]
    helps_outsiders: bool = False
    sources: Sources = ()

    async def __call__(self, event: Event) -> Act:
        """Ask the platform for what is not known yet; give the act."""
        try:
            happened = await self.translate(event)
            steps = [step for each in happened if (step := await self._prepare(each, event)) is not None]
        except LockedOutError:
            self.on_removed("revoked", self.desk.clock())
            raise TryAgainError from None
        except (RateLimitedError, UnreachableError):
            raise TryAgainError from None
        if not steps:
            raise NotForUsError

        async def act(uow: UnitOfWork) -> After | None:
            todos = [await step(uow) for step in steps]
            for job in (job for todo in todos for job in todo.jobs):
                if job.workspace_id == self.desk.workspace.id:  # what is done elsewhere, that job owes there
                    await uow.owed.add(job, self.desk.clock())
            return self._after(todos)

        return act

    def _after(self, todos: list[Todo]) -> After:
        """What a crash loses here is found again: messages are rows, and jobs until they are started."""

        async def after() -> None:
            for key in (key for todo in todos for key in todo.keys):
                self.say(key)
            for job in (job for todo in todos for job in todo.jobs):
                await self.jobs.start(job)
            for todo in todos:
                await agree(self.desk.storage, todo.alike)

        return after

    async def _prepare(self, happened: Incoming, event: Event) -> _Step | None:
        match happened:
            case Asked():
                await save_unknown(self.listening, [happened.asker])
                return lambda uow: self._ask(uow, happened, event)
            case Pressed() | Commanded() | HomeOpened():
                return await self._about_somebody(happened, event)
            case Removed():
                self.on_removed(happened.reason, event.received_at)
                return None
            case _:
                return await self._listen(happened)

    async def _about_somebody(self, happened: Pressed | Commanded | HomeOpened, event: Event) -> _Step:
        """What they choose is first written down in their other accounts; again, where a crash comes."""
        await save_unknown(self.listening, [happened.person])
        account = Account(self.desk.workspace.id, person_id(self.desk.workspace.id, happened.person))
        match happened:
            case Pressed():
                also = await elsewhere_first(self.desk, account, happened)
                chat = await door_to_asker(self.desk, happened)
                topic = await look(self.desk, self.sources, happened)
                return lambda uow: press(uow, self.desk, happened, event.event_id, also, chat, topic)
            case Commanded():
                also = await elsewhere(self.desk.storage, account)
                topic = await look(self.desk, self.sources, happened)
                return lambda uow: command(uow, self.desk, happened, event.event_id, self.help, also, topic)
            case HomeOpened():
                also = await elsewhere(self.desk.storage, account)
                return lambda uow: home(uow, self.desk, happened, event.event_id, also)

    async def _listen(self, happened: Incoming) -> _Step | None:
        change = await prepare(self.listening, happened)
        if change is None:
            return None

        async def follow(uow: UnitOfWork) -> Todo:
            keys = await notice(uow, self.desk, happened)  # before what was said is gone
            keys += await card_following.follow(uow, self.desk, happened)
            await change(uow)
            await notice_what_is_asked(uow, self.desk, happened)
            return Todo(keys=tuple(keys))

        return follow

    async def _ask(self, uow: UnitOfWork, asked: Asked, event: Event) -> Todo:
        asker = (await uow.people.by_platform_ids([asked.asker])).get(asked.asker)
        if asker is None or asker.is_bot:
            return Todo()
        if asker.is_outsider and not self.helps_outsiders:
            return await self._turn_away(uow, asked, event)
        question_id = await take(uow, self.desk.workspace, asked, event.received_at)
        if question_id is None:
            return Todo()
        job = Job(name=ANSWER, workspace_id=self.desk.workspace.id, subject=question_id)
        return Todo(jobs=(job,))

    async def _turn_away(self, uow: UnitOfWork, asked: Asked, event: Event) -> Todo:
        """An outsider gets a sentence, and nothing from inside."""
        key = f"said:{event.event_id}"
        payload = self.desk.drawing.note(notes.trouble(Trouble.GUEST), asked.response_url)
        is_here = asked.channel is not None and asked.response_url is not None
        outgoing = Outgoing(
            key=key,
            kind=OutgoingKind.PRIVATE if is_here else OutgoingKind.DIRECT,
            payload=payload,
            intended_at=self.desk.clock(),
            channel=asked.channel if is_here else None,
            recipient=asked.asker,
        )
        await intend(uow, outgoing)
        return Todo(keys=(key,))


async def elsewhere_first(desk: Desk, account: Account, pressed: Pressed) -> tuple[Elsewhere, ...]:
    """Somebody's other accounts, with what they have just pressed written down in each."""
    if pressed.action == Action.NOT_BOTH_ME:
        await part(desk.storage, account, PersonId(pressed.value), desk.clock())
    also = await elsewhere(desk.storage, account)
    others = [each.account for each in also]
    zone = await _clock_of(desk, account) if others else ""
    await carry(desk.storage, others, pressed.action, pressed.value, desk.clock(), zone)
    return also


async def _clock_of(desk: Desk, account: Account) -> str:
    """Hours that are stated here are meant by the clock here."""
    async with desk.storage.begin(account.workspace_id) as uow:
        people = await uow.people.by_ids([account.person_id])
    return zone_of(people[0], desk.manners) if people else desk.manners.hours.zone
