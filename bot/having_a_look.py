"""Somebody presses a button of a weekly note: has a look at a question, or wants the note less often."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot import rounds
from bot import weekly_phrases as say_weekly
from bot.chat_types import QuestionId
from bot.choosing import choose
from bot.inviting import follow
from bot.notes import Trouble, trouble
from bot.presses import Press, Todo, accounts, say
from bot.round_types import RoundState
from bot.views import Action, Note
from bot.waiting_questions import may_look
from bot.weekly_pages import changed
from bot.weeks import Rhythm


async def have_a_look(what: Press) -> Todo:
    """The question comes as an invitation, which counts for nothing: they wanted to see it."""
    await what.uow.hold()
    question_id = QuestionId(what.value)
    this, question = await what.uow.rounds.of(question_id), await what.uow.questions.by_id(question_id)
    if this is None or question is None or this.asker == what.person.id:
        return await say(what, Note(paragraphs=(say_weekly.OVER,)))
    if (own := this.of(what.person.id)) is not None and own.is_open:
        return await say(what, Note(paragraphs=(say_weekly.LOOKED_ALREADY,)))
    if not await may_look(what.uow, what.desk, this, question, what.person):
        is_helped = this.state is RoundState.HELPING
        return await say(what, Note(paragraphs=(say_weekly.TAKEN_CARE_OF if is_helped else say_weekly.OVER,)))
    step = rounds.look(this, what.person.id, what.desk.clock())
    return Todo(keys=tuple(await follow(what.uow, what.desk, this, step, question)))


async def want_it(what: Press) -> Todo:
    """How often, said on the note itself; it can be taken back where they hear of it."""
    if not await choose(what.uow, what.person.id, what.action, what.value, what.desk.clock()):
        return await say(what, trouble(Trouble.GONE))
    todo = await say(what, changed(Rhythm(what.value)))
    return replace(todo, alike=accounts(what)) if what.also else todo


ABOUT_WEEKLY_NOTES: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.HAVE_A_LOOK: have_a_look,
    Action.NOTE_RHYTHM: want_it,
}
