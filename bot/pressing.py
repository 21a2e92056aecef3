"""Somebody presses a button, or says something to the bot that is no question: what follows.

One unit of work, the one that marks the event as done. Buttons are hostile: anybody may have pressed
them, at any time, with any value; what is not theirs, or is gone, gets a sentence.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot import consent, knowing, notes
from bot.accounts import Account
from bot.chat_types import (
    Feedback,
    Job,
    Muted,
    MutedKind,
    Outgoing,
    OutgoingKind,
    Question,
    QuestionId,
    QuestionState,
    Verdict,
)
from bot.choosing import CHOICES, choose
from bot.desk import Desk
from bot.elsewhere import Elsewhere
from bot.errors import TopicError
from bot.homepage import home_page
from bot.incoming import Command, Commanded, HomeOpened, Pressed, Via
from bot.myself import profile
from bot.notes import Trouble
from bot.outbox import intend
from bot.placing import thread_of
from bot.ports import UnitOfWork
from bot.taking import derived_id
from bot.views import Action, Note
from expertise.consent import Naming
from expertise.types import MessageTs, Person

ANSWER, EXPORT, ERASE = "answer", "export", "erase"
"""Work that takes longer than a press may: jobs, by name."""

_log = structlog.get_logger()


Also = Sequence[Elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What is to be done once the unit of work is committed: messages to deliver, and jobs to start.

    ``alike`` are accounts of one person that have something to agree on.
    """

    keys: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    alike: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Somebody and what they did; ``event_id`` names the replies to it, ``also`` are their other accounts."""

    desk: Desk
    uow: UnitOfWork
    person: Person
    action: str
    value: str
    event_id: str
    also: Also = ()
    channel: str | None = None
    ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    is_ephemeral: bool = False
    reply_url: str | None = None


async def press(uow: UnitOfWork, desk: Desk, pressed: Pressed, event_id: str, also: Also = ()) -> Todo:
    """Do what a button says. An action that we do not know is of another version: it is gone.

    ``also`` are the person's other accounts, in which what they choose was written down before.
    """
    what = await _by_somebody(uow, desk, pressed, event_id, also)
    if what is None:
        return Todo()
    do = _ABOUT_MYSELF.get(pressed.action) or _ABOUT_ANSWERS.get(pressed.action)
    if do is None:
        _log.warning("button of another version", workspace=desk.workspace.id, delivery=event_id)
        return await _say(what, notes.trouble(Trouble.GONE))
    return await do(what)


async def command(
    uow: UnitOfWork, desk: Desk, given: Commanded, event_id: str, help_: Note, also: Also = ()
) -> Todo:
    """``me``, ``help``, and "I know this". ``help_`` says how to ask on this platform."""
    typed = Pressed(
        action=given.command,
        value=given.text,
        person=given.person,
        channel=given.channel,
        ts=None,
        response_url=given.response_url,
    )
    what = await _by_somebody(uow, desk, typed, event_id, also)
    if what is None:
        return Todo()
    if given.command is Command.ME:
        return await _page(what)
    if given.command is Command.KNOW and given.text.strip():
        return await _know(what)
    return await _say(what, help_)


async def home(uow: UnitOfWork, desk: Desk, opened: HomeOpened, event_id: str, also: Also = ()) -> Todo:
    """Somebody looks at their page."""
    looked = Pressed(action="", value="", person=opened.person, channel=None, ts=None)
    what = await _by_somebody(uow, desk, looked, event_id, also)
    return await _home(what) if what else Todo()


async def _by_somebody(
    uow: UnitOfWork, desk: Desk, pressed: Pressed, event_id: str, also: Also
) -> Press | None:
    """None where nobody known did it."""
    person = (await uow.people.by_platform_ids([pressed.person])).get(pressed.person)
    if person is None:
        return None
    return Press(
        desk=desk,
        uow=uow,
        person=person,
        action=pressed.action,
        value=pressed.value,
        event_id=event_id,
        also=also,
        channel=pressed.channel,
        ts=pressed.ts,
        thread_ts=pressed.thread_ts,
        is_ephemeral=pressed.is_ephemeral,
        reply_url=pressed.response_url,
    )


# ------------------------------------------------------------------ about an answer


async def _helped(what: Press) -> Todo:
    return await _judge(what, Verdict.HELPED, notes.thanks())


async def _not_these(what: Press) -> Todo:
    """Others, then."""
    todo = await _judge(what, Verdict.NOT_THESE, None)
    question = await _own_question(what)
    return await _once_more(what, question) if question else todo


async def _judge(what: Press, verdict: Verdict, answer: Note | None) -> Todo:
    question = await _own_question(what)
    if question is None:
        return await _not_mine(what)
    said = Feedback(
        question_id=question.id, person_id=what.person.id, verdict=verdict, said_at=what.desk.clock()
    )
    await what.uow.feedback.put(said)
    return await _say(what, answer) if answer else Todo()


async def _more(what: Press) -> Todo:
    question = await _own_question(what)
    return await _once_more(what, question) if question else await _not_mine(what)


async def _once_more(what: Press, question: Question) -> Todo:
    """The same question, for people who were not shown; to the asker alone."""
    more = replace(question, follows=question.id, is_private=True)
    own = derived_id(what.desk.workspace, (what.action, question.id, what.event_id), question.asked_at)
    return await _ask_again(what, more, own)


async def _share(what: Press) -> Todo:
    """The same question, asked before everyone: found anew, in what all of them may read."""
    question = await _own_question(what)
    if question is None or question.channel is None:
        return await _not_mine(what)
    thread_ts = question.thread_ts or what.thread_ts
    shared = replace(question, via=Via.MENTION, is_private=False, thread_ts=thread_ts, ts=None, follows=None)
    own = derived_id(what.desk.workspace, (what.action, question.id), question.asked_at)
    if await what.uow.questions.by_id(own):
        return await _say(what, notes.shared_already())
    return await _ask_again(what, shared, own)


async def _ask_again(what: Press, question: Question, own: QuestionId) -> Todo:
    at = what.desk.clock()
    again = replace(question, id=own, asked_at=at, state=QuestionState.RECEIVED, reply_url=what.reply_url)
    await what.uow.questions.add(again)
    return Todo(jobs=(_job(what, ANSWER, own),))


async def _ask(what: Press) -> Todo:
    """Until there are invitations: the words for the asker to send, to whoever stands in that place."""
    question_id, _, place = what.value.partition(" ")
    question = await _own_question(what, question_id)
    if question is None or question.text is None:
        return await _not_mine(what)
    shown = [s for s in await what.uow.questions.shown(question.id) if str(s.position) == place]
    if shown and not shown[0].is_named:
        return await _say(what, notes.drafted_to_somebody(question.text))
    people = await what.uow.people.by_ids([s.person_id for s in shown])
    ids = [person.id for person in people]
    now = await consent.namings(what.uow, ids, question.text, what.desk.clock(), what.desk.policy)
    if not people or now[people[0].id] is not Naming.BY_NAME:
        return await _say(what, notes.trouble(Trouble.GONE))
    return await _say(what, notes.drafted_to(question.text, people[0].name))


async def _draft(what: Press) -> Todo:
    question = await _own_question(what)
    if question is None or question.text is None:
        return await _not_mine(what)
    return await _say(what, notes.drafted(question.text, None))


async def _mute(what: Press) -> Todo:
    thread = await _thread(what)
    if thread is None:
        return await _say(what, notes.trouble(Trouble.GONE))
    is_muted = await what.uow.muted.any_of([thread])
    await what.uow.muted.add(thread)
    return await _say(what, notes.muted(thread.subject, already=is_muted))


async def _unmute(what: Press) -> Todo:
    await what.uow.muted.remove(Muted(kind=MutedKind.THREAD, subject=what.value))
    return await _say(what, notes.unmuted())


async def _thread(what: Press) -> Muted | None:
    question = await what.uow.questions.by_id(QuestionId(what.value))
    ts = what.thread_ts or (thread_of(question) if question else None)
    channel = what.channel or (question.channel if question else None)
    return Muted(kind=MutedKind.THREAD, subject=f"{channel}/{ts}") if channel and ts else None


async def _own_question(what: Press, question_id: str | None = None) -> Question | None:
    """The question that a button is about, if it is theirs, and not erased."""
    question = await what.uow.questions.by_id(QuestionId(question_id or what.value))
    is_there = question is not None and question.text is not None
    return question if is_there and question and question.asker == what.person.id else None


async def _not_mine(what: Press) -> Todo:
    known = await what.uow.questions.by_id(QuestionId(what.value.partition(" ")[0]))
    is_others = known is not None and known.asker != what.person.id
    return await _say(what, notes.trouble(Trouble.NOT_YOURS if is_others else Trouble.GONE))


# ------------------------------------------------------------------ about myself


async def _choose(what: Press) -> Todo:
    """In this account; in the others of the same person it holds already."""
    if not await choose(what.uow, what.person.id, what.action, what.value, what.desk.clock()):
        return await _say(what, notes.trouble(Trouble.GONE))
    todo = await _page(what)
    return replace(todo, alike=_accounts(what)) if what.also else todo


def _accounts(what: Press) -> tuple[Account, ...]:
    own = Account(what.desk.workspace.id, what.person.id)
    return (own, *(each.account for each in what.also))


async def _know(what: Press) -> Todo:
    try:
        await knowing.declare(what.uow, {what.person.id: [what.value]}, what.desk.clock())
    except TopicError as error:
        return await _say(what, notes.unfit(error))
    return await _page(what)


async def _unknow(what: Press) -> Todo:
    await knowing.forget(what.uow, what.person.id, [what.value], what.desk.clock())
    return await _page(what)


async def _export(what: Press) -> Todo:
    """Of each account, told where it is: what was said there stays there."""
    return Todo(
        jobs=tuple(
            Job(name=EXPORT, workspace_id=own.workspace_id, subject=f"{own.person_id} {what.event_id}")
            for own in _accounts(what)
        )
    )


async def _erase(what: Press) -> Todo:
    return Todo(jobs=(_job(what, ERASE, f"{what.person.id} {what.event_id}"),))


async def _page(what: Press) -> Todo:
    """The home page in any case, for it is to be true; and as a message where it was asked for in one.

    A page that was a message already changes in its place.
    """
    at_home = await _home(what)
    if at_home.keys and what.channel is None:
        return at_home
    key = f"page:{what.event_id}"
    own = await profile(what.uow, what.person, what.desk, what.also)
    page = home_page(own, has_fields=not at_home.keys)
    await intend(what.uow, _shown(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(*at_home.keys, key))


def _shown(what: Press, key: str, payload: str) -> Outgoing:
    """In place of what was pressed, if that is a page, or a notice, and nobody else can see it."""
    message = _private(what, key, payload)
    is_theirs = what.is_ephemeral or what.channel is None
    if what.ts is None or not is_theirs or what.action == Action.MY_PAGE:
        return message
    return replace(message, kind=OutgoingKind.UPDATE, target_ts=what.ts)


async def _home(what: Press) -> Todo:
    """Where the platform has home pages."""
    key = f"home:{what.event_id}"
    page = home_page(await profile(what.uow, what.person, what.desk, what.also), has_fields=True)
    payload = what.desk.drawing.home(page)
    if payload is None:
        return Todo()
    outgoing = Outgoing(
        key=key,
        kind=OutgoingKind.HOME,
        payload=payload,
        intended_at=what.desk.clock(),
        recipient=what.person.platform_id,
    )
    await intend(what.uow, outgoing)
    return Todo(keys=(key,))


async def _say(what: Press, note: Note) -> Todo:
    key = f"said:{what.event_id}"
    await intend(what.uow, _private(what, key, what.desk.drawing.note(note, what.reply_url)))
    return Todo(keys=(key,))


def _private(what: Press, key: str, payload: str) -> Outgoing:
    return Outgoing(
        key=key,
        kind=OutgoingKind.PRIVATE if what.channel else OutgoingKind.DIRECT,
        payload=payload,
        intended_at=what.desk.clock(),
        channel=what.channel,
        thread_ts=what.thread_ts,
        recipient=what.person.platform_id,
    )


def _job(what: Press, name: str, subject: str) -> Job:
    return Job(name=name, workspace_id=what.desk.workspace.id, subject=subject)


_Do = Callable[[Press], Awaitable[Todo]]
_ABOUT_ANSWERS: Mapping[str, _Do] = {
    Action.HELPED: _helped,
    Action.NOT_THESE: _not_these,
    Action.MORE: _more,
    Action.SHARE: _share,
    Action.ASK: _ask,
    Action.DRAFT: _draft,
    Action.MUTE: _mute,
    Action.UNMUTE: _unmute,
}
_ABOUT_MYSELF: Mapping[str, _Do] = {
    **dict.fromkeys(CHOICES, _choose),
    Action.KNOW: _know,
    Action.UNKNOW: _unknow,
    Action.EXPORT: _export,
    Action.ERASE: _erase,
    Action.NOT_BOTH_ME: _page,  # that they are not was written down before
    Action.MY_PAGE: _page,
}
