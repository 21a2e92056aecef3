"""What is imported, as replay needs it."""

from bot.ports import Storage
from bot.storedpast import stored_past
from expertise.types import ChannelKind
from tests.support.builders import ACME, channel, message, person_id
from tests.support.rows import enter, load


async def test_every_public_message_once_in_time_order_and_nothing_private(storage: Storage) -> None:
    public = [
        message("how do I restore?", "ada", 0, thread=0),
        message("by the way", "cyd", 1),
        message("with pg_restore", "bob", 2, thread=0),
        message("elsewhere", "bob", 3, of="ops"),
    ]
    private = message("a secret", "eve", 4, of="vault")
    await enter(storage, channels=[channel(), channel("ops"), channel("vault", ChannelKind.PRIVATE)])
    await load(storage, [*public, private])

    past = await stored_past(storage, ACME)

    assert [m.text for m in past.messages] == [m.text for m in public]
    assert [m.thread_ts for m in past.messages] == [m.thread_ts for m in public]
    assert {c.name for c in past.channels} == {"general", "ops"}
    assert {p.id for p in past.people} == {person_id(who) for who in ("ada", "bob", "cyd")}


async def test_an_empty_workspace_has_an_empty_past(storage: Storage) -> None:
    await enter(storage)

    past = await stored_past(storage, ACME)

    assert (past.messages, list(past.people)) == ([], [])
