"""Bars: the most particular holds, adoption is written down, opinions move them and never too low."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bar_ports import SILENT, Bar, Mode
from bot.bars import ADOPTED, DEFAULT, MANY, STEP, Bars, adopt, bars_of, follow_opinions, moved
from bot.ports import Storage
from bot.suggestion_types import Opinion, Suggested, Suggesting, SuggestionKey, SuggestionState
from expertise.types import ChannelKind
from tests.support.asking import LATER
from tests.support.builders import ACME, channel, minute, person_id, ts_of
from tests.support.rows import enter

OPS, DATA = channel("ops"), channel("data")
MEASURED = Bar(
    channel_id=None,
    language=None,
    mode=Mode.PRIVATE,
    bar=0.6,
    measured=0.6,
    aim=0.8,
    judged=57,
    at=LATER,
)


@pytest.fixture
async def acme(storage: Storage) -> Storage:
    await enter(storage, channels=[OPS, DATA])
    return storage


async def test_until_something_is_adopted_the_default_holds(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        assert await bars_of(uow, OPS, "en") == DEFAULT


async def test_the_most_particular_bar_holds_for_each_mode(acme: Storage) -> None:
    bars = [
        MEASURED,
        replace(MEASURED, mode=Mode.IN_THREAD, bar=SILENT),
        replace(MEASURED, language="de", bar=0.7),
        replace(MEASURED, channel_id=OPS.id, bar=0.5),
        replace(MEASURED, channel_id=OPS.id, language="de", bar=0.9),
    ]
    async with acme.begin(ACME.id) as uow:
        await adopt(uow, bars, "root", LATER)

        found = [await bars_of(uow, where, language) for where in (OPS, DATA) for language in ("de", "en")]
        audit = await uow.audit.all()

    assert [each.private for each in found] == [0.9, 0.5, 0.7, 0.6]
    assert {each.in_thread for each in found} == {SILENT}
    assert [(e.action, e.actor, e.detail) for e in audit] == [(ADOPTED, "root", "private:4 in_thread:1")]


def test_few_opinions_move_nothing() -> None:
    assert moved(MEASURED, 0, MANY - 1) == MEASURED


def test_under_the_aim_a_bar_rises_and_in_the_end_is_silent() -> None:
    once = moved(MEASURED, 7, 10)
    bar = MEASURED
    for _ in range(8):
        bar = moved(bar, 7, 10)

    assert once.bar == pytest.approx(MEASURED.bar + STEP)
    assert bar.bar == SILENT
    assert moved(bar, 0, 10).bar == SILENT


def test_good_but_few_opinions_neither_raise_nor_lower() -> None:
    raised = replace(MEASURED, bar=0.8)

    assert moved(raised, 10, 10) == raised  # all of ten: at least .72


def test_it_sinks_again_and_never_below_what_was_measured() -> None:
    raised = replace(MEASURED, bar=0.7)

    sunk = [moved(raised, 40, 40).bar, moved(moved(raised, 40, 40), 40, 40).bar]
    for _ in range(3):
        raised = moved(raised, 40, 40)

    assert sunk == [pytest.approx(0.65), pytest.approx(0.6)]
    assert raised.bar == MEASURED.measured


def test_what_was_never_shown_stays_silent_whatever_people_say() -> None:
    silent = replace(MEASURED, bar=SILENT, measured=SILENT)

    assert moved(silent, 99, 99) == silent


async def test_opinions_move_the_bars_of_their_mode_once(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await adopt(uow, [MEASURED, replace(MEASURED, mode=Mode.IN_THREAD)], "root", LATER)
        for number in range(MANY):
            await uow.suggestions.put(_disliked(number))
        await uow.commit()

    for _ in range(2):
        async with acme.begin(ACME.id) as uow:
            await follow_opinions(uow, LATER + timedelta(days=1))

    async with acme.begin(ACME.id) as uow:
        assert await bars_of(uow, OPS, "en") == Bars(private=0.65, in_thread=0.6)


async def test_opinions_of_a_private_channel_move_no_bar(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await uow.channels.save([replace(OPS, kind=ChannelKind.PRIVATE)])
        await adopt(uow, [MEASURED], "root", LATER)
        for number in range(MANY):
            await uow.suggestions.put(_disliked(number))
        await uow.commit()

    async with acme.begin(ACME.id) as uow:
        await follow_opinions(uow, LATER + timedelta(days=1))

    async with acme.begin(ACME.id) as uow:
        assert await uow.bars.all() == [MEASURED]


def _disliked(number: int) -> Suggested:
    return Suggested(
        key=SuggestionKey(OPS.id, ts_of(minute(number))),
        asker=person_id("ada"),
        asked_at=LATER + timedelta(minutes=number),
        state=SuggestionState.SAID,
        mode=Suggesting.PRIVATE,
        opinion=Opinion.NOT_THIS,
    )
