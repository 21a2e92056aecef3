"""Buttons about a question that is carried to people: of its plan, of invitations, of what came of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot import invitation_notes as cards
from bot import inviting_phrases, rounds
from bot.asker_card import decided
from bot.chat_types import Outgoing, OutgoingKind, QuestionId
from bot.choosing import choose
from bot.errors import UnknownPersonError
from bot.inviting import begin, follow
from bot.naming import one_person
from bot.notes import Trouble, trouble
from bot.outbox import intend
from bot.own_page import show_home
from bot.plan_wanted import anew, become_of, plan_job
from bot.planning import show
from bot.presses import Press, Todo, say
from bot.replying import ACTIONS, referred, replied
from bot.round_types import Chosen, Round, RoundState, Urgency
from bot.views import Action, Note

_Change = Callable[[Press, Round, str], Awaitable[Round | None]]


async def about_a_plan(what: Press) -> Todo:
    """The asker changes their plan, and sees it changed; nobody else may."""
    question_id, _, rest = what.value.partition(" ")
    question = await what.uow.questions.by_id(QuestionId(question_id))
    await what.uow.hold()
    this = await what.uow.rounds.of(QuestionId(question_id))
    if question is None or this is None or this.asker != what.person.id:
        return await say(what, trouble(Trouble.GONE))
    if this.state is not RoundState.PLANNED:
        return await say(what, trouble(Trouble.GONE))
    changed = await _CHANGES[Action(what.action)](what, this, rest)
    if changed is None:
        return await say(what, Note(paragraphs=(inviting_phrases.PLAN_NOT_KNOWN,)))
    await what.uow.rounds.put(changed)
    return Todo(keys=tuple(await show(what.uow, what.desk, question, again=what.event_id)))


async def reword(what: Press) -> Todo:
    """In other words it is another question: whom to ask is looked for anew."""
    question_id, _, words = what.value.partition(" ")
    before = await what.uow.questions.by_id(QuestionId(question_id))
    await what.uow.hold()
    this = await what.uow.rounds.of(QuestionId(question_id))
    is_theirs = before is not None and before.asker == what.person.id
    if before is None or this is None or not is_theirs or this.state is not RoundState.PLANNED:
        return await say(what, trouble(Trouble.GONE))
    if not words.strip():
        return await say(what, trouble(Trouble.NO_QUESTION))
    again = await anew(what, before, words.strip())
    await what.uow.rounds.put(rounds.stop(this, what.desk.clock()).round)
    changed = Note(paragraphs=(inviting_phrases.PLAN_CHANGED,))
    key = await _in_its_place(what, before.id, changed)
    return Todo(keys=(key,), jobs=(plan_job(what, again.id),))


async def decide(what: Press) -> Todo:
    """The asker says: ask them; or: never mind."""
    question_id = QuestionId(what.value)
    await what.uow.hold()
    this = await what.uow.rounds.of(question_id)
    if this is None or this.asker != what.person.id or this.was_dropped:
        return await say(what, trouble(Trouble.GONE))
    if this.state is not RoundState.PLANNED:
        return await say(what, Note(paragraphs=(become_of(this),)))
    is_go = what.action == Action.GO
    step = await begin(what.uow, what.desk, this) if is_go else rounds.stop(this, what.desk.clock())
    question = await what.uow.questions.by_id(question_id)
    keys = await follow(what.uow, what.desk, this, step, question)
    if not is_go:
        return Todo(keys=tuple(keys))
    started = cards.started(question_id, question.text if question and question.text else "")
    return Todo(keys=(*keys, await _in_its_place(what, question_id, started)))


async def _in_its_place(what: Press, question_id: QuestionId, note: Note) -> str:
    """What becomes of a plan's card; the key to be delivered."""
    card = decided(what.desk, question_id, what.person, note)
    await intend(what.uow, card)
    return card.key


