"""Gaps are filled, and nothing is kept that the platform no longer has."""

from datetime import datetime, timedelta

import pytest

from bot.errors import NoSuchChannelError, NotInsideError
from bot.identity import channel_id
from bot.incoming import ChannelSeen, Membership, PersonSeen, Posted
from bot.keeping_up import RAW_FORMS, Kept, catch_up, heard_until, tidy_up, to_join
from bot.listening import Listening, hear
from bot.ports import Storage
from bot.reading_back import read_back
from expertise.types import ChannelKind, MessageTs
from tests.support.builders import ACME, START, minute
from tests.support.directory import HandDirectory
from tests.support.past import HandHistory
from tests.support.rows import READING, said

ME = "UKENNER"


def _posted(n: int, text: str, channel: str = "CDATA") -> Posted:
    return Posted(
        channel=channel,
        author="UADA",
        ts=MessageTs(f"{n}.000001"),
        at=minute(n),
        text=f"{text} is green again",
    )


def _joins(channel: str, *, is_member: bool = True) -> Membership:
    return Membership(channel=channel, person=ME, is_member=is_member)


@pytest.fixture
async def listening(storage: Storage) -> Listening:
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    names = ("CDATA", "COPS", "CNEWS")
    directory = HandDirectory(
        people={"UADA": PersonSeen(person="UADA", name="Ada")},
        channels={n: ChannelSeen(channel=n, name=n, kind=ChannelKind.PUBLIC) for n in names},
    )
    made = Listening(storage=storage, workspace=ACME, directory=directory, reading=READING, me=ME)
    await hear(made, _joins("CDATA"))
    return made


async def _texts(listening: Listening) -> list[str]:
    async with listening.storage.begin(ACME.id) as uow:
        return [m.text.split()[0] for m in await said(uow)]


async def _read(listening: Listening, history: HandHistory, until: datetime) -> None:
    while not await read_back(listening, history, "CDATA"):
        pass
    await heard_until(listening, until)


async def test_what_was_said_while_nobody_listened_is_read(listening: Listening) -> None:
    history = HandHistory(said=[_posted(1, "one"), _posted(200, "two")])
    await _read(listening, history, minute(250))
    history.said += [_posted(240, "late"), _posted(300, "three")]

    assert await catch_up(listening, history, minute(400)) == 1

    assert await _texts(listening) == ["one", "two", "late", "three"]


async def test_where_nothing_was_heard_yet_there_is_no_gap(listening: Listening) -> None:
    history = HandHistory(said=[_posted(1, "one")])

    assert await catch_up(listening, history, minute(400)) == 0
    assert history.asked == []


async def test_a_night_takes_away_what_is_gone_and_what_is_too_old(listening: Listening) -> None:
    day = 24 * 60
    history = HandHistory(said=[_posted(1, "old"), _posted(30 * day, "gone"), _posted(31 * day, "new")])
    await _read(listening, history, minute(31 * day))
    history.said = [m for m in history.said if not m.text.startswith("gone")]

    kept = await tidy_up(listening, history, minute(32 * day), retention_days=20)

    assert kept == Kept(no_longer_there=1, too_old=1, raw_forms=0)
    assert await _texts(listening) == ["new"]


async def test_where_the_platform_tells_no_past_nothing_is_taken_for_gone(listening: Listening) -> None:
    day = 24 * 60
    await _read(listening, HandHistory(said=[_posted(1, "old"), _posted(31 * day, "new")]), minute(31 * day))

    assert await catch_up(listening, None, minute(32 * day)) == 0
    assert await _texts(listening) == ["old", "new"]
    async with listening.storage.begin(ACME.id) as uow:
        assert [each.heard_at for each in await uow.listened.all()] == [minute(32 * day)]

    assert await tidy_up(listening, None, minute(32 * day), retention_days=20) == Kept(too_old=1)
    assert await _texts(listening) == ["new"]


@pytest.mark.parametrize(
    ("error", "left"),
    [(NoSuchChannelError("gone"), ["new"]), (NotInsideError("outside"), ["words", "new"])],
    ids=["not there any more", "not inside any more"],
)
async def test_a_channel_that_cannot_be_read_any_more_holds_up_no_other(
    listening: Listening, error: NotInsideError, left: list[str]
) -> None:
    await hear(listening, _joins("COPS"))
    history = HandHistory(said=[_posted(1, "words")])
    await _read(listening, history, minute(2))
    history.closed["CDATA"] = error
    history.said.append(_posted(3, "new", "COPS"))

    assert await catch_up(listening, history, minute(10)) == 2
    assert await tidy_up(listening, history, minute(20)) == Kept()

    assert await _texts(listening) == left
    async with listening.storage.begin(ACME.id) as uow:
        inside = [each.channel_id for each in await uow.listened.all() if each.is_in]
    assert inside == [channel_id(ACME.id, "COPS")]


async def test_a_new_channel_that_cannot_be_read_has_no_past(listening: Listening) -> None:
    history = HandHistory(closed={"CDATA": NoSuchChannelError("gone")})

    assert await read_back(listening, history, "CDATA")

    assert await read_back(listening, history, "CDATA")
    assert len(history.asked) == 1


async def test_without_a_limit_nothing_is_too_old(listening: Listening) -> None:
    history = HandHistory(said=[_posted(1, "old")])
    await _read(listening, history, minute(10))

    assert await tidy_up(listening, history, START + 100 * RAW_FORMS) == Kept()
    assert await _texts(listening) == ["old"]


async def test_channels_on_the_list_are_joined_in_batches_and_never_again(listening: Listening) -> None:
    for each in ("COPS", "CNEWS"):
        await hear(listening, ChannelSeen(channel=each, name=each, kind=ChannelKind.PUBLIC))
    wanted = ["CDATA", "COPS", "CUNKNOWN", "CNEWS"]

    first = await to_join(listening, wanted, batch=1)
    await hear(listening, _joins("COPS"))
    await hear(listening, _joins("COPS", is_member=False))

    assert first == ["COPS"]
    assert await to_join(listening, wanted) == ["CNEWS"]


async def test_a_night_later_than_a_week_is_not_looked_at_again(listening: Listening) -> None:
    history = HandHistory(said=[_posted(1, "old")])
    await _read(listening, history, minute(10))

    kept = await tidy_up(listening, HandHistory(), START + timedelta(days=8))

    assert kept == Kept()
