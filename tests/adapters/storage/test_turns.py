"""Turns: one writer at a time, those in a hurry first, and who gives up waiting is passed over."""

import asyncio

import pytest

from adapters.storage.errors import LockedError
from adapters.storage.turns import Turns


async def write(turns: Turns, name: str, order: list[str], *, in_a_hurry: bool = False) -> None:
    await turns.take(9, in_a_hurry=in_a_hurry)
    order.append(name)
    turns.give()


async def test_first_come_first_served_but_the_hurried_before_the_others() -> None:
    turns, order = Turns(), list[str]()
    await turns.take(9)
    waiting = [asyncio.create_task(write(turns, name, order, in_a_hurry=name.isupper())) for name in "aAbB"]
    await asyncio.sleep(0)

    turns.give()
    await asyncio.gather(*waiting)

    assert order == ["A", "B", "a", "b"]


async def test_who_waits_too_long_is_told_and_passed_over() -> None:
    turns, order = Turns(), list[str]()
    await turns.take(9)
    with pytest.raises(LockedError):
        await turns.take(0.01)

    turns.give()
    await write(turns, "next", order)

    assert order == ["next"]


@pytest.mark.parametrize("is_given_first", [True, False])
async def test_who_is_cancelled_leaves_the_turn_to_the_next(is_given_first: bool) -> None:  # noqa: FBT001
    turns, order = Turns(), list[str]()
    await turns.take(9)
    first = asyncio.create_task(write(turns, "first", order))
    second = asyncio.create_task(write(turns, "second", order))
    await asyncio.sleep(0)

    if is_given_first:
        turns.give()
    first.cancel()
    await asyncio.sleep(0)
    if not is_given_first:
        turns.give()
    await second

    assert order == ["second"]
