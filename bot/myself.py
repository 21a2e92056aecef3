"""What concerns one person: all that their page is made of, and first what they would be suggested for.

Topics are words that they used when answering in several threads: plain to see, and to hide one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot import chat_phrases
from bot.audience import readable_channels, scope_for
from bot.being_asked import being_asked
from bot.card_seeing import cards_of
from bot.carried import carried
from bot.consent_ports import HiddenTopic
from bot.desk import Desk
from bot.elsewhere import Elsewhere
from bot.homepage import Declared, NotMine, Profile, Topic
from bot.outcomes import Outcome, What, reluctance
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.remembering import known_of
from bot.telling import Quotation, shorten
from bot.types import Workspace
from expertise.consent import Preferences, naming
from expertise.types import Channel, ChannelId, Message, MessageTs, Person
from index.stopwords import subject_terms
from index.terms import question_terms, surfaces

LOOKED_AT = 300
"""Latest messages in threads that topics are found in."""

IN_THREADS = 2
"""A word is a topic from so many threads on."""

MOST = 40
ASKED_LATER = 0.25
"""How reluctant somebody has to seem before it is worth a word."""

EVIDENCE = 3


async def profile(uow: UnitOfWork, person: Person, desk: Desk, also: Sequence[Elsewhere] = ()) -> Profile:
    """All that somebody's page is made of; ``also`` are their other accounts."""
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    at = desk.clock()
    hidden = await uow.hidden_topics.of(person.id)
    declared = await uow.declared.of(person.id)
    is_paused = bool(own.paused_until and own.paused_until > at)
    awake = Preferences(naming=own.naming, told_at=own.told_at)
    known = (await known_of(uow, [person.id], at)).get(person.id, [])
    return Profile(
        topics=await topics(uow, person, desk.workspace, hidden),
        declared=[Declared(id=each.topic, label=each.topic) for each in declared],
        consent=naming(awake, desk.policy.mode, at),
        is_paused=is_paused,
        also=also,
        asked=await being_asked(uow, person, desk.manners),
        carried=await carried(uow, person),
        not_mine=await _not_mine(uow, known),
        cards=await cards_of(uow, desk, person),
        follows=[each.topic for each in await uow.follows.of(person.id)],
        is_asked_later=reluctance(known, at) >= ASKED_LATER,
    )


async def _not_mine(uow: UnitOfWork, known: Sequence[Outcome]) -> list[NotMine]:
    """The latest first; what was asked is told as long as the asker has not erased it."""
    said = [each.question_id for each in reversed(known) if each.what is What.NOT_MY_FIELD]
    asked = [await uow.questions.by_id(each) for each in said[:MOST]]
    return [NotMine(id=each.id, label=each.text) for each in asked if each and each.text]


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
