"""The process is killed while it suggests: whatever was said before, it is said once, and put right once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.chat_types import OutgoingKind
from tests.support.channel_questions import ANSWERS, WAIT, Workplace
from tests.support.chat import Crash, Fate, MortalStorage, Script

DEATHS = [
    pytest.param(before, fate, id=f"{fate.name} of commit {before + 1}")
    for before in range(2)
    for fate in (Fate.DIES_BEFORE, Fate.DIES_AFTER)
]


async def _killed(work: Workplace, before: int, fate: Fate, do: Callable[[], Awaitable[object]]) -> None:
    """Do it, and die at that commit; if there is one."""
    desk, script = work.desk, Script([*[Fate.WELL] * before, fate])
    work.work = replace(work.work, desk=replace(desk, storage=MortalStorage(work.storage, script)))
    try:
        await do()
    except Crash:
        pass
    finally:
        work.work = replace(work.work, desk=desk)


@pytest.mark.parametrize(("before", "fate"), DEATHS)
async def test_what_is_suggested_is_said_once(before: int, fate: Fate) -> None:
    work = Workplace(MemoryStorage())
    await work.open()
    await work.ask()
    work.now += WAIT

    await _killed(work, before, fate, work.wait)
    await work.wait()

    assert [each.kind for each in await work.said()] == [OutgoingKind.DIRECT]


@pytest.mark.parametrize(("before", "fate"), DEATHS)
async def test_what_is_put_right_is_put_right_once(before: int, fate: Fate) -> None:
    work = Workplace(MemoryStorage())
    await work.open()
    await work.ask()
    await work.wait()
    first, answer = work.told_in_ops
    await work.edit("ops", answer, "maya", f"{ANSWERS}, and tell everybody", thread=first)

    await _killed(work, before, fate, work.work.carry_on)
    await work.work.carry_on()

    assert [each.kind for each in await work.said()] == [OutgoingKind.DIRECT, OutgoingKind.UPDATE]


async def test_what_fails_is_tried_again_later_and_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Workplace(MemoryStorage())
    await work.open()
    first = await work.ask()
    work.now += WAIT / 2
    await work.ask("bea")

    def broken(texts: list[str]) -> object:
        raise RuntimeError(len(texts))

    with monkeypatch.context() as patch:
        patch.setattr(work.embedder, "encode", broken)
        work.now += WAIT / 2
        await work.work.carry_on()
    await work.wait()
    between = [each.recipient for each in await work.said()]
    await work.wait(WAIT * 3)

    became = await work.became(first)
    assert between == ["Ubea"]
    assert became is not None
    assert {each.recipient for each in await work.said()} == {"Ubea", "Ulina"}
