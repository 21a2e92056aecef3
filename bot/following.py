"""Somebody follows a topic, or stops; and looks at what there is about one.

A look is prepared outside any transaction (a model reads the topic), and drawn within one, where everything
in it is asked for again: what may be read, and who may be named, now.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from bot import consent
from bot import follow_phrases as phrases
from bot.audience import scope_for
from bot.desk import Desk
from bot.errors import IndexMissingError, TopicError
from bot.follow_ports import Follow
from bot.incoming import Command, Commanded, Incoming, Pressed
from bot.knowing import fit
from bot.notes import Trouble, trouble
from bot.outbox import intend
from bot.own_page import show_home, show_page, shown
from bot.ports import UnitOfWork
from bot.presses import Press, Todo, say
from bot.topic_pages import Knower, Part, followed, topic_page, unfollowed
from bot.topic_types import Sources, TopicLook
from bot.views import Action, Note
from bot.weekly_types import Reader
from expertise.consent import Naming, Preferences, naming
from expertise.types import PersonId, folded

MOST = 10
"""Topics of one person: who follows everything follows nothing."""

MOST_THINGS = 5


async def look(desk: Desk, sources: Sources, happened: Incoming) -> TopicLook | None:
    """What there is about the topic that somebody wants to look at; None where they want something else."""
    topic = _wanted(happened)
    if topic is None:
        return None
    until = desk.clock() + timedelta(seconds=1)  # what came just now is in
    try:
        near = [(each, await each.near(desk, [topic], None, until)) for each in sources]
        knowers = await _declarers(desk, topic)
    except IndexMissingError:
        return TopicLook(topic=topic)
    found = [(each, ids[topic]) for each, ids in near if topic in ids]
    return TopicLook(topic=topic, found=found, knowers=knowers)


def _wanted(happened: Incoming) -> str | None:
    match happened:
        case Pressed(action=Action.TOPIC_PAGE, value=topic) | Commanded(command=Command.TOPIC, text=topic):
            try:
                return fit(topic)
            except TopicError:
                return None
        case _:
            return None


async def _declarers(desk: Desk, topic: str) -> Mapping[PersonId, Sequence[str]]:
    """Whoever declared it, or something near it."""
    tools = desk.tools()
    if tools.catalogue is None:
        return {}
    async with desk.storage.begin(desk.workspace.id) as uow:
        declared = await tools.catalogue.topics(uow, desk.storage, desk.workspace.id, tools.embedder)
    if declared is None:
        return {}
    vector = (await tools.aside(lambda: tools.embedder.encode([topic])))[0]
    covered = tools.search.covered(declared.texts, topic)
    knows = declared.near(covered, vector, desk.clock(), lambda _: True)
    return {who: each.topics for who, each in knows.items()}


async def show_topic(what: Press) -> Todo:
    """Its page, to whoever asked alone."""
    looked = what.topic
    if what.person.is_outsider:
        return await say(what, trouble(Trouble.GUEST))
    if looked is None:
        return await say(what, Note(paragraphs=(phrases.UNFIT,)))
    reader = await _reader(what)
    parts = [
        Part(heading=each.heading, entries=tuple(thing.entry for thing in things[:MOST_THINGS]))
        for each, ids in looked.found
        if (things := await each.things(what.uow, what.desk, reader, ids))
    ]
    knowers = await _knowers(what, looked)
    own = {folded(each.topic) for each in await what.uow.follows.of(what.person.id)}
    page = topic_page(looked.topic, parts, knowers, is_followed=folded(looked.topic) in own)
    key = f"topic:{what.event_id}"
    await intend(what.uow, shown(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(key,))


async def _reader(what: Press) -> Reader:
    at, own = what.desk.clock(), what.person.id
    prefers = (await what.uow.preferences.of([own])).get(own, Preferences())
    return Reader(
        person=what.person,
        scope=await scope_for(what.uow, own),
        naming=naming(prefers, what.desk.policy.mode, at),
        since=at,
        until=at,
    )


async def _knowers(what: Press, looked: TopicLook) -> list[Knower]:
    """Of those, whoever still says so and may be named; by name, in no order of worth."""
    if not looked.knowers:
        return []
    at = what.desk.clock()
    levels = await consent.namings(what.uow, looked.knowers, looked.topic, at, what.desk.policy)
    named = [who for who, level in levels.items() if level is Naming.BY_NAME]
    people = [
        each
        for each in await what.uow.people.by_ids(named)
        if not (each.has_left or each.is_bot or each.is_outsider)
    ]
    told = [
        Knower(person=each, topics=await _still(what.uow, each.id, looked.knowers[each.id]))
        for each in people
    ]
    return sorted(filter(lambda one: one.topics, told), key=lambda one: (one.person.name, one.person.id))


async def _still(uow: UnitOfWork, who: PersonId, topics: Sequence[str]) -> tuple[str, ...]:
    """Those that they have not taken back since."""
    declared = {each.topic for each in await uow.declared.of(who)}
    return tuple(each for each in topics if each in declared)


# ------------------------------------------------------------------ follow, and stop


async def follow(what: Press) -> Todo:
    """From a line on their page, which then shows it."""
    regret = await _follow(what)
    return await say(what, regret) if regret else await show_page(what)


async def follow_here(what: Press) -> Todo:
    """From anywhere else: a sentence says so."""
    regret = await _follow(what)
    return await _told(what, regret or followed(fit(what.value)))


async def unfollow(what: Press) -> Todo:
    await what.uow.follows.forget(what.person.id, [what.value])
    return await show_page(what)


async def unfollow_here(what: Press) -> Todo:
    try:
        topic = fit(what.value)
    except TopicError:
        return await say(what, Note(paragraphs=(phrases.UNFIT,)))
    await what.uow.follows.forget(what.person.id, [topic])
    return await _told(what, unfollowed(topic))


async def _told(what: Press, note: Note) -> Todo:
    """Said where they are; and their page is to be true."""
    said, home = await say(what, note), await show_home(what)
    return Todo(keys=(*said.keys, *home.keys))


async def _follow(what: Press) -> Note | None:
    """None where it is done. Guests get no notes."""
    if what.person.is_outsider:
        return trouble(Trouble.GUEST)
    try:
        topic = fit(what.value)
    except TopicError:
        return Note(paragraphs=(phrases.UNFIT,))
    own = {folded(each.topic) for each in await what.uow.follows.of(what.person.id)}
    if len(own | {folded(topic)}) > MOST:
        return Note(paragraphs=(phrases.too_many(MOST),))
    await what.uow.follows.add(Follow(person_id=what.person.id, topic=topic, since=what.desk.clock()))
    return None


ABOUT_TOPICS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.FOLLOW: follow,
    Action.UNFOLLOW: unfollow,
    Action.FOLLOW_TOPIC: follow_here,
    Action.UNFOLLOW_TOPIC: unfollow_here,
}
