"""Where nobody can be shown for a question: where it belongs, and who is there.

Everyone may see which public channels there are, what for, and who is in them, so the reply's scope is not
asked for more; whoever may not be named counts in a channel's size, as everyone sees it, and in nothing else.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.ports import UnitOfWork
from expertise.matcher import Matcher
from expertise.membership import (
    Member,
    Membership,
    Near,
    Subjects,
    by_turns,
    everyone_in,
    has_subject,
    says_something,
    spoken,
)
from expertise.types import Candidate, Channel, PersonId, Question, WorkspaceId
from index.short_texts import telling_words
from index.types import Embedder, Vectors

AT_ONCE = 64
"""Channels that a question waits for while the model reads them, as of topics (`catalogue.py`)."""

_LOOKED_AT = 20
"""Near channels whose members are counted, until ``_TAKEN`` of them say something."""
_TAKEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """The channel that is most about a question, if one is, and the people there to ask, best first."""

    channel: Channel | None = None
    people: tuple[Candidate, ...] = ()


class Directory:
    """What each workspace's public channels are about, kept ready between questions, in this process alone.

    Where there are many, a question has the model read some of them, those that share a word with it
    first; the next question others.
    """

    def __init__(self) -> None:
        self._kept: dict[WorkspaceId, tuple[str, Sequence[Channel], Subjects]] = {}
        self._vectors: dict[WorkspaceId, dict[str, Vectors]] = {}

    async def subjects(
        self, workspace_id: WorkspaceId, channels: Iterable[Channel], question: str, embedder: Embedder
    ) -> Subjects:
        """Of those channels that are public and in use."""
        wanted = [channel for channel in channels if has_subject(channel)]
        model_id, known, subjects = self._kept.get(workspace_id, ("", [], Subjects([], {})))
        is_same = (model_id, known) == (embedder.model_id, wanted)
        vectors = self._vectors.get(workspace_id, {}) if model_id == embedder.model_id else {}
        texts = {spoken(channel) for channel in wanted}
        unread = _nearest_first(texts - vectors.keys(), question)[:AT_ONCE]
        if is_same and not unread:
            return subjects
        read = await asyncio.to_thread(embedder.encode, unread) if unread else ()
        vectors = {text: own for text, own in vectors.items() if text in texts}
        vectors |= dict(zip(unread, read, strict=True))
        subjects = Subjects(wanted, vectors)
        self._vectors[workspace_id] = vectors
        self._kept[workspace_id] = (embedder.model_id, wanted, subjects)
        return subjects


def _nearest_first(texts: Iterable[str], question: str) -> list[str]:
    asked = set(telling_words(question))
    return sorted(texts, key=lambda text: (-len(asked.intersection(telling_words(text))), text))


async def belonging(
    uow: UnitOfWork, matching: Matcher, question: Question, subjects: Subjects, top: int, *, in_turns: bool
) -> Belonging:
    """Where a question belongs, and at most ``top`` of those who are there."""
    near = await matching.about(question, subjects)
    if not near:
        return Belonging()
    memberships = await _memberships(uow, question, near)
    load = await uow.load.of(everyone_in(memberships), question.asked_at) if in_turns else {}
    members = by_turns(memberships, load, question.text)[:top]
    return Belonging(channel=near[0].channel, people=await _candidates(uow, members))


async def _memberships(uow: UnitOfWork, question: Question, near: Sequence[Near]) -> list[Membership]:
    people = await uow.people.count()
    found: list[Membership] = []
    for each in near[:_LOOKED_AT]:
        present = await uow.people.nameable(await uow.channels.members(each.channel.id))
        if present and says_something(len(present), people) and len(found) < _TAKEN:
            found.append(await _membership(uow, question, each, present))
    return found


async def _membership(uow: UnitOfWork, question: Question, near: Near, present: set[PersonId]) -> Membership:
    active = await uow.activity.of_channel(near.channel.id, question.asked_at)
    may = question.scope.may_suggest
    named = {who for who in present if who != question.asker_id and may(who)}
    answers = {who: active[who].here if who in active else 0.0 for who in named}
    return Membership(near=near, size=len(present), answers=answers)


async def _candidates(uow: UnitOfWork, members: Sequence[Member]) -> tuple[Candidate, ...]:
    people = {person.id: person for person in await uow.people.by_ids([m.person_id for m in members])}
    return tuple(
        Candidate(person=people[m.person_id], score=m.score, evidence=(), member_of=m.channels)
        for m in members
    )
