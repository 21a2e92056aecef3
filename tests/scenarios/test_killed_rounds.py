"""A served bot that is killed in every state of a round: restarted, the conversation goes on all the same.

Many conversations at once, each in another state, so that one end of the process strikes all of them: while
nothing happens, while messages are being said that stand there already, and while some are that do not.

KILLS=50 strikes each state in each way, and then kills at so many moments that nobody chose: minutes.
"""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from adapters.storage.schema import migrate
from tests.support.brought_sides import SlackSide, TeamsSide
from tests.support.brought_together import Brought
from tests.support.killed_server import SEED, Server
from tests.support.slack.fake import FakeSlack
from tests.support.teams.fake import FakeTeams

KILLS = int(os.environ.get("KILLS", "0"))
STRUCK = 3.0
"""Seconds in which everything that is begun has come as far as being said."""
ALL = 99
AnySide = SlackSide | TeamsSide


@asynccontextmanager
async def on_slack() -> AsyncIterator[SlackSide]:
    async with FakeSlack() as slack:
        yield SlackSide.opened(slack)


@asynccontextmanager
async def on_teams() -> AsyncIterator[TeamsSide]:
    async with FakeTeams() as teams:
        yield TeamsSide.opened(teams)


@pytest.mark.kill
@pytest.mark.slow
@pytest.mark.parametrize(("platform", "first"), [(on_slack, 0), (on_teams, 1)])
async def test_killed_in_every_state_of_a_round_the_conversation_goes_on(
    platform: Callable[[], AbstractAsyncContextManager[AnySide]], first: int, tmp_path: Path
) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}")
    async with platform() as side:
        server = Server(tmp_path, side.settings)
        side.lead_to(server)
        await server.come_alive()
        every = await begun(side, server, first)

        await server.until_idle()
        await restarted(side, server)
        for is_said in (True, False):
            await struck(side, server, every, is_said=is_said)
        await killed_at_random(side, server, every)
        await asyncio.gather(*(each.goes_to(ALL) for each in every))
        await server.until_idle()
        await side.settled()
        assert await server.end(signal.SIGTERM) == 0

        print(told(server))  # noqa: T201 - with -s, it tells what was done
        assert side.twice() == []
        assert server.rows(_UNSAID) == []
        assert dict(server.rows("SELECT state, count(*) FROM rounds GROUP BY state")) == ended(every)
        assert server.rows(_SPENT) == server.rows("SELECT person_id, count(*) FROM invitations GROUP BY 1")
        assert [each.need for each in every if side.posted(each.need) > 1] == []


_UNSAID = "SELECT key, state FROM outgoing WHERE state IN ('intended', 'sending')"
_SPENT = "SELECT person_id, sum(count) FROM unasked GROUP BY 1"


async def begun(side: AnySide, server: Server, first: int) -> list[Brought]:
    """A conversation for each second state, or for each; people come first, and then the bot knows them."""
    step = 1 if KILLS else 2
    ends = [*range(0 if KILLS else first, 11, step)], [*range(3, 6, step)], [*range(3, 9, step)]
    every = [((await side.brought(server)).solved_in_a_thread(), end) for end in ends[0]]
    every += [((await side.brought(server)).solved_by_the_second(), end) for end in ends[1]]
    every += [((await side.brought(server)).drafted(), end) for end in ends[2]]
    for one, _ in every:
        await server.until_found(one.need, len(one.helpers))
    for one, end in every:
        await one.goes_to(min(end, 2))
    await asyncio.gather(*(one.goes_to(end) for one, end in every))
    return [one for one, _ in every]


async def restarted(side: AnySide, server: Server) -> None:
    await server.end(signal.SIGKILL)
    side.recover()
    await server.come_alive()
    while side.unacknowledged:
        await side.redeliver()


async def struck(side: AnySide, server: Server, every: list[Brought], *, is_said: bool) -> None:
    """All of them go on; it dies while it says what follows from that."""
    side.fail(is_said=is_said)
    await asyncio.gather(*(each.begins() for each in every))
    await asyncio.sleep(STRUCK)
    await restarted(side, server)
    await asyncio.gather(*(each.goes_on() for each in every))


async def killed_at_random(side: AnySide, server: Server, every: list[Brought]) -> None:
    """More conversations, a few at once, and an end now and then."""
    chance = random.Random(SEED)
    for _ in range(KILLS):
        going = [each for each in every if not each.is_over]
        if len(going) < 4:
            new = await side.brought(server)
            await server.until_found(new.need, len(new.helpers))
            every.append(chance.choice((new.solved_in_a_thread, new.solved_by_the_second, new.drafted))())
            going.append(every[-1])
        people = asyncio.gather(*(each.goes_on() for each in going))
        await asyncio.sleep(chance.uniform(0, 2.5))
        await restarted(side, server)
        await people


def ended(every: list[Brought]) -> dict[str, int]:
    stopped = sum(each.steps[-1].name == "stop_round" for each in every)
    return {"solved": len(every) - stopped, "stopped": stopped}


def told(server: Server) -> dict[str, object]:
    kinds = sorted({key.partition(":")[0] for key in server.cut_short})
    return {"lives": server.lives, "cut short": len(server.cut_short), "of": ", ".join(kinds)}
