"""The channels that the bot is in, wherever they are kept."""

import pytest

from adapters.storage.errors import ConflictError
from bot.listened import Listened
from bot.ports import Storage, UnitOfWork
from expertise.types import ChannelId, MessageTs
from tests.adapters.storage.building import HERE, NOON, THERE, key

READ = {"reached": MessageTs("1.000001"), "is_read": True, "pages": 3, "messages": 42, "heard_at": NOON}


async def _first_channel(work: UnitOfWork) -> ChannelId:
    return (await work.channels.all())[0].id


async def test_a_channel_is_kept_as_it_was_saved_last(work: UnitOfWork) -> None:
    channel = await _first_channel(work)
    final = Listened(channel_id=channel, is_in=False, **READ)  # type: ignore[arg-type]

    await work.listened.save([Listened(channel_id=channel)])
    await work.listened.save([final])

    assert await work.listened.of(channel) == final
    assert await work.listened.all() == [final]


async def test_where_the_bot_never_was_there_is_nothing(work: UnitOfWork) -> None:
    assert await work.listened.of(await _first_channel(work)) is None
    assert await work.listened.all() == []


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.listened.save([Listened(channel_id=await _first_channel(work))])
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.listened.all() == []


async def test_nobody_listens_to_no_channel(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.listened.save([Listened(channel_id=ChannelId(key("nowhere")))])
