"""Messages of Slack exports of all ages: their threads, times and kinds, and what is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.imports.errors import BrokenJsonError
from bot.history import Reason
from expertise.types import MessageKind
from tests.adapters.imports.zips import (
    ANN,
    BOB,
    DAY,
    LATER,
    TS,
    Opener,
    Reader,
    account,
    all_messages,
    channel,
    contents,
    message,
)


def test_a_plain_message_is_read(only: Reader) -> None:
    found = only(text=f"ask <@{BOB}> &amp; <#C0GENERAL>", edited={"user": ANN, "ts": LATER})

    assert (found.ts, found.user, found.kind, found.thread_ts) == (TS, ANN, MessageKind.PERSON, None)
    assert found.text == "ask @Bob & #general"
    assert found.at == datetime(2024, 3, 1, 8, 0, 0, 100, tzinfo=UTC)
    assert found.edited_at == datetime(2024, 3, 1, 8, 1, 0, 200, tzinfo=UTC)


def test_a_private_channel_is_not_named_elsewhere(opened: Opener) -> None:
    export = opened(contents([message("see <#G1|secret>")], groups=[channel("G1", "secret")]))
    assert export.messages(DAY)[0].text == "see #private-channel"


def test_threads_are_tied_by_their_first_message(opened: Opener) -> None:
    parent, reply = message(thread_ts=TS, reply_count=1), message("so", LATER, thread_ts=TS)
    found = opened(contents([reply, parent])).messages(DAY)
    assert [(one.ts, one.thread_ts) for one in found] == [(TS, TS), (LATER, TS)]


@pytest.mark.parametrize("reply_first", [True, False])
def test_a_reply_also_sent_to_the_channel_is_kept_once(opened: Opener, *, reply_first: bool) -> None:
    reply = message("so", thread_ts="1709270000.000100")
    broadcast = reply | {"subtype": "thread_broadcast", "root": message()}
    export = opened(contents([reply, broadcast] if reply_first else [broadcast, reply]))

    (found,) = export.messages(DAY)

    assert (found.text, found.thread_ts, found.kind) == ("so", "1709270000.000100", MessageKind.PERSON)
    assert export.leftovers.counts == {Reason.BROADCAST_COPY: 1}


def test_a_deleted_parent_is_kept_without_words(only: Reader) -> None:
    found = only(
        text="This message was deleted.", user="USLACKBOT", subtype="tombstone", hidden=True, thread_ts=TS
    )
    assert (found.kind, found.text, found.user, found.thread_ts) == (MessageKind.TOMBSTONE, "", None, TS)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"subtype": "bot_message", "bot_id": "B1", "user": None}, MessageKind.BOT),
        ({"subtype": "bot_message"}, MessageKind.BOT),
        ({"bot_id": "B1"}, MessageKind.BOT),
        ({"bot_id": "B1", "subtype": "thread_broadcast"}, MessageKind.BOT),
        ({"user": "USLACKBOT"}, MessageKind.BOT),
        ({"bot_id": None}, MessageKind.PERSON),
        ({"subtype": None}, MessageKind.PERSON),
        ({"subtype": "me_message"}, MessageKind.PERSON),
        ({"subtype": "file_share", "bot_id": "B1"}, MessageKind.PERSON),
        ({"subtype": "bot_add", "bot_id": "B1"}, MessageKind.SYSTEM),
        *(
            ({"subtype": subtype}, MessageKind.SYSTEM)
            for subtype in (
                "channel_join",
                "channel_leave",
                "channel_topic",
                "channel_purpose",
                "channel_name",
                "channel_archive",
                "group_join",
                "pinned_item",
                "reminder_add",
                "something_new",
            )
        ),
    ],
)
def test_kinds(only: Reader, fields: dict[str, Any], kind: MessageKind) -> None:
    assert only(**fields).kind is kind


# What is left out


def left_out(opened: Opener, *messages: Any) -> dict[Reason, int]:
    export = opened(contents([*messages, message("kept", LATER)]))
    assert [found.text for found in export.messages(DAY)] == ["kept"]
    return dict(export.leftovers.counts)


@pytest.mark.parametrize(
    "ts", [None, "", "yesterday", "1.2.3", "-5", "1709280000.1234567", "٣", "999999999999", True]
)
def test_a_message_without_usable_time_is_left_out(opened: Opener, ts: object) -> None:
    assert left_out(opened, message() | {"ts": ts}) == {Reason.NO_TIME: 1}


def test_a_time_written_as_a_number_keeps_its_digits(only: Reader) -> None:
    assert only(ts=1709280000.000123).ts == "1709280000.000123"
    assert only(ts=1709280000).ts == "1709280000"


def test_a_persons_message_without_person_is_left_out(opened: Opener) -> None:
    assert left_out(opened, message(user=None), message(user="")) == {Reason.NO_AUTHOR: 2}


def test_of_messages_with_one_time_the_first_wins(opened: Opener) -> None:
    export = opened(contents([message("first"), message("second")]))
    assert [found.text for found in export.messages(DAY)] == ["first"]
    assert export.leftovers.counts == {Reason.DUPLICATE: 1}


def test_a_time_seen_the_day_before_is_a_duplicate_but_not_in_another_channel(opened: Opener) -> None:
    two = [channel(), channel("C2", "other")]
    days = {"general/2024-03-02.json": [message("again")], "other/2024-03-01.json": [message("elsewhere")]}
    export = opened(contents([message("first")], channels=two) | days)
    assert [found.text for found in all_messages(export)] == ["first", "elsewhere"]
    assert export.leftovers.counts == {Reason.DUPLICATE: 1}


def test_a_day_may_be_read_again(opened: Opener) -> None:
    export = opened(contents([message("one")]) | {"general/2024-03-02.json": [message("two", LATER)]})
    first = all_messages(export)
    assert first == all_messages(export)
    assert export.messages(DAY) == export.messages(DAY) == first[:1]


def test_records_of_edits_and_what_is_no_message_are_left_out(opened: Opener) -> None:
    odd = [message(subtype="message_changed"), message(hidden=True), message(type="presence"), "text", None]
    assert left_out(opened, *odd) == {Reason.HIDDEN: 2, Reason.NOT_A_MESSAGE: 3}


def test_a_day_that_breaks_off_names_its_place(opened: Opener) -> None:
    export = opened(contents() | {DAY: b'[{"type": "message",\n "text": "hel'})
    with pytest.raises(BrokenJsonError, match=r"general/2024-03-01\.json:2"):
        all_messages(export)


def test_fields_of_any_type_never_raise(opened: Opener) -> None:
    odd: list[Any] = [None, 7, 1.5, True, "x", [], [[]], {}, [{"type": 3}]]
    keys = [
        "user",
        "text",
        "subtype",
        "edited",
        "file",
        "files",
        "comment",
        "blocks",
        "attachments",
        "thread_ts",
    ]
    messages = [
        message(ts=f"17092800{number:02}.0") | dict.fromkeys(keys, value) | {"subtype": subtype}
        for number, (value, subtype) in enumerate(
            (v, s) for v in odd for s in ("", "file_share", "file_comment")
        )
    ]
    export = opened(contents(messages, users=[account(profile=value) for value in odd]))
    assert all_messages(export) or export.leftovers.counts
