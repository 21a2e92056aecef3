"""Channels, and who is in them."""

from dataclasses import replace

from bot.ports import UnitOfWork
from expertise.types import ChannelKind
from tests.adapters.storage.building import ANN, BEN, CEM, CHANNELS, CLOSED, OPEN, OTHER


async def test_channels_come_back_by_id(work: UnitOfWork) -> None:
    assert await work.channels.all() == sorted(CHANNELS, key=lambda channel: channel.id)


async def test_saving_again_updates_and_leaves_stale_as_it_is(work: UnitOfWork) -> None:
    changed = replace(CHANNELS[0], name="renamed", kind=ChannelKind.GROUP, is_archived=True)
    await work.messages.set_stale(OPEN, is_stale=True)

    await work.channels.save([changed])

    assert (await work.channels.all())[0] == changed
    assert await work.messages.stale_channels() == [OPEN]


async def test_members_are_replaced(work: UnitOfWork) -> None:
    await work.channels.set_members(CLOSED, [ANN, BEN])
    await work.channels.set_members(CLOSED, {BEN, CEM})

    assert await work.channels.members(CLOSED) == {BEN, CEM}
    assert await work.channels.channels_of(ANN) == frozenset()


async def test_a_person_has_channels(work: UnitOfWork) -> None:
    await work.channels.set_members(CLOSED, [ANN])
    await work.channels.set_members(OTHER, [ANN, BEN])

    assert await work.channels.channels_of(ANN) == {CLOSED, OTHER}
    assert await work.channels.members(OPEN) == frozenset()


async def test_everyone_may_leave(work: UnitOfWork) -> None:
    await work.channels.set_members(CLOSED, [ANN])
    await work.channels.set_members(CLOSED, [])

    assert await work.channels.members(CLOSED) == frozenset()


async def test_public_channels_have_members_as_others_do(work: UnitOfWork) -> None:
    await work.channels.set_members(OPEN, [ANN, CEM])
    await work.channels.set_members(CLOSED, [ANN])
    await work.channels.set_members(OPEN, [CEM, BEN])

    assert await work.channels.members(OPEN) == {BEN, CEM}
    assert await work.channels.channels_of(ANN) == {CLOSED}
