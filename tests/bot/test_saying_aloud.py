"""What is said aloud while its author thinks better of it, or a process dies."""

from dataclasses import replace

import pytest

from bot.aloud import AloudId
from bot.chat_types import Job, OutgoingKind, OutgoingState
from bot.errors import TryAgainError
from bot.incoming import Command, Commanded, Pressed
from bot.ingestion import bury_message, remove_message
from bot.notes import help_note
from bot.outbox import Outbox
from bot.ports import Storage
from bot.presses import Todo
from bot.pressing import command, press
from bot.removing import empty_channel
from bot.saying_aloud import aloud_key, keep, take_back
from bot.views import Action
from bot.working import Working
from expertise.types import MessageKind, MessageTs
from tests.support.asked_worlds import ChatBot
from tests.support.builders import ACME, channel, person, person_id
from tests.support.chat import FakePlatform
from tests.support.rows import READING, enter

WORDS = "vacuum full locks the whole table"
TS = MessageTs("1700000000.000100")


class Author:
    """Cem, who says something aloud: each act as the inbox hands it on, each platform call by hand."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.desk = ChatBot(storage).desk

    async def drafts(self) -> AloudId:
        given = Commanded(command=Command.ALOUD, person="Ucem", text=WORDS, channel=None)
        async with self.storage.begin(ACME.id) as uow:
            await command(uow, self.desk, given, "Ev0", help_note("/a", "/b", "/c"))
            await uow.commit()
        async with self.storage.begin(ACME.id) as uow:
            (one,) = await uow.aloud.of(person_id("cem"))
        return one.id

    async def presses(self, action: Action, value: str, event_id: str) -> Todo:
        pressed = Pressed(action=action, value=value, person="Ucem", channel=None, ts=None)
        async with self.storage.begin(ACME.id) as uow:
            todo = await press(uow, self.desk, pressed, event_id)
            await uow.commit()
        return todo

    async def chooses(self, one: AloudId, where: str, event_id: str) -> None:
        await self.presses(Action.ALOUD_IN, f"{one} C{where}", event_id)

    async def is_said(
        self, one: AloudId, event_id: str, state: OutgoingState = OutgoingState.SENT
    ) -> list[str]:
        """The platform took it, or did not; what is kept of that."""
        async with self.storage.begin(ACME.id) as uow:
            intended = await uow.outgoing.get(aloud_key(one, event_id))
        assert intended
        said = replace(intended, state=state, ts=TS if state is OutgoingState.SENT else None)
        return await keep(self.desk, READING, one, said)

    async def removed(self) -> list[MessageTs | None]:
        async with self.storage.begin(ACME.id) as uow:
            rows = await uow.outgoing.unsettled("here")
        return [each.target_ts for each in rows if each.kind is OutgoingKind.REMOVAL]


@pytest.fixture
async def cem(storage: Storage) -> Author:
    await enter(storage, people=[person("cem")], channels=[channel("data"), channel("ops")])
    return Author(storage)


async def test_forgotten_while_it_is_on_its_way_it_is_taken_away_again(cem: Author) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await take_back(cem.desk, READING, one)

    keys = await cem.is_said(one, "Ev1")

    assert await cem.removed() == [TS]
    assert len(keys) == 1


async def test_what_was_refused_and_is_forgotten_leaves_nothing_to_take_away(cem: Author) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await take_back(cem.desk, READING, one)

    assert await cem.is_said(one, "Ev1", OutgoingState.FAILED) == []
    assert await cem.removed() == []


async def test_a_refusal_that_is_heard_twice_leaves_the_next_channel_alone(cem: Author) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await cem.is_said(one, "Ev1", OutgoingState.FAILED)
    await cem.chooses(one, "ops", "Ev2")

    await cem.is_said(one, "Ev1", OutgoingState.FAILED)
    await cem.is_said(one, "Ev2")

    async with cem.storage.begin(ACME.id) as uow:
        kept = await uow.aloud.get(one)
    assert kept
    assert kept.ts == TS


async def test_kept_twice_it_does_not_bring_back_what_was_deleted(cem: Author) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await cem.is_said(one, "Ev1")
    async with cem.storage.begin(ACME.id) as uow:
        kept = await uow.aloud.get(one)
        assert kept
        await bury_message(uow, channel("data"), TS, kept.at, READING)
        await uow.commit()

    await cem.is_said(one, "Ev1")

    async with cem.storage.begin(ACME.id) as uow:
        stored = await uow.transcript.by_keys([(channel("data").id, TS)])
    assert [each.kind for each in stored.values()] == [MessageKind.TOMBSTONE]


@pytest.mark.parametrize("everything", [False, True], ids=["the message", "the channel"])
async def test_its_words_go_with_the_message_that_says_them(cem: Author, *, everything: bool) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await cem.is_said(one, "Ev1")

    async with cem.storage.begin(ACME.id) as uow:
        if everything:
            await empty_channel(uow, channel("data"), READING)
        else:
            await remove_message(uow, channel("data"), TS, READING)
        await uow.commit()

    async with cem.storage.begin(ACME.id) as uow:
        assert await uow.aloud.of(person_id("cem")) == []


async def test_while_another_process_says_it_there_is_nothing_to_keep_yet(cem: Author) -> None:
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    async with cem.storage.begin(ACME.id) as uow:
        await uow.outgoing.claim(aloud_key(one, "Ev1"), "there", cem.desk.clock())
        await uow.commit()
    outbox = Outbox(cem.storage, FakePlatform(cem.desk.clock), "here", cem.desk.clock)
    working = Working(desk=cem.desk, reading=READING, outbox=outbox, say=lambda _: None)

    with pytest.raises(TryAgainError):
        await working.say_aloud(ACME.id, f"{one} Ev1")


async def test_each_press_that_takes_it_back_is_a_job_of_its_own(cem: Author) -> None:
    """One that was given up is not the last word."""
    one = await cem.drafts()
    await cem.chooses(one, "data", "Ev1")
    await cem.is_said(one, "Ev1")

    wanted: list[Job] = []
    for event in ("Ev2", "Ev3"):
        wanted += (await cem.presses(Action.ALOUD_BACK, one, event)).jobs

    assert len({job.id for job in wanted}) == 2
