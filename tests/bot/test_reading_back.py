"""A channel's past is read page by page, gaps are filled, and what is gone goes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from bot.identity import channel_id
from bot.incoming import ChannelSeen, Deleted, Membership, PersonSeen, Posted
from bot.listened import Listened
from bot.listening import Listening, hear
from bot.ports import Storage
from bot.reading_back import History, Page, read_back, reconcile
from expertise.types import ChannelKind, MessageKind, MessageTs
from tests.support.builders import ACME, START, minute
from tests.support.directory import HandDirectory
from tests.support.past import HandHistory
from tests.support.rows import READING, activity, passages, said

DATA = channel_id(ACME.id, "CDATA")
ME = "UKENNER"
JOINS = Membership(channel="CDATA", person=ME, is_member=True)


def _posted(n: int, text: str, **more: object) -> Posted:
    own: dict[str, object] = {"channel": "CDATA", "author": "UADA"}
    return Posted(ts=MessageTs(f"{n}.000001"), at=minute(n), text=text, **own | more)  # type: ignore[arg-type]


PAST = [
    _posted(1, "how do I restore the backup?", thread_ts=MessageTs("1.000001")),
    _posted(2, "with pg_restore", author="UBOB", thread_ts=MessageTs("1.000001")),
    *(_posted(1_000 * n, f"news number {n}: the build is green again") for n in range(1, 8)),
]


@pytest.fixture
def history() -> HandHistory:
    return HandHistory(said=list(PAST))


@pytest.fixture
async def listening(storage: Storage) -> Listening:
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    directory = HandDirectory(
        people={who: PersonSeen(person=who, name=who) for who in ("UADA", "UBOB")},
        channels={"CDATA": ChannelSeen(channel="CDATA", name="data", kind=ChannelKind.PUBLIC)},
    )
    made = Listening(storage=storage, workspace=ACME, directory=directory, reading=READING, me=ME)
    await hear(made, JOINS)
    return made


async def _everything(listening: Listening) -> tuple[object, ...]:
    async with listening.storage.begin(ACME.id) as uow:
        return await said(uow), await passages(uow), await activity(uow)


async def test_reading_back_ends_with_what_listening_would_have_heard(
    listening: Listening, history: HandHistory
) -> None:
    steps = 1
    while not await read_back(listening, history, "CDATA"):
        steps += 1

    async with listening.storage.begin(ACME.id) as uow:
        texts = [m.text for m in await said(uow)]
        found = [p.text for own in (await passages(uow)).values() for p in own]
        progress = await uow.listened.of(DATA)
    assert texts == [m.text for m in PAST]
    assert "how do I restore the backup?\nwith pg_restore" in found
    assert progress == Listened(
        channel_id=DATA, reached=MessageTs("1.000001"), is_read=True, pages=4, messages=9
    )
    assert steps == 4


async def test_pages_may_be_asked_for_by_the_platforms_own_words(
    listening: Listening, history: HandHistory
) -> None:
    history.has_own_words = True

    while not await read_back(listening, history, "CDATA"):
        pass
    gone = await reconcile(listening, history, "CDATA", START)

    async with listening.storage.begin(ACME.id) as uow:
        texts = [m.text for m in await said(uow)]
        found = [p.text for own in (await passages(uow)).values() for p in own]
    words = [None, "page 2", "page 4", "page 6", "page 8"]
    assert history.asked == [*words, *words]
    assert texts == [m.text for m in PAST]
    assert "how do I restore the backup?\nwith pg_restore" in found
    assert gone == 0


async def test_where_deletions_are_told_what_is_not_told_is_not_gone(
    listening: Listening, history: HandHistory
) -> None:
    history.has_own_words = True
    while not await read_back(listening, history, "CDATA"):
        pass
    untold = history.said.pop()
    buried = replace(history.said[-1], author=None, text="", kind=MessageKind.TOMBSTONE)
    history.said[-1] = buried

    gone = await reconcile(listening, history, "CDATA", START)

    async with listening.storage.begin(ACME.id) as uow:
        kept = {m.ts: m.text for m in await said(uow)}
    assert gone == 0
    assert (kept[untold.ts], kept[buried.ts]) == (untold.text, "")


async def test_the_newest_comes_first_and_can_be_found_at_once(
    listening: Listening, history: HandHistory
) -> None:
    await read_back(listening, history, "CDATA")

    async with listening.storage.begin(ACME.id) as uow:
        found = [p.text for own in (await passages(uow)).values() for p in own]
    assert [text[:13] for text in found] == ["news number 6", "news number 7"]


async def test_a_page_read_again_after_a_crash_changes_nothing(
    listening: Listening, history: HandHistory
) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    before = await _everything(listening)
    async with listening.storage.begin(ACME.id) as uow:
        await uow.listened.save([Listened(channel_id=DATA)])
        await uow.commit()

    while not await read_back(listening, history, "CDATA"):
        pass

    assert await _everything(listening) == before


async def test_each_page_is_asked_once(listening: Listening, history: HandHistory) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    asked = len(history.asked)

    assert await read_back(listening, history, "CDATA")
    assert len(history.asked) == asked


async def test_a_channel_that_the_bot_was_removed_from_is_read_no_further(
    listening: Listening, history: HandHistory
) -> None:
    await read_back(listening, history, "CDATA")
    await hear(listening, replace(JOINS, is_member=False))

    assert await read_back(listening, history, "CDATA")
    assert len(history.asked) == 1


async def test_an_empty_channel_is_read_at_once(listening: Listening) -> None:
    assert await read_back(listening, HandHistory(), "CDATA")


async def test_a_gap_is_filled_and_what_is_gone_goes(listening: Listening, history: HandHistory) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    edited = replace(history.said[-1], text="news, corrected", edited_at=minute(9_000))
    reply = _posted(9_001, "indeed", author="UBOB", thread_ts=MessageTs("7000.000001"))
    gone, kept = history.said[-2], history.said[:-2]
    history.said = [*kept, replace(edited, thread_ts=MessageTs("7000.000001")), reply, _posted(9_500, "late")]

    went = await reconcile(listening, history, "CDATA", minute(3_000))

    async with listening.storage.begin(ACME.id) as uow:
        texts = [m.text for m in await said(uow)]
    assert went == 1
    assert gone.text not in texts
    assert texts == [*(m.text for m in kept), "news, corrected", "indeed", "late"]


async def test_what_is_older_than_asked_for_is_not_touched(
    listening: Listening, history: HandHistory
) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    before = await _everything(listening)

    assert await reconcile(listening, HandHistory(), "CDATA", minute(8_000)) == 0
    assert await _everything(listening) == before


async def test_a_deleted_reply_goes_with_the_night(listening: Listening, history: HandHistory) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    history.said = [m for m in history.said if m.text != "with pg_restore"]

    assert await reconcile(listening, history, "CDATA", START) == 1


@dataclass
class Slow:
    """A ``History``; while its answer is under way, something happens."""

    history: History
    meanwhile: Callable[[], Awaitable[object]]

    async def page(self, channel: str, before: MessageTs | None, since: datetime | None) -> Page:
        page = await self.history.page(channel, before, since)
        await self.meanwhile()
        return page

    async def replies(self, channel: str, ts: MessageTs) -> tuple[Posted, ...]:
        return await self.history.replies(channel, ts)


async def test_what_is_said_edited_and_deleted_while_the_gap_is_read_stays_so(
    listening: Listening, history: HandHistory
) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    *_, third, second, last = history.said

    async def meanwhile() -> None:
        await hear(listening, replace(last, text="news, corrected", edited_at=minute(9_000)))
        await hear(listening, Deleted(channel="CDATA", ts=second.ts, at=second.at))
        await hear(listening, _posted(9_001, "indeed", thread_ts=third.ts))
        await hear(listening, _posted(9_002, "quite new"))

    assert await reconcile(listening, Slow(history, meanwhile), "CDATA", START) == 0

    async with listening.storage.begin(ACME.id) as uow:
        texts = {m.text for m in await said(uow)}
    assert {"news, corrected", "indeed", "quite new"} <= texts
    assert not {second.text, last.text} & texts


async def test_an_edit_while_the_past_is_read_is_not_undone(
    listening: Listening, history: HandHistory
) -> None:
    last = history.said[-1]

    async def meanwhile() -> None:
        await hear(listening, replace(last, text="news, corrected", edited_at=minute(9_000)))

    await read_back(listening, Slow(history, meanwhile), "CDATA")

    async with listening.storage.begin(ACME.id) as uow:
        assert [m.text for m in await said(uow)][-1] == "news, corrected"


@pytest.mark.parametrize("which", [0, 1, -1], ids=["with a reply", "a reply", "alone"])
async def test_what_is_deleted_while_the_past_is_read_does_not_come_back(
    listening: Listening, history: HandHistory, which: int
) -> None:
    gone = history.said[which]
    left = [m.text for m in history.said if m is not gone]

    async def meanwhile() -> None:
        await hear(listening, Deleted(channel="CDATA", ts=gone.ts, at=gone.at))

    while not await read_back(listening, Slow(history, meanwhile), "CDATA"):
        pass

    async with listening.storage.begin(ACME.id) as uow:
        texts = [m.text for m in await said(uow)]
        found = [p.text for own in (await passages(uow)).values() for p in own]
    assert [text for text in texts if text] == left
    assert not [text for text in found if gone.text in text]


async def test_that_a_message_was_deleted_outlasts_the_night(
    listening: Listening, history: HandHistory
) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    last = history.said.pop()
    await hear(listening, Deleted(channel="CDATA", ts=last.ts, at=last.at))

    assert await reconcile(listening, history, "CDATA", START) == 0
    await hear(listening, last)

    async with listening.storage.begin(ACME.id) as uow:
        assert last.text not in [m.text for m in await said(uow)]


async def test_what_the_bot_said_itself_is_not_read_back(listening: Listening, history: HandHistory) -> None:
    history.said.append(_posted(9_000, "Bob may know", author=ME, kind=MessageKind.BOT))

    while not await read_back(listening, history, "CDATA"):
        pass

    async with listening.storage.begin(ACME.id) as uow:
        assert "Bob may know" not in [m.text for m in await said(uow)]


async def test_a_message_that_lost_all_its_replies_meanwhile_is_no_thread_any_more(
    listening: Listening, history: HandHistory
) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    history.said = [replace(PAST[0], thread_ts=None), *PAST[2:]]

    assert await reconcile(listening, history, "CDATA", START) == 1

    async with listening.storage.begin(ACME.id) as uow:
        texts = [m.text for m in await said(uow)]
        found = [p.text for own in (await passages(uow)).values() for p in own]
    assert "with pg_restore" not in texts
    assert "how do I restore the backup?" in found
