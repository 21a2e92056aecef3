"""Files of Graph's JSON, in every shape that people may keep them in, give people, channels and messages."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.imports.errors import (
    BrokenJsonError,
    NotAZipError,
    NoTenantError,
    OtherTenantError,
    TooLargeError,
    UnexpectedShapeError,
    UnreadableError,
)
from adapters.imports.opening import Tenant, opened
from adapters.imports.sources import Folder
from bot.history import History, RawChannel, RawPerson, Reason
from bot.types import Platform
from expertise.types import ChannelKind, MessageKind
from tests.support.graph import shapes as graph

Files = dict[str, Any]
FIRST, SECOND, THIRD = "1616965872395", "1616989747416", "1616989750004"
POST = graph.chat_message(FIRST, "<p>How do I restore it?</p>")
ANSWER = graph.chat_message(SECOND, "<p>With the script.</p>", graph.JANE, reply_to=FIRST)
LATER = graph.chat_message(THIRD, "<p>Thanks</p>", reply_to=FIRST)
SECRET = graph.chat_message(SECOND, "<p>We sell.</p>", graph.JANE, channel=graph.VAULT)
MESSAGES, REPLIES = f"{graph.of_channel()}/messages", f"{graph.of_channel()}/messages('{FIRST}')/replies"


def _written(content: object) -> str:
    return content if isinstance(content, str) else json.dumps(content)


def in_folder(root: Path, files: Files) -> Path:
    for name, content in files.items():
        path = root / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(content), encoding="utf-8")
    return root / "export"


def in_zip(root: Path, files: Files) -> Path:
    with zipfile.ZipFile(root / "export.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, _written(content))
    return root / "export.zip"


def in_file(root: Path, files: Files) -> Path:
    (name,) = files
    return in_folder(root, files) / name


def _told(history: History) -> list[tuple[str, str, str | None]]:
    """Every message: its channel, id and thread."""
    return [
        (channel.platform_id, message.ts, message.thread_ts)
        for channel in history.channels()
        for day in history.days(channel)
        for message in history.messages(day)
    ]


def _channels(history: History) -> dict[str, RawChannel]:
    return {channel.platform_id: channel for channel in history.channels()}


def _people(history: History) -> dict[str, RawPerson]:
    return {person.platform_id: person for person in history.people()}


PAGES: Files = {
    "page-1.json": graph.page(MESSAGES, LATER, next_link="https://graph.microsoft.com/next"),
    "page-2.json": graph.page(MESSAGES, POST),
    "replies.json": graph.page(REPLIES, ANSWER, LATER),
}
WHOLE = [(graph.GENERAL, SECOND, FIRST), (graph.GENERAL, THIRD, FIRST), (graph.GENERAL, FIRST, FIRST)]


@pytest.mark.parametrize("packed", [in_folder, in_zip])
def test_pages_of_answers(packed: Callable[[Path, Files], Path], tmp_path: Path) -> None:
    with opened(packed(tmp_path, PAGES)) as found:
        assert (found.platform, found.workspace) == (Platform.TEAMS, graph.TENANT)
        assert sorted({*_told(found.history)}) == sorted(WHOLE)


@pytest.mark.parametrize(
    "files",
    [
        {"all.json": graph.page("Collection(chatMessage)", ANSWER, POST, LATER)},
        {"list.json": [POST, ANSWER, LATER]},
        {"lines.jsonl": "\n".join(map(json.dumps, [POST, ANSWER, LATER])) + "\n"},
        {"lines.json": "\r\n".join(map(json.dumps, [POST, ANSWER, LATER]))},
        {"pages.ndjson": "\n".join(json.dumps(graph.page(MESSAGES, each)) for each in (POST, ANSWER, LATER))},
        {"expanded.json": graph.page(MESSAGES, POST | {"replies": [LATER, ANSWER]})},
    ],
    ids=lambda files: next(iter(files)),
)
def test_a_single_file(files: Files, tmp_path: Path) -> None:
    with opened(in_file(tmp_path, files)) as found:
        assert sorted(_told(found.history)) == sorted(WHOLE)


def test_one_message_alone(tmp_path: Path) -> None:
    with opened(in_file(tmp_path, {"one.json": POST})) as found:
        assert _told(found.history) == [(graph.GENERAL, FIRST, FIRST)]


def test_a_page_of_several_channels_is_divided(tmp_path: Path) -> None:
    files = {"all.json": graph.page("Collection(chatMessage)", SECRET, POST)}

    with opened(in_folder(tmp_path, files)) as found:
        assert sorted(_told(found.history)) == [
            (graph.VAULT, SECOND, SECOND),
            (graph.GENERAL, FIRST, FIRST),
        ]


def test_a_large_file_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.imports.teams_found.MANY", 2)
    monkeypatch.setattr("adapters.imports.teams_export.MANY", 2)

    with opened(in_folder(tmp_path, {"all.json": [POST, ANSWER, SECRET, LATER]})) as found:
        channel = _channels(found.history)[graph.GENERAL]
        parts = [len(found.history.messages(day)) for day in found.history.days(channel)]

    assert parts == [2, 1]


def test_lists_say_what_channels_are_called_and_who_is_in_them(tmp_path: Path) -> None:
    files = PAGES | {
        "teams.json": graph.page("teams", graph.team()),
        "channels.json": graph.page(
            f"teams('{graph.TEAM}')/channels",
            graph.channel(description="All of it"),
            graph.channel(graph.VAULT, "Vault", "private"),
        ),
        "members.json": graph.page(
            f"teams('{graph.TEAM}')/members", graph.member(graph.ROBIN, "owner"), graph.member(graph.JANE)
        ),
        "vault.json": graph.page(f"{graph.of_channel(graph.VAULT)}/members", graph.member(graph.JANE)),
        "vault-messages.json": [SECRET],
    }

    with opened(in_folder(tmp_path, files)) as found:
        general, vault = found.history.channels()

    assert (general.name, general.purpose, general.kind) == (
        "Platform › General",
        "All of it",
        ChannelKind.PRIVATE,
    )
    assert (general.members, general.is_standard) == ((graph.ROBIN, graph.JANE), True)
    assert (vault.name, vault.kind) == ("Platform › Vault", ChannelKind.PRIVATE)
    assert (vault.members, vault.is_standard) == ((graph.JANE,), False)


LISTS: Files = {
    "channels.json": [
        graph.channel(),
        graph.channel(graph.VAULT, "Vault", "private"),
        graph.channel("19:s@thread.tacv2", "Shared", "shared"),
        graph.channel("19:n@thread.tacv2", "New", "unknownFutureValue"),
    ],
    "members.json": [graph.member(graph.ROBIN), graph.member(graph.JANE)],
    "messages.json": [POST],
}


@pytest.mark.parametrize("named", [graph.TEAM, graph.TEAM.upper(), "19:general@thread.tacv2"])
def test_of_a_team_that_is_open_the_standard_channels_are_public(named: str, tmp_path: Path) -> None:
    path = in_folder(tmp_path, LISTS | {"teams.json": [graph.team()]})

    with opened(path, Tenant(open_teams=(named, "another"))) as found:
        kinds = {
            channel.name.removeprefix("Platform › "): channel.kind for channel in found.history.channels()
        }

    assert kinds == {
        "General": ChannelKind.PUBLIC,
        "Vault": ChannelKind.PRIVATE,
        "Shared": ChannelKind.PRIVATE,
        "New": ChannelKind.PRIVATE,
    }


@pytest.mark.parametrize(
    "lists",
    [
        {"members.json": [graph.member(graph.ROBIN), graph.member(graph.GUEST, "guest")]},
        {"members.json": [graph.member(graph.ROBIN), graph.member(graph.GUEST, tenantId="elsewhere")]},
        {
            "members.json": [graph.member(graph.GUEST)],
            "users.json": [{"id": graph.GUEST, "userType": "Guest", "displayName": "Gus"}],
        },
        {"members.json": []},
    ],
)
def test_where_guests_are_in_an_open_team_or_nobody_says_its_channels_are_shared(
    lists: Files, tmp_path: Path
) -> None:
    with opened(in_folder(tmp_path, LISTS | lists), Tenant(open_teams=(graph.TEAM,))) as found:
        assert _channels(found.history)[graph.GENERAL].kind is ChannelKind.SHARED


def test_a_channel_that_only_messages_tell_of_is_nobodys_until_it_is_known(tmp_path: Path) -> None:
    with opened(in_folder(tmp_path, {"all.json": [SECRET]}), Tenant(open_teams=(graph.TEAM,))) as found:
        (vault,) = found.history.channels()

    assert (vault.kind, vault.members) == (ChannelKind.PRIVATE, None)
    assert (vault.is_standard, vault.is_listed) == (False, False)


def test_people_are_known_by_their_entra_id(tmp_path: Path) -> None:
    users = [
        {
            "id": graph.ROBIN.upper(),
            "displayName": "Robin K.",
            "userPrincipalName": "robin@acme.example",
            "jobTitle": "Engineer",
            "accountEnabled": False,
        },
        {"id": graph.GUEST, "displayName": "Gus", "userType": "Guest", "mail": "gus@else.example"},
    ]

    with opened(in_folder(tmp_path, PAGES | {"users.json": users})) as found:
        people = _people(found.history)

    robin, guest, jane = people[graph.ROBIN], people[graph.GUEST], people[graph.JANE]
    assert (robin.name, robin.handle, robin.title, robin.has_left) == ("Robin K.", "robin", "Engineer", True)
    assert (guest.handle, guest.is_outsider) == ("gus", True)
    assert (jane.name, jane.is_listed, jane.has_left, jane.is_outsider) == ("Jane Smith", False, True, True)


def test_without_a_list_of_users_nobody_is_said_to_have_left(tmp_path: Path) -> None:
    messages = [POST, ANSWER, graph.chat_message(THIRD, **{"from": graph.bot("0a1b")})]

    with opened(in_folder(tmp_path, {"all.json": messages})) as found:
        people = _people(found.history)

    assert {who: (it.name, it.is_bot, it.has_left) for who, it in people.items()} == {
        graph.ROBIN: ("Robin Kline", False, False),
        graph.JANE: ("Jane Smith", False, False),
        "28:0a1b": ("Pager", True, False),
    }


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    chat = graph.chat_message(THIRD, channelIdentity=None, chatId="19:c@thread.v2")
    messages = [POST, graph.notice(SECOND), chat, {"odd": 1}, "no object"]

    with opened(in_folder(tmp_path, {"all.json": messages})) as found:
        assert _told(found.history) == [(graph.GENERAL, FIRST, FIRST)]
        counts = found.history.leftovers.counts

    assert counts == {Reason.NOTICE: 1, Reason.NOT_IN_A_CHANNEL: 1, Reason.NOT_A_MESSAGE: 2}


def test_a_deleted_message_is_a_tombstone(tmp_path: Path) -> None:
    gone = graph.deleted(ANSWER, graph.time_of(THIRD))

    with opened(in_folder(tmp_path, {"all.json": [POST, gone]})) as found:
        channel = _channels(found.history)[graph.GENERAL]
        read = [m for day in found.history.days(channel) for m in found.history.messages(day)]

    assert [(m.kind, m.user) for m in read] == [
        (MessageKind.PERSON, graph.ROBIN),
        (MessageKind.TOMBSTONE, None),
    ]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("page.json", json.dumps(graph.page(MESSAGES, POST))[:-20], 1),
        ("lines.jsonl", f"{json.dumps(POST)}\n{json.dumps(ANSWER)[:-20]}", 2),
        ("lines.json", f"{json.dumps(POST)}\n{json.dumps(ANSWER)}\n{{", 3),
    ],
)
def test_a_file_that_was_written_by_half_is_found_before_anything_is_kept(
    name: str, content: str, line: int, tmp_path: Path
) -> None:
    path = in_folder(tmp_path, PAGES | {name: content})

    with pytest.raises(BrokenJsonError) as caught, opened(path, Tenant(id=graph.TENANT)) as found:
        found.history.check([])

    assert (caught.value.file, caught.value.line) == (name, line)


def test_a_value_that_is_no_list_is_said_to_be_broken(tmp_path: Path) -> None:
    path = in_folder(tmp_path, PAGES | {"odd.json": {"@odata.context": "x", "value": 1}})

    with pytest.raises(UnexpectedShapeError, match="odd"), opened(path) as found:
        found.history.channels()


def test_whose_messages_they_are_must_be_known(tmp_path: Path) -> None:
    unsaid = in_folder(tmp_path, {"all.json": [POST | {"webUrl": None}]})

    with pytest.raises(NoTenantError), opened(unsaid):
        pass
    with opened(unsaid, Tenant(id=graph.TENANT)) as found:
        assert found.workspace == graph.TENANT


def test_messages_of_another_tenant_are_refused(tmp_path: Path) -> None:
    path = in_folder(tmp_path, PAGES)

    with pytest.raises(OtherTenantError, match=graph.TENANT), opened(path, Tenant(id="another")):
        pass


@pytest.mark.parametrize("files", [{"readme.txt": "hello"}, {"users.json": [{"id": "U1"}]}, {"a.json": "7"}])
def test_a_folder_without_messages_of_teams_is_none(files: Files, tmp_path: Path) -> None:
    with pytest.raises(NotAZipError) as caught, opened(in_folder(tmp_path, files)):
        pass

    assert caught.value.is_folder


def test_nothing_outside_the_folder_and_nothing_hidden_is_read(tmp_path: Path) -> None:
    path = in_folder(tmp_path, {"a.json": [POST], ".hidden.json": [], ".git/b.json": [], "deep/c.json": []})
    (tmp_path / "outside.json").write_text("[]")
    (path / "link.json").symlink_to(tmp_path / "outside.json")
    (path / "linked").symlink_to(tmp_path)

    assert Folder(path).members == ("a.json", "deep/c.json")


def test_a_fingerprint_is_that_of_the_content(tmp_path: Path) -> None:
    prints = []
    for name, files in [("a", PAGES), ("b", PAGES), ("c", PAGES | {"page-2.json": []})]:
        prints.append(Folder(in_folder(tmp_path / name, files)).fingerprint)

    assert prints[0] == prints[1] != prints[2]


def test_files_that_are_too_large_or_not_there_are_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        Folder(in_folder(tmp_path, PAGES), limit=10)
    with pytest.raises(UnreadableError):
        Folder(tmp_path / "nowhere")
