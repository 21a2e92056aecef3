"""A served bot that is killed in every state of a round: restarted, the conversation goes on all the same.

Many conversations at once, on Slack and on Teams by one process, each in another state, so that one end of it
strikes all of them: while nothing happens, while messages are being said that stand there already, and while
some are that do not.

KILLS=50 strikes each state in each way, and then kills at so many moments that nobody chose: minutes.
"""

import asyncio
import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from adapters.storage.schema import migrate
from bot.chat_types import QuestionId
from bot.posting import post_key
from tests.support.brought_sides import SlackSide, TeamsSide
from tests.support.brought_together import Brought
from tests.support.killed_server import SEED, Server
from tests.support.slack.fake import FakeSlack
from tests.support.teams.fake import FakeTeams

KILLS = int(os.environ.get("KILLS", "0"))
STRUCK = 2.0
"""Seconds in which everything that is begun has come as far as being said."""
ALL = 99
Sides = tuple[SlackSide, TeamsSide]


@pytest.mark.kill
@pytest.mark.slow
async def test_killed_in_every_state_of_a_round_the_conversation_goes_on(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}")
    async with FakeSlack() as slack, FakeTeams() as teams:
        sides = SlackSide.opened(slack), TeamsSide.opened(teams)
        server = Server(tmp_path, sides[0].settings | sides[1].settings)
        for side in sides:
            side.lead_to(server)
        await server.come_alive()
        every = await begun(sides, server)

        await server.until_idle()
        await restarted(sides, server)
        for is_said in (True, False):
            await struck(sides, server, every, is_said=is_said)
        await killed_at_random(sides, server, every)
        await asyncio.gather(*(each.goes_to(ALL) for each in every))
        await server.until_idle()
        for side in sides:
            await side.settled()
        assert await server.end(signal.SIGTERM) == 0

        print(told(server))  # noqa: T201 - with -s, it tells what was done
        assert [side.twice() for side in sides] == [[], []]
        assert server.rows(_UNSAID) == []
        assert dict(server.rows("SELECT state, count(*) FROM rounds GROUP BY state")) == ended(every)
        assert server.rows(_SPENT) == server.rows("SELECT person_id, count(*) FROM invitations GROUP BY 1")
        assert [each.need for each in every if is_too_often(each)] == []


_UNSAID = "SELECT key, state FROM outgoing WHERE state IN ('intended', 'sending')"
_SPENT = "SELECT person_id, sum(count) FROM unasked GROUP BY 1"


async def begun(sides: Sides, server: Server) -> list[Brought]:
    """A conversation for each state, on one side or on both; people come first, and the bot knows them."""
    by_side = [await begun_on(side, server, first) for first, side in enumerate(sides)]
    every = [each for own in by_side for each in own]
    for one, _ in every:
        await server.until_found(one.need, len(one.helpers))
    await asyncio.gather(*map(planned, by_side))
    await asyncio.gather(*(one.goes_to(end) for one, end in every))
    return [one for one, _ in every]


async def planned(these: list[tuple[Brought, int]]) -> None:
    """One after another: who speak in a channel at once seem to answer each other."""
    for one, end in these:
        await one.goes_to(min(end, 2))


async def begun_on(side: SlackSide | TeamsSide, server: Server, first: int) -> list[tuple[Brought, int]]:
    """Each second state, or each, and how far to go until it."""
    step, first = (1, 0) if KILLS else (2, first)
    ends = range(first, 11, step), range(3 + first, 6, step), range(3 + first, 9, step)
    every = [((await side.brought(server)).solved_in_a_thread(), end) for end in ends[0]]
    every += [((await side.brought(server)).solved_by_the_second(), end) for end in ends[1]]
    return every + [((await side.brought(server)).drafted(), end) for end in ends[2]]


async def restarted(sides: Sides, server: Server) -> None:
    await server.end(signal.SIGKILL)
    for side in sides:
        side.recover()
    await server.come_alive()
    for side in sides:
        while side.unacknowledged:
            await side.redeliver()


async def struck(sides: Sides, server: Server, every: list[Brought], *, is_said: bool) -> None:
    """All of them go on; it dies while it says what follows from that."""
    for side in sides:
        side.fail(is_said=is_said)
    await asyncio.gather(*(each.begins() for each in every))
    await asyncio.sleep(STRUCK)
    await restarted(sides, server)
    await asyncio.gather(*(each.goes_on() for each in every))


async def killed_at_random(sides: Sides, server: Server, every: list[Brought]) -> None:
    """More conversations, a few at once, and an end now and then."""
    chance = random.Random(SEED)
    for _ in range(KILLS):
        going = [each for each in every if not each.is_over]
        if len(going) < 4:
            new = await chance.choice(sides).brought(server)
            await server.until_found(new.need, len(new.helpers))
            every.append(chance.choice((new.solved_in_a_thread, new.solved_by_the_second, new.drafted))())
            going.append(every[-1])
        people = asyncio.gather(*(each.goes_on() for each in going))
        await asyncio.sleep(chance.uniform(0, 2.5))
        await restarted(sides, server)
        await people


def ended(every: list[Brought]) -> dict[str, int]:
    return dict(Counter("stopped" if each.steps[-1].name == "stop_round" else "solved" for each in every))


def is_too_often(one: Brought) -> bool:
    """Whether a channel heard it more than once; where nothing can be looked up, once more for each end."""
    may_be_repeated = isinstance(one.side, TeamsSide)
    again = one.server.cut_short[post_key(QuestionId(one.question_id))] if may_be_repeated else 0
    return one.side.posted(one.need) > 1 + again


def told(server: Server) -> dict[str, object]:
    kinds = sorted({key.partition(":")[0] for key in server.cut_short})
    return {"cut short": len(server.cut_short), "of": ", ".join(kinds)}
