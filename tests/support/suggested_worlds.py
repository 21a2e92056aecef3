"""Random workspaces in which people ask in channels, and nobody by name: what is suggested to them."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from bot import suggesting, suggestion_places
from bot.bars import Bars
from bot.incoming import Posted
from bot.ingestion import put_message
from bot.listening import rows_of
from bot.ports import UnitOfWork
from bot.suggestion_types import Suggesting
from bot.suggestion_work import SuggestionWork
from expertise.types import Channel, ChannelKind, PersonId, Scope
from index.types import PUBLIC
from tests.support.asked_worlds import ChatBot, Reply, settled
from tests.support.builders import ACME, ts_of
from tests.support.rows import READING
from tests.support.worlds import Audience, World, a_channel


def speak_freely(monkeypatch: pytest.MonkeyPatch) -> None:
    """However unsure it is: silence would tell nothing of what shapes it."""

    async def low(_uow: UnitOfWork, _channel: Channel, _language: str) -> Bars:
        return Bars(private=0.0, in_thread=0.0)

    monkeypatch.setattr(suggesting, "bars_of", low)


def suggest_from_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault to be found: what everybody in a channel may read is all that there is."""

    async def everything(uow: UnitOfWork, _: Channel | PersonId) -> Scope:
        return Scope(partitions=frozenset({PUBLIC, *(c.partition for c in await uow.channels.all())}))

    monkeypatch.setattr(suggestion_places, "scope_in", everything)


def can_be_asked_in(audience: Audience) -> bool:
    """Whether suggestions are made there at all: nobody is disturbed between two."""
    return audience.place is not None and audience.place != "duo"


async def suggestions(
    world: World, audience: Audience, questions: Collection[str], mode: Suggesting
) -> list[Reply]:
    """All that is suggested to somebody who asks in a place, before everyone there or alone."""
    bot = await settled(world)
    where = a_channel(audience.place or "", ChannelKind.PRIVATE)
    async with bot.storage.begin(ACME.id) as uow:
        await uow.suggesting.put(where.id, mode)
        await uow.commit()
    keys: list[str] = []
    for text in questions:
        await _asked(bot, audience, f"does anybody know how I do the {text}?")
        bot.clock.pass_(150)
        await bot.refresh()
        await SuggestionWork(desk=bot.desk, say=keys.append).carry_on()
    rows = await bot.rows(keys)
    return [(row.kind, row.channel, row.thread_ts, row.recipient, row.payload) for row in rows]


async def _asked(bot: ChatBot, audience: Audience, text: str) -> None:
    bot.clock.pass_(timedelta(minutes=40).total_seconds())  # a stretch of talk of its own
    at = bot.clock()
    place = audience.place or ""
    said = Posted(channel=f"C{place}", ts=ts_of(at), at=at, author=f"U{audience.reader}", text=text)
    target = a_channel(place).id
    async with bot.storage.begin(ACME.id) as uow:
        channel = (await uow.channels.by_ids([target]))[target]
        for message in await rows_of(uow, channel, [said]):
            await put_message(uow, channel, message, READING)
        await suggesting.notice(uow, bot.desk, said)
        await uow.commit()
