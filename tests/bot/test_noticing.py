"""What happens around a question that is carried to people: talk, deletion, goodbyes."""

from dataclasses import replace

import pytest

from bot.incoming import Deleted, Incoming, PersonSeen, Posted
from bot.noticing import notice
from bot.ports import Storage
from bot.round_types import Due, RoundState
from expertise.types import ChannelKind, MessageKind, MessageTs
from tests.support.builders import ACME
from tests.support.meetings import DATA, JON, LINA, MAYA, MONDAY, OPS, ROOT, Office, here

LATER = MessageTs("1796029300.000100")
POSTED = Posted(channel=DATA.platform_id, ts=LATER, at=MONDAY, author="Umaya", text="words", thread_ts=ROOT)
GROUP = here("group", ChannelKind.GROUP)


@pytest.fixture
def office(storage: Storage) -> Office:
    return Office(storage)


async def _happens(office: Office, happened: Incoming) -> list[str]:
    async with office.storage.begin(ACME.id) as uow:
        keys = await notice(uow, office.desk, happened)
        await uow.commit()
    return keys


async def test_a_helper_who_writes_in_the_thread_is_not_asked_whether_it_is_still_good(
    office: Office,
) -> None:
    await office.open()
    await office.helps()

    await _happens(office, POSTED)

    assert (await office.round()).due is Due.ASK_SOLVED


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(POSTED, author="Ujon"),
        replace(POSTED, thread_ts=LATER),
        replace(POSTED, thread_ts=None),
        replace(POSTED, channel=OPS.platform_id),
        replace(POSTED, edited_at=MONDAY),
    ],
    ids=["another", "another thread", "no thread", "another channel", "an edit"],
)
async def test_other_talk_is_no_sign(office: Office, elsewhere: Posted) -> None:
    await office.open()
    await office.helps()

    await _happens(office, elsewhere)

    assert (await office.round()).due is Due.STILL_GOOD


async def test_talk_in_a_group_message_of_the_two_is_seen_and_among_more_is_not(office: Office) -> None:
    await office.open(GROUP)
    await office.helps()
    in_group = replace(POSTED, channel=GROUP.platform_id, thread_ts=None)
    await office.join(GROUP, LINA, MAYA, JON)
    await _happens(office, in_group)
    among_more = (await office.round()).due
    await office.join(GROUP, LINA, MAYA)

    await _happens(office, in_group)

    assert (among_more, (await office.round()).due) == (Due.STILL_GOOD, Due.ASK_SOLVED)


@pytest.mark.parametrize(
    "gone",
    [
        Deleted(channel=DATA.platform_id, ts=ROOT, at=MONDAY),
        replace(POSTED, ts=ROOT, author=None, text="", kind=MessageKind.TOMBSTONE),
    ],
    ids=["deleted", "a tombstone"],
)
async def test_a_question_that_is_deleted_is_carried_no_further(office: Office, gone: Incoming) -> None:
    await office.open()
    await office.helps(RoundState.INVITING)

    keys = await _happens(office, gone)

    (changed,) = await office.told()
    assert (await office.round()).state is RoundState.STOPPED
    assert keys == [changed.key]
    assert "does not need it any more" in (changed.payload or "")


async def test_another_message_that_is_deleted_changes_nothing(office: Office) -> None:
    await office.open()
    await office.helps()

    assert await _happens(office, Deleted(channel=DATA.platform_id, ts=LATER, at=MONDAY)) == []
    assert (await office.round()).state is RoundState.HELPING


async def test_a_helper_who_leaves_is_replaced_and_the_asker_hears_it(office: Office) -> None:
    await office.open()
    await office.helps()

    await _happens(office, PersonSeen(person="Umaya", name="Maya", has_left=True))

    (lost,) = await office.told()
    assert (await office.round()).state is RoundState.INVITING
    assert lost.recipient == "Ulina"


async def test_when_the_asker_leaves_it_is_over(office: Office) -> None:
    await office.open()
    await office.helps(RoundState.INVITING)

    await _happens(office, PersonSeen(person="Ulina", name="Lina", has_left=True))

    assert (await office.round()).state is RoundState.STOPPED


async def test_somebody_who_is_only_seen_changes_nothing(office: Office) -> None:
    await office.open()
    await office.helps()

    assert await _happens(office, PersonSeen(person="Umaya", name="Maya")) == []
