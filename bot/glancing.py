"""A glance at who may know, while somebody still types: for them alone, at once, and kept nowhere."""

from bot import consent
from bot.asking import look_for
from bot.chat_types import OutgoingKind, Question
from bot.desk import Desk
from bot.incoming import Asked
from bot.notes import Trouble
from bot.placing import Place, need_of
from bot.ports import UnitOfWork
from bot.presenting import presented
from bot.rechecking import still_holds
from bot.showing import people_in
from bot.taking import derived_id
from bot.views import AnswerView, Mode
from expertise.types import Question as Need

_FOR_THEM_ALONE = Place(mode=Mode.PRIVATE, kind=OutgoingKind.PRIVATE)


async def glance(desk: Desk, asked: Asked, *, helps_outsiders: bool = False) -> AnswerView | None:
    """Who may know; None where there is nothing to show to that person, or nothing any more.

    Shown by the same rules as an answer for one person. It counts as no question: it is typed letter by
    letter, and whoever is named in it was told before that they may be.
    """
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await _question(uow, desk, asked, helps_outsiders=helps_outsiders)
        if question is None:
            return None
        need = await need_of(uow, desk, question, _FOR_THEM_ALONE)
    return await _seen(desk, question, need)


async def _question(uow: UnitOfWork, desk: Desk, asked: Asked, *, helps_outsiders: bool) -> Question | None:
    """As it would be kept, were it asked."""
    asker = (await uow.people.by_platform_ids([asked.asker])).get(asked.asker)
    if asker is None or asker.is_bot or (asker.is_outsider and not helps_outsiders):
        return None
    at = desk.clock()
    return Question(
        id=derived_id(desk.workspace, (asked.via, asked.asker, asked.text, at.isoformat()), at),
        asker=asker.id,
        text=asked.text,
        via=asked.via,
        asked_at=at,
        channel=asked.channel,
        is_private=True,
    )


async def _seen(desk: Desk, question: Question, need: Need) -> AnswerView | None:
    told = await look_for(desk, need)
    if isinstance(told, Trouble):
        return None
    async with desk.storage.begin(desk.workspace.id) as uow:
        if not await still_holds(uow, told, need.scope):
            return None
        levels = await consent.namings(uow, people_in(told), told.question, told.asked_at, desk.policy)
    return presented(told, question, _FOR_THEM_ALONE, levels, {}).view
