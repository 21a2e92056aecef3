"""Authors change a card, take in what others propose, and take out their own words."""

from bot import cards_phrases as say
from bot.card_types import CardState, Leave
from bot.views import Action
from expertise.types import ChannelKind
from tests.support.builders import ACME, person_id
from tests.support.kept_cards import ANSWER, BOARD, QUESTION, a_library, thread

KEPT = say.found(1)


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
