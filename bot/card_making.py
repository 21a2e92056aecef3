"""A thread becomes a card: its question and what answered it, each in the words of who wrote them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from bot.card_readers import is_title_of
from bot.card_types import LONGEST_TITLE, Author, Card, CardId, CardPart, CardState, Leave, Revision, What
from bot.ports import UnitOfWork
from expertise.extracting import Extract, Part, extract
from expertise.types import Channel, Message, MessageTs, Person, PersonId, Role, WorkspaceId


async def draft_of(
    uow: UnitOfWork,
    workspace_id: WorkspaceId,
    channel: Channel,
    root: MessageTs,
    by: Person,
    at: datetime,
    out: Collection[PersonId] = (),
) -> Card | None:
    """What would be kept of a thread; None where nobody answered in it. Writes nothing.

    Words of those who are ``out`` are not taken.
    """
    thread = await uow.transcript.thread(channel.id, root)
    people = await uow.people.by_ids({m.author_id for m in thread if m.author_id})
    away = {*out, *(person.id for person in people if person.is_bot)}
    told = extract([m for m in thread if m.author_id not in away], [person.name for person in people])
    if told is None:
        return None
    asker, title_ts = _titled(told, thread)
    return Card(
        id=card_id(workspace_id, f"{channel.id}/{root}"),
        title=told.title[:LONGEST_TITLE],
        titled_by=asker,
        title_ts=title_ts,
        topics=told.topics,
        parts=tuple(_part(each) for each in told.parts),
        authors=(
            *(Author(person_id=who) for who in dict.fromkeys(p.author_id for p in told.parts)),
            *(Author(person_id=who, leave=Leave.OUT, told_at=at) for who in sorted(out)),
        ),
        channel_id=channel.id,
        thread_ts=root,
        made_by=by.id,
        made_at=at,
        confirmed_at=at,
    )


def card_id(workspace_id: WorkspaceId, name: str) -> CardId:
    """The same for the same thread, or line of a list."""
    return CardId(str(uuid5(UUID(workspace_id), f"card:{name}")))


async def note(uow: UnitOfWork, card: Card, what: What, by: PersonId | None, at: datetime) -> None:
    """Keep a card as it is now, and that it became so; what it was before stays to be read."""
    await uow.cards.put(card)
    before = await uow.card_history.of(card.id)
    revision = Revision(
        card_id=card.id,
        number=len(before) + 1,
        at=at,
        what=what,
        by=by,
        title=card.title,
        titled_by=card.titled_by,
        topics=card.topics,
        parts=card.parts,
    )
    await uow.card_history.put([revision])


async def forget_words(
    uow: UnitOfWork, card: Card, *, of: PersonId | None = None, said_at: MessageTs | None = None
) -> None:
    """Take words out of all that a card ever was: somebody's, or those of one message; else all of them.

    A title is the words of whoever wrote it.
    """

    def goes(part: CardPart) -> bool:
        return (of is None or part.author == of) and (said_at is None or part.ts == said_at)

    rewritten = []
    for each in await uow.card_history.of(card.id):
        parts = tuple(part for part in each.parts if not goes(part))
        is_said_there = said_at is None or card.title_ts == said_at or len(parts) < len(each.parts)
        is_titled_so = each.titled_by == of if of else is_said_there
        titled = replace(each, title="", titled_by=None) if is_titled_so else each
        rewritten.append(replace(titled, parts=parts))
    await uow.card_history.put(rewritten)


async def take_back(uow: UnitOfWork, card: Card, by: PersonId | None, at: datetime) -> None:
    """Of the card no word stays, nor of how it was. Whoever took it back wants no words in it any more."""
    await forget_words(uow, card)
    gone = card.with_author(Author(person_id=by, leave=Leave.OUT, told_at=at)) if by else card
    await note(uow, gone.withdrawn(), What.WITHDRAWN, by, at)


def _part(part: Part) -> CardPart:
    return CardPart(author=part.author_id, role=part.role, text=part.text, ts=part.ts)


def _titled(told: Extract, thread: list[Message]) -> tuple[PersonId | None, MessageTs | None]:
    """Whose words the title is, and in which message they stand."""
    asker = next((part.author_id for part in told.parts if part.role is Role.ASKED), None)
    said = next((m for m in thread if m.author_id == asker and is_title_of(told.title, m.text)), thread[0])
    return asker, said.ts


def kept(card: Card, by: Person, at: datetime) -> Card:
    """Somebody says that this is to be kept: who does, knows of it."""
    own = card.author(by.id)
    known = replace(card, state=CardState.KEPT, made_by=by.id, made_at=at, confirmed_at=at)
    return known.with_author(replace(own, told_at=at)) if own else known
