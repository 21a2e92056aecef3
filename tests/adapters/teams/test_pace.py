"""However much is to be said in one conversation at once: Teams' limits hold, and all is said in order."""

import asyncio
import json
from typing import Any

import pytest

from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import Connections
from adapters.teams.pace import Pace
from bot.chat_types import Outgoing, OutgoingKind
from bot.errors import RateLimitedError
from bot.outbox import Outbox, intend
from bot.ports import Storage
from expertise.types import MessageTs
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import WORKSPACE, book_of
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Channel, Person

HERE = WORKSPACE.id
MANY = 40


@pytest.fixture
def start(teams: FakeTeams, connections: Connections, storage: Storage, clock: HandClock) -> Any:
    """An outbox of a process that has just started. Its sleep passes the time."""

    async def sleep(seconds: float) -> None:
        clock.pass_time(seconds)

    def start() -> Outbox:
        says = TeamsPlatform(connections, book_of(teams, storage), clock)
        return Outbox(storage, says, "kenner-1", clock, sleep)

    return start


@pytest.fixture
def say(storage: Storage, clock: HandClock) -> Any:
    async def say(outbox: Outbox, kind: OutgoingKind, words: list[str], **fields: Any) -> list[Outgoing]:
        """All of it at once."""
        rows = [
            Outgoing(
                key=f"{kind}:{each}",
                kind=kind,
                payload=json.dumps({"type": "message", "text": each}),
                intended_at=clock(),
                **fields,
            )
            for each in words
        ]
        async with storage.begin(HERE) as uow:
            for row in rows:
                await intend(uow, row)
            await uow.commit()
        said = await asyncio.gather(*(outbox.deliver(HERE, row.key) for row in rows))
        return [each for each in said if each]

    return say


@pytest.mark.parametrize("kind", [OutgoingKind.REPLY, OutgoingKind.DIRECT, OutgoingKind.PRIVATE])
async def test_a_burst_is_said_in_order_and_teams_need_refuse_nothing(
    teams: FakeTeams, start: Any, say: Any, ana: Person, ask: Channel, kind: OutgoingKind
) -> None:
    outbox, words = start(), [f"{number:02}" for number in range(MANY)]
    root = (await teams.say(ana, ask, "hello")).activity["id"]
    where = {"channel": ask.id, "thread_ts": root} if kind is OutgoingKind.REPLY else {"recipient": ana.aad}

    (first,) = await say(outbox, kind, ["first"], **where)
    await asyncio.gather(
        say(outbox, kind, words, **where),
        say(outbox, OutgoingKind.UPDATE, words, target_ts=MessageTs(str(first.ts)), **where),
    )

    said = [each["text"] for each in teams.said(ask if kind is OutgoingKind.REPLY else ana)]
    assert said == [words[-1], *words]  # the first one was changed, the last change counts
    assert [one for one in teams.calls if one.status == 429] == []


async def test_who_has_just_started_is_refused_a_few_times_and_says_all_in_order(
    teams: FakeTeams, start: Any, say: Any, ana: Person, ask: Channel
) -> None:
    words = [f"{number:02}" for number in range(2 * MANY)]

    await say(start(), OutgoingKind.PRIVATE, words[:MANY], recipient=ana.aad)
    await say(start(), OutgoingKind.PRIVATE, words[MANY:], recipient=ana.aad)

    assert [each["text"] for each in teams.said(ana)] == words
    assert len([one for one in teams.calls if one.status == 429]) <= 3


def test_the_windows_of_one_conversation_hold_and_others_are_free(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(7):
        pace.keep("here")

    with pytest.raises(RateLimitedError) as second:
        pace.keep("here")
    pace.keep("there")
    clock.pass_time(1)
    pace.keep("here")
    with pytest.raises(RateLimitedError) as two:
        pace.keep("here")

    assert (second.value.retry_after, two.value.retry_after) == (1, 1)


def test_half_a_message_a_second_goes_on_for_ever(clock: HandClock) -> None:
    pace = Pace(clock)

    for _ in range(4_000):
        pace.keep("here")
        clock.pass_time(2)
