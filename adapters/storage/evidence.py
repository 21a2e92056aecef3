"""Passages as a ranking reads them: hundreds of heads for each question, and the words of a few."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, func, select

from adapters.storage.passages import spoken
from adapters.storage.prepared import Lists, Prepared
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import passages
from adapters.storage.times import from_us
from expertise.types import PassageHead, WorkspaceId
from index.types import PassageId


def _among(lists: Lists) -> tuple[ColumnElement[bool], ...]:
    """As ``among`` does, and for its reason, but for many ids."""
    own = func.coalesce(passages.c.workspace_id, passages.c.workspace_id)
    return lists.one_of(passages.c.id, "ids"), own == bindparam("workspace_id")


_HEADS = Prepared(
    lambda lists: select(
        passages.c.id, passages.c.channel_id, passages.c.thread_ts, passages.c.ended_us, passages.c.speakers
    ).where(*_among(lists))
)
_TEXTS = Prepared(lambda lists: select(passages.c.id, passages.c.text).where(*_among(lists)))


class SqlEvidenceStore:
    """Implements ``expertise.ports.EvidenceStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def heads(self, ids: Sequence[PassageId]) -> list[PassageHead]:
        """In the order asked for; those that are gone are left out."""
        found = {}
        for batch in in_batches(ids):
            rows = await self._session.read(_HEADS, ids=batch, workspace_id=self._workspace_id)
            parts = json.loads(f"[{','.join([row[4] for row in rows])}]")  # at once: one each takes thrice
            for (number, channel_id, thread_ts, ended_us, _), speakers in zip(rows, parts, strict=True):
                found[number] = PassageHead(
                    id=number,
                    channel_id=channel_id,
                    thread_ts=thread_ts,
                    ended_at=from_us(ended_us),
                    speakers=spoken(speakers),
                )
        return [found[passage_id] for passage_id in dict.fromkeys(ids) if passage_id in found]

    async def texts(self, ids: Sequence[PassageId]) -> dict[PassageId, str]:
        """Those that are gone are left out."""
        found: dict[PassageId, str] = {}
        for batch in in_batches(ids):
            rows = await self._session.read(_TEXTS, ids=batch, workspace_id=self._workspace_id)
            found |= {row[0]: row[1] for row in rows}
        return found
