"""How the chat bot stands, for an operator to look at: how many of what, never what is in it."""

from collections import Counter
from collections.abc import Iterable

from bot.chat_types import Standing
from bot.ports import Storage
from expertise.types import WorkspaceId


async def standing(storage: Storage, workspaces: Iterable[WorkspaceId]) -> Standing:
    """All of these workspaces together."""
    found = []
    for workspace_id in workspaces:
        async with storage.begin(workspace_id) as uow:
            found.append(await uow.upkeep.standing())
    return Standing(
        inbox=sum((Counter(each.inbox) for each in found), Counter()),
        oldest_waiting=min((each.oldest_waiting for each in found if each.oldest_waiting), default=None),
        outgoing=sum((Counter(each.outgoing) for each in found), Counter()),
        questions=sum((Counter(each.questions) for each in found), Counter()),
    )
