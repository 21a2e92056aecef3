"""The chat bot's rows as a whole, in memory."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.card_types import CardState
from bot.chat_types import InboxState, QuestionId, Standing


class MemoryUpkeep:
    """Implements ``bot.chat_ports.Upkeep``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def standing(self) -> Standing:
        """Counted anew."""
        events = self._rows.inbox.values()
        waiting = (event.received_at for event in events if event.state is InboxState.NEW)
        return Standing(
            inbox=Counter(event.state for event in events),
            oldest_waiting=next(waiting, None),
            outgoing=Counter(each.state for each in self._rows.outgoing.values()),
            questions=Counter(question.state for question in self._rows.questions.values()),
            oldest_unindexed=self._oldest_unindexed(),
        )

    def _oldest_unindexed(self) -> datetime | None:
        placed = self._rows.passages
        added = (line.passage_id for line in self._rows.log.values() if line.is_added)
        return min((placed[each].passage.ended_at for each in added if each in placed), default=None)

    async def purge(self, before: datetime) -> int:
        """Forget bodies and payloads of what was finished, addresses, drafts of cards; how many rows."""
        await self._journal.hold()
        events = [
            event
            for event in self._rows.inbox.values()
            if event.state is not InboxState.NEW and event.body is not None and event.received_at < before
        ]
        messages = [
            each
            for each in self._rows.outgoing.values()
            if each.is_settled and each.payload is not None and each.intended_at < before
        ]
        for event in events:
            self._journal.put(self._rows.inbox, event.sequence, replace(event, body=None))
        for each in messages:
            self._journal.put(self._rows.outgoing, each.key, replace(each, payload=None))
        return len(events) + len(messages) + self._forget_silent(before) + self._forget_drafts(before)

    def _forget_silent(self, before: datetime) -> int:
        every = self._rows.addresses.values()
        silent = [each.conversation for each in every if each.person and each.seen_at < before]
        for conversation in silent:
            self._journal.drop(self._rows.addresses, conversation)
        return len(silent)

    def _forget_drafts(self, before: datetime) -> int:
        every = self._rows.cards.values()
        old = [each.id for each in every if each.state is CardState.DRAFT and each.made_at < before]
        for card_id in old:
            self._journal.drop(self._rows.cards, card_id)
        return len(old)

    async def erase_questions(self, ids: Collection[QuestionId]) -> None:
        """Forget the texts of these questions, also as words, and where their private answers went."""
        await self._journal.hold()
        for question_id in ids:
            if question := self._rows.questions.get(question_id):
                erased = replace(question, text=None, reply_url=None)
                self._journal.put(self._rows.questions, question_id, erased)
        kept = self._rows.outcomes
        for key in [key for key in kept if key[1] in ids]:
            self._journal.put(kept, key, replace(kept[key], terms=()))
