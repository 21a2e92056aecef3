"""Knowledge cards: a thread is kept in the words of its authors, and found by whoever may read it."""

from dataclasses import replace

import pytest

from bot import cards_phrases as say
from bot.chat_types import QuestionId
from bot.incoming import Via
from bot.ingestion import bury_message, put_message, turn
from bot.notebook_pages import what_was_learned
from bot.views import Action
from expertise.consent import Naming, Preferences
from expertise.types import ChannelKind, Message, MessageTs
from tests.support.builders import ACME, minute, person, person_id, ts_of
from tests.support.kept_cards import ANSWER, DATA, QUESTION, a_library, thread
from tests.support.rows import READING
from tests.support.worlds import Said

KEPT = say.found(1)


async def test_what_would_be_kept_is_shown_first_and_found_by_nobody() -> None:
    library = await a_library()

    draft = await library.draft()

    assert [words for words in (QUESTION, ANSWER, say.DRAFT, say.KEEP) if words not in draft] == []
    assert KEPT not in await library.asked()


async def test_a_kept_card_is_found_before_the_thread_which_is_not_told_again() -> None:
    library = await a_library()
    before = await library.asked()
    await library.keep()

    after = await library.asked()

    assert "thread may help" in before
    assert KEPT in after
    assert ANSWER in after
    assert "thread may help" not in after


async def test_a_card_is_found_where_nobody_stands_out() -> None:
    library = await a_library(
        preferences={name: Preferences(naming=Naming.NOT_AT_ALL) for name in ("ada", "bob")}
    )
    await library.keep()

    told = await library.asked()

    assert "nobody stands out" in told
    assert KEPT in told
    assert "Bob" not in told


async def test_a_question_about_something_else_finds_no_card() -> None:
    library = await a_library()
    await library.keep()

    assert KEPT not in await library.asked(text="how do I book a room for the offsite?")


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT, Via.COMMAND])
async def test_a_card_of_a_private_channel_is_found_by_its_members_alone(via: Via) -> None:
    library = await a_library(thread("board"))
    where = "board" if via is Via.MENTION else "data"
    card_id = await library.keep(of="board")

    assert KEPT in await library.asked("cyd", via=via, where=where)
    assert KEPT not in await library.asked("gil")
    assert ANSWER not in await library.seen("gil", card_id)
    assert say.GONE in await library.seen("gil", card_id)


async def test_in_a_public_channel_nothing_private_is_told_even_to_its_members() -> None:
    library = await a_library(thread("board"))
    await library.keep(of="board")

    assert KEPT not in await library.asked("cyd", via=Via.MENTION, where="data")


async def test_it_opens_to_all_once_every_author_has_said_yes() -> None:
    library = await a_library(thread("board"))
    card_id = await library.keep(of="board")

    heard = await library.told("ada", Action.CARD_FOR_ALL, card_id)
    of_one = await library.asked("gil")
    await library.told("bob", Action.CARD_FOR_ALL, card_id)
    of_both = await library.asked("gil")
    await library.told("ada", Action.CARD_NOT_FOR_ALL, card_id)
    taken_back = await library.asked("gil")

    assert say.YES_HEARD in heard
    assert KEPT not in of_one
    assert KEPT in of_both
    assert "archives/Cboard" not in of_both
    assert KEPT not in taken_back


async def test_words_that_are_deleted_where_they_were_said_go_from_the_card() -> None:
    library = await a_library()
    card_id = await library.keep()

    async with library.bot.storage.begin(ACME.id) as uow:
        await bury_message(uow, DATA, ts_of(minute(1)), minute(1), READING)
        await uow.commit()

    assert say.GONE in await library.seen("ada", card_id)
    assert KEPT not in await library.asked()


