"""Cards and what was said aloud, on topics: told to whoever may read them, with names as people chose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent
from bot.aloud import Aloud, AloudId
from bot.card_types import Author, Card, CardId, CardPart, CardState
from bot.cards_on_topics import CardsOnTopics
from bot.incoming import Command
from bot.learned_aloud import LearnedAloud
from expertise.consent import Naming
from expertise.types import Channel, Message, MessageKind, Role
from tests.support.builders import ACME
from tests.support.weekly_office import BEA, DATA, JON, LINA, MAYA, MONDAY, NEED, SECRET, WeeklyOffice, ts

HOUR = timedelta(hours=1)
TOPIC = "orders database"


@pytest.fixture
async def office() -> WeeklyOffice:
    office = WeeklyOffice(MemoryStorage())
    office.sources = (CardsOnTopics(), LearnedAloud())
    await office.open()
    return office


async def says_aloud(office: WeeklyOffice, where: Channel, text: str = f"to {NEED} takes a minute") -> None:
    """Jon did."""
    own = Aloud(id=AloudId("a1"), person_id=JON, text=text, at=office.now, channel_id=where.id, ts=ts(80))
    await office.say(where, (JON, text), at=80)
    async with office.storage.begin(ACME.id) as uow:
        await uow.aloud.put(own)
        await uow.commit()


async def keeps(office: WeeklyOffice, where: Channel) -> None:
    """A thread of Lina's and Maya's, as a card."""
    await office.say(where, (LINA, f"how do I {NEED}?"), (MAYA, "replay the log"), at=90)
    card = Card(
        id=CardId("k1"),
        title=f"How do I {NEED}?",
        parts=(CardPart(author=MAYA, role=Role.ANSWERED, text="replay the log", ts=ts(91)),),
        authors=(Author(person_id=MAYA),),
        made_by=LINA,
        made_at=office.now,
        confirmed_at=office.now,
        channel_id=where.id,
        thread_ts=ts(90),
        state=CardState.KEPT,
    )
    async with office.storage.begin(ACME.id) as uow:
        await uow.cards.put(card)
        await uow.commit()


async def test_what_was_said_aloud_is_told_with_its_authors_name(office: WeeklyOffice) -> None:
    await office.follows(BEA, TOPIC)
    await says_aloud(office, DATA)

    await office.goes_on(MONDAY)
    page = await office.types(BEA, Command.TOPIC, TOPIC)

    told = f"Jon: “to {NEED} takes a minute”"
    assert f"Learned out loud: {told}" in (await office.words(BEA))[0]
    assert f"Learned out loud\n{told}" in page[0]


async def test_what_is_said_among_few_is_told_to_those_alone(office: WeeklyOffice) -> None:
    await says_aloud(office, SECRET)
    await keeps(office, SECRET)

    for_maya = await office.types(MAYA, Command.TOPIC, TOPIC)
    for_bea = await office.types(BEA, Command.TOPIC, TOPIC)

    assert "There is nothing here yet" in for_maya[0]
    assert "takes a minute" in for_bea[0]
    assert "Knowledge cards" in for_bea[0]


async def test_what_was_taken_back_or_is_by_somebody_who_is_not_to_be_named(office: WeeklyOffice) -> None:
    await says_aloud(office, DATA)
    async with office.storage.begin(ACME.id) as uow:
        await consent.decide(uow, JON, Naming.THROUGH_KENNER)
        await uow.commit()
    unnamed = await office.types(BEA, Command.TOPIC, TOPIC)
    async with office.storage.begin(ACME.id) as uow:
        said = await uow.transcript.by_keys([(DATA.id, ts(80))])
        gone: Message = replace(said[DATA.id, ts(80)], kind=MessageKind.TOMBSTONE, text="", author_id=None)
        await uow.messages.add(DATA.id, [gone])
        await uow.commit()
    after = await office.types(BEA, Command.TOPIC, TOPIC)

    assert "Jon" not in unnamed[0]
    assert "A colleague: “to" in unnamed[0]
    assert "takes a minute" not in after[0]


async def test_a_new_card_is_in_the_note_and_every_card_on_the_page(office: WeeklyOffice) -> None:
    await office.follows(BEA, TOPIC)
    await keeps(office, DATA)

    await office.goes_on(MONDAY)
    await office.goes_on(MONDAY + timedelta(days=7))
    page = await office.types(BEA, Command.TOPIC, TOPIC)

    (note,) = await office.words(BEA)
    assert f"How do I {NEED}?" in note
    assert "Maya" in note
    assert f"How do I {NEED}?" in page[0]


async def test_a_card_whose_words_say_something_else_by_now_is_not_told(office: WeeklyOffice) -> None:
    await keeps(office, DATA)
    async with office.storage.begin(ACME.id) as uow:
        said = await uow.transcript.by_keys([(DATA.id, ts(91))])
        await uow.messages.add(
            DATA.id, [replace(said[DATA.id, ts(91)], text="ask somebody", edited_at=MONDAY)]
        )
        await uow.commit()

    assert "Knowledge cards" not in (await office.types(BEA, Command.TOPIC, TOPIC))[0]
