"""What came of asking somebody for help, and what that says about asking them the next time.

Kept for each person, shown to them alone, erased with them. It says who is asked first, and nothing else:
what everybody is shown is ranked without it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat_types import Question, QuestionId
from bot.round_types import End, Round, RoundState
from expertise.types import PersonId
from index.short_texts import telling_words

REMEMBERED = timedelta(days=365)
"""What is older says nothing any more."""

_WILLING_HALF = timedelta(days=30)
_PLACES = 1.5
_SHARED = 0.5


class What(StrEnum):
    """What somebody did, or what was done for them. Each says something else."""

    HELPS = "helps"  # said yes
    SOLVED = "solved"  # and it helped
    NOT_MY_FIELD = "not_my_field"
    NOT_NOW = "not_now"
    REFERRED = "referred"  # named a colleague
    NAMED = "named"  # by a colleague, as somebody who may know
    IGNORED = "ignored"
    RESTED = "rested"  # was given a break, because they had not answered for long


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one question, for one person. ``terms`` are the question's words, as word search has them."""

    person_id: PersonId
    question_id: QuestionId
    what: What
    at: datetime
    terms: tuple[str, ...] = ()


def outcomes(before: Round, after: Round, question: Question | None, at: datetime) -> list[Outcome]:
    """What a step brought, for whom: everything once."""
    terms = tuple(sorted(telling_words(question.text))) if question and question.text else ()
    return [
        Outcome(person_id=who, question_id=after.question_id, what=what, at=at, terms=terms)
        for who, what in _new(before, after)
    ]


def is_not_their_field(known: Iterable[Outcome], question: str) -> bool:
    """Whether they said so of a question like this."""
    asked = frozenset(telling_words(question))
    return any(each.what is What.NOT_MY_FIELD and _is_near(each, asked) for each in known)


def moved(known: Sequence[Outcome], question: str, at: datetime) -> float:
    """By how many places somebody is asked later (or, below 0, sooner) than others nearly as good.

    Between -1.5 and 1.5. Later for who was busy or silent, which is half forgotten in 30 days; sooner for who
    helped with a question like this, or was named for one.
    """
    asked = frozenset(telling_words(question))
    proof = sum(_PROOF.get(each.what, 0) for each in known if _is_near(each, asked))
    return _PLACES * (min(reluctance(known, at), 1) - min(proof, 1))


def reluctance(known: Iterable[Outcome], at: datetime) -> float:
    """From 0: how much somebody was busy or silent of late."""
    return sum(_RELUCTANCE.get(each.what, 0) * _left(at - each.at) for each in known)


def _left(age: timedelta) -> float:
    return math.exp2(-(age / _WILLING_HALF))


def ignored_in_a_row(known: Iterable[Outcome]) -> int:
    """How often in a row somebody has not answered by now; being named by others is no answer."""
    own = sorted((each for each in known if each.what is not What.NAMED), key=lambda each: each.at)
    count = 0
    while own and own.pop().what is What.IGNORED:
        count += 1
    return count


_PROOF = {What.SOLVED: 1.0, What.HELPS: 0.5, What.NAMED: 0.5}
_RELUCTANCE = {What.IGNORED: 0.5, What.NOT_NOW: 0.25}
_ENDS = {
    End.ACCEPTED: What.HELPS,
    End.NOT_MY_FIELD: What.NOT_MY_FIELD,
    End.NOT_NOW: What.NOT_NOW,
    End.REFERRED: What.REFERRED,
    End.IGNORED: What.IGNORED,
}


def _new(before: Round, after: Round) -> Iterator[tuple[PersonId, What]]:
    ended = {each.person: each.end for each in before.invitations}
    for each in after.invitations:
        if each.end in _ENDS and ended.get(each.person) is not each.end:
            yield each.person, _ENDS[each.end]
    yield from ((who, What.NAMED) for who in after.referred if who not in before.referred)
    if after.state is RoundState.SOLVED and before.state is not RoundState.SOLVED and after.helper:
        yield after.helper, What.SOLVED


def _is_near(one: Outcome, asked: frozenset[str]) -> bool:
    """Whether half of the shorter question's words stand in the other, and more than one of several."""
    shared = len(asked.intersection(one.terms))
    shorter = min(len(asked), len(one.terms))
    return shared >= max(shorter * _SHARED, min(shorter, 2)) and shared > 0
