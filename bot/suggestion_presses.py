"""What people say to a suggestion: it solved it, it is not what they need, or be quiet.

Whether it solved anything only the asker can say. Anybody who can read the channel may have the bot be quiet
there, and take that back; what somebody chooses for themselves holds for them alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot import suggesting_phrases as say
from bot.audience import scope_for
from bot.chat_types import Muted, MutedKind
from bot.notes import Trouble, trouble
from bot.placing import channel_of
from bot.presses import Press, Todo
from bot.presses import say as tell
from bot.quoting import CHANNEL, tidy
from bot.suggestion_revising import revised
from bot.suggestion_types import Opinion, Suggested, SuggestionKey, SuggestionState
from bot.suggestion_views import value_of
from bot.views import Action, Button, Note
from expertise.types import Channel, MessageTs, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """The suggestion that a button is about, and the channel where somebody asked."""

    this: Suggested
    channel: Channel


async def solved(what: Press) -> Todo:
    """The asker says that it solved it: it says so from now on, for whoever comes next."""
    return await _opinion(what, Opinion.SOLVED, say.THANKS)


async def not_this(what: Press) -> Todo:
    """The asker says that it is something else: it shrinks to a line."""
    return await _opinion(what, Opinion.NOT_THIS, say.NOT_THIS_HEARD)


async def _opinion(what: Press, opinion: Opinion, thanks: str) -> Todo:
    meant = await _meant(what, what.value)
    if meant is None or meant.this.state is not SuggestionState.SAID:
        return await tell(what, trouble(Trouble.GONE))
    if meant.this.asker != what.person.id:
        return await tell(what, trouble(Trouble.NOT_YOURS))
    keys = await revised(what.uow, what.desk, replace(meant.this, opinion=opinion, due_at=None))
    heard = await tell(what, Note(paragraphs=(thanks,)))
    return Todo(keys=(*keys, *heard.keys))


async def mute(what: Press) -> Todo:
    """Be quiet in the thread; more is offered."""
    meant = await _meant(what, what.value)
    if meant is None:
        return await tell(what, trouble(Trouble.GONE))
    await what.uow.muted.add(_subject(meant, MutedKind.THREAD, what.person.id))
    more = (
        _button(Action.SUGGESTION_QUIET, say.QUIET_CHANNEL, say.QUIET_CHANNEL_SAYS, meant, MutedKind.CHANNEL),
        _button(Action.SUGGESTION_QUIET, say.QUIET_FOR_ME, say.QUIET_FOR_ME_SAYS, meant, MutedKind.PERSON),
        _take_back(meant, MutedKind.THREAD),
    )
    return await tell(what, Note(paragraphs=(say.QUIET_HERE, say.QUIET_MORE), buttons=more))


async def quiet(what: Press) -> Todo:
    """In the whole channel, or to whoever pressed."""
    meant, kind = await _meant_and_kind(what)
    if meant is None or kind is None:
        return await tell(what, trouble(Trouble.GONE))
    await what.uow.muted.add(_subject(meant, kind, what.person.id))
    where = tidy(meant.channel.name, CHANNEL)
    words = say.QUIET_TO_YOU if kind is MutedKind.PERSON else say.quiet_in(where)
    return await tell(what, Note(paragraphs=(words,), buttons=(_take_back(meant, kind),)))


async def talk(what: Press) -> Todo:
    """It may suggest again."""
    meant, kind = await _meant_and_kind(what)
    if meant is None or kind is None:
        return await tell(what, trouble(Trouble.GONE))
    await what.uow.muted.remove(_subject(meant, kind, what.person.id))
    return await tell(what, Note(paragraphs=(say.SUGGESTS_AGAIN,)))


async def _meant_and_kind(what: Press) -> tuple[_Meant | None, MutedKind | None]:
    value, _, name = what.value.rpartition(" ")
    kind = next((each for each in MutedKind if each.value == name), None)
    return await _meant(what, value), kind


async def _meant(what: Press, value: str) -> _Meant | None:
    """None where there is none, or it stands where this person may not read."""
    place, _, ts = value.rpartition(" ")
    channel = await channel_of(what.uow, what.desk.workspace, place)
    if channel is None or channel.partition not in (await scope_for(what.uow, what.person.id)).partitions:
        return None
    this = await what.uow.suggestions.of(SuggestionKey(channel.id, MessageTs(ts)))
    return _Meant(this=this, channel=channel) if this else None


def _subject(meant: _Meant, kind: MutedKind, person_id: PersonId) -> Muted:
    subjects = {
        MutedKind.THREAD: f"{meant.channel.platform_id}/{meant.this.key.ts}",
        MutedKind.CHANNEL: meant.channel.platform_id,
        MutedKind.PERSON: person_id,
    }
    return Muted(kind=kind, subject=subjects[kind])


def _take_back(meant: _Meant, kind: MutedKind) -> Button:
    return _button(Action.SUGGESTION_TALK, say.TALK_AGAIN, say.TALK_AGAIN_SAYS, meant, kind)


def _button(action: Action, label: str, says: str, meant: _Meant, kind: MutedKind) -> Button:
    return Button(
        action=action,
        label=label,
        says=says,
        value=f"{value_of(meant.channel, meant.this.key.ts)} {kind.value}",
    )


ABOUT_SUGGESTIONS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.SUGGESTION_SOLVED: solved,
    Action.SUGGESTION_NOT_THIS: not_this,
    Action.SUGGESTION_MUTE: mute,
    Action.SUGGESTION_QUIET: quiet,
    Action.SUGGESTION_TALK: talk,
}
