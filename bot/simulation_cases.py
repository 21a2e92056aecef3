"""A simulation's cases: what was asked in the past, whom the bot would ask, and who could have helped."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.likely import chances
from bot.past import PastQuestion, Replayed
from bot.pastquestions import HELD_OUT, past_questions
from bot.pastwaits import Waits, waits
from bot.simulation_types import Case
from expertise.types import Message, PersonId


def past_cases(messages: Sequence[Message], held_out: float = HELD_OUT) -> tuple[list[PastQuestion], Waits]:
    """Questions of the last share of threads, in time order: answered ones, and those left without an answer.

    Those of which nobody can tell are left out. ``helpers`` is who had written before and then answered.
    """
    known = past_questions(messages, held_out)
    if not known:
        return [], Waits()
    waited = waits(messages, known[0].ts)
    helped = {question.qid: question for question in known}
    asked = [helped.get(each.qid, each) for each in (*waited.questions, *waited.unanswered)]
    return sorted(asked, key=lambda each: (each.ts, each.qid)), waited


def cases(
    outcome: Iterable[Replayed], waited: Waits, knows: float, others: float | None = None
) -> list[Case]:
    """Those that somebody asked. ``knows`` is how likely somebody who did help could have.

    ``others``: how likely anybody else who can be shown could have; None: as likely as they would have
    answered, which is the ranking's calibrated chance of them.
    """
    return [_case(one, waited, knows, others) for one in outcome if one.question.asker_id]


def if_nobody_else(case: Case) -> Case:
    """The same, if nobody could have helped but who did: whoever did not answer may not have seen it."""
    return replace(case, knows={who: case.knows[who] for who in case.knows if who in case.helpers})


def if_foreseen(case: Case) -> Case:
    """The same, with those first who really helped, and sure of them, as nobody can be beforehand."""
    others = [who for who in case.candidates if who not in case.helpers]
    said = {**case.said, **dict.fromkeys(case.helpers, 1.0)}
    return replace(case, candidates=(*_helpers(case), *others), said=said)


def _helpers(case: Case) -> list[PersonId]:
    """In the order of the ranking; whom it does not show comes last."""
    shown = [who for who in case.candidates if who in case.helpers]
    return [*shown, *sorted(case.helpers - set(shown))]


def _case(one: Replayed, waited: Waits, knows: float, others: float | None) -> Case:
    question = one.question
    said = chances(one.ranking)
    able = said if others is None else dict.fromkeys(said, others)
    is_answered = question.qid in waited.replied
    return Case(
        qid=question.qid,
        asker=question.asker_id or PersonId(""),
        at=question.at,
        candidates=tuple(each.person.id for each in one.ranking.candidates if each.can_be_shown),
        knows=able | dict.fromkeys(question.helpers, knows),
        said=said,
        helpers=question.helpers,
        helped_by=waited.first.get(question.qid) if is_answered else None,
        helped_at=waited.replied.get(question.qid),
    )
