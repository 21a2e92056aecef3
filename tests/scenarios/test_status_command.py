"""``kenner status``: numbers of everything, and nothing of what is in it."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.unit_of_work import SqlStorage
from bot import status_phrases as say
from bot.chat_types import OutgoingKind, OutgoingState, QuestionState
from bot.inviting import planned
from bot.listened import Listened
from bot.ports import UnitOfWork
from bot.round_types import Chosen, RoundState
from bot.weekly_ports import Hint
from bot.weekly_types import note_key
from expertise.types import ChannelId
from tests.adapters.storage.building import (
    BEN,
    CLOSED,
    HERE,
    NOON,
    OPEN,
    OTHER,
    THERE,
    channel,
    message,
    settle,
    ts,
)
from tests.adapters.storage.test_inbox_store import envelope
from tests.adapters.storage.test_outgoing_store import outgoing
from tests.adapters.storage.test_question_store import FIRST
from tests.adapters.storage.test_weekly_store import ANNS
from tests.scenarios.cli import SECRET, CommandLine


async def fill(url: str) -> None:
    """In one workspace two events, of which one is handled, and a message; in the other a question too."""
    storage = SqlStorage(url)
    await settle(storage, HERE, THERE)
    received_at = datetime.now(UTC) - timedelta(hours=3, minutes=1)
    for workspace_id in (HERE, THERE):
        async with storage.begin(workspace_id) as work:
            await work.inbox.add(
                [envelope(name, body=SECRET, lane=SECRET, received_at=received_at) for name in "ab"]
            )
            await work.inbox.take((await work.inbox.next(1))[0].sequence, received_at)
            await work.outgoing.add(outgoing("a", payload=SECRET))
            await work.outgoing.settle("a", OutgoingState.SENT, received_at)
            if workspace_id == THERE:
                await work.questions.add(FIRST)
                await work.questions.close(FIRST.id, QuestionState.NOBODY)
                await work.rounds.put(planned(FIRST, (Chosen(person=FIRST.asker, why=SECRET),), received_at))
                await fill_notes(work)
            await work.commit()
    await storage.close()


async def fill_notes(work: UnitOfWork) -> None:
    """One waits, and one was sent."""
    await work.weeks.begin(ANNS.day, [replace(ANNS, hints=(Hint(of=SECRET, about=SECRET),))])
    sent = outgoing(note_key(ANNS.day, BEN), kind=OutgoingKind.WEEKLY, payload=SECRET)
    await work.outgoing.add(sent)
    await work.outgoing.settle(sent.key, OutgoingState.SENT, NOON)


@pytest.fixture
def filled(cli: CommandLine) -> CommandLine:
    asyncio.run(fill(f"sqlite+aiosqlite:///{cli.database}"))
    return cli


def test_every_state_has_its_number_and_the_oldest_event_its_age(filled: CommandLine) -> None:
    outcome = filled("status")

    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    for line in (
        "2 new: wait to be handled",
        "2 done: handled",
        "3 sent: sent",
        "1 nobody: nobody stood out",
        "1 planned: the asker has not said yet that people are to be asked",
        "0 helping: somebody helps",
        "Weekly notes: 1 wait for somebody's morning, 1 sent this week",
    ):
        assert line in lines
    assert "0 failed: refused by the platform" in lines
    assert say.waits(timedelta(hours=3)) in lines
    assert SECRET not in outcome.out + outcome.err


def test_one_workspace_may_be_looked_at_alone_and_scripts_get_json(filled: CommandLine) -> None:
    found = json.loads(filled("status", "--json", "--workspace", f"T-{HERE}").out)

    assert found["inbox"] == {"new": 1, "done": 1, "ignored": 0, "failed": 0}
    assert found["outgoing"]["sent"] == 1
    assert found["questions"] == {"received": 0, "answered": 0, "nobody": 0, "failed": 0}
    assert found["carried"]["planned"] == 0
    assert found["weekly_notes"] == {"waiting": 0, "sent": 0}
    assert found["cards"] == {"draft": 0, "kept": 0, "withdrawn": 0}
    assert set(found["carried"]) == {state.value for state in RoundState}
    assert 10_860 <= found["oldest_waiting_seconds"] < 11_000


def test_where_nothing_has_happened_it_says_so(cli: CommandLine) -> None:
    outcome = cli("status")

    assert outcome.code == 0
    assert say.NONE_WAITS in outcome.out
    assert json.loads(cli("status", "--json").out)["oldest_waiting_seconds"] is None


def test_an_unknown_workspace_is_refused(filled: CommandLine) -> None:
    assert filled("status", "--workspace", "none").code == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1, "0 seconds"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (7_200, "2 hours"),
        (90_000, "1 day"),
    ],
)
def test_how_long_an_event_waits_is_said_in_the_largest_unit(seconds: int, words: str) -> None:
    assert say.waits(timedelta(seconds=seconds)) == f"The oldest event has been waiting for {words}."


def test_how_far_the_past_is_read_is_said_and_no_time_is_promised(filled: CommandLine) -> None:
    asyncio.run(read_some(f"sqlite+aiosqlite:///{filled.database}"))

    said = filled("status").out
    found = json.loads(filled("status", "--json").out)["read_back"]

    assert "1 of 3 channels read to the beginning" in said
    assert "1 channel being read, so far back to 2024-05-06 or further" in said
    assert say.NO_ESTIMATE in said
    assert found == {
        "channels": 3,
        "whole": 1,
        "begun": 1,
        "pages": 5,
        "messages": 700,
        "least_far": "2024-05-06T12:00:05.123457+00:00",
    }


async def read_some(url: str) -> None:
    """One channel whole, one in part, one not yet; and one that the bot has left."""
    storage = SqlStorage(url)
    async with storage.begin(HERE) as work:
        await work.channels.save([channel(ChannelId("left"))])
        await work.messages.add(OTHER, [message(n, channel_id=OTHER) for n in (9, 5)])
        await work.listened.save(
            [
                Listened(channel_id=OPEN, is_read=True, reached=ts(1), pages=2, messages=300),
                Listened(channel_id=OTHER, reached="https://a.platform/next?page=4", pages=3, messages=400),
                Listened(channel_id=CLOSED),
                Listened(channel_id=ChannelId("left"), is_in=False, reached=ts(9), pages=9),
            ]
        )
        await work.commit()
    await storage.close()
