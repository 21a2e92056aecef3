"""Shows the page of shadow mode to whoever asks for theirs, from what suggestions keep."""

from collections.abc import Collection

from bot.outbox import intend
from bot.own_page import shown
from bot.presses import Press, Todo
from bot.shadow_page import Kept, shadow_page
from bot.suggestion_ports import SuggestionStore
from bot.suggestion_types import Suggested
from expertise.types import ChannelId


async def show_shadow(what: Press) -> Todo:
    """As a page, to them alone."""
    key = f"shadow:{what.event_id}"
    log = InShadow(what.uow.suggestions)
    at = what.desk.clock()
    page = await shadow_page(what.uow, what.desk.workspace, log, what.person.id, what.desk.policy, at)
    await intend(what.uow, shown(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(key,))


class InShadow:
    """Implements ``bot.shadow_page.ShadowLog``."""

    def __init__(self, suggestions: SuggestionStore) -> None:
        self._suggestions = suggestions

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Kept]:
        """Those asked in these channels, the latest first."""
        return list(map(_kept, await self._suggestions.in_shadow(channels, limit)))


def _kept(this: Suggested) -> Kept:
    first = this.excerpts[0]
    return Kept(
        question=(this.key.channel_id, this.key.ts),
        asked_at=this.asked_at,
        chance=this.chance or 0.0,
        quoted=tuple((first.channel_id, ts) for ts in first.messages),
    )
