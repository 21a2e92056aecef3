"""What came of asking people for help, as rows."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from adapters.storage.round_tables import outcomes
from adapters.storage.session import Session, in_batches
from adapters.storage.times import from_us, to_us
from bot.chat_types import QuestionId
from bot.outcomes import Outcome, What
from expertise.types import PersonId, WorkspaceId


class SqlOutcomeStore:
    """Implements ``bot.round_ports.OutcomeStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = outcomes.c.workspace_id == workspace_id

    async def of(self, people: Collection[PersonId], since: datetime) -> dict[PersonId, list[Outcome]]:
        """The oldest first; people without any are missing."""
        table = outcomes.c
        every = select(table.person_id, table.question_id, table.what, table.at_us, table.terms)
        found: dict[PersonId, list[Outcome]] = {}
        for batch in in_batches(people):
            own = every.where(self._own, table.person_id.in_(batch), table.at_us >= to_us(since))
            ordered = own.order_by(table.person_id, table.at_us, table.question_id, table.what)
            for who, question, what, at, terms in await self._session.rows(ordered):
                outcome = Outcome(
                    person_id=PersonId(who),
                    question_id=QuestionId(question),
                    what=What(what),
                    at=from_us(at),
                    terms=tuple(json.loads(terms)),
                )
                found.setdefault(outcome.person_id, []).append(outcome)
        return found

    async def add(self, came: Sequence[Outcome]) -> None:
        """Insert or replace: one of a kind for each person and question."""
        rows = [
            {
                "workspace_id": self._workspace_id,
                "person_id": each.person_id,
                "question_id": each.question_id,
                "what": each.what.value,
                "at_us": to_us(each.at),
                "terms": json.dumps(each.terms),
            }
            for each in came
        ]
        await self._session.upsert(outcomes, rows)

    async def forget(self, person_id: PersonId, question_id: QuestionId | None = None) -> None:
        """What came of a question for somebody; None: of all of them."""
        of_person = delete(outcomes).where(self._own, outcomes.c.person_id == person_id)
        is_one = question_id is not None
        await self._session.change(
            of_person.where(outcomes.c.question_id == question_id) if is_one else of_person
        )
