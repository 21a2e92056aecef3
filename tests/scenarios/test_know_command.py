"""``kenner know``: what is declared is found, also in a workspace where nothing was ever said."""

import json
from pathlib import Path

import pytest

from bot import phrases
from tests.adapters.imports.zips import ANN, BOB, account, channel
from tests.scenarios.cli import ASKED, CID, DEE, FIRST, CommandLine, refused, said, zipped

TERRAFORM = "my terraform state is locked"


def _nobody_spoke() -> dict[str, object]:
    users = [account(one, team_id="T0ACME") for one in (ANN, BOB, CID, DEE)]
    return {"users.json": users, "channels.json": [channel()]}


@pytest.fixture
def silent(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """A workspace with people and no messages at all."""
    assert cli("import", zipped(tmp_path, _nobody_spoke())).code == 0
    return cli


def _list(folder: Path, *lines: str, name: str = "skills.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["person,topic", *lines, ""]), "utf-8")
    return path


def _audit(cli: CommandLine) -> list[str]:
    return [str(row[3]) for row in cli.rows()["audit"]]


# ------------------------------------------------------------------ no history


def test_where_nothing_was_ever_said_whoever_declares_it_is_found(silent: CommandLine) -> None:
    before = silent("ask", TERRAFORM)
    silent("know", "--person", CID, "--topic", "Terraform")
    found = silent("ask", TERRAFORM)

    assert (before.code, found.code) == (3, 0)
    assert "says they know “Terraform”." in found.out
    assert silent("ask", "who tunes a harpsichord?").code == 3


def test_without_an_index_what_is_declared_is_found_all_the_same(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", zipped(tmp_path, _nobody_spoke()), "--no-embed")
    before = cli("ask", TERRAFORM)
    cli("know", "--person", CID, "--topic", "Terraform")
    found = cli("ask", TERRAFORM)

    assert before.code == 3
    assert (found.code, found.err) == (0, "")
    assert "says they know “Terraform”." in found.out


def test_where_the_index_of_what_was_said_is_missing_that_is_said_too(
    cli: CommandLine, tmp_path: Path
) -> None:
    cli("import", zipped(tmp_path), "--no-embed")
    cli("know", "--person", CID, "--topic", "Terraform")
    found = cli("ask", TERRAFORM, "--json")

    assert found.err.strip() == phrases.INDEX_MISSING
    assert [each["knows"] for each in json.loads(found.out)["people"]] == [["Terraform"]]


def test_where_nothing_is_imported_nobody_can_be_known(cli: CommandLine, tmp_path: Path) -> None:
    refused(cli("know", _list(tmp_path, "ann,x")), phrases.NO_WORKSPACE)


# ------------------------------------------------------------------ beside a history


def test_what_is_declared_stands_beside_what_was_said(filled: CommandLine) -> None:
    filled("know", "--person", BOB, "--topic", "restoring backups")
    told = json.loads(filled("ask", ASKED, "--json").out)

    assert told["people"][0]["id"] == BOB
    assert told["people"][0]["why"].startswith("answered a question like this")
    assert "; says they know “restoring backups”" in told["people"][0]["why"]


def test_what_is_forgotten_is_found_no_more(filled: CommandLine) -> None:
    before = filled("ask", TERRAFORM, "--json").out
    filled("know", "--person", DEE, "--topic", "Kafka", "--topic", "Terraform")
    declared = filled("ask", TERRAFORM)

    gone = filled("know", "--person", DEE, "--topic", "terraform", "--forget")

    assert "says they know “Terraform”" in declared.out
    assert gone.out == "Forgotten: 1 topic.\n"
    assert filled("ask", TERRAFORM, "--json").out == before
    assert "says they know: Kafka." in filled("know", "--person", DEE).out
    assert "Nothing was changed" in filled("know", "--person", DEE, "--topic", "x", "--forget").out
    assert _audit(filled) == ["topics-declared-for", "topics-forgotten-for"]


def test_topics_survive_a_new_import_and_reindexing_reads_them(filled: CommandLine, tmp_path: Path) -> None:
    filled("know", "--person", DEE, "--topic", "Terraform")
    more = {**_nobody_spoke(), "general/2024-03-09.json": [said("hello", f"{FIRST + 700_000}.000100")]}
    filled("import", zipped(tmp_path, more, "more"))
    filled("reindex")

    assert [row[5] for row in filled.rows()["declared"]] == ["words@1"]
    assert "Terraform" in filled("ask", TERRAFORM).out


# ------------------------------------------------------------------ a list


def test_a_list_is_declared_and_again_changes_nothing_but_the_time(
    silent: CommandLine, tmp_path: Path
) -> None:
    path = _list(tmp_path, f"{CID},Terraform", f"{DEE},Kafka", f"{CID},Postgres")

    first, again = silent("know", path), silent("know", path)

    assert first.out == "Declared: 3 new topics.\n"
    assert again.out == "Declared: 0 new topics. Renewed, as declared before: 3 topics.\n"
    assert len(silent.rows()["declared"]) == 3


def test_of_a_list_with_wrong_lines_nothing_is_declared(silent: CommandLine, tmp_path: Path) -> None:
    before = silent.rows()
    path = _list(tmp_path, f"{CID},Terraform", "nobody,x", f"{CID},")

    refused(silent("know", path), "Nothing was declared: 2 lines", "Line 3: I know nobody called", "Line 4:")
    assert silent.rows() == before


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"person,topic\n", "empty"),
        (b"name,topic\nx,y\n", "person and topic; it has name, topic"),
        (b"person,topic\nJ\xfcrgen,x\n", "UTF-8"),
        (b'person,topic\nx,"y\n', "Line 2"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    silent: CommandLine, tmp_path: Path, content: bytes, part: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    refused(silent("know", path), part)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--topic", "x"),
        ("skills.csv", "--person", "ann"),
        ("skills.csv", "--topic", "x"),
        ("--person", "ann", "--forget"),
    ],
)
def test_what_is_no_whole_wish_is_wrong_usage(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli("know", *arguments).code == 2


def test_nobody_of_that_name_is_refused(silent: CommandLine) -> None:
    refused(silent("know", "--person", "nobody", "--topic", "x"), "nobody called “nobody”")
