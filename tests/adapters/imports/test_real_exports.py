"""The two real exports beside the repository, where they are."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from adapters.imports.archive import ExportArchive
from adapters.imports.slack_export import SlackExport
from expertise.types import MessageKind
from tests.adapters.imports.zips import all_messages

BESIDE = Path(__file__).parents[3].parent / "shared" / "data"
DATA = Path(os.environ.get("KENNER_SHARED_DATA", BESIDE))


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no real export at {path}; KENNER_SHARED_DATA may name its folder")
    return path


def test_a_community_of_five_years_is_read_whole() -> None:
    with ExportArchive(real("bytecode/export.zip")) as archive:
        export = SlackExport(archive)
        messages = all_messages(export)

        assert len(export.channels()) == 38
        assert Counter(message.kind for message in messages) == {
            MessageKind.PERSON: 35_059,
            MessageKind.BOT: 1_991,
        }
        assert sum(message.thread_ts is not None for message in messages) == 36_709
        assert export.leftovers.counts == {}
        assert not [message for message in messages if "<@" in message.text]


def test_an_export_that_slack_made_in_2016_is_read_whole() -> None:
    with ExportArchive(real("slack-export-2016.zip")) as archive:
        export = SlackExport(archive)
        messages = all_messages(export)

        assert export.team_id == "T061A2UFL"
        assert export.leftovers.counts == {}
        assert Counter(message.kind for message in messages) == {
            MessageKind.PERSON: 1_031,
            MessageKind.SYSTEM: 351,
        }
        said = [message for message in messages if message.kind is MessageKind.PERSON]
        assert not [message for message in said if "uploaded a file" in message.text]


def test_comments_on_files_of_2016_are_their_writers() -> None:
    expected = {
        "datajam/2015-06-19.json": ("1434772752.000007", "U061A5N1G", "someone, this looks fantastic "),
        "general/2016-01-13.json": (None, "U064SRKPD", "Here are notes from Monday's MeetUp!"),
    }
    with ExportArchive(real("slack-export-2016.zip")) as archive:
        export = SlackExport(archive)
        for day, (ts, user, text) in expected.items():
            (found,) = (message for message in export.messages(day) if message.text == text)
            assert (found.user, found.kind) == (user, MessageKind.PERSON)
            assert ts in (None, found.ts)
