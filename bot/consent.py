"""Who may be suggested, and how they are spoken of: asked before any search, and once more when telling.

Being named where everyone may read it counts: who was named often enough this week is left in peace. What
one person is told counts for nobody, as with turns (``turns.py``).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.consent_ports import HiddenTopic
from bot.errors import EmptyTopicError
from bot.ports import UnitOfWork
from expertise.consent import Mode, Naming, Preferences, naming
from expertise.types import PersonId, Scope
from index.short_texts import telling_words

_WEEK = timedelta(days=7)
_UNDECIDED = Preferences()
LONGEST_TOPIC = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the workspace decided. ``named_a_week``: how often one person is named at most."""

    mode: Mode = Mode.NOTICE
    named_a_week: int = 10


async def consenting(uow: UnitOfWork, scope: Scope, question: str, at: datetime, policy: Policy) -> Scope:
    """The scope, with those left out who may not be suggested for this question."""
    declined = await uow.preferences.saying(Naming.NOT_AT_ALL)
    paused = await uow.preferences.paused(at)
    often = await _often(uow, at, policy) if scope.is_among_colleagues else frozenset()
    hidden = await _hiding(uow, question)
    unnamed = scope.unnamed | declined | paused | often | hidden
    if policy.mode is not Mode.OPT_IN:
        return replace(scope, unnamed=unnamed)
    agreed = await uow.preferences.saying(Naming.BY_NAME) | await uow.preferences.saying(
        Naming.THROUGH_KENNER
    )
    return replace(scope, unnamed=unnamed, only=agreed)


async def _often(uow: UnitOfWork, at: datetime, policy: Policy) -> frozenset[PersonId]:
    return await uow.namings.at_least(policy.named_a_week, week_of(at))


async def namings(
    uow: UnitOfWork, people: Collection[PersonId], question: str, at: datetime, policy: Policy
) -> Mapping[PersonId, Naming]:
    """How each of these people may be spoken of now, where this is asked."""
    own = await uow.preferences.of(people)
    levels = {who: naming(own.get(who, _UNDECIDED), policy.mode, at) for who in people}
    return levels | dict.fromkeys(await _hiding(uow, question) & levels.keys(), Naming.NOT_AT_ALL)


async def untold(uow: UnitOfWork, people: Iterable[PersonId], policy: Policy) -> list[PersonId]:
    """Those of these people who are to be told now that they may be named; in the order given."""
    if policy.mode is not Mode.NOTICE:
        return []
    asked = list(people)
    own = await uow.preferences.of(asked)
    return [who for who in asked if who not in own or (own[who].naming is None and own[who].told_at is None)]


async def told(uow: UnitOfWork, person_id: PersonId, at: datetime) -> None:
    """Somebody was told that they may be named: their quiet days begin."""
    own = (await uow.preferences.of([person_id])).get(person_id, _UNDECIDED)
    if own.told_at is None:
        await uow.preferences.save(person_id, replace(own, told_at=at))


async def untell(uow: UnitOfWork, person_id: PersonId) -> None:
    """What was to tell them never came: they are told anew, and not named before that."""
    own = (await uow.preferences.of([person_id])).get(person_id)
    if own is not None and own.told_at is not None:
        await uow.preferences.save(person_id, replace(own, told_at=None))


async def decide(uow: UnitOfWork, person_id: PersonId, wanted: Naming) -> None:
    """Somebody says how Kenner may speak of them; a pause ends with it."""
    own = (await uow.preferences.of([person_id])).get(person_id, _UNDECIDED)
    await uow.preferences.save(person_id, replace(own, naming=wanted, paused_until=None))


async def pause(uow: UnitOfWork, person_id: PersonId, until: datetime | None) -> None:
    """Leave somebody in peace until then; None: no longer."""
    own = (await uow.preferences.of([person_id])).get(person_id, _UNDECIDED)
    await uow.preferences.save(person_id, replace(own, paused_until=until))


async def hide_topic(uow: UnitOfWork, person_id: PersonId, topic: str, at: datetime) -> HiddenTopic:
    """Suggest somebody no more for questions that hold all the words of a topic.

    Raises EmptyTopicError where the topic has no word to go by.
    """
    text = " ".join(topic.split())[:LONGEST_TOPIC]
    hidden = HiddenTopic(person_id=person_id, topic=text, terms=_terms(text), hidden_at=at)
    if not hidden.terms:
        raise EmptyTopicError
    await uow.hidden_topics.hide(hidden)
    return hidden


def week_of(at: datetime) -> int:
    """Whole weeks since 1970."""
    return int(at.timestamp() // _WEEK.total_seconds())


async def _hiding(uow: UnitOfWork, question: str) -> frozenset[PersonId]:
    """Who hid a topic that the question is about."""
    asked = frozenset(_terms(question))
    concerned = await uow.hidden_topics.concerning(asked)
    return frozenset(each.person_id for each in concerned if asked.issuperset(each.terms))


def _terms(text: str) -> tuple[str, ...]:
    """Its distinct words, the longest first: a good guess at the rarest where there is no index."""
    terms = telling_words(text)
    return tuple(sorted(terms, key=lambda term: (-len(term), term)))
