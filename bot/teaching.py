"""Learns a workspace's weights from its own past: what is public in it, asked again question by question."""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.past import Past
from bot.pastquestions import past_questions
from bot.ports import Storage
from bot.replaying import Replay
from expertise.learning import COMPLETE
from expertise.ranker import Learned
from expertise.types import WorkspaceId
from index.types import PUBLIC, Entry, PassageId

LATEST = 600
"""Past questions that are asked again: each costs as much as an answer."""

_BATCH = 1_000


async def teach(walk: Replay, past: Past, now: datetime) -> Learned:
    """The weights that fit the latest questions best, or the shipped ones. Deterministic given the past."""
    lessons = past_questions(past.messages, 1.0, COMPLETE)[-LATEST:]
    async for _ in walk.run(past, [], lessons):
        pass
    return walk.learner.final(now)


async def embedded_already(
    storage: Storage, workspace_id: WorkspaceId, model_id: str
) -> AsyncIterator[list[Entry]]:
    """The public passages as they are now, with their vectors: most of what the walk will come by."""
    after = PassageId(0)
    while True:
        async with storage.begin(workspace_id) as uow:
            ids = await uow.log.ids(PUBLIC, after, _BATCH)
            entries = await uow.vectors.entries(model_id, ids)
        if not ids:
            return
        yield entries
        after = ids[-1]
