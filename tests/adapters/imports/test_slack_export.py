"""Slack exports of all ages as people, channels and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import BrokenJsonError, MissingFileError
from adapters.imports.slack_export import SlackExport
from bot.history import Reason
from expertise.types import ChannelKind, MessageKind
from tests.adapters.imports.zips import (
    ANN,
    BOB,
    DAY,
    TS,
    account,
    all_messages,
    channel,
    contents,
    message,
    packed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.history import RawMessage

Opener = Callable[[dict[str, Any]], SlackExport]
LATER = "1709280060.000200"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def open_export(files: dict[str, Any]) -> SlackExport:
            archive = ExportArchive(packed(tmp_path / "export.zip", files))
            return SlackExport(stack.enter_context(archive))

        yield open_export


@pytest.fixture
def only(opened: Opener) -> Callable[..., RawMessage]:
    def read(**fields: Any) -> RawMessage:
        (found,) = opened(contents([message(**fields)])).messages(DAY)
        return found

    return read


def left_out(opened: Opener, *messages: Any) -> dict[Reason, int]:
    export = opened(contents([*messages, message("kept", LATER)]))
    assert [found.text for found in export.messages(DAY)] == ["kept"]
    return dict(export.leftovers.counts)


# People


def test_a_person_is_read(opened: Opener) -> None:
    profile = {"real_name": "Ann A", "title": "Engineer", "email": "ann@example.org"}
    files = contents(users=[account(profile=profile, tz="Europe/Oslo", deleted=True)])

    (person,) = opened(files).people()

    assert (person.platform_id, person.name, person.handle) == (ANN, "Ann A", "ann")
    assert (person.title, person.time_zone, person.email) == ("Engineer", "Europe/Oslo", "ann@example.org")
    assert (person.is_bot, person.has_left) == (False, True)


def test_a_bare_account_still_has_a_name(opened: Opener) -> None:
    (person,) = opened(contents(users=[{"id": ANN}])).people()
    assert (person.name, person.handle, person.title, person.email) == (ANN, ANN, "", None)


def test_bots_are_told_apart_and_slackbot_too(opened: Opener) -> None:
    users = [account("U0CI", is_bot=True), account("USLACKBOT", is_bot=False), account()]
    assert [person.is_bot for person in opened(contents(users=users)).people()] == [True, True, False]


def test_guests_of_a_shared_channel_are_outsiders_and_colleagues_on_a_grid_are_not(opened: Opener) -> None:
    home, away = {"team_id": "T1"}, {"team_id": "T2"}
    grid = account("U0GRID", **away, enterprise_user={"id": "W1"})
    users = [account(ANN, **home), account(BOB, **home), account("U0OLD"), grid]
    guests = [account("U0AWAY", **away), account("U0ODD", is_stranger=True)]

    people = opened(contents(users=[*users, *guests])).people()

    assert [p.platform_id for p in people if p.is_outsider] == ["U0AWAY", "U0ODD"]


def test_both_account_files_of_a_grid_are_merged(opened: Opener) -> None:
    org_users = [account(BOB, tz="Asia/Tokyo", deleted=True), account("U0ORG")]
    users = [account(BOB, deleted=False), account(ANN)]

    people = {one.platform_id: one for one in opened(contents(users=users, org_users=org_users)).people()}

    assert set(people) == {ANN, BOB, "U0ORG"}
    assert (people[BOB].time_zone, people[BOB].has_left) == ("Asia/Tokyo", False)


def test_a_grid_export_needs_no_users_file(opened: Opener) -> None:
    export = opened(contents(users=None, org_users=[account()]))
    assert [person.platform_id for person in export.people()] == [ANN]


def test_the_team_is_that_of_most_accounts(opened: Opener) -> None:
    users = [
        account("U1", team_id="T0GUEST"),
        account("U2", team_id="T0"),
        account("U3", profile={"team": "T0"}),
    ]
    assert opened(contents(users=users)).team_id == "T0"
    assert opened(contents()).team_id is None


def test_entries_without_id_are_counted(opened: Opener) -> None:
    export = opened(contents(users=[{"name": "x"}, account()], channels=[{"name": "y"}, 7]))
    assert [person.platform_id for person in export.people()] == [ANN]
    assert export.channels() == []
    assert export.leftovers.counts == {Reason.NOT_AN_ACCOUNT: 1, Reason.NOT_A_CHANNEL: 1}


@pytest.mark.parametrize("name", ["users", "channels"])
def test_an_export_without_its_lists_is_none(opened: Opener, name: str) -> None:
    export = opened(contents([message()], **{name: None}))
    with pytest.raises(MissingFileError) as caught:
        all_messages(export)
    assert caught.value.file == f"{name}.json"


# Channels


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


# Threads, times and kinds


def test_a_plain_message_is_read(only: Callable[..., RawMessage]) -> None:
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


def test_a_deleted_parent_is_kept_without_words(only: Callable[..., RawMessage]) -> None:
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
def test_kinds(only: Callable[..., RawMessage], fields: dict[str, Any], kind: MessageKind) -> None:
    assert only(**fields).kind is kind


# Words


def test_an_old_upload_gives_the_comment_and_the_title(only: Callable[..., RawMessage]) -> None:
    text = f"<@{ANN}|x> uploaded a file: <https://x.example/f|f.png> and commented: old words"
    comment = {"user": ANN, "comment": "new &lt;words&gt;"}
    found = only(
        text=text, subtype="file_share", bot_id=None, file={"title": "Plot", "initial_comment": comment}
    )
    assert found.text == "new <words>\nPlot"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<@{ANN}|x> uploaded a file: <https://x.example/f|f.png>", "Plot"),
        (f"<@{ANN}> shared a file: <https://x.example/f|f.png>", "Plot"),
        (f"<@{ANN}|x> uploaded a file: <https://x.example/f|f> and commented: look", "look\nPlot"),
        ("look at this", "look at this\nPlot"),
    ],
)
def test_an_old_upload_without_comment_loses_the_boilerplate(
    only: Callable[..., RawMessage], text: str, words: str
) -> None:
    assert only(text=text, subtype="file_share", file={"title": "Plot"}).text == words


def test_who_shares_a_file_did_not_write_its_comment(only: Callable[..., RawMessage]) -> None:
    file = {"title": "Plot", "initial_comment": {"user": BOB, "comment": "Bob's words"}}
    found = only(text=f"<@{ANN}> shared a file: <https://x.example/f|f>", subtype="file_share", file=file)
    assert (found.user, found.text) == (ANN, "Plot")


def test_a_comment_on_a_file_is_its_writers(only: Callable[..., RawMessage]) -> None:
    file = {"title": "Plot", "user": ANN, "initial_comment": {"user": ANN, "comment": "mine"}}
    comment = {"user": BOB, "comment": f"nice, <@{ANN}>"}
    found = only(text="…commented on…", user=None, subtype="file_comment", file=file, comment=comment)
    assert (found.user, found.text, found.kind) == (BOB, "nice, @Ann", MessageKind.PERSON)


def test_files_add_their_titles(only: Callable[..., RawMessage]) -> None:
    files = [{"title": "Plan", "name": "p.pdf"}, {"name": "q.pdf"}, {"id": "F1", "mode": "tombstone"}]
    assert only(text="two files", files=files).text == "two files\nPlan\nq.pdf"


def test_attachments_count_for_bots_alone(only: Callable[..., RawMessage]) -> None:
    attachments = [{"title": "Build 7", "text": "failed", "fallback": "x"}, {"fallback": "y &amp; z"}]
    assert only(text="CI", attachments=attachments, bot_id="B1").text == "CI\nBuild 7\nfailed\ny & z"
    assert only(text="CI", attachments=attachments).text == "CI"


def test_blocks_speak_where_there_is_no_text(only: Callable[..., RawMessage]) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "from blocks"}]}
    blocks = [{"type": "rich_text", "elements": [section]}]
    assert only(text="", blocks=blocks).text == "from blocks"
    assert only(text="from text", blocks=blocks).text == "from text"


# What is left out


@pytest.mark.parametrize(
    "ts", [None, "", "yesterday", "1.2.3", "-5", "1709280000.1234567", "٣", "999999999999", True]
)
def test_a_message_without_usable_time_is_left_out(opened: Opener, ts: object) -> None:
    assert left_out(opened, message() | {"ts": ts}) == {Reason.NO_TIME: 1}


def test_a_time_written_as_a_number_keeps_its_digits(only: Callable[..., RawMessage]) -> None:
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
