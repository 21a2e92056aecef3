"""A delivery that was kept, in our words: its JSON, with the names that its text needs looked up first."""

import json

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import incoming, mentioned
from adapters.slack.names import NamesOf
from adapters.slack.payloads import Entrances, Reading
from bot.chat_types import Event
from bot.incoming import Incoming


class SlackTranslator:
    """Implements ``bot.receiving.Translate``. ``bot`` is our own user id."""

    def __init__(self, names: NamesOf, bot: str, entrances: Entrances) -> None:
        self._names = names
        self._bot = bot
        self._entrances = entrances

    async def __call__(self, event: Event) -> tuple[Incoming, ...]:
        """Nothing where it is nothing for us, or cannot be read: it would not be readable later either."""
        try:
            payload = json.loads(event.body or "null")
        except ValueError:
            return ()
        if not isinstance(payload, dict):
            return ()
        ids = mentioned(payload)
        names = await self._names(ids.people | ids.channels)
        try:
            return incoming(payload, Reading(names=names, bot=self._bot, entrances=self._entrances))
        except MalformedPayloadError:
            return ()
