"""Before anybody is asked: whom the bot would ask, in which order, and what the asker changes about that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import consent
from bot import plan_phrases as say
from bot.answering import find
from bot.asker_card import plan_key
from bot.audience import readable_channels, scope_for
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.desk import Desk
from bot.errors import IndexMissingError
from bot.inviting import planned
from bot.likely import chances, worth_asking
from bot.outbox import intend
from bot.phrases import ALSO
from bot.placing import channel_of, need_of, place_of
from bot.plan_page import Line, Plan, plan_page
from bot.ports import UnitOfWork
from bot.quoting import CHANNEL, tidy
from bot.reasons import chosen, told_to
from bot.remembering import by_what_came
from bot.round_types import Chosen, Round
from bot.telling import Answer
from bot.views import Note
from expertise.consent import Naming
from expertise.errors import EmptyQuestionError
from expertise.explanation import Also
from expertise.types import Person, PersonId
from expertise.types import Question as Need

MOST = 3
"""People on a plan, before the asker adds some. docs/inviting.md says why not more."""


async def plan(
    desk: Desk, question_id: QuestionId, first: PersonId | None = None, event: str = ""
) -> list[str]:
    """Find whom to ask, keep it as a round that has not begun, and show it; keys to be delivered.

    ``first`` is whom the asker picked. Where there can be no plan, the asker hears why, once for each
    ``event`` that asked for it. Done again it changes nothing.
    """
    need = await _need(desk, question_id)
    if need is None:
        return await no_plan(desk, question_id, event, say.QUESTION_GONE)
    try:
        told = await find(desk.storage, desk.workspace, need, desk.tools(), MOST)
    except EmptyQuestionError:
        return await no_plan(desk, question_id, event, say.NO_WORDS)
    except IndexMissingError:
        return await no_plan(desk, question_id, event, say.NO_INDEX)
    keys = await _keep(desk, question_id, told, first)
    return await no_plan(desk, question_id, event, say.QUESTION_GONE) if keys is None else keys


async def no_plan(desk: Desk, question_id: QuestionId, event: str, why: str) -> list[str]:
    """Tell whoever wanted a plan why there is none; keys to be delivered."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        askers = await uow.people.by_ids([question.asker]) if question else []
        told = [
            Outgoing(
                key=f"no-plan:{question_id}:{event}",
                kind=OutgoingKind.DIRECT,
                payload=desk.drawing.note(Note(paragraphs=(why,))),
                intended_at=desk.clock(),
                recipient=asker.platform_id,
            )
            for asker in askers
            if not asker.has_left
        ]
        keys = [each.key for each in told if await intend(uow, each)]
        await uow.commit()
    return keys


async def _need(desk: Desk, question_id: QuestionId) -> Need | None:
    """What is to be looked for, as if its asker had asked alone; None where the question is gone."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None or question.text is None:
            return None
        alone = replace(question, is_private=True)
        return await need_of(uow, desk, alone, await place_of(uow, desk.workspace, alone))


async def _keep(
    desk: Desk, question_id: QuestionId, told: Answer, first: PersonId | None
) -> list[str] | None:
    """Keys to be delivered; None where the question has gone meanwhile."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        question = await uow.questions.by_id(question_id)
        if question is None or question.text is None:
            return None
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
    page = plan_page(await _plan(uow, desk, this, question, is_new=not again))
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

    Whom the asker picked stays first; what came of asking the others moves them a little. After the first
    two nobody who is hardly likely to help.
    """
    found = {s.person.id: chosen(s, told.asked_at) for s in told.suggestions}
    others = [c.person.id for c in told.ranking.candidates if c.can_be_shown]
    ids = dict.fromkeys([*([first] if first else []), *found, *others])
    text, at = question.text or "", desk.clock()
    levels = await consent.namings(uow, ids, text, at, desk.policy)
    asked = [who for who in ids if levels[who] is not Naming.NOT_AT_ALL and who != question.asker]
    picked = [who for who in asked if who == first]
    asked = picked + await by_what_came(uow, [who for who in asked if who != first], text, at)
    asked = worth_asking(asked, chances(told.ranking))
    return tuple(found.get(who, Chosen(person=who)) for who in asked[:MOST])


async def _plan(uow: UnitOfWork, desk: Desk, this: Round, question: Question, *, is_new: bool) -> Plan:
    ids = [each.person for each in this.candidates]
    people = {person.id: person for person in await uow.people.by_ids(ids)}
    levels = await consent.namings(uow, ids, question.text or "", desk.clock(), desk.policy)
    where = await _asked_in(uow, desk, question)
    whys = [await told_to(uow, each, this.asker) for each in this.candidates]
    shown = [
        replace(each, why=say.of_them(why, ALSO[Also.HERE], channel=where))
        for each, why in zip(this.candidates, whys, strict=True)
    ]
    return Plan(
        question_id=question.id,
        question=question.text or "",
        people=_lines(shown, people, levels),
        urgency=this.urgency,
        is_named=this.is_named,
        is_new=is_new,
    )


async def _asked_in(uow: UnitOfWork, desk: Desk, question: Question) -> str:
    """The name of the channel where it was asked, if the asker may read it now; else ''."""
    channel = await channel_of(uow, desk.workspace, question.channel)
    if channel is None:
        return ""
    readable = await readable_channels(uow, await scope_for(uow, question.asker))
    return tidy(channel.name, CHANNEL) if channel.id in readable else ""


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
