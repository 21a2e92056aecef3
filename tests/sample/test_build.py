"""The sample workspace: its text format, and the export made of it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sample import build as sample
from sample import texts

PLACE = texts.Place("talk.txt", 7)
PEOPLE = {
    "ann": texts.Person("ann", "Ann A", "Engineer", "Europe/Oslo"),
    "bob": texts.Person("bob", "Bob B", "Engineer", "Europe/Oslo"),
    "bot": texts.Person("bot", "Bot", "Bot", "Etc/UTC", bot=True),
}


def channel(body: str, head: str = "channel: talk\nkind: public\n") -> texts.Channel:
    return texts.parse_channel(head + body, "talk.txt")


def exported(body: str, head: str = "channel: talk\nkind: public\n") -> dict[str, list[dict[str, Any]]]:
    return sample.export(PEOPLE, [channel(body, head)])


def day(body: str, date: str = "2025-11-03") -> list[dict[str, Any]]:
    return exported(body)[f"talk/{date}.json"]


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(sample.build(sample.HERE))) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+14m", 14), ("+2h", 120), ("+3d", 4320), ("+1d2h", 1560), ("+1h30m", 90), ("+0m", 0)],
)
def test_offsets(text: str, minutes: int) -> None:
    assert texts.parse_offset(text, PLACE) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["+", "+5", "+5x", "5m", "+m", "+5m2h"])
def test_a_wrong_offset_names_file_and_line(text: str) -> None:
    with pytest.raises(texts.SampleError, match=r"^talk\.txt:7: not an offset"):
        texts.parse_offset(text, PLACE)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("== 2025-11-03 09:12\nann: hi\nbob: no offset", "talk.txt:5: this line needs an offset"),
        ("== 2025-11-03 09:12\n+1m ann: hi", "talk.txt:4: the opening line"),
        ("== 2025-13-03 09:12\nann: hi", "talk.txt:3: no such time"),
        (
            "== 2025-11-03 09:12\nann: hi\n-- 2025-11-02 09:12\nbob: hm",
            "talk.txt:5: this block starts before",
        ),
        ("== 2025-11-03 09:12\nann: hi\n  ```\n  x = 1", "talk.txt:5: this code block is never closed"),
        ("== 2025-11-03 09:12\nann: hi\n+1m bob!: gone", "talk.txt:5: only the opening line"),
        ("== 2025-11-03 09:12\nann!: gone", "talk.txt:3: a deleted message"),
        ("== 2025-11-03 09:12\nann:\n+1m bob: what", "talk.txt:4: a message without text"),
        ("== 2025-11-03 09:12", "talk.txt:3: a block without messages"),
        ("  lost", "talk.txt:3: this line continues no message"),
        ("== 2025-11-03 09:12\nann: hi\nwhat is this", "talk.txt:5: not a message line"),
    ],
)
def test_a_parse_error_names_file_and_line(body: str, message: str) -> None:
    with pytest.raises(texts.SampleError) as caught:
        channel(body)
    assert str(caught.value).startswith(message)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(texts.SampleError, match=r"talk\.txt:4: nobody"):
        exported("== 2025-11-03 09:12\ncarl: hi")
    with pytest.raises(texts.SampleError, match=r"talk\.txt:4: a mention of nobody"):
        exported("== 2025-11-03 09:12\nann: hi <@carl>")
    with pytest.raises(texts.SampleError, match=r"talk\.txt:4: no such channel"):
        exported("== 2025-11-03 09:12\nann: see <#nowhere>")


def test_only_members_speak_in_a_private_channel() -> None:
    head = "channel: talk\nkind: private\nmembers: ann\n"
    with pytest.raises(texts.SampleError, match=r"talk\.txt:5: bob is no member"):
        exported("== 2025-11-03 09:12\nbob: hi", head)


def test_a_thread_is_tied_together_and_replies_lie_in_their_own_day() -> None:
    files = exported("== 2025-11-03 09:12\nann: how?\n+5m bob: so\n+1d ann: thanks")
    parent, reply = files["talk/2025-11-03.json"]
    (late,) = files["talk/2025-11-04.json"]
    assert parent["thread_ts"] == parent["ts"] == reply["thread_ts"] == late["thread_ts"]
    assert parent["reply_count"] == 2
    assert parent["reply_users"] == [PEOPLE["bob"].id, PEOPLE["ann"].id]
    assert parent["latest_reply"] == late["ts"]
    assert reply["parent_user_id"] == PEOPLE["ann"].id
    assert "parent_user_id" not in parent


def test_talk_outside_threads_is_not_tied() -> None:
    messages = day("-- 2025-11-03 12:40\nann: lunch?\n+1m bob: yes")
    assert all("thread_ts" not in message for message in messages)


def test_messages_of_one_minute_keep_apart() -> None:
    messages = day("-- 2025-11-03 12:40\nann: one\n+0m bob: two\n+0m ann: three")
    assert [message["text"] for message in messages] == ["one", "two", "three"]
    assert len({message["ts"] for message in messages}) == 3
    assert messages[0]["ts"].split(".")[1].startswith("000")


def test_names_become_ids_and_the_rest_is_escaped() -> None:
    (message,) = day(
        "-- 2025-11-03 12:40\nann: <@bob> a < b & c, see <#talk> and <https://x.example/?a=1&b=2|the page>"
    )
    ids = PEOPLE["bob"].id, sample.slack_id("C", "talk")
    expected = (
        f"<@{ids[0]}> a &lt; b &amp; c, see <#{ids[1]}|talk> and <https://x.example/?a=1&amp;b=2|the page>"
    )
    assert message["text"] == expected


def test_a_bare_link_gets_its_brackets() -> None:
    (message,) = day("-- 2025-11-03 12:40\nann: see https://x.example/a.")
    assert message["text"] == "see <https://x.example/a>."


def test_code_keeps_its_lines_and_blank_lines() -> None:
    (message,) = day("-- 2025-11-03 12:40\nann: this:\n  ```\n  if a < b:\n\n      go(<@x>)\n  ```\n  done")
    assert message["text"] == "this:\n```\nif a &lt; b:\n\n    go(&lt;@x&gt;)\n```\ndone"


def test_edited_deleted_and_bot_messages() -> None:
    parent, bot, edited = day("== 2025-11-03 09:12\nann!: oops\n+1m bot: build failed\n+1m bob*: seen")
    assert parent["subtype"] == "tombstone"
    assert (parent["text"], parent["user"]) == ("This message was deleted.", "USLACKBOT")
    assert parent["reply_count"] == 2
    assert (bot["subtype"], bot["bot_id"]) == ("bot_message", PEOPLE["bot"].bot_id)
    assert edited["edited"]["user"] == PEOPLE["bob"].id
    assert edited["parent_user_id"] == "USLACKBOT"


def test_members_of_a_private_channel_join_it() -> None:
    head = "channel: talk\nkind: private\nmembers: ann, bob\n"
    files = exported("== 2025-11-03 09:12\nann: hi", head)
    subtypes = [message.get("subtype") for message in files["talk/2025-11-03.json"]]
    assert subtypes == ["channel_join", "channel_join", None]
    assert files["channels.json"] == []
    assert files["groups.json"][0]["members"] == [PEOPLE["ann"].id, PEOPLE["bob"].id]


def test_nobody_speaks_after_leaving(tmp_path: Path) -> None:
    row = '[[people]]\nhandle="ann"\nname="A"\ntitle="E"\ntz="Europe/Oslo"\nleft="2025-11-02"\n'
    (tmp_path / "people.toml").write_text(row)
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "talk.txt").write_text("channel: talk\n== 2025-11-03 09:12\nann: boo")
    with pytest.raises(texts.SampleError, match=r"talk\.txt:3: ann left on 2025-11-02"):
        sample.build(tmp_path)


def test_the_export_is_byte_identical(tmp_path: Path) -> None:
    assert sample.main([str(tmp_path / "a.zip")]) == 0
    assert sample.main([str(tmp_path / "b.zip")]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_whole_workspace_is_large_enough(whole: dict[str, Any]) -> None:
    messages = [message for name, content in whole.items() if "/" in name for message in content]
    assert len(whole["users.json"]) >= 40
    assert len(whole["channels.json"]) + len(whole["groups.json"]) >= 12
    assert len(whole["groups.json"]) >= 2
    assert len([message for message in messages if message.get("subtype") is None]) >= 1500


def test_the_whole_workspace_holds_together(whole: dict[str, Any]) -> None:
    users = {user["id"] for user in whole["users.json"]} | {"USLACKBOT"}
    assert {user["name"] for user in whole["users.json"] if user["deleted"]} == {"viktor", "emma", "nils"}
    for one in whole["channels.json"] + whole["groups.json"]:
        messages = [m for name, day in whole.items() if name.startswith(one["name"] + "/") for m in day]
        stamps = [message["ts"] for message in messages]
        assert len(set(stamps)) == len(stamps)
        assert all(message.get("thread_ts", message["ts"]) in stamps for message in messages)
        assert all(message["user"] in users for message in messages if "user" in message)
