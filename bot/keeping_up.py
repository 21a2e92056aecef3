"""Done now and then: the gap is filled after the bot was down; at night it is no richer than the platform."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.bars import follow_opinions
from bot.listened import Listened
from bot.listening import Listening
from bot.reading_back import MARGIN, History, reconcile
from bot.removing import forget_before

RAW_FORMS = timedelta(days=90)
"""How long the raw form of a delivery that was handled is kept, and the words of what was sent."""

LOOKED_BACK = timedelta(days=7)
"""How far back the nightly look goes: what is deleted later than that is told by an event, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a night: rows that went, by why."""

    no_longer_there: int = 0
    too_old: int = 0
    raw_forms: int = 0


async def catch_up(listening: Listening, history: History | None, now: datetime) -> int:
    """Read what was said while nobody listened; in how many channels.

    Only where something was heard before: what is new is read back from its end. Without a history nothing
    can be read: what was said meanwhile stays unheard.
    """
    caught_up = 0
    for each, platform_id in await _in(listening):
        if history is not None and each.heard_at is not None:
            await reconcile(listening, history, platform_id, each.heard_at - MARGIN)
            caught_up += 1
    await heard_until(listening, now)
    return caught_up


async def heard_until(listening: Listening, now: datetime) -> None:
    """Note that nothing before this is missing, in every channel that the bot is in."""
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        channels = [replace(each, heard_at=now) for each in await uow.listened.all() if each.is_in]
        await uow.listened.save(channels)
        await uow.commit()


async def tidy_up(
    listening: Listening, history: History | None, now: datetime, retention_days: int | None = None
) -> Kept:
    """Take away what the platform no longer has, what is past its time, and raw forms of long ago.

    Without a history nobody knows what the platform no longer has: only events tell it. Bars follow what
    people said of suggestions.
    """
    gone = await _no_longer_there(listening, history, now) if history else 0
    old = 0 if retention_days is None else await _forget_old(listening, now - timedelta(days=retention_days))
    async with listening.storage.begin(listening.workspace.id) as uow:
        raw = await uow.upkeep.purge(now - RAW_FORMS)
        await uow.aloud.forget_before(now - RAW_FORMS, drafts_alone=True)
        await uow.suggestions.forget_unsaid(now - RAW_FORMS)
        await uow.commit()
    async with listening.storage.begin(listening.workspace.id) as uow:
        await follow_opinions(uow, now)
    return Kept(no_longer_there=gone, too_old=old, raw_forms=raw)


async def _no_longer_there(listening: Listening, history: History, now: datetime) -> int:
    gone = 0
    for _, platform_id in await _in(listening):
        gone += await reconcile(listening, history, platform_id, now - LOOKED_BACK)
    return gone


async def _forget_old(listening: Listening, before: datetime) -> int:
    async with listening.storage.begin(listening.workspace.id) as uow:
        channels = await uow.channels.all()
    forgotten = 0
    for channel in channels:  # a transaction each: none holds up the others for long
        async with listening.storage.begin(listening.workspace.id) as uow:
            forgotten += await forget_before(uow, channel, before, listening.reading)
            await uow.commit()
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.aloud.forget_before(before)
        await uow.commit()
    return forgotten


async def to_join(listening: Listening, wanted: Collection[str], batch: int = 20) -> list[str]:
    """Platform ids of channels on the operator's list that the bot is to join next.

    At most so many at once, for each join is announced; one that it was removed from stays as it is.
    """
    async with listening.storage.begin(listening.workspace.id) as uow:
        channels = {c.platform_id: c.id for c in await uow.channels.all() if not c.is_archived}
        known = {each.channel_id for each in await uow.listened.all()}
    return [each for each in wanted if each in channels and channels[each] not in known][:batch]


async def _in(listening: Listening) -> list[tuple[Listened, str]]:
    """The channels that the bot is in, with their platform ids."""
    async with listening.storage.begin(listening.workspace.id) as uow:
        inside = [each for each in await uow.listened.all() if each.is_in]
        channels = await uow.channels.by_ids([each.channel_id for each in inside])
    return [(each, channels[each.channel_id].platform_id) for each in inside]
