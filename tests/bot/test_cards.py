"""Knowledge cards: a thread is kept in the words of its authors, and found by whoever may read it."""

from dataclasses import replace

import pytest

from bot import cards_phrases as say
from bot.card_types import CardState, Leave
from bot.chat_types import QuestionId
from bot.incoming import Via
from bot.ingestion import bury_message, put_message, turn
from bot.notebook_pages import what_was_learned
from bot.permalinks import message_at
from bot.types import Platform
from bot.views import Action
from expertise.consent import Naming, Preferences
from expertise.types import ChannelKind, Message, MessageTs
from tests.support.builders import ACME, minute, person, person_id, ts_of
from tests.support.kept_cards import ANSWER, BOARD, DATA, QUESTION, a_library, thread
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


async def test_who_is_no_author_opens_and_changes_nothing() -> None:
    library = await a_library(thread("board"))
    card_id = await library.keep(of="board", who="cyd")
    before = await library.card(card_id)

    for action, value in (
        (Action.CARD_FOR_ALL, card_id),
        (Action.CARD_EDIT, card_id),
        (Action.CARD_TITLE, f"{card_id} mine now"),
        (Action.CARD_WORDS, f"{card_id} 1 mine now"),
        (Action.CARD_LEAVE, card_id),
        (Action.CARD_WITHDRAW, card_id),
        (Action.CARD_HOLDS, card_id),
    ):
        assert say.GONE in await library.told("cyd", action, value)

    assert await library.card(card_id) == before


async def test_authors_are_told_once_and_asked_where_it_is_not_public() -> None:
    library = await a_library(thread("board"), thread("data", 60))
    await library.keep(of="board")
    await library.keep(start=60)

    told = await library.tell()
    again = await library.tell()

    private, public = sorted(
        (str(row.payload) for row in told), key=lambda words: "May everybody" not in words
    )
    assert [row.recipient for row in told] == ["Ubob", "Ubob"]
    assert "May everybody here" in private
    assert say.MAY_STAY in public
    assert again == []


async def test_who_wants_to_hear_nothing_is_not_told_and_not_named() -> None:
    library = await a_library(preferences={"bob": Preferences(naming=Naming.NOT_AT_ALL)})
    card_id = await library.keep()

    assert await library.tell() == []
    assert "Bob" not in await library.seen("gil", card_id)
    assert say.SOMEBODY in await library.seen("gil", card_id)
    assert "Bob" in await library.seen("bob", card_id)


async def test_telling_keeps_to_what_somebody_wants_in_a_week() -> None:
    threads = [thread("data", 60 * n, f"how do I restore table {n}?") for n in range(5)]
    library = await a_library(*threads)
    for number in range(5):
        await library.keep(start=60 * number)

    told = await library.tell()
    library.bot.clock.pass_(8 * 24 * 3_600)
    later = await library.tell()

    assert (len(told), len(later)) == (3, 2)


async def test_an_author_changes_title_topics_and_their_own_words() -> None:
    library = await a_library()
    card_id = await library.keep()

    await library.told("bob", Action.CARD_TITLE, f"{card_id} Restoring one dropped table")
    await library.told("bob", Action.CARD_TOPICS, f"{card_id} postgres, restore, Postgres")
    await library.told("bob", Action.CARD_WORDS, f"{card_id} 2 use pg_restore --table")
    refused = await library.told("bob", Action.CARD_WORDS, f"{card_id} 1 words of mine in place of Ada's")

    card = await library.card(card_id)
    assert (card.title, card.topics) == ("Restoring one dropped table", ("Postgres", "restore"))
    assert [part.text for part in card.parts] == [QUESTION, "use pg_restore --table"]
    assert say.GONE in refused
    assert "pg_restore" in await library.asked()


async def test_every_change_is_kept_as_a_revision() -> None:
    library = await a_library()
    card_id = await library.keep()
    await library.told("bob", Action.CARD_TITLE, f"{card_id} Another title")
    await library.told("ada", Action.CARD_HOLDS, card_id)

    async with library.bot.storage.begin(ACME.id) as uow:
        revisions = await uow.card_history.of(card_id)

    assert [(each.number, each.what.value, each.by) for each in revisions] == [
        (1, "kept", person_id("ada")),
        (2, "edited", person_id("bob")),
        (3, "confirmed", person_id("ada")),
    ]
    assert [each.title for each in revisions] == [QUESTION, "Another title", "Another title"]


