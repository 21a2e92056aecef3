"""What concerns one person: what they would be suggested for, a copy of it, and forgetting it.

Topics are words that they used when answering in several threads: plain to see, and to hide one by one.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot import chat_phrases
from bot.addresses import Address
from bot.audience import readable_channels, scope_for
from bot.chat_types import Question
from bot.consent_ports import HiddenTopic
from bot.desk import Desk
from bot.elsewhere import Elsewhere
from bot.homepage import Declared, Profile, Topic
from bot.ingestion import Reading
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.removing import forget_author
from bot.telling import Quotation, shorten
from bot.types import AuditEntry, Workspace
from expertise.consent import Naming, Preferences, naming
from expertise.types import Channel, ChannelId, Message, MessageTs, Person, PersonId
from index.stopwords import subject_terms
from index.terms import question_terms, surfaces

LOOKED_AT = 300
"""Latest messages in threads that topics are found in."""

IN_THREADS = 2
"""A word is a topic from so many threads on."""

MOST = 40
EVIDENCE = 3

ERASED = "person-erased"
"""In the audit log: that it was done, never what there was."""


async def profile(uow: UnitOfWork, person: Person, desk: Desk, also: Sequence[Elsewhere] = ()) -> Profile:
    """All that somebody's page is made of; ``also`` are their other accounts."""
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    at = desk.clock()
    hidden = await uow.hidden_topics.of(person.id)
    declared = await uow.declared.of(person.id)
    is_paused = bool(own.paused_until and own.paused_until > at)
    awake = Preferences(naming=own.naming, told_at=own.told_at)
    return Profile(
        topics=await topics(uow, person, desk.workspace, hidden),
        declared=[Declared(id=each.topic, label=each.topic) for each in declared],
        consent=naming(awake, desk.policy.mode, at),
        is_paused=is_paused,
        also=also,
    )


async def topics(
    uow: UnitOfWork, person: Person, workspace: Workspace, hidden: Sequence[HiddenTopic]
) -> list[Topic]:
    """What somebody would be suggested for, the most frequent first; hidden ones at the end."""
    said = await uow.own_words.latest(person.id, LOOKED_AT)
    channels = await _channels(uow, person, {message.channel_id for message in said})
    answers = [m for m in said if m.channel_id in channels and m.ts != m.thread_ts]
    threads: defaultdict[str, set[tuple[ChannelId, MessageTs | None]]] = defaultdict(set)
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    where: defaultdict[str, list[Message]] = defaultdict(list)
    for message in answers:
        for term, surface in _words(message.text).items():
            threads[term].add((message.channel_id, message.thread_ts))
            spelled[term][surface] += 1
            where[term].append(message)
    away = {term for each in hidden for term in each.terms}
    found = [t for t in threads if len(threads[t]) >= IN_THREADS and t not in away]
    found.sort(key=lambda term: (-len(threads[term]), term))
    shown = [
        Topic(
            id=(label := spelled[term].most_common(1)[0][0]),
            label=label,
            answered=len(threads[term]),
            evidence=tuple(
                _quotation(workspace, person, m, channels[m.channel_id]) for m in where[term][:EVIDENCE]
            ),
        )
        for term in found[:MOST]
    ]
    return shown + [Topic(id=each.topic, label=each.topic, is_hidden=True) for each in hidden]


async def _channels(
    uow: UnitOfWork, person: Person, ids: Collection[ChannelId]
) -> dict[ChannelId, tuple[Channel, bool]]:
    """Channels, and whether the person may read them.

    What one wrote is one's own, wherever it stands; what a channel that one has left is called by now is not.
    """
    readable = await readable_channels(uow, await scope_for(uow, person.id))
    known = await uow.channels.by_ids(ids)
    return {
        channel.id: (channel, True)
        if channel.id in readable
        else (replace(channel, name=chat_phrases.LEFT_CHANNEL), False)
        for channel in known.values()
    }


def _words(text: str) -> dict[str, str]:
    """Words that are about something, as searched, with how they were written; a bare number is not."""
    written = surfaces(text)
    return {
        term: written[term]
        for term in subject_terms(text, question_terms(text).words)
        if term in written and not term.isnumeric()
    }


def _quotation(
    workspace: Workspace, person: Person, message: Message, where: tuple[Channel, bool]
) -> Quotation:
    channel, is_readable = where
    return Quotation(
        text=shorten(message.text),
        author=person,
        channel=channel,
        ts=message.ts,
        at=message.at,
        link=permalink(workspace, channel, message) if is_readable else None,
    )


async def copy(uow: UnitOfWork, person: Person, also: Sequence[Elsewhere] = (), digest: str = "") -> str:
    """Everything that is kept about an account but the messages that stand in their channels, as JSON.

    ``also`` are the person's other accounts, ``digest`` is what is kept of their e-mail address.
    """
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    asked = [await uow.questions.by_id(each) for each in await uow.questions.asked_by(person.id)]
    kept: dict[str, Any] = {
        "person": {
            "id": person.platform_id,
            "name": person.name,
            "title": person.title,
            "time_zone": person.time_zone,
        },
        "also": [
            {"platform": each.platform.value, "name": each.name, "told_by": each.how.value} for each in also
        ],
        "email_digest": digest or None,
        "naming": own.naming.value if own.naming else None,
        "told_at": own.told_at.isoformat() if own.told_at else None,
        "paused_until": own.paused_until.isoformat() if own.paused_until else None,
        "declared": [each.topic for each in await uow.declared.of(person.id)],
        "hidden": [each.topic for each in await uow.hidden_topics.of(person.id)],
        "questions": [_question(each) for each in asked if each],
        "conversations": [_address(each) for each in await uow.addresses.with_person(person.platform_id)],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1)


def _question(question: Question) -> dict[str, Any]:
    return {"asked_at": question.asked_at.isoformat(), "text": question.text, "channel": question.channel}


def _address(address: Address) -> dict[str, Any]:
    return {"id": address.conversation, "at": address.service_url, "seen_at": address.seen_at.isoformat()}


async def erase(uow: UnitOfWork, person: Person, desk: Desk, reading: Reading) -> None:
    """Forget what somebody said, asked, declared and decided, but for this: not to suggest them again."""
    for channel in await uow.channels.all():
        await forget_author(uow, channel, person.id, reading)
    await uow.upkeep.erase_questions(await uow.questions.asked_by(person.id))
    await uow.declared.forget(person.id, [each.topic for each in await uow.declared.of(person.id)])
    for each in await uow.hidden_topics.of(person.id):
        await uow.hidden_topics.show(person.id, each.topic)
    await uow.preferences.save(person.id, Preferences(naming=Naming.NOT_AT_ALL, erased_at=desk.clock()))
    await uow.audit.add(_erased(person.id, desk))


async def forget_where(uow: UnitOfWork, person: Person) -> None:
    """Forget where their own conversations with the bot are: once all that is to be said there was said.

    Who writes to the bot again is known there again.
    """
    own = await uow.addresses.with_person(person.platform_id)
    await uow.addresses.forget([each.conversation for each in own])


def _erased(person_id: PersonId, desk: Desk) -> AuditEntry:
    return AuditEntry(at=desk.clock(), action=ERASED, actor="themselves", subject=person_id, detail="")
