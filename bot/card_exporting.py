"""Cards as they are written out: those that all here may read, or those of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import consent
from bot.audience import readable_channels, scope_for
from bot.card_finding import Kept, kept
from bot.card_readers import as_it_stands, is_readable
from bot.card_types import Card, CardState
from bot.card_views import named
from bot.consent import Policy
from bot.errors import UnknownChannelError
from bot.ports import UnitOfWork
from bot.types import AuditEntry, Workspace
from expertise.types import Channel, PersonId, Role

EXPORTED = "cards-exported"
"""In the audit log, with the channel's id and how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A card to be written out. ``words`` are who wrote them, as what, and what they wrote."""

    id: str
    title: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    words: tuple[tuple[str, Role, str], ...]
    source: str
    confirmed: date


async def write_out(
    uow: UnitOfWork, workspace: Workspace, policy: Policy, at: datetime, channel: str = "", operator: str = ""
) -> list[Exported]:
    """By title; with a ``channel`` those of it, whoever may read it, which goes to the audit log. Commits.

    Raises UnknownChannelError.
    """
    scope = await scope_for(uow, None)
    channels = await readable_channels(uow, scope)
    where = await _named(uow, channel) if channel else None
    every = await uow.card_shelf.changed(0, "")
    cards: Sequence[Card] = every.rows if every else ()
    told: list[Kept] = []
    for card in cards:
        standing = await as_it_stands(uow, card)
        is_wanted = card.channel_id == where.id if where else is_readable(standing, scope, channels)
        if is_wanted and standing.is_whole and standing.state is CardState.KEPT:
            told.append(await kept(uow, workspace, standing, {where.id: where} if where else channels))
    if where is not None:
        detail = f"{where.platform_id} {len(told)}"
        await uow.audit.add(AuditEntry(at=at, action=EXPORTED, actor=operator, subject=None, detail=detail))
    await uow.commit()
    return sorted([await _exported(uow, each, policy, at) for each in told], key=lambda e: (e.title, e.id))


async def _named(uow: UnitOfWork, name: str) -> Channel:
    wanted = name.removeprefix("#").casefold()
    for channel in await uow.channels.all():
        if wanted in {channel.name.casefold(), channel.platform_id.casefold()}:
            return channel
    raise UnknownChannelError(name)


async def _exported(uow: UnitOfWork, found: Kept, policy: Policy, at: datetime) -> Exported:
    card = found.card
    levels = await consent.namings(uow, card.writers, " ".join((card.title, *card.topics)), at, policy)
    called = {who: await _called(uow, who, named(who, found, levels), found) for who in card.writers}
    return Exported(
        id=card.id,
        title=card.title,
        topics=card.topics,
        authors=tuple(dict.fromkeys(called[who] for who in card.writers)),
        words=tuple((called[part.author], part.role, part.text) for part in card.shown),
        source=found.link or card.source,
        confirmed=card.confirmed_at.date(),
    )


async def _called(uow: UnitOfWork, who: PersonId, name: str, found: Kept) -> str:
    """By a name that nobody else has, else by their handle or the platform's id; who is not named, is not."""
    person = found.authors.get(who)
    if person is None or not name.startswith(person.name):
        return name
    for each in (person.name, person.handle):
        if each and len((await uow.people.find([each]))[each]) == 1:
            return each
    return person.platform_id
