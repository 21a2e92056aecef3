"""Quotes what a suggestion stands on, from the messages as they are now; nothing that may not be shown."""

from collections.abc import Sequence

from bot.consent import Policy, namings
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.quoting import tidy
from bot.suggestion_types import Excerpt
from bot.suggestion_views import QUOTE, Quote
from bot.types import Workspace
from expertise.consent import Naming
from expertise.excerpts import excerpt
from expertise.types import MessageKind, Person, PersonId, Question

_FEWEST_LETTERS = 12


async def quotes_of(
    uow: UnitOfWork, workspace: Workspace, need: Question, excerpts: Sequence[Excerpt], policy: Policy
) -> tuple[Quote, ...]:
    """Those of the excerpts that everybody in the scope may read, whose authors may be named, in order."""
    channels = await uow.channels.by_ids({each.channel_id for each in excerpts})
    people = await named(uow, [each.author_id for each in excerpts], need, policy)
    authors = {person.id: person for person in people}
    keys = [(each.channel_id, ts) for each in excerpts for ts in each.messages]
    said = await uow.transcript.by_keys(keys)
    quotes = []
    for each in excerpts:
        channel, author = channels.get(each.channel_id), authors.get(each.author_id)
        messages = tuple(said[each.channel_id, ts] for ts in each.messages if (each.channel_id, ts) in said)
        is_whole = len(messages) == len(each.messages) and all(
            m.kind is MessageKind.PERSON and m.author_id == each.author_id for m in messages
        )
        if (
            not is_whole
            or channel is None
            or author is None
            or channel.partition not in need.scope.partitions
        ):
            continue
        words = tidy(excerpt("\n".join(m.text for m in messages), need.text, QUOTE), QUOTE + 2)
        if sum(map(str.isalpha, words)) >= _FEWEST_LETTERS:
            link = permalink(workspace, channel, messages[0])
            quotes.append(Quote(words=words, author=author, channel=channel, messages=messages, link=link))
    return tuple(quotes)


async def named(
    uow: UnitOfWork, people: Sequence[PersonId], need: Question, policy: Policy
) -> tuple[Person, ...]:
    """Those who may be named for this question now, in the order given, each once."""
    levels = await namings(uow, set(people), need.text, need.asked_at, policy)
    may = [
        who
        for who in dict.fromkeys(people)
        if levels.get(who) is Naming.BY_NAME and need.scope.may_suggest(who)
    ]
    known = {person.id: person for person in await uow.people.by_ids(may)}
    return tuple(known[who] for who in may if who in known)
