"""Authors are told while everything else goes on: who cannot be told yet is in nobody's way."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import card_telling
from bot.round_ports import Availability
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
