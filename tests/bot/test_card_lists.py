"""An operator brings cards in, all or none, told to their authors; and writes out what may be."""

from dataclasses import replace
from datetime import date

import pytest

from bot import cards_phrases as say
from bot.card_exporting import write_out
from bot.card_lists import CardLine, WordsLine, bring_in
from bot.card_types import CardState
from bot.consent import Policy
from bot.errors import CardError, CardLinesError, UnknownChannelError, UnknownPersonError
from bot.linking import Linking
from bot.views import Action
from expertise.consent import Mode, Naming, Preferences
from expertise.types import Role
from tests.support.builders import ACME, person_id
from tests.support.kept_cards import ANSWER, QUESTION, Library, a_library, thread

LINE = CardLine(
    place="restore.md",
    name="restore.md",
    title=QUESTION,
    authors=("bob", "cyd"),
    words=(WordsLine(role=Role.ANSWERED, text=ANSWER, author="bob"),),
    topics=("postgres",),
    confirmed=date(2024, 1, 2),
)
POLICY = Policy(mode=Mode.OPT_OUT)


def linking(library: Library) -> Linking:
    return Linking(storage=library.bot.storage, clock=library.bot.clock, random_bytes=bytes)


async def exported(library: Library, channel: str = "") -> list[str]:
    async with library.bot.storage.begin(ACME.id) as uow:
        cards = await write_out(uow, ACME, POLICY, library.bot.clock(), channel, "op")
    return [words for card in cards for _, _, words in card.words]


async def test_what_is_brought_in_is_found_by_all_and_done_again_changes_nothing() -> None:
    library = await a_library([])

    first = await bring_in(linking(library), ACME, [LINE], "op")
    again = await bring_in(linking(library), ACME, [LINE], "op")

    assert (first.new, first.known, again.new, again.known) == (1, 0, 0, 1)
    assert ANSWER in await library.asked()
    async with library.bot.storage.begin(ACME.id) as uow:
        assert [entry.action for entry in await uow.audit.all()] == ["cards-imported"]


async def test_authors_are_told_once_and_can_say_no() -> None:
    library = await a_library([])
    await bring_in(linking(library), ACME, [LINE], "op")

    told = await library.tell()
    async with library.bot.storage.begin(ACME.id) as uow:
        (card,) = await uow.cards.with_author(person_id("cyd"))
    page = await library.seen("cyd", card.id)
    said = await library.told("bob", Action.CARD_LEAVE, card.id)
    again = await bring_in(linking(library), ACME, [LINE], "op")

    assert [row.recipient for row in told] == ["Ubob", "Ucyd"]
    assert all(say.BROUGHT_IN_WITH_YOU in str(row.payload) for row in told)
    assert await library.tell() == []
    assert say.EDIT in page
    assert say.LEFT in said
    assert again.new == 0
    assert (await library.card(card.id)).state is CardState.WITHDRAWN


async def test_one_line_that_is_wrong_keeps_all_out_and_every_one_is_named() -> None:
    library = await a_library([])
    lines = [
        LINE,
        replace(LINE, place="who.md", name="who.md", authors=("bob", "nobody")),
        replace(LINE, place="none.md", name="none.md", words=()),
        replace(LINE, place="again.md"),
    ]

    with pytest.raises(CardLinesError) as caught:
        await bring_in(linking(library), ACME, lines, "op")

    faults = caught.value.faults
    assert list(faults) == ["who.md", "none.md", "again.md"]
    assert isinstance(faults["who.md"], UnknownPersonError)
    assert isinstance(faults["none.md"], CardError)
    assert say.found(1) not in await library.asked()


async def test_a_card_of_ours_that_is_brought_in_again_stays_as_its_authors_have_it() -> None:
    library = await a_library()
    card_id = await library.keep()
    before = await library.card(card_id)

    told = await bring_in(linking(library), ACME, [replace(LINE, id=card_id)], "op")

    assert told.new == 0
    assert await library.card(card_id) == before


async def test_only_what_all_may_read_is_written_out() -> None:
    library = await a_library(thread(), thread("board", 60, "who signs the lease?", "Dan signs every lease"))
    await library.keep()
    card_id = await library.keep(of="board", start=60)

    of_all = await exported(library)
    of_board = await exported(library, "#board")
    for who in ("ada", "bob"):
        await library.press(who, Action.CARD_FOR_ALL, card_id)
    opened = await exported(library)

    assert of_all == [QUESTION, ANSWER]
    assert of_board == ["who signs the lease?", "Dan signs every lease"]
    assert set(of_board) < set(opened)
    async with library.bot.storage.begin(ACME.id) as uow:
        assert [(entry.action, entry.actor) for entry in await uow.audit.all()] == [("cards-exported", "op")]


async def test_who_is_not_named_is_not_named_in_a_file_either() -> None:
    library = await a_library(preferences={"bob": Preferences(naming=Naming.NOT_AT_ALL)})
    await library.keep()

    async with library.bot.storage.begin(ACME.id) as uow:
        (card,) = await write_out(uow, ACME, POLICY, library.bot.clock())

    assert card.authors == ("Ada", say.SOMEBODY)


async def test_a_channel_that_is_not_there_is_told() -> None:
    library = await a_library()

    with pytest.raises(UnknownChannelError):
        await exported(library, "nowhere")
