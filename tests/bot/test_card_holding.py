"""Once a year one author is asked whether a card still holds."""

from dataclasses import replace
from datetime import timedelta

from bot.card_holding import YEAR, CardsToConfirm, due_confirmations, whom_to_ask
from bot.card_types import Card, CardId, CardPart, CardState
from bot.views import Action
from bot.weekly_types import Reader
from bot.weeks import MONTH, WEEK, Week
from expertise.consent import Naming
from expertise.types import Role, Scope
from index.types import PUBLIC
from tests.support.builders import ACME, START, person, person_id
from tests.support.kept_cards import a_library

ADA, BOB = person_id("ada"), person_id("bob")
CARD = Card(
    id=CardId("c1"),
    state=CardState.KEPT,
    title="how?",
    parts=(
        CardPart(author=ADA, role=Role.ASKED, text="how?"),
        CardPart(author=BOB, role=Role.ANSWERED, text="so"),
    ),
    authors=(),
    made_by=ADA,
    made_at=START,
    confirmed_at=START,
)


def test_whoever_answered_is_asked_after_a_year_and_another_author_a_month_later() -> None:
    asked = {weeks: whom_to_ask(CARD, START + weeks * WEEK) for weeks in range(104)}

    assert {weeks: who for weeks, who in asked.items() if who} == {52: BOB, 56: ADA}
    assert whom_to_ask(CARD, START + YEAR + YEAR) == BOB


def test_what_was_confirmed_is_asked_a_year_after_that() -> None:
    confirmed = replace(CARD, confirmed_at=START + MONTH)

    assert whom_to_ask(confirmed, START + YEAR) is None
    assert due_confirmations([CARD, confirmed], START + YEAR + MONTH) == {ADA: ["c1"], BOB: ["c1"]}


async def test_the_weekly_note_asks_one_author_until_somebody_confirms_it() -> None:
    library = await a_library()
    card_id = await library.keep()
    bot, ask = library.bot, CardsToConfirm()
    bot.clock.pass_(YEAR.total_seconds())
    week = Week(day=bot.clock().date(), begins_at=bot.clock())
    reader = Reader(
        person=person("bob"),
        scope=Scope(partitions=frozenset({PUBLIC})),
        naming=Naming.BY_NAME,
        since=bot.clock() - timedelta(days=7),
        until=bot.clock(),
    )

    hints = await ask.hints(bot.desk, week)
    async with bot.storage.begin(ACME.id) as uow:
        (line,) = await ask.lines(uow, bot.desk, reader, hints[BOB])
    await library.press("ada", Action.CARD_HOLDS, card_id)
    async with bot.storage.begin(ACME.id) as uow:
        after = await ask.lines(uow, bot.desk, reader, hints[BOB])

    assert set(hints) == {BOB}
    assert line.is_unasked
    assert [button.action for button in line.entry.buttons] == [Action.CARD_HOLDS, Action.CARD]
    assert list(after) == []
