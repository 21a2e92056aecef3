"""Decides where an answer goes, who will see it there, and so what may be looked for, and in what words.

All of it is decided from rows, and decided the same again as long as they do not change.
"""

from dataclasses import dataclass, replace

from bot import consent
from bot.audience import scope_for, scope_in
from bot.chat_types import OutgoingKind, Question
from bot.desk import Desk
from bot.identity import channel_id
from bot.incoming import Via
from bot.ports import UnitOfWork
from bot.types import Workspace
from bot.views import Mode
from expertise.types import Channel, MessageTs, PersonId
from expertise.types import Question as Need

CONTEXT = 1_000
"""Characters of a thread's first message that help to understand what is asked in it."""

_MOST_FOLLOWED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an answer goes, and so who will see it. ``channel`` is None where only the asker is."""

    mode: Mode
    kind: OutgoingKind
    channel: Channel | None = None


async def place_of(uow: UnitOfWork, workspace: Workspace, question: Question) -> Place:
    """Fails closed: in a channel that is not known, only the asker sees the answer."""
    if question.via in (Via.DIRECT, Via.HOME):
        return Place(mode=Mode.HOME, kind=OutgoingKind.DIRECT)
    channel = await channel_of(uow, workspace, question.channel)
    if question.is_private or channel is None:
        return Place(mode=Mode.PRIVATE, kind=OutgoingKind.PRIVATE)
    return Place(mode=Mode.IN_THREAD, kind=OutgoingKind.REPLY, channel=channel)


async def channel_of(uow: UnitOfWork, workspace: Workspace, platform_id: str | None) -> Channel | None:
    """The channel of that platform id, if we know it."""
    if platform_id is None:
        return None
    target = channel_id(workspace.id, platform_id)
    return (await uow.channels.by_ids([target])).get(target)


async def need_of(uow: UnitOfWork, desk: Desk, question: Question, place: Place) -> Need:
    """The question as the matcher sees it: scope and consent decided, understood within its thread."""
    scope = await (scope_in(uow, place.channel) if place.channel else scope_for(uow, question.asker))
    where = await channel_of(uow, desk.workspace, question.channel)
    readable = where if where is not None and where.partition in scope.partitions else None
    text = await _understood(uow, question, readable)
    at = question.asked_at
    scope = await consent.consenting(uow, scope, text, at, desk.policy)
    scope = replace(scope, unnamed=scope.unnamed | await _shown_before(uow, question))
    return Need(
        text=text,
        asked_at=at,
        scope=scope,
        asker_id=question.asker,
        channel_id=readable.id if readable else None,
        thread_ts=question.thread_ts or question.ts,
    )


async def _shown_before(uow: UnitOfWork, question: Question) -> frozenset[PersonId]:
    """Everyone who was shown for the questions that this one follows."""
    shown: set[PersonId] = set()
    before = question.follows
    for _ in range(_MOST_FOLLOWED):
        if before is None:
            break
        shown.update(line.person_id for line in await uow.questions.shown(before))
        earlier = await uow.questions.by_id(before)
        before = earlier.follows if earlier else None
    return frozenset(shown)


async def _understood(uow: UnitOfWork, question: Question, channel: Channel | None) -> str:
    """What is asked, with what the thread began with: "and for staging?" alone would find nobody."""
    said = question.text or ""
    if channel is None or question.thread_ts is None or question.thread_ts == question.ts:
        return said
    key = (channel.id, question.thread_ts)
    first = (await uow.transcript.by_keys([key])).get(key)
    if first is None or (said and said in first.text):  # shared: the thread began with this very question
        return said
    return f"{said}\n{first.text[:CONTEXT]}".strip()


def thread_of(question: Question) -> MessageTs | None:
    """The thread to answer in: the one it was asked in, or the one that begins with the question."""
    return question.thread_ts or (question.ts if question.via is Via.MENTION else None)
