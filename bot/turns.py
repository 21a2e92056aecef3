"""Nearly equal people take turns: whoever has come first less lately comes first now.

Counted are only answers that everyone may read: those in public channels. One for a single person, or
in a private channel, is shaped by what they may read, so a count of it would carry that into the order of
others' answers; even whether it is counted would tell where they are a member.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.ports import Storage, UnitOfWork
from expertise.fairness import spread
from expertise.types import Candidate, PersonId, WorkspaceId

PATIENCE = 0.5
"""Seconds that an answer waits for another writer before it goes uncounted."""

_log = structlog.get_logger()


async def take_turns(
    uow: UnitOfWork, candidates: Sequence[Candidate], at: datetime, within: float
) -> list[Candidate]:
    """The same people; the least loaded of those ``within`` so many nats of the best in front, unless 0."""
    if not within:
        return list(candidates)
    load = await uow.load.of([candidate.person.id for candidate in candidates], at)
    return spread(candidates, load, within)


async def count_first(storage: Storage, workspace_id: WorkspaceId, person_id: PersonId, at: datetime) -> None:
    """Remember that somebody came first. Where that cannot be written, the log says so, and all goes on."""
    try:
        async with storage.begin(workspace_id) as uow:
            await uow.hold(PATIENCE)
            await uow.load.add(person_id, at)
            await uow.commit()
    except Exception as error:  # noqa: BLE001 whatever it is, it must not cost the answer
        _log.warning("first place not counted", workspace=workspace_id, exc_info=error)
