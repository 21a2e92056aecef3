"""Has somebody's own page shown to them: at home where the platform has homes, or as a message."""

from dataclasses import replace

from bot.chat_types import Outgoing, OutgoingKind
from bot.homepage import home_page
from bot.myself import profile
from bot.outbox import intend
from bot.presses import Press, Todo, private
from bot.views import Action

_LEADS_TO_ONE = (Action.MY_PAGE, Action.NOTEBOOK, Action.TOPIC_PAGE)
"""What is pressed on something else, which stays as it is."""


async def show_page(what: Press) -> Todo:
    """The home page in any case, for it is to be true; and as a message where it was asked for in one.

    A page that was a message already changes in its place.
    """
    at_home = await show_home(what)
    if at_home.keys and what.channel is None:
        return at_home
    key = f"page:{what.event_id}"
    own = await profile(what.uow, what.person, what.desk, what.also)
    page = home_page(own, has_fields=not at_home.keys)
    await intend(what.uow, shown(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(*at_home.keys, key))


async def show_home(what: Press) -> Todo:
    """Where the platform has home pages."""
    key = f"home:{what.event_id}"
    page = home_page(await profile(what.uow, what.person, what.desk, what.also), has_fields=True)
    payload = what.desk.drawing.home(page)
    if payload is None:
        return Todo()
    outgoing = Outgoing(
        key=key,
        kind=OutgoingKind.HOME,
        payload=payload,
        intended_at=what.desk.clock(),
        recipient=what.person.platform_id,
    )
    await intend(what.uow, outgoing)
    return Todo(keys=(key,))


def shown(what: Press, key: str, payload: str) -> Outgoing:
    """In place of what was pressed, if that is a page, or a notice, and nobody else can see it."""
    message = private(what, key, payload)
    is_theirs = what.is_ephemeral or what.channel is None
    if what.ts is None or not is_theirs or what.action in _LEADS_TO_ONE:
        return message
    return replace(message, kind=OutgoingKind.UPDATE, target_ts=what.ts)
