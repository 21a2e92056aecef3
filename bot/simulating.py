"""What inviting would come to: past questions, the real rounds, an invented population, a clock that jumps.

It is a simulation, and says so wherever it is told. Truth is who once answered; whether anybody else could
have is a guess, by how sure the ranking is of them.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from bot import rounds
from bot.chat_types import QuestionId
from bot.consent import week_of
from bot.hours import Hours, after, next_working
from bot.inviting import LASTS
from bot.population import Population
from bot.round_types import Chosen, Due, End, Free, Round, Step, Tell, Urgency
from bot.simulation_types import Case, Way
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was carried. ``began`` is when; an answer came from ``helper`` at ``at``, or not.

    ``drafted_at``: when nobody was left to be asked, and the asker was given words to post.
    """

    case: Case
    hours: Hours
    began: datetime
    drafted_at: datetime | None = None
    helper: PersonId | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What became of each question, and how many invitations each person got in each week."""

    asked: Sequence[Asked]
    got: Mapping[tuple[int, PersonId], int]


class Simulation:
    """One walk over all cases by one way of asking."""

    def __init__(self, cases: Sequence[Case], way: Way, people: Population, urgency: Urgency) -> None:
        self._way = way
        self._people = people
        self._urgency = urgency
        self._cases = cases
        self._asked: dict[str, Asked] = {}
        self._rounds: dict[str, Round] = {}
        self._got: Counter[tuple[int, PersonId]] = Counter()
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._numbers = count()

    def run(self) -> Walked:
        """Until nothing more happens."""
        for case in self._cases:
            hours = self._people.asking(case.qid, case.at)
            began = next_working(hours, case.at) or case.at
            self._asked[case.qid] = Asked(case=case, hours=hours, began=began)
            self._at(began, self._begin(case))
        while self._events:
            at, _, happen = heapq.heappop(self._events)
            happen(at)
        return Walked(asked=list(self._asked.values()), got=self._got)

    def _begin(self, case: Case) -> Callable[[datetime], None]:
        def begin(at: datetime) -> None:
            lasts = LASTS[self._urgency]
            opened = Round(
                question_id=QuestionId(case.qid),
                asker=case.asker,
                urgency=self._urgency,
                opened_at=at,
                until=after(self._asked[case.qid].hours, at, lasts) or at + lasts,
                due_at=at,
                candidates=tuple(Chosen(person=who) for who in case.candidates[: self._way.most]),
            )
            self._take(case.qid, Step(round=opened), at)

        return begin

    def _due(self, qid: str) -> Callable[[datetime], None]:
        def due(at: datetime) -> None:
            this = self._rounds[qid]
            if this.due_at is not None and this.due_at <= at:
                self._take(qid, self._step(this, at), at)

        return due

    def _step(self, this: Round, at: datetime) -> Step:
        match this.due:
            case Due.WIDEN if self._way.at_once:
                return _all_at_once(this, at)
            case Due.WIDEN:
                people = [each.person for each in this.candidates]
                return rounds.widen(this, at, [self._free(who, at) for who in people if self._may(who, at)])
            case Due.STILL_GOOD if this.helper:
                return rounds.ask_helper(this, at, self._free(this.helper, at))
            case Due.REPLACE:
                return rounds.replaced(this, at)
            case _:
                return rounds.give_up(this, at)

    def _may(self, who: PersonId, at: datetime) -> bool:
        return self._way.budget is None or self._got[week_of(at), who] < self._way.budget

    def _free(self, who: PersonId, at: datetime) -> Free:
        hours = self._people.of(who).hours
        return Free(person=who, at=next_working(hours, at) or at, hours=hours)

    def _take(self, qid: str, step: Step, at: datetime) -> None:
        before, self._rounds[qid] = self._rounds.get(qid), step.round
        for said in step.said:
            if said.what is Tell.INVITE:
                self._got[week_of(at), said.to] += 1
                self._react(qid, said.to, at)
            elif said.what is Tell.DRAFT:
                self._asked[qid] = replace(self._asked[qid], drafted_at=at)
        if step.round.helper and (before is None or not before.helper):
            self._helps(qid, step.round.helper, at)
        if (due_at := self._rounds[qid].due_at) is not None:
            self._at(due_at, self._due(qid))

    def _react(self, qid: str, who: PersonId, at: datetime) -> None:
        reaction = self._people.reaction(qid, who, at, self._asked[qid].case.knows.get(who, 0.0))
        if reaction is not None:
            self._at(reaction.at, self._replied(qid, who, reaction.reply))

    def _replied(self, qid: str, who: PersonId, reply: End) -> Callable[[datetime], None]:
        def replied(at: datetime) -> None:
            this = self._rounds[qid]
            if reply is End.ACCEPTED:
                self._take(qid, rounds.accept(this, self._free(who, at), at), at)
            else:
                self._take(qid, rounds.decline(this, who, reply, at), at)

        return replied

    def _helps(self, qid: str, who: PersonId, at: datetime) -> None:
        """A yes that is kept ends it; another one is found out by asking."""
        answers_at = self._people.answers_at(qid, who, at)
        if answers_at is not None:
            self._asked[qid] = replace(self._asked[qid], helper=who, at=answers_at)
            self._rounds[qid] = rounds.solve(self._rounds[qid], at).round

    def _at(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), happen))


def _all_at_once(this: Round, at: datetime) -> Step:
    """Everybody, day or night, whatever the pace is; afterwards nobody is left to be asked."""
    if this.waves or at >= this.until:
        return rounds.give_up(replace(this, due=Due.GIVE_UP), at)
    invited = Step(round=this)
    for who in this.candidates:
        step = rounds.widen(invited.round, at, [Free(person=who.person, at=at)])
        invited = Step(round=step.round, said=(*invited.said, *step.said))
    return replace(invited, round=replace(invited.round, due=Due.WIDEN, due_at=this.until))
