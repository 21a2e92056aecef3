"""Accounts of one person agree: what is chosen in one holds in all.

Each workspace has its own unit of work, and none sees another's. So what somebody chooses is written into
the others first, while the event that told of it still waits in the inbox: a crash between two of them has it
done again. Afterwards all are compared, which mends what two presses at once, here and there, may leave.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import NamedTuple

from bot.accounts import Account
from bot.being_asked import said
from bot.choosing import choose
from bot.consent_ports import HiddenTopic
from bot.ports import Storage, UnitOfWork
from bot.round_ports import Availability
from bot.weeks import Rhythm
from expertise.consent import Preferences, stricter
from expertise.types import PersonId


class _Chosen(NamedTuple):
    own: Preferences
    hidden: Sequence[HiddenTopic]
    asked: Availability


async def agree(storage: Storage, accounts: Sequence[Account]) -> None:
    """The narrowest that any of these accounts has chosen holds in all. Done again it changes nothing."""
    chosen = {account: await _read(storage, account) for account in accounts}
    for account in accounts:
        others = [theirs for own, theirs in chosen.items() if own != account]
        if _agrees(chosen[account], others):
            continue
        async with storage.begin(account.workspace_id) as uow:
            await uow.hold()
            await _narrow(uow, account.person_id, others)
            await uow.commit()


async def carry(
    storage: Storage, accounts: Sequence[Account], action: str, value: str, at: datetime, zone: str = "UTC"
) -> None:
    """Somebody's choice, in these accounts of theirs; what is none is passed over.

    ``zone`` is the clock where they chose.
    """
    for account in accounts:
        async with storage.begin(account.workspace_id) as uow:
            await uow.hold()
            if await choose(uow, account.person_id, action, value, at, zone):
                await uow.commit()


async def _read(storage: Storage, account: Account) -> _Chosen:
    async with storage.begin(account.workspace_id) as uow:
        return await _of(uow, account.person_id)


async def _of(uow: UnitOfWork, person_id: PersonId) -> _Chosen:
    own = (await uow.preferences.of([person_id])).get(person_id, Preferences())
    return _Chosen(own, await uow.hidden_topics.of(person_id), await said(uow, person_id))


async def _narrow(uow: UnitOfWork, person_id: PersonId, others: Sequence[_Chosen]) -> None:
    mine = await _of(uow, person_id)
    agreed = _narrowest(mine, others)
    if agreed != mine.own:
        await uow.preferences.save(person_id, agreed)
    await uow.suggestions.look_again_at(person_id)
    asked = _asked_least(mine, others)
    if asked != mine.asked:
        await uow.availability.save(person_id, asked)
    for topic in _more_hidden(mine, others):
        await uow.hidden_topics.hide(replace(topic, person_id=person_id))


def _agrees(mine: _Chosen, others: Sequence[_Chosen]) -> bool:
    """Whether there is nothing to write, as it is for most."""
    is_as_narrow = _narrowest(mine, others) == mine.own and _asked_least(mine, others) == mine.asked
    return is_as_narrow and not _more_hidden(mine, others)


def _narrowest(mine: _Chosen, others: Sequence[_Chosen]) -> Preferences:
    return reduce(stricter, (each.own for each in others), mine.own)


def _asked_least(mine: _Chosen, others: Sequence[_Chosen]) -> Availability:
    """The least that any account wants, and hours that are stated in one; one's own before others'."""
    all_asked = [mine.asked, *(each.asked for each in others)]
    counts = [each.unasked_a_week for each in all_asked if each.unasked_a_week is not None]
    hours = next((each.hours for each in all_asked if each.hours is not None), None)
    rhythms = [each.rhythm for each in all_asked if each.rhythm is not None]
    seldom = max(rhythms, key=list(Rhythm).index, default=None)
    return Availability(unasked_a_week=min(counts, default=None), hours=hours, rhythm=seldom)


def _more_hidden(mine: _Chosen, others: Sequence[_Chosen]) -> list[HiddenTopic]:
    known = {each.topic for each in mine.hidden}
    return [topic for each in others for topic in each.hidden if topic.topic not in known]
