"""Two people of a small workspace, one of whom helps the other: rows, with ids that a platform leads to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import consent
from bot.chat_types import Outgoing, Question, QuestionId
from bot.desk import Desk
from bot.identity import channel_id, person_id
from bot.incoming import Via
from bot.measuring import NoMeter
from bot.ports import Storage
from bot.round_types import Due, End, Invitation, Round, RoundState, Urgency
from bot.showing import Around
from expertise.types import Channel, ChannelKind, Message, MessageTs, Person, PersonId
from tests.support.builders import ACME, person
from tests.support.builders import channel as a_channel
from tests.support.plain import PlainDrawing

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
ASKED = QuestionId("01234567-0000-7000-8000-000000000001")
NAMES = ("lina", "maya", "jon")
LINA, MAYA, JON = (person_id(ACME.id, f"U{name}") for name in NAMES)
PEOPLE = [replace(person(name), id=person_id(ACME.id, f"U{name}")) for name in NAMES]
ROOT = MessageTs("1796029200.000100")


def here(name: str, kind: ChannelKind = ChannelKind.PUBLIC, **fields: object) -> Channel:
    return replace(a_channel(name, kind), id=channel_id(ACME.id, f"C{name}"), **fields)


DATA, OPS, SECRET = here("data"), here("ops"), here("secret", ChannelKind.PRIVATE)


class Office:
    """Lina asked in #data, and Maya helps her."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = MONDAY
        self.desk = Desk(
            storage=storage,
            workspace=ACME,
            tools=lambda: pytest.fail("nobody is to be found here"),
            policy=consent.Policy(),
            faces=self,
            drawing=PlainDrawing(),
            clock=lambda: self.now,
            meter=NoMeter(),
        )
        self.question = Question(
            id=ASKED,
            asker=LINA,
            text="how do I restore orders?",
            via=Via.MENTION,
            asked_at=MONDAY,
            channel=DATA.platform_id,
            ts=ROOT,
        )

    async def around(self, people: list[Person]) -> Mapping[PersonId, Around]:
        return {each.id: Around() for each in people}

    async def open(self, *channels: Channel) -> None:
        async with self.storage.registry() as registry:
            await registry.workspaces.ensure(ACME)
            await registry.commit()
        async with self.storage.begin(ACME.id) as uow:
            await uow.people.save(PEOPLE)
            await uow.channels.save([DATA, OPS, SECRET, *channels])
            await uow.questions.add(self.question)
            await uow.messages.add(DATA.id, [said(DATA, LINA, ts=ROOT)])
            await uow.commit()

    async def join(self, where: Channel, *people: PersonId) -> None:
        async with self.storage.begin(ACME.id) as uow:
            await uow.channels.set_members(where.id, people)
            await uow.commit()

    async def talk(self, where: Channel, number: int, *people: PersonId) -> None:
        """A thread, each with one message."""
        root = MessageTs(f"{1790000000 + number * 100}.000100")
        thread = [
            said(where, who, ts=MessageTs(f"{1790000000 + number * 100 + n}.000100"), thread=root)
            for n, who in enumerate(people)
        ]
        async with self.storage.begin(ACME.id) as uow:
            await uow.messages.add(where.id, thread)
            await uow.commit()

    async def helps(self, state: RoundState = RoundState.HELPING) -> None:
        """Maya has said so; or she is asked."""
        is_helping = state is RoundState.HELPING
        invitation = Invitation(
            person=MAYA,
            invited_at=MONDAY,
            seen_by=MONDAY + timedelta(hours=8),
            end=End.ACCEPTED if is_helping else None,
        )
        this = Round(
            question_id=ASKED,
            asker=LINA,
            urgency=Urgency.TODAY,
            opened_at=MONDAY,
            until=MONDAY + timedelta(days=1),
            state=state,
            due=Due.STILL_GOOD if is_helping else Due.WIDEN,
            due_at=MONDAY + timedelta(hours=4),
            invitations=(invitation,),
            helper=MAYA if is_helping else None,
        )
        async with self.storage.begin(ACME.id) as uow:
            await uow.rounds.put(this)
            await uow.commit()

    async def round(self) -> Round:
        async with self.storage.begin(ACME.id) as uow:
            this = await uow.rounds.of(ASKED)
        assert this
        return this

    async def told(self) -> list[Outgoing]:
        """What is to be said, in order."""
        async with self.storage.begin(ACME.id) as uow:
            return list(await uow.outgoing.unsettled("nobody"))


def said(where: Channel, who: PersonId, *, ts: MessageTs, thread: MessageTs | None = None) -> Message:
    at = datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)
    return Message(channel_id=where.id, ts=ts, at=at, author_id=who, text="words", thread_ts=thread)