async def about_an_invitation(what: Press) -> Todo:
    """Somebody answers, or the asker says how it ended. What does not fit any more gets a sentence."""
    keys = await replied(
        what.uow, what.desk, Action(what.action), QuestionId(what.value), what.person, what.chat
    )
    if keys is None:
        return await say(what, Note(paragraphs=(await _too_late_for(what),)))
    heard = _HEARD.get(Action(what.action))
    said = await say(what, Note(paragraphs=(heard,))) if heard else Todo()
    is_at_home = what.action == Action.STOP_ROUND and what.channel is None
    at_home = await show_home(what) if is_at_home else Todo()
    return Todo(keys=(*keys, *said.keys, *at_home.keys))


async def _too_late_for(what: Press) -> str:
    """A break is theirs to take, on however old a card."""
    if what.action != Action.PAUSE_ME:
        return inviting_phrases.EXPIRED
    await choose(what.uow, what.person.id, what.action, what.value, what.desk.clock())
    return inviting_phrases.PASSED_PAUSED


_HEARD = {
    Action.STILL_YES: inviting_phrases.COUNTED_ON,
    Action.NOT_SOLVED: inviting_phrases.MORE_TIME,
    Action.STOP_ROUND: inviting_phrases.STOPPED,
}
"""Said to whoever presses what is otherwise told to others alone."""


async def ask_whom(what: Press) -> Todo:
    """Somebody would rather name a colleague: a line to type into."""
    key = f"refer:{what.event_id}"
    card = Outgoing(
        key=key,
        kind=OutgoingKind.DIRECT,
        payload=what.desk.drawing.page(cards.referring(QuestionId(what.value))),
        intended_at=what.desk.clock(),
        recipient=what.person.platform_id,
    )
    await intend(what.uow, card)
    return Todo(keys=(key,))


async def refer(what: Press) -> Todo:
    """They have typed a name."""
    question_id, _, name = what.value.partition(" ")
    try:
        other = await one_person(what.uow, name.strip())
    except UnknownPersonError:
        return await say(what, Note(paragraphs=(inviting_phrases.PLAN_NOT_KNOWN,)))
    keys = await referred(what.uow, what.desk, QuestionId(question_id), what.person, other.id)
    if keys is None:
        return await say(what, Note(paragraphs=(inviting_phrases.EXPIRED,)))
    return Todo(keys=tuple(keys))


# ------------------------------------------------------------------ changes of a plan


async def _leave_out(_: Press, this: Round, place: str) -> Round | None:
    kept = [each for number, each in enumerate(this.candidates, 1) if str(number) != place]
    gone = [each.person for each in this.candidates if each not in kept]
    return replace(this, candidates=tuple(kept), left_out=(*this.left_out, *gone))


async def _add(what: Press, this: Round, name: str) -> Round | None:
    """At the beginning: whom the asker has in mind is asked first."""
    try:
        person = await one_person(what.uow, name.strip())
    except UnknownPersonError:
        return None
    if person.id == this.asker or person.is_bot or person.has_left:
        return None
    others = [each for each in this.candidates if each.person != person.id]
    left_out = tuple(who for who in this.left_out if who != person.id)
    return replace(this, candidates=(Chosen(person=person.id), *others), left_out=left_out)


async def _when(_: Press, this: Round, urgency: str) -> Round | None:
    known = next((each for each in Urgency if each.value == urgency), this.urgency)
    return replace(this, urgency=known)


async def _with_name(_: Press, this: Round, answer: str) -> Round | None:
    return replace(this, is_named=answer != "no")


_CHANGES: Mapping[Action, _Change] = {
    Action.LEAVE_OUT: _leave_out,
    Action.ADD_PERSON: _add,
    Action.WHEN: _when,
    Action.WITH_NAME: _with_name,
}

ABOUT_ROUNDS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    **dict.fromkeys(_CHANGES, about_a_plan),
    **dict.fromkeys(ACTIONS, about_an_invitation),
    Action.REWORD: reword,
    Action.GO: decide,
    Action.NEVER_MIND: decide,
    Action.REFER: ask_whom,
    Action.REFER_TO: refer,
}
