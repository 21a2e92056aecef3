"""Channels of Slack exports of all ages, and the folders that are theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.imports.errors import MissingFileError
from bot.history import Reason
from expertise.types import ChannelKind
from tests.adapters.imports.zips import ANN, BOB, DAY, Opener, all_messages, channel, contents, message


def test_each_file_gives_its_kind_and_direct_messages_the_names_of_members(opened: Opener) -> None:
    export = opened(
        contents(
            channels=[channel()],
            groups=[channel("G1", "secret")],
            mpims=[channel("G2", "mpdm-bob--ann-1", members=[BOB, ANN])],
            dms=[{"id": "D1", "members": [BOB, ANN, "U0GONE"], "created": 1}],
        )
    )
    assert [(found.platform_id, found.kind, found.name) for found in export.channels()] == [
        ("C0GENERAL", ChannelKind.PUBLIC, "general"),
        ("G1", ChannelKind.PRIVATE, "secret"),
        ("G2", ChannelKind.GROUP, "ann, bob"),
        ("D1", ChannelKind.DIRECT, "U0GONE, ann, bob"),
    ]


def test_a_channel_is_read(opened: Opener) -> None:
    raw = channel(
        is_archived=True,
        members=[ANN],
        created="1433558319",
        purpose={"value": f"R&amp;D, ask <@{ANN}>"},
        topic={"value": "soon"},
    )
    (found,) = opened(contents(channels=[raw])).channels()

    assert (found.purpose, found.topic) == ("R&D, ask @Ann", "soon")
    assert (found.is_archived, found.members) == (True, (ANN,))
    assert found.created == datetime(2015, 6, 6, 2, 38, 39, tzinfo=UTC)


def test_what_two_lists_claim_is_the_narrower_kind(opened: Opener) -> None:
    """Else a private channel would be searched by all."""
    export = opened(
        contents([message()], channels=[channel(), channel("C2", "x", is_private=True)], groups=[channel()])
    )
    assert {found.kind for found in export.channels()} == {ChannelKind.PRIVATE}


def test_a_folder_of_a_shared_name_goes_to_the_narrower_channel(opened: Opener) -> None:
    export = opened(contents([message()], groups=[channel("G1", "general")]))
    assert {found.platform_id: export.days(found) for found in export.channels()} == {
        "C0GENERAL": [],
        "G1": [DAY],
    }


def test_folders_may_be_named_by_id_or_by_name(opened: Opener) -> None:
    by_id = "C0GENERAL/2024-02-29.json"
    export = opened(contents([message()]) | {by_id: [], "general/2023-01-01.json": []})
    (found,) = export.channels()
    assert export.days(found) == ["general/2023-01-01.json", by_id, DAY]


def test_a_channel_without_folder_has_no_days(opened: Opener) -> None:
    export = opened(contents())
    assert [export.days(found) for found in export.channels()] == [[]]


def test_unlisted_folders_and_other_files_are_reported(opened: Opener) -> None:
    others: dict[str, Any] = {
        "gone/2024-03-01.json": [],
        "gone/2024-03-02.json": [],
        "general/canvas.json": [],
        "lists.json": [],
    }
    export = opened(contents([message()]) | others)

    assert len(all_messages(export)) == 1
    assert export.unlisted_folders == ("gone",)
    assert export.leftovers.counts == {Reason.UNLISTED_FOLDER: 1, Reason.NOT_A_DAY: 1}
    with pytest.raises(MissingFileError):
        export.messages("gone/2024-03-01.json")
