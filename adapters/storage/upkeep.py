"""The chat bot's rows as a whole: how many there are of what, and forgetting what was in them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, Table, delete, func, select, update

from adapters.storage.address_tables import addresses
from adapters.storage.card_tables import cards
from adapters.storage.chat_tables import inbox, outgoing, questions
from adapters.storage.round_tables import outcomes
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import passage_log, passages
from adapters.storage.times import from_us, to_us
from bot.card_types import CardState
from bot.chat_types import InboxState, OutgoingState, QuestionId, QuestionState, Standing
from expertise.types import WorkspaceId

_SETTLED = [OutgoingState.SENT.value, OutgoingState.FAILED.value, OutgoingState.UNKNOWN.value]


class SqlUpkeep:
    """Implements ``bot.chat_ports.Upkeep``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def standing(self) -> Standing:
        """Counted anew, over indexes alone."""
        return Standing(
            inbox={InboxState(state): n for state, n in (await self._by_state(inbox)).items()},
            oldest_waiting=await self._oldest_waiting(),
            outgoing={OutgoingState(state): n for state, n in (await self._by_state(outgoing)).items()},
            questions={QuestionState(state): n for state, n in (await self._by_state(questions)).items()},
            oldest_unindexed=await self._oldest_unindexed(),
        )

    async def purge(self, before: datetime) -> int:
        """Forget bodies and payloads of what was finished, addresses, drafts of cards; how many rows."""
        finished = inbox.c.state != InboxState.NEW.value
        settled = outgoing.c.state.in_(_SETTLED)
        bodies = update(inbox).where(inbox.c.workspace_id == self._workspace_id, finished)
        payloads = update(outgoing).where(outgoing.c.workspace_id == self._workspace_id, settled)
        us = to_us(before)
        bodies = bodies.where(inbox.c.body.is_not(None), inbox.c.received_us < us).values(body=None)
        payloads = payloads.where(outgoing.c.payload.is_not(None), outgoing.c.intended_us < us)
        payloads = payloads.values(payload=None)
        silent = delete(addresses).where(addresses.c.workspace_id == self._workspace_id)
        silent = silent.where(addresses.c.person.is_not(None), addresses.c.seen_us < us)
        drafts = delete(cards).where(cards.c.workspace_id == self._workspace_id, cards.c.made_us < us)
        drafts = drafts.where(cards.c.state == CardState.DRAFT.value)
        changes = (
            bodies.returning(inbox.c.sequence),
            payloads.returning(outgoing.c.key),
            silent.returning(addresses.c.conversation),
            drafts.returning(cards.c.id),
        )
        return sum([len(await self._session.change_at_once(each)) for each in changes])

    async def erase_questions(self, ids: Collection[QuestionId]) -> None:
        """Forget the texts of these questions, also as words, and where their private answers went."""
        own = update(questions).where(questions.c.workspace_id == self._workspace_id)
        for batch in in_batches(ids):
            await self._session.change(own.where(questions.c.id.in_(batch)).values(text=None, reply_url=None))
            words = update(outcomes).where(outcomes.c.workspace_id == self._workspace_id)
            await self._session.change(words.where(outcomes.c.question_id.in_(batch)).values(terms="[]"))

    async def _by_state(self, table: Table) -> dict[str, int]:
        state: Column[str] = table.c.state
        counted = select(state, func.count()).where(table.c.workspace_id == self._workspace_id)
        return {row[0]: row[1] for row in await self._session.rows(counted.group_by(state))}

    async def _oldest_waiting(self) -> datetime | None:
        new = inbox.c.workspace_id == self._workspace_id, inbox.c.state == InboxState.NEW.value
        first = select(inbox.c.received_us).where(*new).order_by(inbox.c.sequence).limit(1)
        us: int | None = await self._session.value(first)
        return from_us(us)

    async def _oldest_unindexed(self) -> datetime | None:
        """The log holds what came since the index was published: few lines, except after an import."""
        own = passage_log.c.workspace_id == self._workspace_id, passage_log.c.is_added.is_(True)
        joined = passage_log.join(passages, passages.c.id == passage_log.c.passage_id)
        us: int | None = await self._session.value(
            select(func.min(passages.c.ended_us)).select_from(joined).where(*own)
        )
        return from_us(us)
