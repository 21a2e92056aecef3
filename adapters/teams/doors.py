"""How somebody in Teams is written to by a colleague: a link that opens a chat with them.

Their sign-in name, which the link needs, is asked of Teams when it is needed, and kept nowhere but in the
one card that carries the link.
"""

from urllib.parse import quote, urlencode

from adapters.teams.directory import TeamsDirectory
from bot.errors import LockedOutError, RateLimitedError, RefusedError, UnreachableError
from expertise.types import Person

_CHAT = "https://teams.microsoft.com/l/chat/0/0"


class TeamsDoors:
    """Implements ``bot.desk.Doors``."""

    def __init__(self, directory: TeamsDirectory, tenant: str) -> None:
        self._directory = directory
        self._tenant = tenant

    async def chat_with(self, person: Person, words: str) -> str | None:
        """None where Teams does not tell who they are: nobody is kept waiting for a link."""
        try:
            name = await self._directory.sign_in_name(person.platform_id)
        except LockedOutError:
            raise
        except (RefusedError, RateLimitedError, UnreachableError):
            return None
        return chat_link(self._tenant, name, words) if name else None


def chat_link(tenant: str, name: str, words: str) -> str:
    """As "Deep link to start a new chat" in Microsoft's documentation has it.

    Whoever opens it is in the chat; ``words`` stand in their compose box until they send or change them.
    """
    query = {"tenantId": tenant, "users": name, "message": words}
    return f"{_CHAT}?{urlencode(query, quote_via=quote, safe='')}"
