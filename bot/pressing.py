"""Somebody presses a button, or says something to the bot that is no question: what follows.

One unit of work, the one that marks the event as done. Buttons are hostile: anybody may have pressed
them, at any time, with any value; what is not theirs, or is gone, gets a sentence.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot import carrying, consent, knowing, notes
from bot.cards import ABOUT_CARDS, keep_linked
from bot.chat_types import (
    Feedback,
    Job,
    Muted,
    MutedKind,
    Question,
    QuestionId,
    QuestionState,
    Verdict,
)
from bot.choosing import CHOICES, choose
from bot.closing import ABOUT_NOTEBOOKS, show_notebook
from bot.desk import Desk
from bot.errors import TopicError
from bot.following import ABOUT_TOPICS, follow_here, show_topic, unfollow_here
from bot.having_a_look import ABOUT_WEEKLY_NOTES
from bot.incoming import Command, Commanded, HomeOpened, Pressed, Via
from bot.notes import Trouble
from bot.own_page import show_home, show_page
from bot.placing import thread_of
from bot.plan_wanted import ask_for_me
from bot.ports import UnitOfWork
from bot.presses import Also, Press, Todo, accounts, job, say
from bot.saying_aloud import ABOUT_ALOUD, offer
from bot.shadow_showing import show_shadow
from bot.standing_by import zone_of
from bot.suggestion_presses import ABOUT_SUGGESTIONS, show_here
from bot.taking import derived_id
from bot.topic_types import TopicLook
from bot.views import Action, Note
from expertise.consent import Naming

ANSWER, EXPORT, ERASE = "answer", "export", "erase"
"""Work that takes longer than a press may: jobs, by name."""

_log = structlog.get_logger()


async def press(
    uow: UnitOfWork,
    desk: Desk,
    pressed: Pressed,
    event_id: str,
    also: Also = (),
    chat: str | None = None,
    topic: TopicLook | None = None,
) -> Todo:
    """Do what a button says. An action that we do not know is of another version: it is gone.

    ``also`` are the person's other accounts, in which what they choose was written down before; ``chat`` is
    as ``meeting.door_to_asker`` gives it, ``topic`` as ``following.look``.
    """
    what = await _by_somebody(uow, desk, pressed, event_id, also, chat, topic)
    if what is None:
        return Todo()
    do = _ACTIONS.get(pressed.action)
    if do is None:
        _log.warning("button of another version", workspace=desk.workspace.id, delivery=event_id)
        return await say(what, notes.trouble(Trouble.GONE))
    return await do(what)


async def command(
    uow: UnitOfWork,
    desk: Desk,
    given: Commanded,
    event_id: str,
    help_: Note,
    also: Also = (),
    topic: TopicLook | None = None,
) -> Todo:
    """``me``, ``help``, "I know this" and the like. ``help_`` says how to ask here."""
    typed = Pressed(
        action=given.command,
        value=given.text,
        person=given.person,
        channel=given.channel,
        ts=None,
        response_url=given.response_url,
    )
    what = await _by_somebody(uow, desk, typed, event_id, also, topic=topic)
    if what is None:
        return Todo()
    if given.command is Command.KNOW and given.text.strip():
        return await _know(what)
    do = _COMMANDS.get(given.command)
    return await (do(what) if do else say(what, help_))


async def home(uow: UnitOfWork, desk: Desk, opened: HomeOpened, event_id: str, also: Also = ()) -> Todo:
    """Somebody looks at their page."""
    looked = Pressed(action="", value="", person=opened.person, channel=None, ts=None)
    what = await _by_somebody(uow, desk, looked, event_id, also)
    return await show_home(what) if what else Todo()


async def _by_somebody(
    uow: UnitOfWork,
    desk: Desk,
    pressed: Pressed,
    event_id: str,
    also: Also,
    chat: str | None = None,
    topic: TopicLook | None = None,
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
        chat=chat,
        topic=topic,
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
    return await say(what, answer) if answer else Todo()


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
        return await say(what, notes.shared_already())
    return await _ask_again(what, shared, own)


async def _ask_again(what: Press, question: Question, own: QuestionId) -> Todo:
    at = what.desk.clock()
    again = replace(question, id=own, asked_at=at, state=QuestionState.RECEIVED, reply_url=what.reply_url)
    await what.uow.questions.add(again)
    return Todo(jobs=(job(what, ANSWER, own),))


async def _ask(what: Press) -> Todo:
    """Whoever stands in that place is asked first, once the asker has seen the plan and agreed."""
    question_id, _, place = what.value.partition(" ")
    question = await _own_question(what, question_id)
    if question is None or question.text is None:
        return await _not_mine(what)
    shown = [s for s in await what.uow.questions.shown(question.id) if str(s.position) == place]
    people = await what.uow.people.by_ids([s.person_id for s in shown])
    ids = [person.id for person in people]
    now = await consent.namings(what.uow, ids, question.text, what.desk.clock(), what.desk.policy)
    if not people or now[people[0].id] is Naming.NOT_AT_ALL:
        return await say(what, notes.trouble(Trouble.GONE))
    return await ask_for_me(what, question, people[0].id)


async def _ask_for_me(what: Press) -> Todo:
    question = await _own_question(what)
    return await ask_for_me(what, question, None) if question else await _not_mine(what)


async def _draft(what: Press) -> Todo:
    question = await _own_question(what)
    if question is None or question.text is None:
        return await _not_mine(what)
    return await say(what, notes.drafted(question.text, None))


async def _mute(what: Press) -> Todo:
    thread = await _thread(what)
    if thread is None:
        return await say(what, notes.trouble(Trouble.GONE))
    is_muted = await what.uow.muted.any_of([thread])
    await what.uow.muted.add(thread)
    return await say(what, notes.muted(thread.subject, already=is_muted))


async def _unmute(what: Press) -> Todo:
    await what.uow.muted.remove(Muted(kind=MutedKind.THREAD, subject=what.value))
    return await say(what, notes.unmuted())


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
    return await say(what, notes.trouble(Trouble.NOT_YOURS if is_others else Trouble.GONE))


# ------------------------------------------------------------------ about myself


async def _choose(what: Press) -> Todo:
    """In this account; in the others of the same person it holds already."""
    zone = zone_of(what.person, what.desk.manners)
    if not await choose(what.uow, what.person.id, what.action, what.value, what.desk.clock(), zone):
        is_typed = what.action == Action.HOURS
        return await say(what, notes.hours_not_read() if is_typed else notes.trouble(Trouble.GONE))
    todo = await show_page(what)
    return replace(todo, alike=accounts(what)) if what.also else todo


async def _know(what: Press) -> Todo:
    try:
        await knowing.declare(what.uow, {what.person.id: [what.value]}, what.desk.clock())
    except TopicError as error:
        return await say(what, notes.unfit(error))
    return await show_page(what)


async def _unknow(what: Press) -> Todo:
    await knowing.forget(what.uow, what.person.id, [what.value], what.desk.clock())
    return await show_page(what)


async def _ask_again_about(what: Press) -> Todo:
    """It is their field after all."""
    if await what.uow.questions.by_id(QuestionId(what.value)) is None:
        return await say(what, notes.trouble(Trouble.GONE))
    await what.uow.outcomes.forget(what.person.id, QuestionId(what.value))
    return await show_page(what)


async def _export(what: Press) -> Todo:
    """Of each account, told where it is: what was said there stays there."""
    return Todo(
        jobs=tuple(
            Job(name=EXPORT, workspace_id=own.workspace_id, subject=f"{own.person_id} {what.event_id}")
            for own in accounts(what)
        )
    )


async def _erase(what: Press) -> Todo:
    return Todo(jobs=(job(what, ERASE, f"{what.person.id} {what.event_id}"),))


_Do = Callable[[Press], Awaitable[Todo]]
_ABOUT_ANSWERS: Mapping[str, _Do] = {
    Action.HELPED: _helped,
    Action.NOT_THESE: _not_these,
    Action.MORE: _more,
    Action.SHARE: _share,
    Action.ASK: _ask,
    Action.ASK_FOR_ME: _ask_for_me,
    Action.DRAFT: _draft,
    Action.MUTE: _mute,
    Action.UNMUTE: _unmute,
}
_ABOUT_MYSELF: Mapping[str, _Do] = {
    **dict.fromkeys(CHOICES, _choose),
    Action.KNOW: _know,
    Action.UNKNOW: _unknow,
    Action.ASK_AGAIN: _ask_again_about,
    Action.EXPORT: _export,
    Action.ERASE: _erase,
    Action.NOT_BOTH_ME: show_page,  # that they are not was written down before
    Action.MY_PAGE: show_page,
}
_ACTIONS: Mapping[str, _Do] = {
    **_ABOUT_MYSELF,
    **_ABOUT_ANSWERS,
    **carrying.ABOUT_ROUNDS,
    **ABOUT_NOTEBOOKS,
    **ABOUT_ALOUD,
    **ABOUT_WEEKLY_NOTES,
    **ABOUT_SUGGESTIONS,
    **ABOUT_CARDS,
    **ABOUT_TOPICS,
    Action.TOPIC_PAGE: show_topic,
}
_COMMANDS: Mapping[Command, _Do] = {
    Command.ME: show_page,
    Command.ALOUD: offer,
    Command.NOTEBOOK: show_notebook,
    Command.CARD: keep_linked,
    Command.FOLLOW: follow_here,
    Command.UNFOLLOW: unfollow_here,
    Command.TOPIC: show_topic,
    Command.HERE: show_here,
    Command.SHADOW: show_shadow,
}
