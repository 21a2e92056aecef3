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
from bot.suggest_modes import muted_channel
from bot.suggestion_revising import revised
from bot.suggestion_types import Opinion, Suggested, SuggestionKey, SuggestionState
from bot.suggestion_views import value_of
from bot.views import Action, Button, Note
from expertise.types import Channel, MessageTs, PersonId

_NO_THREAD = MessageTs("-")


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
    await what.uow.hold()  # what it stands on may be put right at this moment
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
    about = _About(channel=meant.channel, ts=meant.this.key.ts)
    await what.uow.muted.add(_subject(about, MutedKind.THREAD, what.person.id))
    more = (
        _be_quiet(about, MutedKind.CHANNEL),
        _be_quiet(about, MutedKind.PERSON),
        _take_back(about, MutedKind.THREAD),
    )
    return await tell(what, Note(paragraphs=(say.QUIET_HERE, say.QUIET_MORE), buttons=more))


async def show_here(what: Press) -> Todo:
    """How past answers are suggested in a channel, and how to have none."""
    channel = await _readable(what, what.channel or "")
    if channel is None:
        return await tell(what, Note(paragraphs=(say.HERE_WHERE,)))
    about, kinds = _About(channel=channel), (MutedKind.CHANNEL, MutedKind.PERSON)
    muted = {kind: await _is_muted(what, about, kind) for kind in kinds}
    mode = await what.uow.suggesting.of(channel.id)
    told = [say.HERE[mode.value](tidy(channel.name, CHANNEL))]
    told += [say.MUTED_HERE] if muted[MutedKind.CHANNEL] else []
    told += [say.MUTED_FOR_YOU] if muted[MutedKind.PERSON] else []
    buttons = [(_take_back if muted[kind] else _be_quiet)(about, kind) for kind in kinds]
    return await tell(what, Note(paragraphs=tuple(told), buttons=tuple(buttons)))


async def quiet(what: Press) -> Todo:
    """In the whole channel, or to whoever pressed."""
    about, kind = await _about(what)
    if about is None or kind is None:
        return await tell(what, trouble(Trouble.GONE))
    await what.uow.muted.add(_subject(about, kind, what.person.id))
    where = tidy(about.channel.name, CHANNEL)
    words = say.QUIET_TO_YOU if kind is MutedKind.PERSON else say.quiet_in(where)
    return await tell(what, Note(paragraphs=(words,), buttons=(_take_back(about, kind),)))


async def talk(what: Press) -> Todo:
    """It may suggest again."""
    about, kind = await _about(what)
    if about is None or kind is None:
        return await tell(what, trouble(Trouble.GONE))
    await what.uow.muted.remove(_subject(about, kind, what.person.id))
    return await tell(what, Note(paragraphs=(say.SUGGESTS_AGAIN,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """Where to be quiet: a channel, and the thread in it where there is one."""

    channel: Channel
    ts: MessageTs = _NO_THREAD


async def _about(what: Press) -> tuple[_About | None, MutedKind | None]:
    place, ts, name = (*what.value.rsplit(" ", 2), "", "")[:3]
    kind = next((each for each in MutedKind if each.value == name), None)
    channel = await _readable(what, place)
    if kind is MutedKind.THREAD and not await _meant(what, f"{place} {ts}"):
        return None, kind
    return (_About(channel=channel, ts=MessageTs(ts)) if channel else None), kind


async def _meant(what: Press, value: str) -> _Meant | None:
    """None where there is none, or it stands where this person may not read."""
    place, _, ts = value.rpartition(" ")
    channel = await _readable(what, place)
    if channel is None:
        return None
    this = await what.uow.suggestions.of(SuggestionKey(channel.id, MessageTs(ts)))
    return _Meant(this=this, channel=channel) if this else None


async def _readable(what: Press, place: str) -> Channel | None:
    """The channel of that platform id, if whoever pressed may read it."""
    channel = await channel_of(what.uow, what.desk.workspace, place)
    scope = await scope_for(what.uow, what.person.id)
    return channel if channel and channel.partition in scope.partitions else None


async def _is_muted(what: Press, about: _About, kind: MutedKind) -> bool:
    return await what.uow.muted.any_of([_subject(about, kind, what.person.id)])


def _subject(about: _About, kind: MutedKind, person_id: PersonId) -> Muted:
    if kind is MutedKind.CHANNEL:
        return muted_channel(about.channel)
    thread = f"{about.channel.platform_id}/{about.ts}"
    return Muted(kind=kind, subject=person_id if kind is MutedKind.PERSON else thread)


def _be_quiet(about: _About, kind: MutedKind) -> Button:
    label, says = say.QUIET[kind.value]
    return _button(Action.SUGGESTION_QUIET, label, says, about, kind)


def _take_back(about: _About, kind: MutedKind) -> Button:
    label, says = say.TALK[kind.value]
    return _button(Action.SUGGESTION_TALK, label, says, about, kind)


def _button(action: Action, label: str, says: str, about: _About, kind: MutedKind) -> Button:
    value = f"{value_of(about.channel, about.ts)} {kind.value}"
    return Button(action=action, label=label, says=says, value=value)


ABOUT_SUGGESTIONS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.SUGGESTION_SOLVED: solved,
    Action.SUGGESTION_NOT_THIS: not_this,
    Action.SUGGESTION_MUTE: mute,
    Action.SUGGESTION_QUIET: quiet,
    Action.SUGGESTION_TALK: talk,
}
