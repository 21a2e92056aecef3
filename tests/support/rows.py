"""A workspace in some storage: filled by hand, and read back whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.arranging import arrange
from bot.ingestion import Reading, put_message
from bot.ports import Storage, UnitOfWork
from expertise.types import Activity, Channel, Message, Passage, Person, PersonId
from index.types import Partition, PassageId
from tests.support.builders import ACME, START, channel, channel_id, person, person_id
from tests.support.models import WordTokens, detect

READING = Reading(tokens=WordTokens(64), detect=detect)
PEOPLE = ("ada", "bob", "cyd", "dan", "eve")


async def enter(
    storage: Storage,
    *,
    people: Sequence[Person] = tuple(map(person, PEOPLE)),
    channels: Sequence[Channel] = (channel(),),
    members: Mapping[str, Collection[str]] | None = None,
) -> None:
    """The workspace, its people and channels, and who is in which channel."""
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    async with storage.begin(ACME.id) as uow:
        await uow.people.save(people)
        await uow.channels.save(channels)
        for name, inside in (members or {}).items():
            await uow.channels.set_members(channel_id(name), {person_id(who) for who in inside})
        await uow.commit()


async def post(storage: Storage, messages: Iterable[Message], reading: Reading = READING) -> None:
    """Messages as they come in chat, one by one."""
    async with storage.begin(ACME.id) as uow:
        channels = {c.id: c for c in await uow.channels.all()}
        for message in messages:
            await put_message(uow, channels[message.channel_id], message, reading)
        await uow.commit()


async def load(storage: Storage, messages: Iterable[Message], reading: Reading = READING) -> None:
    """Messages as an import brings them: all of a channel, then cut."""
    by_channel: dict[str, list[Message]] = {}
    for message in messages:
        by_channel.setdefault(message.channel_id, []).append(message)
    async with storage.begin(ACME.id) as uow:
        for one in await uow.channels.all():
            await uow.messages.add(one.id, by_channel.get(one.id, []))
            await arrange(uow, one, reading)
        await uow.commit()


async def said(uow: UnitOfWork) -> list[Message]:
    """Every message."""
    found: dict[object, Message] = {}
    for one in await uow.channels.all():
        async for message in uow.transcript.top_level(one.id):
            found[message.key] = message
        async for thread in uow.transcript.threads(one.id):
            found |= {message.key: message for message in thread}
    return sorted(found.values(), key=lambda m: (m.channel_id, m.at, m.ts))


async def passages(uow: UnitOfWork) -> dict[Partition, list[Passage]]:
    """Every passage by partition, without its id."""
    found = {}
    for partition in await uow.log.partitions():
        ids = await uow.log.ids(partition, PassageId(0), 100_000)
        own = [replace(p, id=PassageId(0)) for p in await uow.passages.by_ids(ids)]
        found[partition] = sorted(own, key=lambda p: (p.channel_id, p.thread_ts, p.ordinal))
    return found


async def activity(uow: UnitOfWork, at: datetime = START) -> dict[object, dict[PersonId, Activity]]:
    """Every count: of each partition, and of each channel."""
    channels = await uow.channels.all()
    found: dict[object, dict[PersonId, Activity]] = {
        c.id: await uow.activity.of_channel(c.id, at) for c in channels
    }
    for partition in {c.partition for c in channels}:
        found[partition, "total"] = await uow.activity.busiest({partition}, None, at, 1_000)
    return found


def nearly(
    counts: dict[object, dict[PersonId, Activity]],
) -> dict[object, dict[PersonId, tuple[float, float]]]:
    """Rounded: sums made in another order differ in their last bits."""
    return {
        key: {who: (round(own.here, 9), round(own.anywhere, 9)) for who, own in sorted(people.items())}
        for key, people in counts.items()
    }
