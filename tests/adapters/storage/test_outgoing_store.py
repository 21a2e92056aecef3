"""Outgoing messages: once per key, and one sender at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.ports import Storage, UnitOfWork
from expertise.types import MessageTs
from tests.adapters.storage.building import HERE, NOON, THERE, ts

LATER = NOON + timedelta(seconds=1)


def outgoing(key: str, **changes: Any) -> Outgoing:
    fields = {"key": key, "kind": OutgoingKind.REPLY, "payload": "{}", "intended_at": NOON, **changes}
    return Outgoing(**fields)


FULL = outgoing(
    "full",
    kind=OutgoingKind.UPDATE,
    payload='{"text": "ü"}',
    channel="C1",
    thread_ts=ts(1),
    recipient="U1",
    target_ts=ts(2),
)


async def state(work: UnitOfWork, key: str) -> OutgoingState | None:
    found = await work.outgoing.get(key)
    return found and found.state


async def test_it_comes_back_as_it_was_intended(work: UnitOfWork) -> None:
    assert await work.outgoing.add(FULL)

    assert await work.outgoing.get("full") == FULL
    assert await work.outgoing.get("other") is None


async def test_a_key_is_taken_once_and_the_first_stays(work: UnitOfWork) -> None:
    await work.outgoing.add(FULL)

    assert not await work.outgoing.add(outgoing("full"))
    assert await work.outgoing.get("full") == FULL


async def test_an_attempt_is_counted_and_belongs_to_its_sender(work: UnitOfWork) -> None:
    await work.outgoing.add(FULL)

    assert await work.outgoing.claim("full", "me", LATER)
    assert not await work.outgoing.claim("full", "another", LATER)
    assert await work.outgoing.claim("full", "me", LATER)

    sending = replace(FULL, state=OutgoingState.SENDING, sender="me", sending_at=LATER, attempts=2)
    assert await work.outgoing.get("full") == sending


async def test_what_is_settled_is_not_attempted_again(work: UnitOfWork) -> None:
    for end in (OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.UNKNOWN):
        await work.outgoing.add(outgoing(end))
        await work.outgoing.claim(end, "me", NOON)
        await work.outgoing.settle(end, end, LATER)

        assert not await work.outgoing.claim(end, "me", LATER)
        assert await state(work, end) is end


async def test_what_was_sent_has_its_time_and_its_id_and_what_was_refused_its_reason(
    work: UnitOfWork,
) -> None:
    for key in ("sent", "refused"):
        await work.outgoing.add(outgoing(key))
    await work.outgoing.settle("sent", OutgoingState.SENT, LATER, ts=MessageTs("1.2"))
    await work.outgoing.settle("refused", OutgoingState.FAILED, LATER, error="is_archived")

    sent, refused = await work.outgoing.get("sent"), await work.outgoing.get("refused")
    assert sent is not None
    assert refused is not None
    assert (sent.state, sent.ts, sent.sent_at, sent.error) == (OutgoingState.SENT, "1.2", LATER, None)
    assert (refused.ts, refused.sent_at, refused.error) == (None, None, "is_archived")


async def test_what_is_unsettled_comes_in_the_order_of_its_intention(work: UnitOfWork) -> None:
    for key, at in (("c", NOON), ("b", LATER), ("a", LATER), ("d", NOON), ("e", NOON)):
        await work.outgoing.add(outgoing(key, intended_at=at))
    await work.outgoing.claim("b", "me", NOON)
    await work.outgoing.claim("d", "another", NOON)
    await work.outgoing.settle("e", OutgoingState.SENT, NOON)

    assert [each.key for each in await work.outgoing.unsettled("me")] == ["c", "a", "b"]


async def test_what_certainly_was_not_said_anybody_may_attempt(work: UnitOfWork) -> None:
    await work.outgoing.add(outgoing("a"))
    await work.outgoing.claim("a", "me", NOON)
    await work.outgoing.settle("a", OutgoingState.INTENDED, LATER)

    assert await work.outgoing.claim("a", "another", LATER)


async def test_each_workspace_has_its_own_and_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.outgoing.add(FULL)
        await work.commit()
        await work.outgoing.claim("full", "me", NOON)
    async with storage.begin(THERE) as other:
        await other.outgoing.settle("full", OutgoingState.SENT, NOON)
        assert await other.outgoing.get("full") is None
        assert await other.outgoing.add(FULL)
        await other.commit()

    async with storage.begin(HERE) as work:
        assert await work.outgoing.get("full") == FULL
