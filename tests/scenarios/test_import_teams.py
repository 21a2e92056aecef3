"""Teams' messages from files: imported by the command line, and asked about in the right scope."""

import json
from pathlib import Path

import pytest

from tests.adapters.imports.test_teams_export import in_folder, in_zip
from tests.scenarios.cli import CommandLine, refused
from tests.support.graph import shapes as graph

QUESTION = "how do I restore the orders table from a backup?"
ASKED = graph.chat_message("1616965872395", f"<p>{QUESTION}</p>", graph.ROBIN)
ANSWERED = graph.chat_message(
    "1616989747416",
    "<p>restore the backup with the restore script, then replay the orders table</p>",
    graph.JANE,
    reply_to="1616965872395",
)
FILES = {
    "teams.json": graph.page("teams", graph.team()),
    "channels.json": graph.page(f"teams('{graph.TEAM}')/channels", graph.channel()),
    "members.json": graph.page(
        f"teams('{graph.TEAM}')/members", graph.member(graph.ROBIN), graph.member(graph.JANE)
    ),
    "users.json": graph.page(
        "users",
        *(
            {"id": who, "displayName": name, "userPrincipalName": f"{name.split()[0].lower()}@acme.example"}
            for who, name in [
                (graph.ROBIN, "Robin Kline"),
                (graph.JANE, "Jane Smith"),
                (graph.GUEST, "Gil Out"),
            ]
        ),
    ),
    "messages-1.json": graph.page(f"{graph.of_channel()}/messages", ASKED),
    "replies-1.json": graph.page(f"{graph.of_channel()}/messages('{ASKED['id']}')/replies", ANSWERED),
}


def _named(cli: CommandLine, *options: object) -> list[str]:
    told = json.loads(cli("ask", QUESTION, "--json", *options).out)
    return [each["name"] for each in told["people"]]


def test_what_a_team_said_is_found_by_its_members_alone(cli: CommandLine, tmp_path: Path) -> None:
    imported = cli("import", in_folder(tmp_path, FILES))

    assert imported.code == 0, imported.err
    assert "Read 3 people, 1 channel, 2 messages (2 person)." in imported.out
    assert _named(cli, "--as", "robin") == ["Jane Smith"]
    assert _named(cli, "--as", "gil") == _named(cli) == []


def test_of_an_open_team_everyone_may_know(cli: CommandLine, tmp_path: Path) -> None:
    cli.monkeypatch.setenv("KENNER_TEAMS_OPEN_TEAMS", graph.TEAM)

    assert cli("import", in_zip(tmp_path, FILES)).code == 0

    assert _named(cli) == _named(cli, "--as", "gil") == ["Jane Smith"]


def test_the_same_again_from_another_kind_of_file_adds_nothing(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", in_folder(tmp_path, FILES))

    again = cli("import", in_zip(tmp_path, FILES), "--workspace", "Acme")

    assert "New or changed: 0 messages, 0 passages." in again.out
    assert len(cli.rows()["messages"]) == 2
    assert len(cli.rows()["workspaces"]) == 1


def test_a_private_channel_comes_in_only_when_it_is_named(cli: CommandLine, tmp_path: Path) -> None:
    secret = graph.chat_message("1616989750004", "<p>the zanzibar valve</p>", channel=graph.VAULT)
    listed = graph.page(f"teams('{graph.TEAM}')/channels", graph.channel(graph.VAULT, "Vault", "private"))
    path = in_folder(tmp_path, FILES | {"vault.json": listed, "messages-2.json": [secret]})

    unasked = cli("import", path)
    assert "Left out 1 channel that you did not ask for: Platform › Vault." in unasked.out
    assert len(cli.rows()["messages"]) == 2

    assert cli("import", path, "--private", "platform/vault").code == 0
    assert len(cli.rows()["messages"]) == 3


def test_a_file_that_was_written_by_half_changes_nothing(cli: CommandLine, tmp_path: Path) -> None:
    half = json.dumps(FILES["messages-1.json"])[:-30]

    refused(
        cli("import", in_folder(tmp_path, FILES | {"messages-1.json": half})), "messages-1.json", "damaged"
    )

    assert cli.rows()["workspaces"] == []


@pytest.mark.parametrize(
    ("tenant", "link", "part"), [("", None, "KENNER_TEAMS_TENANT_ID"), ("another", "as it is", "tenant")]
)
def test_messages_of_nobody_in_particular_or_of_others_are_refused(
    cli: CommandLine, tmp_path: Path, tenant: str, link: str | None, part: str
) -> None:
    cli.monkeypatch.setenv("KENNER_TEAMS_TENANT_ID", tenant)
    message = ASKED if link else ASKED | {"webUrl": None}

    refused(cli("import", in_folder(tmp_path, {"all.json": [message]})), part, "othing was imported")


def test_a_folder_of_something_else_is_said_to_be_none(cli: CommandLine, tmp_path: Path) -> None:
    refused(cli("import", in_folder(tmp_path, {"a.json": [{"id": 1}]})), "folder")
