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
from bot.hours import Hours, next_working
from bot.inviting import begun
from bot.likely import worth_asking
from bot.population import Population
from bot.round_types import (
    PACES,
    Chosen,
    Due,
    End,
    Free,
    Paces,
    Round,
    RoundState,
    Step,
    Tell,
    Urgency,
)
from bot.simulation_types import Case, Way
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was carried. The first answer came from ``helper`` at ``at``, or none did.

    ``hours`` are the asker's; ``drafted_at`` is when they were first given words to post.
    """

    case: Case
    hours: Hours
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

    def __init__(
        self,
        cases: Sequence[Case],
        way: Way,
        people: Population,
        urgency: Urgency,
        paces: Paces = PACES,
    ) -> None:
        self._way = way
        self._people = people
        self._urgency = urgency
        self._paces = paces
        self._cases = cases
        self._asked: dict[str, Asked] = {}
        self._rounds: dict[str, Round] = {}
        self._got: Counter[tuple[int, PersonId]] = Counter()
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._numbers = count()

    def run(self) -> Walked:
        """Until nothing more happens."""
        for case in self._cases:
            self._asked[case.qid] = Asked(case=case, hours=self._people.asking(case.qid, case.at))
            self._at(case.at, self._begin(case))
        while self._events:
            at, _, happen = heapq.heappop(self._events)
            happen(at)
        return Walked(asked=list(self._asked.values()), got=self._got)

    def _begin(self, case: Case) -> Callable[[datetime], None]:
        def begin(at: datetime) -> None:
            plan = Round(
                question_id=QuestionId(case.qid),
                asker=case.asker,
                urgency=self._urgency,
                opened_at=at,
                until=at,
                state=RoundState.PLANNED,
                candidates=tuple(Chosen(person=who) for who in self._planned(case)),
            )
            self._take(case.qid, begun(plan, self._asked[case.qid].hours, at, self._paces), at)

        return begin

    def _planned(self, case: Case) -> Sequence[PersonId]:
        """As a plan has them."""
        return worth_asking(case.candidates, case.said, self._way.least)[: self._way.most]

    def _due(self, qid: str) -> Callable[[datetime], None]:
        def due(at: datetime) -> None:
            this = self._rounds[qid]
            if this.next_at is not None and this.next_at <= at:
                is_due = this.due_at is not None and this.due_at <= at
                step = self._step(this, at) if is_due else Step(round=this)
                self._take(qid, rounds.offer(step, at), at)

        return due

    def _step(self, this: Round, at: datetime) -> Step:
        match this.due:
            case Due.WIDEN if self._way.at_once:
                return _all_at_once(this, at, self._paces)
            case Due.WIDEN:
                people = [each.person for each in this.candidates]
                free = [self._free(who, at) for who in people if self._may(who, at)]
                return rounds.widen(this, at, free, self._paces)
            case Due.STILL_GOOD if this.helper:
                return rounds.ask_helper(this, at, self._free(this.helper, at), self._paces)
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
            elif said.what is Tell.DRAFT and self._asked[qid].drafted_at is None:
                self._asked[qid] = replace(self._asked[qid], drafted_at=at)
                self._may_post(qid, at)
        if step.round.helper and (before is None or not before.helper):
            self._helps(qid, step.round.helper, at)
        if (next_at := self._rounds[qid].next_at) is not None:
            self._at(next_at, self._due(qid))

    def _react(self, qid: str, who: PersonId, at: datetime) -> None:
        reaction = self._people.reaction(qid, who, at, self._asked[qid].case.knows.get(who, 0.0))
        if reaction is not None:
            self._at(reaction.at, self._replied(qid, who, reaction.reply))

    def _replied(self, qid: str, who: PersonId, reply: End) -> Callable[[datetime], None]:
        def replied(at: datetime) -> None:
            this = self._rounds[qid]
            if reply is End.ACCEPTED:
                self._take(qid, rounds.accept(this, self._free(who, at), at, self._paces), at)
            else:
                self._take(qid, rounds.decline(this, who, reply, at), at)

        return replied

    def _helps(self, qid: str, who: PersonId, at: datetime) -> None:
        """A yes that is kept ends it; another one is found out by asking."""
        answers_at = self._people.answers_at(qid, who, at)
        if answers_at is not None:
            self._answered(qid, who, answers_at)
            self._rounds[qid] = rounds.solve(self._rounds[qid], at).round

    def _may_post(self, qid: str, at: datetime) -> None:
        """Posted at once, it is answered after as long as it really was."""
        case = self._asked[qid].case
        if case.helped_by and case.helped_at and self._people.posts(qid, self._way.posts):
            self._at(at + (case.helped_at - case.at), self._found(qid, case.helped_by))

    def _found(self, qid: str, who: PersonId) -> Callable[[datetime], None]:
        """There is an answer where it was posted; who is still asked may be told, or not."""

        def found(at: datetime) -> None:
            self._answered(qid, who, at)
            if self._way.stops:
                self._rounds[qid] = rounds.stop(self._rounds[qid], at).round

        return found

    def _answered(self, qid: str, who: PersonId, at: datetime) -> None:
        asked = self._asked[qid]
        if asked.at is None or at < asked.at:
            self._asked[qid] = replace(asked, helper=who, at=at)

    def _at(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), happen))


def _all_at_once(this: Round, at: datetime, paces: Paces) -> Step:
    """Everybody, day or night, whatever the pace is; afterwards nobody is left to be asked."""
    if this.waves or at >= this.until:
        return rounds.give_up(replace(this, due=Due.GIVE_UP), at)
    invited = Step(round=this)
    for who in this.candidates:
        step = rounds.widen(invited.round, at, [Free(person=who.person, at=at)], paces)
        invited = Step(round=step.round, said=(*invited.said, *step.said))
    return replace(invited, round=replace(invited.round, due=Due.WIDEN, due_at=this.until))