async def test_anybody_who_may_read_it_proposes_and_an_author_takes_it_in() -> None:
    library = await a_library()
    card_id = await library.keep()

    proposed = await library.press("gil", Action.CARD_PROPOSED, f"{card_id} since 16 there is a shorter way")
    unread = await library.seen("eve", card_id)
    page = await library.seen("ada", card_id)
    async with library.bot.storage.begin(ACME.id) as uow:
        (proposal,) = await uow.proposals.for_card(card_id)
    stranger = await library.told("eve", Action.CARD_ACCEPT, proposal.id)
    taken = await library.told("ada", Action.CARD_ACCEPT, proposal.id)

    assert [row.recipient for row in proposed if row.recipient != "Ugil"] == ["Uada"]
    assert "shorter way" not in unread
    assert "shorter way" in page
    assert say.GONE in stranger
    assert say.ACCEPTED in taken
    assert "shorter way" in await library.seen("eve", card_id)
    assert (await library.card(card_id)).writers == tuple(map(person_id, ("ada", "bob", "gil")))
    assert say.DECIDED in await library.told("bob", Action.CARD_DECLINE, proposal.id)


async def test_what_is_declined_is_told_to_nobody() -> None:
    library = await a_library()
    card_id = await library.keep()
    await library.press("gil", Action.CARD_PROPOSED, f"{card_id} ask me instead")
    async with library.bot.storage.begin(ACME.id) as uow:
        (proposal,) = await uow.proposals.for_card(card_id)

    declined = await library.press("bob", Action.CARD_DECLINE, proposal.id)

    assert [row.recipient for row in declined] == ["Ubob"]
    assert "ask me instead" not in await library.seen("gil", card_id)


async def test_an_author_takes_their_words_out_of_all_that_it_ever_was() -> None:
    library = await a_library()
    card_id = await library.keep()

    await library.told("ada", Action.CARD_LEAVE, card_id)

    card = await library.card(card_id)
    async with library.bot.storage.begin(ACME.id) as uow:
        ever = [part.text for each in await uow.card_history.of(card_id) for part in each.parts]
        titles = {each.title for each in await uow.card_history.of(card_id)}
    assert [part.author for part in card.parts] == [person_id("bob")]
    assert QUESTION not in ever
    assert QUESTION not in titles
    assert card.title in ANSWER
    assert card.state is CardState.KEPT


async def test_without_an_answer_it_is_gone_and_does_not_come_back_with_those_words() -> None:
    library = await a_library()
    card_id = await library.keep()
    await library.told("bob", Action.CARD_LEAVE, card_id)

    assert (await library.card(card_id)).state is CardState.WITHDRAWN
    assert KEPT not in await library.asked()
    assert say.NOTHING_TO_KEEP in await library.draft("ada")
    assert ANSWER in await library.draft("bob")


async def test_any_author_takes_the_card_back() -> None:
    library = await a_library()
    card_id = await library.keep()

    said = await library.told("ada", Action.CARD_WITHDRAW, card_id)

    assert say.WITHDRAWN in said
    assert (await library.card(card_id)).parts == ()
    assert say.GONE in await library.seen("bob", card_id)


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


async def test_leave_of_an_author_whose_words_are_gone_is_not_waited_for() -> None:
    library = await a_library(thread("board"))
    card_id = await library.keep(of="board")
    await library.told("ada", Action.CARD_LEAVE, card_id)
    await library.told("bob", Action.CARD_FOR_ALL, card_id)

    card = await library.card(card_id)
    assert card.is_open
    assert [(each.person_id, each.leave) for each in card.authors] == [
        (person_id("ada"), Leave.OUT),
        (person_id("bob"), Leave.YES),
    ]
    assert BOARD.kind is ChannelKind.PRIVATE


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


@pytest.mark.parametrize(
    ("platform", "link", "leads"),
    [
        (Platform.SLACK, "https://acme.slack.com/archives/C1/p1709280000000100", ("C1", "1709280000.000100")),
        (
            Platform.SLACK,
            "look: https://acme.slack.com/archives/C1/p1709280000000100?thread_ts=1.2&cid=C1 there",
            ("C1", "1709280000.000100"),
        ),
        (
            Platform.TEAMS,
            "https://teams.microsoft.com/l/message/19%3Aa%40thread.tacv2/1709280000000?tenantId=t&parentMessageId=1",
            ("19:a@thread.tacv2", "1709280000000"),
        ),
        (Platform.SLACK, "https://acme.slack.com/archives/C1", None),
        (Platform.TEAMS, "C1 1709280000.000100", None),
        (Platform.SLACK, "", None),
    ],
)
def test_a_link_leads_to_a_message(platform: Platform, link: str, leads: tuple[str, str] | None) -> None:
    assert message_at(replace(ACME, platform=platform), link) == leads
