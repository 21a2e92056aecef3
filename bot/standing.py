"""How the chat bot stands, for an operator to look at: how many of what, never what is in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.card_types import CardState
from bot.chat_types import Standing
from bot.listened import Listened
from bot.ports import Storage, UnitOfWork
from bot.round_types import RoundState
from bot.suggestion_ports import Became
from bot.weekly_ports import NoteCounts
from expertise.types import WorkspaceId


async def standing(storage: Storage, workspaces: Iterable[WorkspaceId]) -> Standing:
    """All of these workspaces together."""
    found = []
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            found.append(await uow.upkeep.standing())
    unindexed = [each.oldest_unindexed for each in found if each.oldest_unindexed]
    return Standing(
        inbox=sum((Counter(each.inbox) for each in found), Counter()),
        oldest_waiting=min((each.oldest_waiting for each in found if each.oldest_waiting), default=None),
        outgoing=sum((Counter(each.outgoing) for each in found), Counter()),
        questions=sum((Counter(each.questions) for each in found), Counter()),
        oldest_unindexed=min(unindexed, default=None),
    )


async def carried(storage: Storage, workspaces: Iterable[WorkspaceId]) -> Mapping[RoundState, int]:
    """Questions that are, or were, carried to people, in all of these workspaces together."""
    counts: Counter[RoundState] = Counter()
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            counts.update(await uow.rounds.counts())
    return counts


async def weekly_notes(storage: Storage, workspaces: Iterable[WorkspaceId]) -> NoteCounts:
    """Of the current week, in all of these workspaces together."""
    waiting = sent = 0
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            found = await uow.weeks.counts()
        waiting, sent = waiting + found.waiting, sent + found.sent
    return NoteCounts(waiting=waiting, sent=sent)


async def suggested(storage: Storage, workspaces: Iterable[WorkspaceId]) -> Mapping[str, int]:
    """What became of messages that ask in channels, in all of these workspaces together, by state."""
    counts: Counter[str] = Counter()
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            counts.update(by_state(await uow.suggestions.counts()))
    return counts


def by_state(became: Mapping[Became, int]) -> Counter[str]:
    """By state; what the asker found, of those that were said, besides."""
    counts: Counter[str] = Counter()
    for way, count in became.items():
        counts[way.state.value] += count
        if way.opinion:
            counts[way.opinion.value] += count
    return counts


async def cards(storage: Storage, workspaces: Iterable[WorkspaceId]) -> Mapping[CardState, int]:
    """Knowledge cards, in all of these workspaces together."""
    counts: Counter[CardState] = Counter()
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            counts.update(await uow.card_shelf.counts())
    return counts


async def linked(storage: Storage, workspaces: Collection[WorkspaceId]) -> int:
    """How many people have an account in one of these workspaces, and another somewhere else."""
    async with storage.registry() as registry:
        return await registry.identities.count(workspaces)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSoFar:
    """How far the past of the channels that the bot is in was read back.

    ``least_far`` is the date down to which every channel that was begun has words of. How much is
    left nobody can tell: platforms do not say how long a history is, and channels differ too much.
    """

    channels: int
    whole: int
    begun: int
    pages: int
    messages: int
    least_far: datetime | None


async def read_so_far(storage: Storage, workspaces: Iterable[WorkspaceId]) -> ReadSoFar:
    """All of these workspaces together."""
    found: list[Listened] = []
    oldest: list[datetime] = []
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            inside = [each for each in await uow.listened.all() if each.is_in]
            oldest += [at for each in filter(_is_begun, inside) if (at := await _oldest(uow, each))]
        found += inside
    return ReadSoFar(
        channels=len(found),
        whole=sum(each.is_read for each in found),
        begun=sum(map(_is_begun, found)),
        pages=sum(each.pages for each in found),
        messages=sum(each.messages for each in found),
        least_far=max(oldest, default=None),
    )


def _is_begun(listened: Listened) -> bool:
    return not listened.is_read and listened.reached is not None


async def _oldest(uow: UnitOfWork, listened: Listened) -> datetime | None:
    """When the oldest message was written that we have of a channel: none where all were left out."""
    async for message in uow.transcript.top_level(listened.channel_id):
        return message.at
    return None
