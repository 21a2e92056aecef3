"""A thread that was kept as a card is suggested in the words that people chose for that."""

from dataclasses import replace

from bot.card_making import draft_of, kept, note
from bot.card_types import CardPart, What
from bot.ports import Storage
from bot.suggestion_types import Suggesting
from expertise.types import Role
from tests.support.builders import ACME
from tests.support.channel_questions import ANSWERS, MONTHS, Workplace, known, place

CHOSEN = "there is a snapshot of the orders database for every hour: take the one before the drop"


async def test_what_a_card_says_of_the_thread_is_quoted_in_place_of_what_stands_nearest(
    storage: Storage,
) -> None:
    work = Workplace(storage)
    await work.open(Suggesting.PRIVATE)
    root, _ = work.told_in_ops
    work.now -= MONTHS
    ts = await work.say("bea", "ops", CHOSEN, thread=root)
    work.now += MONTHS
    await work.index()
    async with storage.begin(ACME.id) as uow:
        draft = await draft_of(uow, ACME.id, place("ops"), root, known("jon"), work.now)
        assert draft
        chosen = CardPart(author=known("bea").id, role=Role.ANSWERED, text=CHOSEN, ts=ts)
        card = replace(draft, parts=(draft.parts[0], chosen))
        await note(uow, kept(card, known("jon"), work.now), What.KEPT, known("jon").id, work.now)
        await uow.commit()

    await work.ask()
    await work.wait()

    (said,) = await work.said()
    assert CHOSEN in (said.payload or "")
    assert ANSWERS not in (said.payload or "")