async def test_words_that_are_changed_where_they_were_said_are_shown_no_more() -> None:
    library = await a_library()
    card_id = await library.keep()

    async with library.bot.storage.begin(ACME.id) as uow:
        edited = replace(thread()[1], text="never mind", edited_at=minute(9))
        await put_message(uow, DATA, edited, READING)
        await uow.commit()
    page = await library.seen("gil", card_id)

    assert ANSWER not in page
    assert say.CHANGED in page
    assert KEPT not in await library.asked()

    await library.told("bob", Action.CARD_ANEW, f"{card_id} 2")
    assert "never mind" in await library.seen("gil", card_id)


async def test_a_card_outlives_messages_that_are_forgotten_with_their_time() -> None:
    library = await a_library()
    card_id = await library.keep()

    async with library.bot.storage.begin(ACME.id) as uow:
        for each in thread():
            await uow.messages.remove(each.key)
        await uow.commit()

    assert ANSWER in await library.seen("gil", card_id)
    assert KEPT in await library.asked()


async def test_a_channel_that_turns_private_takes_its_cards_with_it() -> None:
    library = await a_library()
    card_id = await library.keep()

    async with library.bot.storage.begin(ACME.id) as uow:
        closed = await turn(uow, DATA, ChannelKind.PRIVATE)
        await uow.channels.set_members(closed.id, {person_id("ada"), person_id("bob")})
        await uow.commit()

    assert KEPT not in await library.asked("gil", where="board")
    assert say.GONE in await library.seen("gil", card_id)
    assert ANSWER in await library.seen("ada", card_id)


async def test_where_nobody_answered_there_is_nothing_to_keep() -> None:
    alone = [replace(each, author_id=person_id("ada"), channel_id=DATA.id) for each in thread()]
    library = await a_library(alone)

    assert say.NOTHING_TO_KEEP in await library.draft()


@pytest.mark.parametrize("value", ["Cdata 1.000001", "Cnowhere 1.000001", "", "Cdata", "💣 ../.. 1"])
async def test_a_forged_place_is_not_found(value: str) -> None:
    library = await a_library()

    assert say.NOT_FOUND in await library.told("ada", Action.KEEP, value)


async def test_a_thread_that_one_may_not_read_is_not_found() -> None:
    library = await a_library(thread("board"))

    assert say.NOT_FOUND in await library.draft("gil", "board")


async def test_guests_keep_nothing() -> None:
    library = await a_library(people=[person("gil", is_outsider=True)])

    assert say.NOT_FOUND in await library.draft("gil")


async def test_a_draft_is_dropped_without_a_trace() -> None:
    library = await a_library()
    await library.draft()
    card = await library.of_thread()

    assert say.DROPPED in await library.told("ada", Action.CARD_DROP, card.id)
    assert (await library.card(card.id)).parts == ()
    assert ANSWER in await library.draft("bob")


async def test_what_is_solved_where_it_was_asked_can_be_kept_by_who_asked() -> None:
    library = await a_library()
    asked, _ = await library.bot.ask(Said(asker="gil", text=QUESTION, via=Via.MENTION, where="data"))
    at = library.bot.clock()
    said = [
        Message(channel_id=DATA.id, ts=ts, at=at, author_id=person_id(who), text=text, thread_ts=asked.ts)
        for who, text, ts in (("gil", QUESTION, asked.ts), ("cyd", ANSWER, MessageTs("1999999999.000001")))
        if ts
    ]
    async with library.bot.storage.begin(ACME.id) as uow:
        for each in said:
            await put_message(uow, DATA, each, READING)
        await uow.commit()

    kept = await library.told("gil", Action.KEEP_SOLVED, asked.id, "data")
    others = await library.told("eve", Action.KEEP_SOLVED, asked.id, "data")

    assert say.DRAFT in kept
    assert "Cyd" in kept
    assert say.DRAFT not in others


@pytest.mark.parametrize("has_thread", [True, False])
def test_it_is_offered_once_something_is_solved_in_a_thread(*, has_thread: bool) -> None:
    page = what_was_learned(QuestionId("q1"), QUESTION, has_thread=has_thread)

    offered = [button.action for section in page.sections for button in section.buttons]
    assert offered == ([Action.KEEP_SOLVED] if has_thread else [])
