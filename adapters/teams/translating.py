"""A delivery that was kept, in our words: its activity, with the channels of a team looked up first."""

import json
from collections.abc import Collection, Mapping
from typing import Protocol

from adapters.teams.activities import Reading
from adapters.teams.changes import team_to_ask
from adapters.teams.errors import MalformedActivityError
from adapters.teams.events import incoming
from bot.chat_types import Event
from bot.incoming import Incoming


class ChannelsOf(Protocol):
    """The channels of a team by its id, as far as they are known: of a team that is gone, those it had.

    By their ids what each is called, '' where that is not known.
    """

    async def __call__(self, team: str) -> Mapping[str, str]: ...


class TeamsTranslator:
    """Implements ``bot.receiving.Translate``.

    ``bot`` is our own id, ``28:`` and the app's; ``open_teams`` the teams that are open to everyone.
    """

    def __init__(self, channels_of: ChannelsOf, bot: str, open_teams: Collection[str] = ()) -> None:
        self._channels_of = channels_of
        self._bot = bot
        self._open_teams = frozenset(open_teams)

    async def __call__(self, event: Event) -> tuple[Incoming, ...]:
        """Nothing where it is nothing for us, or cannot be read: it would not be readable later either."""
        try:
            activity = json.loads(event.body or "null")
        except ValueError:
            return ()
        if not isinstance(activity, dict):
            return ()
        team = team_to_ask(activity)
        channels = dict(sorted((await self._channels_of(team)).items())) if team else {}
        try:
            return incoming(activity, Reading(bot=self._bot, open_teams=self._open_teams, channels=channels))
        except MalformedActivityError:
            return ()
