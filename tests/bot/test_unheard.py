"""What was never said has consequences."""

from dataclasses import replace

import pytest

from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.ports import Storage
from bot.round_types import Due, End, RoundState
from bot.unheard import was_not_said
from tests.support.builders import ACME
from tests.support.meetings import ASKED, MAYA, MONDAY, Office

INVITED = Outgoing(
    key=f"invite:{ASKED}:{MAYA}",
    kind=OutgoingKind.INVITATION,
    payload="will you help?",
    intended_at=MONDAY,
    recipient="Umaya",
    state=OutgoingState.FAILED,
    error="no_app",
)
CARD = replace(
    INVITED, key=f"connect:{ASKED}:{MAYA}:1", kind=OutgoingKind.UPDATE, target_key=INVITED.key, error="no_ts"
)
TOGETHER = replace(
    INVITED, key=f"together:{ASKED}:{MAYA}:1", kind=OutgoingKind.TOGETHER, recipient="Ulina,Umaya"
)


@pytest.fixture
async def office(storage: Storage) -> Office:
    office = Office(storage)
    await office.open()
    return office


async def _unsaid(office: Office, unsaid: Outgoing) -> list[str]:
    async with office.storage.begin(ACME.id) as uow:
        keys = await was_not_said(office.desk, uow, unsaid)
        await uow.commit()
    return list(keys)


async def test_who_cannot_be_written_to_is_waited_for_no_longer(office: Office) -> None:
    await office.helps(RoundState.INVITING)

    await _unsaid(office, INVITED)

    this = await office.round()
    assert this.invitations[0].end is End.GONE
    assert (this.due, this.due_at) == (Due.WIDEN, MONDAY)


async def test_whoever_was_perhaps_invited_may_answer_yet(office: Office) -> None:
    await office.helps(RoundState.INVITING)
    before = await office.round()

    await _unsaid(office, replace(INVITED, state=OutgoingState.UNKNOWN))

    assert await office.round() == before


async def test_a_card_that_cannot_be_changed_comes_as_a_message(office: Office) -> None:
    await office.helps()

    keys = await _unsaid(office, CARD)

    (anew,) = await office.told()
    assert (anew.kind, anew.payload, anew.recipient) == (OutgoingKind.DIRECT, CARD.payload, "Umaya")
    assert keys == [anew.key]


async def test_two_who_were_not_brought_together_each_hear_of_the_other(office: Office) -> None:
    await office.helps()

    keys = await _unsaid(office, TOGETHER)

    told = await office.told()
    assert sorted(each.key for each in told) == sorted(keys)
    assert {each.recipient: "Write to Maya" in (each.payload or "") for each in told} == {
        "Ulina": True,
        "Umaya": False,
    }


async def test_not_when_it_is_somebody_else_by_now_who_helps(office: Office) -> None:
    await office.helps(RoundState.INVITING)

    assert await _unsaid(office, TOGETHER) == []
