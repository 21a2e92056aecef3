"""Suggestions as they fall due, one by one: what was said is put right before anything new is said."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.desk import Desk
from bot.measuring import Tally
from bot.suggesting import decide, due, put_off
from bot.suggestion_revising import revise
from bot.suggestion_types import SuggestionKey, SuggestionState

_COUNTED = {SuggestionState.SAID: Tally.SUGGESTED, SuggestionState.SILENT: Tally.SILENT}
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionWork:
    """Belongs to one workspace. ``say`` has a message delivered soon."""

    desk: Desk
    say: Callable[[str], None]

    async def carry_on(self) -> None:
        """Do what is due; one that fails holds up no other."""
        waiting: list[SuggestionKey] = []
        for key in await due(self.desk):
            await self._try(key, waiting)
        for key in waiting:
            await self._try(key)

    async def _try(self, key: SuggestionKey, waiting: list[SuggestionKey] | None = None) -> None:
        """Put right what was said; what waits is put into ``waiting``, or decided where there is none."""
        try:
            is_said = await self._is_said(key)
            if not is_said and waiting is not None:
                waiting.append(key)
                return
            keys = await (revise if is_said else decide)(self.desk, key)
            if not is_said:
                await self._count(key)
        except Exception as error:  # noqa: BLE001 whatever it is: it is tried again later
            own = self.desk.workspace.id
            _log.error("not suggested", workspace=own, channel=key.channel_id, ts=key.ts, exc_info=error)
            await put_off(self.desk, key)
            return
        for each in keys:
            self.say(each)

    async def _count(self, key: SuggestionKey) -> None:
        """What was decided, if it was."""
        async with self.desk.storage.begin(self.desk.workspace.id) as uow:
            this = await uow.suggestions.of(key)
        if this is not None and this.state in _COUNTED:
            self.desk.meter.counted(_COUNTED[this.state])

    async def _is_said(self, key: SuggestionKey) -> bool:
        async with self.desk.storage.begin(self.desk.workspace.id) as uow:
            this = await uow.suggestions.of(key)
        return this is not None and this.state is not SuggestionState.WAITING
