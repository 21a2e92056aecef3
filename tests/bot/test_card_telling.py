"""Authors are told of a card, once and within what they want; who cannot be told is in nobody's way."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import card_telling
from bot import cards_phrases as say
from bot.round_ports import Availability
from expertise.consent import Naming, Preferences
from tests.support.builders import ACME, person_id
from tests.support.kept_cards import a_library, thread


async def test_who_is_not_to_be_told_now_keeps_nobody_from_writing() -> None:
    library = await a_library()
    await library.keep()
    async with library.bot.storage.begin(ACME.id) as uow:
        for who in ("ada", "bob"):
            await uow.availability.save(person_id(who), Availability(unasked_a_week=0))
        await uow.commit()

    async with library.bot.storage.begin(ACME.id) as somebody_else:
        await somebody_else.hold()
        with capture_logs() as logged:
            told = await library.tell()

    assert told == []
    assert logged == []


async def test_a_card_that_cannot_be_told_of_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    library = await a_library(thread(), thread(start=30))
    first = await library.keep()
    second = await library.keep(start=30)
    draw = card_telling.wrote_note

    def wrote_note(card_id: str, *more: Any) -> object:
        if card_id == min(first, second):
            raise ValueError
        return draw(card_id, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(card_telling, "wrote_note", wrote_note)

    told = await library.tell()

    assert len(told) == 1
    assert max(first, second) in told[0].key


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
