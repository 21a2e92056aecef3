"""Before anybody is asked: whom the bot would ask, in which order, and what the asker changes about that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import consent
from bot.answering import find
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.desk import Desk
from bot.errors import IndexMissingError
from bot.inviting import planned
from bot.outbox import intend
from bot.placing import need_of, place_of
from bot.plan_page import Line, Plan, plan_page
from bot.ports import UnitOfWork
from bot.reasons import chosen, told_to
from bot.remembering import by_what_came
from bot.round_types import Chosen, Round
from bot.telling import Answer
from expertise.consent import Naming
from expertise.errors import EmptyQuestionError
from expertise.types import Person, PersonId

MOST = 3
"""People on a plan, before the asker adds some. docs/inviting.md says why not more."""


def plan_key(question_id: QuestionId) -> str:
    """Names the card of a plan."""
    return f"plan:{question_id}"


async def plan(desk: Desk, question_id: QuestionId, first: PersonId | None = None) -> list[str]:
    """Find whom to ask, keep it as a round that has not begun, and show it; keys to be delivered.

    ``first`` is whom the asker picked. Done again it changes nothing.
    """
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None or question.text is None:
            return []
        alone = replace(question, is_private=True)
        need = await need_of(uow, desk, alone, await place_of(uow, desk.workspace, alone))
    try:
        told = await find(desk.storage, desk.workspace, need, desk.tools(), MOST)
    except (EmptyQuestionError, IndexMissingError):
        return []
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if await uow.rounds.of(question_id) is None:
            chosen = await _chosen(uow, desk, question, told, first)
            await uow.rounds.put(planned(question, chosen, desk.clock()))
        keys = await show(uow, desk, question)
        await uow.commit()
    return keys


async def show(uow: UnitOfWork, desk: Desk, question: Question, again: str = "") -> list[str]:
    """Have the card of a plan shown; ``again``, an event, in place of the card that is there."""
    this = await uow.rounds.of(question.id)
    if this is None:
        return []
    (asker,) = await uow.people.by_ids([this.asker])
    page = plan_page(await _plan(uow, desk, this, question))
    first = plan_key(question.id)
    card = Outgoing(
        key=f"{first}:{again}" if again else first,
        kind=OutgoingKind.UPDATE if again else OutgoingKind.DIRECT,
        payload=desk.drawing.page(page),
        intended_at=desk.clock(),
        recipient=asker.platform_id,
        target_key=first if again else None,
    )
    await intend(uow, card)
    return [card.key]


async def _chosen(
    uow: UnitOfWork, desk: Desk, question: Question, told: Answer, first: PersonId | None
) -> tuple[Chosen, ...]:
    """Those suggested, with why; then others for whom there is something to show. Never who said no.

    Whom the asker picked stays first; what came of asking the others moves them a little.
    """
    found = {s.person.id: chosen(s, told.asked_at) for s in told.suggestions}
    others = [c.person.id for c in told.ranking.candidates if c.can_be_shown]
    ids = dict.fromkeys([*([first] if first else []), *found, *others])
    text, at = question.text or "", desk.clock()
    levels = await consent.namings(uow, ids, text, at, desk.policy)
    asked = [who for who in ids if levels[who] is not Naming.NOT_AT_ALL and who != question.asker]
    picked = [who for who in asked if who == first]
    asked = picked + await by_what_came(uow, [who for who in asked if who != first], text, at)
    return tuple(found.get(who, Chosen(person=who)) for who in asked[:MOST])


async def _plan(uow: UnitOfWork, desk: Desk, this: Round, question: Question) -> Plan:
    ids = [each.person for each in this.candidates]
    people = {person.id: person for person in await uow.people.by_ids(ids)}
    levels = await consent.namings(uow, ids, question.text or "", desk.clock(), desk.policy)
    shown = [replace(each, why=await told_to(uow, each, this.asker)) for each in this.candidates]
    return Plan(
        question_id=question.id,
        question=question.text or "",
        people=_lines(shown, people, levels),
        urgency=this.urgency,
        is_named=this.is_named,
    )


def _lines(
    candidates: Sequence[Chosen], people: Mapping[PersonId, Person], levels: Mapping[PersonId, Naming]
) -> list[Line]:
    """In their order; a line for each, so that places stay what they are."""
    return [
        Line(
            name=people[each.person].name if levels.get(each.person) is Naming.BY_NAME else "",
            why=each.why,
        )
        for each in candidates
        if each.person in people
    ]
