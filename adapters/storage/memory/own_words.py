"""What one person wrote in threads, in memory."""

from adapters.storage.memory.rows import Rows
from expertise.types import Message, PersonId


class MemoryOwnWords:
    """Implements ``bot.consent_ports.OwnWords``."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def latest(self, person_id: PersonId, limit: int) -> list[Message]:
        """The newest first; ties by channel and ts."""
        own = [
            talk.by_ts[ts]
            for talk in self._rows.talk.values()
            for _, ts in talk.by_author.get(person_id, [])[-limit:]
        ]
        own.sort(key=lambda message: (message.channel_id, message.ts))
        return sorted(own, key=lambda message: message.at, reverse=True)[:limit]
