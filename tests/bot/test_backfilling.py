"""The past of many channels is read to its end, in turn, and one that is refused does not stop the others."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.backfilling import Backfilled, backfill, begin_anew
from bot.errors import ChatError, LockedOutError, NotInsideError, RefusedError
from bot.incoming import ChannelSeen, Membership, PersonSeen, Posted
from bot.listening import Listening, hear
from bot.ports import Storage
from bot.reading_back import Page
from expertise.types import ChannelKind, MessageTs
from tests.support.builders import ACME, minute
from tests.support.directory import HandDirectory
from tests.support.past import HandHistory
from tests.support.rows import READING

ME = "UKENNER"
CHANNELS = ("CDATA", "COPS", "CWEB")


@dataclass
class _Moody(HandHistory):
    """Says no, of some channels, by why."""

    refuses: dict[str, ChatError] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    async def page(self, channel: str, before: str | None, since: datetime | None) -> Page:
        self.order.append(channel)
        if channel in self.refuses:
            raise self.refuses[channel]
        return await super().page(channel, before, since)


@pytest.fixture
def history() -> _Moody:
    """Three pages of each channel."""
    said = [
        Posted(channel=channel, ts=MessageTs(f"{n}.0"), at=minute(1_000 * n), author="UADA", text=f"news {n}")
        for channel in CHANNELS
        for n in range(1, 7)
    ]
    return _Moody(said=said)


@pytest.fixture
async def listening(storage: Storage) -> Listening:
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    seen = {who: ChannelSeen(channel=who, name=who.lower(), kind=ChannelKind.PUBLIC) for who in CHANNELS}
    directory = HandDirectory(people={"UADA": PersonSeen(person="UADA", name="Ada")}, channels=seen)
    made = Listening(storage=storage, workspace=ACME, directory=directory, reading=READING, me=ME)
    for channel in CHANNELS:
        await hear(made, Membership(channel=channel, person=ME, is_member=True))
    return made


async def _backfill(
    listening: Listening, history: _Moody, channels: Collection[str] = CHANNELS
) -> tuple[Backfilled, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    done = await backfill(listening, history, channels, lambda _, done, total: told.append((done, total)))
    return done, told


async def test_channels_take_turns_until_each_is_read(listening: Listening, history: _Moody) -> None:
    done, told = await _backfill(listening, history)

    assert done == Backfilled(messages=18, whole=3, closed=[])
    assert history.order == [*CHANNELS] * 3
    assert told == [(0, 3), (0, 3), (0, 3), (3, 3)]


async def test_what_is_read_is_not_read_again_until_it_is_begun_anew(
    listening: Listening, history: _Moody
) -> None:
    await _backfill(listening, history)
    history.order.clear()

    again, _ = await _backfill(listening, history)
    assert (again, history.order) == (Backfilled(messages=0, whole=3, closed=[]), [])

    await begin_anew(listening, ["COPS"])
    anew, _ = await _backfill(listening, history)
    assert (anew.messages, history.order) == (6, ["COPS"] * 3)


async def test_only_the_channels_that_are_named_are_read(listening: Listening, history: _Moody) -> None:
    done, _ = await _backfill(listening, history, ["CWEB"])

    assert done == Backfilled(messages=6, whole=1, closed=[])


async def test_what_is_refused_of_one_channel_does_not_stop_the_others(
    listening: Listening, history: _Moody
) -> None:
    history.refuses = {"CDATA": RefusedError("odd"), "COPS": NotInsideError("Forbidden")}

    done, _ = await _backfill(listening, history)

    assert (done.messages, done.whole) == (6, 1)
    assert sorted(done.closed) == [("cdata", "odd"), ("cops", "")]


async def test_who_is_locked_out_stops(listening: Listening, history: _Moody) -> None:
    history.refuses = {"COPS": LockedOutError("revoked")}

    with pytest.raises(LockedOutError):
        await _backfill(listening, history)
