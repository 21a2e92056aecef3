"""Somebody presses a button of an invitation, or of what came of it. One unit of work, that of the event.

Buttons are hostile, and old: what does not fit any more gets a sentence, and changes nothing.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot import consent, rounds
from bot.chat_types import QuestionId
from bot.choosing import PAUSE
from bot.desk import Desk
from bot.inviting import follow, free_of
from bot.ports import UnitOfWork
from bot.round_types import End, Round, Step
from bot.still_there import without_who_is_gone
from bot.views import Action
from expertise.types import Person, PersonId

_Do = Callable[[UnitOfWork, Desk, Round, Person], Awaitable[Step]]


async def replied(
    uow: UnitOfWork,
    desk: Desk,
    action: Action,
    question_id: QuestionId,
    person: Person,
    chat: str | None = None,
) -> list[str] | None:
    """What a press does, and the keys to be delivered; None where it is about nothing that is going on.

    ``chat`` leads whoever helps to the asker, where there is such a link.
    """
    await uow.hold()
    this = await uow.rounds.of(question_id)
    if this is None or not _concerns(this, person.id, action):
        return None
    question = await uow.questions.by_id(question_id)
    gone = await without_who_is_gone(uow, this, question, desk.clock())
    step = _then(gone, await ACTIONS[action](uow, desk, gone.round, person))
    if step.round == this and not step.said:
        return None
    return await follow(uow, desk, this, step, question, chat)


async def referred(
    uow: UnitOfWork, desk: Desk, question_id: QuestionId, person: Person, other: PersonId
) -> list[str] | None:
    """Somebody names whom to ask instead. None where nothing is going on that they were asked about."""
    await uow.hold()
    this = await uow.rounds.of(question_id)
    invitation = this.of(person.id) if this else None
    if this is None or invitation is None or not invitation.is_open:
        return None
    question = await uow.questions.by_id(question_id)
    gone = await without_who_is_gone(uow, this, question, desk.clock())
    passed = rounds.decline(gone.round, person.id, End.REFERRED, desk.clock(), refers=other)
    return await follow(uow, desk, this, _then(gone, passed), question)


def _then(first: Step, second: Step) -> Step:
    return Step(round=second.round, said=(*first.said, *second.said))


def _concerns(this: Round, who: PersonId, action: Action) -> bool:
    """Whether that button was ever theirs."""
    if action in _ASKERS:
        return who == this.asker
    return this.of(who) is not None


async def _helps(uow: UnitOfWork, desk: Desk, this: Round, person: Person) -> Step:
    return rounds.accept(this, await free_of(uow, desk, person.id), desk.clock(), desk.manners.paces)


def _passes(end: End) -> _Do:
    async def passes(uow: UnitOfWork, desk: Desk, this: Round, person: Person) -> Step:
        at = desk.clock()
        if end is End.PAUSED:
            await consent.pause(uow, person.id, at + PAUSE)
        return rounds.decline(this, person.id, end, at)

    return passes


async def _still_good(uow: UnitOfWork, desk: Desk, this: Round, person: Person) -> Step:
    free = await free_of(uow, desk, person.id)
    return rounds.still_good(this, person.id, desk.clock(), free, desk.manners.paces)


async def _gives_up(_: UnitOfWork, desk: Desk, this: Round, person: Person) -> Step:
    return rounds.gives_up(this, person.id, desk.clock())


async def _solved(_: UnitOfWork, desk: Desk, this: Round, _person: Person) -> Step:
    return rounds.solve(this, desk.clock())


async def _not_yet(uow: UnitOfWork, desk: Desk, this: Round, _person: Person) -> Step:
    """Time for it; then the asker is asked once more."""
    if this.helper is None:
        return Step(round=this)
    free = await free_of(uow, desk, this.helper)
    return rounds.still_good(this, this.helper, desk.clock(), free, desk.manners.paces)


async def _next(_: UnitOfWork, desk: Desk, this: Round, _person: Person) -> Step:
    return rounds.not_solved(this, desk.clock())


async def _stop(_: UnitOfWork, desk: Desk, this: Round, _person: Person) -> Step:
    return rounds.stop(this, desk.clock())


_ASKERS = (Action.SOLVED, Action.NOT_SOLVED, Action.ASK_NEXT, Action.STOP_ROUND)
ACTIONS: Mapping[Action, _Do] = {
    Action.HELP: _helps,
    Action.NOT_NOW: _passes(End.NOT_NOW),
    Action.NOT_MY_FIELD: _passes(End.NOT_MY_FIELD),
    Action.PAUSE_ME: _passes(End.PAUSED),
    Action.STILL_YES: _still_good,
    Action.STILL_NO: _gives_up,
    Action.SOLVED: _solved,
    Action.NOT_SOLVED: _not_yet,
    Action.ASK_NEXT: _next,
    Action.STOP_ROUND: _stop,
}
