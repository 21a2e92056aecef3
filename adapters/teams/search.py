"""Answers the message extension while somebody types: within seconds, or Teams shows an error."""

import asyncio
from collections.abc import Mapping

import structlog

from adapters.json_fields import Raw
from adapters.teams.extension import found, nothing_typed, typed
from bot.desk import Desk
from bot.errors import ChatError
from bot.glancing import glance
from bot.incoming import Asked
from bot.listening import Listening, save_unknown
from bot.views import AnswerView, Mode

_SECONDS = 4.0
_NOBODY = AnswerView(
    mode=Mode.PRIVATE,
    hint="",
    headline="",
    people=(),
    threads_headline="",
    threads=(),
    closing="",
    buttons=(),
    feedback=(),
    footer="",
)
_log = structlog.get_logger()


class Search:
    """Implements ``app.Typed``. Nothing is kept of it."""

    def __init__(self, desk: Desk, listening: Listening, helps_outsiders: bool) -> None:  # noqa: FBT001 a setting
        self._desk = desk
        self._listening = listening
        self._helps_outsiders = helps_outsiders

    async def __call__(self, activity: Raw) -> Mapping[str, object]:
        """The people, or that nobody stands out; raises MalformedActivityError where nobody asks."""
        asked = typed(activity)
        if asked is None:
            return nothing_typed()
        try:
            async with asyncio.timeout(_SECONDS):
                view = await self._seen(asked)
        except (ChatError, TimeoutError) as error:
            _log.warning("nothing found in time for what is typed", error=type(error).__name__)
            view = None
        return found(view or _NOBODY, asked.text)

    async def _seen(self, asked: Asked) -> AnswerView | None:
        await save_unknown(self._listening, [asked.asker])
        return await glance(self._desk, asked, helps_outsiders=self._helps_outsiders)
