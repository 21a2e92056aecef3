"""Somebody asks; the people best suited to answer are found, with the words that show it.

Scope first, then the matcher, then the quotations: read from the messages as they are now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.audience import readable_channel, readable_channels, scope_for
from bot.belonging import Belonging, Directory, belonging
from bot.card_finding import CardSearch, Kept, Shelf, cards_near
from bot.catalogue import Catalogue
from bot.naming import one_person
from bot.ports import Clock, Storage, UnitOfWork
from bot.rankers import in_use
from bot.telling import Answer, Telling
from bot.turns import count_first, take_turns
from bot.types import AuditEntry, Workspace
from expertise.confidence import enough
from expertise.declared import Topics
from expertise.fairness import NEARLY
from expertise.matcher import Matcher, Settings
from expertise.ports import Aside, Detect, PassageSearch, at_once
from expertise.types import (
    Candidate,
    Channel,
    ChannelId,
    PassageHead,
    PersonId,
    Question,
    Ranking,
)
from index.types import Embedder, PassageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question as it was put: by whom and where, if known. ``operator`` asks in another's name."""

    text: str
    channel: str | None = None
    asker: str | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What answering needs besides rows.

    ``catalogue`` keeps what people have declared; None: nobody has. ``directory`` keeps what channels are
    about; None: where nobody can be shown, nobody is looked for there. ``shelf`` keeps knowledge cards; None:
    none are looked for.
    ``fairness``: people so many nats of utility from the best take turns at the first place; 0: nobody.
    """

    embedder: Embedder
    detect: Detect
    search: PassageSearch
    clock: Clock
    settings: Settings
    fairness: float = NEARLY
    catalogue: Catalogue | None = None
    aside: Aside = at_once
    directory: Directory | None = None
    shelf: Shelf | None = None


async def answer(
    storage: Storage, workspace: Workspace, asking: Asking, tools: Tools, top: int = 3
) -> Answer:
    """Find people for a question: as few as make it likely that one of them helps, at most ``top``.

    Where nobody can be shown, those who are where such things belong.

    Raises UnknownPersonError, UnknownChannelError, and EmptyQuestionError.
    """
    now = tools.clock()
    async with storage.begin(workspace.id) as uow:
        question = await _question(uow, asking, now)
        if asking.operator and question.asker_id:
            await uow.audit.add(_asked_as(asking.operator, question.asker_id, now))
            await uow.commit()
    told = await find(storage, workspace, question, tools, top)
    if told.suggestions and tools.fairness and not asking.asker:
        await count_first(storage, workspace.id, told.suggestions[0].person.id, now)
    return told


async def find(
    storage: Storage, workspace: Workspace, question: Question, tools: Tools, top: int = 3
) -> Answer:
    """The people for a question whose scope is decided, and what is to be said of them.

    As few as make it likely that one of them helps, at most ``top``. Raises EmptyQuestionError.
    """
    async with storage.begin(workspace.id) as uow:
        channels = await readable_channels(uow, question.scope)
        tools = await _learned(uow, tools) if question.scope.is_among_colleagues else _unlearned(tools)
        topics = await _topics(uow, storage, workspace, tools)
        matching = matcher(uow, tools, channels)
        ranking = await matching.rank(question, topics)
        search = card_search(storage, workspace, tools, matching)
        cards = await _cards(uow, search, question, channels)
        order = await take_turns(uow, _can_be_shown(ranking), question.asked_at, tools.fairness)
        shown = _as_few_as_it_takes(ranking, order, top)
        there = Belonging()
        if not shown and tools.directory:
            subjects = await tools.directory.subjects(
                workspace.id, channels.values(), question.text, tools.embedder
            )
            there = await belonging(uow, matching, question, subjects, top, in_turns=tools.fairness > 0)
        return await Telling(uow, workspace, question, channels).answer(
            ranking, shown or there.people, there.channel, cards
        )


async def _learned(uow: UnitOfWork, tools: Tools) -> Tools:
    return replace(tools, settings=await in_use(uow, tools.settings))


def _unlearned(tools: Tools) -> Tools:
    """For outsiders: nothing that comes from public channels, or that only colleagues may see."""
    return replace(tools, catalogue=None, directory=None, fairness=0.0)


def matcher(uow: UnitOfWork, tools: Tools, readable: Collection[ChannelId]) -> Matcher:
    """The matcher over the rows of one unit of work, as far as they stand in readable channels."""
    return Matcher(
        embedder=tools.embedder,
        detect=tools.detect,
        search=tools.search,
        evidence=_Readable(uow, readable),
        activity=uow.activity,
        ties=_ReadableTies(uow, readable),
        people=uow.people,
        settings=tools.settings,
        aside=tools.aside,
    )


@dataclass(frozen=True, slots=True)
class _Readable:
    """An ``EvidenceStore`` for an index that lags behind: a channel may have turned private since."""

    uow: UnitOfWork
    channels: Collection[ChannelId]

    async def heads(self, ids: Sequence[PassageId]) -> list[PassageHead]:
        return [p for p in await self.uow.evidence.heads(ids) if p.channel_id in self.channels]

    async def texts(self, ids: Sequence[PassageId]) -> Mapping[PassageId, str]:
        return await self.uow.evidence.texts(ids)


@dataclass(frozen=True, slots=True)
class _ReadableTies:
    """A ``TieStore`` of what was said in readable channels."""

    uow: UnitOfWork
    channels: Collection[ChannelId]

    async def beside(self, person_id: PersonId, limit: int) -> list[tuple[PersonId, datetime]]:
        return await self.uow.ties.beside(person_id, self.channels, limit)


async def _question(uow: UnitOfWork, asking: Asking, now: datetime) -> Question:
    asker = await one_person(uow, asking.asker) if asking.asker else None
    scope = await scope_for(uow, asker.id if asker else None)
    channel = await readable_channel(uow, asking.channel, scope) if asking.channel else None
    return Question(
        text=asking.text,
        asked_at=now,
        scope=scope,
        asker_id=asker.id if asker else None,
        channel_id=channel.id if channel else None,
    )


async def _topics(uow: UnitOfWork, storage: Storage, workspace: Workspace, tools: Tools) -> Topics | None:
    if tools.catalogue is None:
        return None
    return await tools.catalogue.topics(uow, storage, workspace.id, tools.embedder)


async def _cards(
    uow: UnitOfWork, search: CardSearch | None, question: Question, channels: Mapping[ChannelId, Channel]
) -> list[Kept]:
    return await cards_near(uow, search, question, channels) if search else []


def card_search(storage: Storage, workspace: Workspace, tools: Tools, matching: Matcher) -> CardSearch | None:
    """None where no cards are looked for."""
    if tools.shelf is None:
        return None
    return CardSearch(
        storage=storage,
        workspace=workspace,
        shelf=tools.shelf,
        embedder=tools.embedder,
        matching=matching,
    )


def _can_be_shown(ranking: Ranking) -> list[Candidate]:
    """Those with something that shows why."""
    return [candidate for candidate in ranking.candidates if candidate.can_be_shown]


def _as_few_as_it_takes(ranking: Ranking, order: Sequence[Candidate], top: int) -> Sequence[Candidate]:
    """The first of those that can be shown. That somebody else would help counts against their chance."""
    utilities = dict(ranking.utilities)
    shown = [utilities.pop(candidate.person.id) for candidate in order]
    return order[: enough([*shown, *utilities.values()], top, ranking.calibration)]


def _asked_as(operator: str, subject: PersonId, now: datetime) -> AuditEntry:
    return AuditEntry(at=now, action="ask-as", actor=operator, subject=subject, detail="")
