"""``kenner suggest``: an operator decides where past answers are suggested, and sees how it goes."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.storage.unit_of_work import SqlStorage
from bot.suggestion_types import Silence, Suggested, Suggesting, SuggestionKey, SuggestionState
from expertise.types import MessageTs
from tests.adapters.imports.zips import ANN, BOB, account, channel
from tests.scenarios.cli import CommandLine, zipped


@pytest.fixture
def office(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """A workspace with #general, in which nobody spoke."""
    users = [account(one, team_id="T0ACME") for one in (ANN, BOB)]
    export = {"users.json": users, "channels.json": [channel()]}
    assert cli("import", zipped(tmp_path, export), "--no-embed").code == 0
    return cli


def test_nothing_is_suggested_until_an_operator_says_so(office: CommandLine) -> None:
    outcome = office("suggest")

    assert outcome.code == 0
    assert "Past answers are suggested in no channel." in outcome.out


def test_an_operator_decides_and_the_audit_log_has_it(office: CommandLine) -> None:
    decided = office("suggest", "--channel", "#General", "--mode", "thread")
    shown = office("suggest")
    office("suggest", "--channel", "general", "--mode", "off")

    told = "#general, from now on: in the thread; to newcomers alone. How it goes: kenner suggest\n"
    assert decided.out == told
    assert shown.out == "#general: in the thread; to newcomers alone\n"
    assert "in no channel" in office("suggest").out
    entries = [row for row in office.rows()["audit"] if "suggesting" in map(str, row)]
    assert [str(entry[-1]).split()[-1] for entry in entries] == ["in_thread", "off"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--channel", "general"), "Say both --channel and --mode, or neither."),
        (("--mode", "off"), "Say both --channel and --mode, or neither."),
        (("--channel", "general", "--mode", "loud"), "loud"),
    ],
)
def test_half_an_order_is_none(office: CommandLine, options: tuple[str, ...], says: str) -> None:
    outcome = office("suggest", *options)

    assert outcome.code == 2
    assert says in outcome.err


def test_a_channel_that_is_not_there_is_refused(office: CommandLine) -> None:
    outcome = office("suggest", "--channel", "nowhere", "--mode", "private")

    assert outcome.code == 1
    assert "nowhere" in outcome.err


def test_it_shows_what_became_of_those_who_asked_and_so_does_status(office: CommandLine) -> None:
    office("suggest", "--channel", "general", "--mode", "shadow")
    asyncio.run(_asked(f"sqlite+aiosqlite:///{office.database}"))

    shown = [" ".join(line.split()) for line in office("suggest").out.splitlines()]
    status = [" ".join(line.split()) for line in office("status").out.splitlines()]
    told = json.loads(office("status", "--json").out)["suggested"]

    assert shown == [
        "#general: in the shadow (decides and counts, says nothing)",
        "1 would have been suggested",
        "2 silent: a person answered",
    ]
    assert "1 shadow: would have been suggested" in status
    assert "2 silent: nothing was said, for a reason" in status
    assert (told["shadow"], told["silent"], told["said"]) == (1, 2, 0)


_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


async def _asked(url: str) -> None:
    """One that would have been said, and two that a person answered."""
    storage = SqlStorage(url)
    async with storage.registry() as registry:
        (workspace,) = await registry.workspaces.all()
    async with storage.begin(workspace.id) as work:
        (where,) = await work.channels.all()
        (asker, *_) = (await work.people.by_platform_ids([ANN])).values()
        first = Suggested(
            key=SuggestionKey(where.id, MessageTs("1.000001")),
            asker=asker.id,
            asked_at=_MOMENT,
            state=SuggestionState.SHADOW,
            mode=Suggesting.SHADOW,
        )
        await work.suggestions.put(first)
        for ts in ("2.000001", "3.000001"):
            silent = replace(first, state=SuggestionState.SILENT, silence=Silence.ANSWERED)
            await work.suggestions.put(replace(silent, key=SuggestionKey(where.id, MessageTs(ts))))
        await work.commit()
    await storage.close()
