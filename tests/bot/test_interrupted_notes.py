"""What a crash, a lost reply or a failure leaves of weekly notes: each is said once, none holds up others."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import weekly
from bot.outbox import Outbox
from bot.weekly_ports import NoteCounts
from bot.working import Working
from tests.support.builders import ACME
from tests.support.chat import Crash, FakePlatform, Fate, MortalStorage, Script
from tests.support.rows import READING
from tests.support.weekly_office import JON, MAYA, MONDAY, News, WeeklyOffice

HOUR = timedelta(hours=1)


@pytest.fixture
async def office() -> WeeklyOffice:
    """Over rows in memory; a test of the stores shows that SQL keeps the same."""
    office = WeeklyOffice(MemoryStorage())
    await office.open()
    return office


@pytest.mark.parametrize("fate", [Fate.DIES_BEFORE, Fate.DIES_AFTER])
async def test_wherever_the_bot_dies_each_note_is_said_once(fate: Fate) -> None:
    deaths = 0
    for moment in range(16):
        rows, script = MemoryStorage(), Script([Fate.WELL] * moment + [fate])
        office = WeeklyOffice(rows)
        await office.open()
        office.contributors = (News(MAYA, JON),)
        platform = FakePlatform(lambda office=office: office.now, script)
        office.desk = replace(office.desk, storage=MortalStorage(rows, script))

        for at in (MONDAY - 12 * HOUR, MONDAY, MONDAY + HOUR):
            deaths += await _though_it_dies(lambda at=at, office=office: office.goes_on(at), office, platform)

        keys = sorted(post.key for post in platform.posts)
        assert keys == sorted(f"weekly:2026-11-30:{who}" for who in (MAYA, JON))
        assert await office.unasked(MAYA) == await office.unasked(JON) == 1
        async with rows.begin(ACME.id) as uow:
            assert await uow.weeks.counts() == NoteCounts(waiting=0, sent=2)
    assert 5 < deaths < 16


async def _though_it_dies(
    step: Callable[[], Awaitable[None]], office: WeeklyOffice, platform: FakePlatform
) -> int:
    """Do it, again after a death, and say what is to be said; how often it died."""
    deaths = 0
    while True:
        outbox = Outbox(office.desk.storage, platform, "bot", lambda: office.now, _no_sleep)
        try:
            await step()
            for each in await office.notes():
                await outbox.deliver(ACME.id, each.key)
            async with office.storage.begin(ACME.id) as uow:
                left = await uow.outgoing.unsettled("bot")
            for each in left:
                await outbox.deliver(ACME.id, each.key)
        except Crash:
            deaths += 1
        else:
            return deaths


async def _no_sleep(_seconds: float) -> None:
    """Nothing is waited for."""


async def test_a_note_whose_fate_nobody_knows_is_not_said_again() -> None:
    rows, script = MemoryStorage(), Script([Fate.LOST])
    office = WeeklyOffice(rows)
    await office.open()
    office.contributors = (News(MAYA),)
    platform = FakePlatform(lambda: office.now, script, can_find=False)
    await office.passes(MONDAY)
    outbox = Outbox(rows, platform, "bot", lambda: office.now, _no_sleep)

    for each in await office.notes():
        await outbox.deliver(ACME.id, each.key)

    assert len(platform.posts) == 1


async def test_one_note_that_fails_holds_up_no_other_and_is_tried_again(office: WeeklyOffice) -> None:
    class Odd(News):
        async def lines(self, *_: object) -> list[weekly.Line]:
            raise RuntimeError

    said: list[str] = []
    office.contributors = (Odd(MAYA), News(JON, name="good"))
    await office.passes(MONDAY - HOUR)
    office.now = MONDAY
    outbox = Outbox(office.storage, FakePlatform(lambda: office.now), "bot", lambda: office.now)
    working = Working(
        desk=office.desk, reading=READING, outbox=outbox, say=said.append, contributors=office.contributors
    )
    with capture_logs() as logs:
        await working.write_notes()
    waiting = await weekly.due(office.desk)
    await replace(working, contributors=(News(MAYA, name="odd"),)).write_notes()

    assert said == [f"weekly:2026-11-30:{JON}"]
    assert [each["event"] for each in logs] == ["note not written"]
    assert waiting == []
    office.now += timedelta(minutes=6)
    assert await weekly.due(office.desk) == [MAYA]
