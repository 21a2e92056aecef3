"""Questions that are carried to people, what came of it, and what people said about it, in memory."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import QuestionId
from bot.outcomes import Outcome
from bot.round_ports import Availability, Invited
from bot.round_types import Round, RoundState
from expertise.types import PersonId


class MemoryRoundStore:
    """Implements ``bot.round_ports.RoundStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, question_id: QuestionId) -> Round | None:
        """None where there is none."""
        return self._rows.rounds.get(question_id)

    async def put(self, this: Round) -> None:
        """Insert or replace, with its invitations."""
        await self._journal.hold()
        involved = {this.asker, *(each.person for each in this.invitations)}
        if this.question_id not in self._rows.questions or not involved <= self._rows.people.keys():
            raise ConflictError("a round of no question, or with somebody who is not there")
        self._journal.put(self._rows.rounds, this.question_id, this)

    async def due(self, at: datetime, limit: int) -> list[QuestionId]:
        """Those whose time has come, the earliest first."""
        ready = [
            (each.next_at, each.question_id)
            for each in self._rows.rounds.values()
            if each.next_at is not None and each.next_at <= at
        ]
        return [question_id for _, question_id in sorted(ready)[:limit]]

    async def concerning(self, person_id: PersonId) -> list[QuestionId]:
        """Those not over that somebody asks, helps in, or has yet to answer; by id."""
        return sorted(
            each.question_id
            for each in self._rows.rounds.values()
            if each.due_at is not None and person_id in {each.asker, each.helper, *_asked(each)}
        )

    async def waiting(self) -> list[QuestionId]:
        """Those in which people are asked, or were, and nobody helps yet; by id."""
        states = (RoundState.INVITING, RoundState.DRAFTED)
        return sorted(each.question_id for each in self._rows.rounds.values() if each.state in states)

    async def counts(self) -> dict[RoundState, int]:
        """States without a round are missing."""
        return dict(Counter(each.state for each in self._rows.rounds.values()))


class MemoryInvitationStore:
    """Implements ``bot.round_ports.InvitationStore``."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def of(self, person_id: PersonId) -> list[Invited]:
        """The earliest first."""
        found = [
            Invited(question_id=this.question_id, invitation=invitation)
            for this in self._rows.rounds.values()
            if (invitation := this.of(person_id)) is not None
        ]
        return sorted(found, key=lambda each: (each.invitation.invited_at, each.question_id))


class MemoryAvailabilityStore:
    """Implements ``bot.round_ports.AvailabilityStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, people: Collection[PersonId]) -> dict[PersonId, Availability]:
        """Who said nothing is missing."""
        kept = self._rows.availabilities
        return {who: kept[who] for who in people if who in kept}

    async def save(self, person_id: PersonId, own: Availability) -> None:
        """Insert or replace."""
        await self._journal.hold()
        _must_be_known(self._rows, person_id)
        self._journal.put(self._rows.availabilities, person_id, own)

    async def forget(self, person_id: PersonId) -> None:
        """As if they had said nothing."""
        await self._journal.hold()
        if person_id in self._rows.availabilities:
            self._journal.drop(self._rows.availabilities, person_id)


class MemoryUnaskedStore:
    """Implements ``bot.round_ports.UnaskedStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, people: Collection[PersonId], week: int) -> dict[PersonId, int]:
        """Who got nothing is missing."""
        kept = self._rows.unasked
        return {who: kept[week, who] for who in people if (week, who) in kept}

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""
        await self._journal.hold()
        kept = self._rows.unasked
        for key in [key for key in kept if key[0] < week]:
            self._journal.drop(kept, key)
        for who in set(people):
            _must_be_known(self._rows, who)
            self._journal.put(kept, (week, who), kept.get((week, who), 0) + 1)


class MemoryOutcomeStore:
    """Implements ``bot.round_ports.OutcomeStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, people: Collection[PersonId], since: datetime) -> dict[PersonId, list[Outcome]]:
        """The oldest first; people without any are missing."""
        found: dict[PersonId, list[Outcome]] = {}
        ordered = sorted(self._rows.outcomes.values(), key=attrgetter("at", "question_id", "what"))
        for each in ordered:
            if each.person_id in people and each.at >= since:
                found.setdefault(each.person_id, []).append(each)
        return found

    async def add(self, came: Sequence[Outcome]) -> None:
        """Insert or replace: one of a kind for each person and question."""
        await self._journal.hold()
        for each in came:
            _must_be_known(self._rows, each.person_id)
            if each.question_id not in self._rows.questions:
                raise ConflictError("an outcome of no question")
            self._journal.put(self._rows.outcomes, (each.person_id, each.question_id, each.what), each)

    async def forget(self, person_id: PersonId, question_id: QuestionId | None = None) -> None:
        """What came of a question for somebody; None: of all of them."""
        await self._journal.hold()
        kept = self._rows.outcomes
        for key in [key for key in kept if key[0] == person_id and question_id in (None, key[1])]:
            self._journal.drop(kept, key)


def _asked(this: Round) -> list[PersonId]:
    return [each.person for each in this.open]


def _must_be_known(rows: Rows, person_id: PersonId) -> None:
    if person_id not in rows.people:
        raise ConflictError("a decision of nobody")
