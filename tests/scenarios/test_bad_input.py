"""Whatever is given to the command line: one clear line, an exit code, and rows as they were."""

import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.imports.zips import ANN, CENTRAL, account, channel, contents, named, patched
from tests.scenarios.cli import ASKED, FIRST, NEW_DAY, CommandLine, a_day_more, company, refused, said, zipped

GIB = 1024**3


# ------------------------------------------------------------------ files


def _no_zip(folder: Path) -> Path:
    path = folder / "letter.zip"
    path.write_text("Dear Sir or Madam", "utf-8")
    return path


def _folder(folder: Path) -> Path:
    path = folder / "unpacked"
    path.mkdir()
    return path


def _cut_zip(folder: Path) -> Path:
    whole = zipped(folder, name="whole")
    path = folder / "cut.zip"
    path.write_bytes(whole.read_bytes()[:-100])
    return path


def _without_users(folder: Path) -> Path:
    files = a_day_more()
    del files["users.json"]
    return zipped(folder, files, "nobody")


def _cut_day(folder: Path) -> Path:
    """The first days are whole and new; the last is not."""
    return zipped(folder, {**a_day_more(), "general/2024-03-05.json": b'[{"type": "mess'}, "cut")


def _climbing(folder: Path) -> Path:
    return named(folder / "climbing.zip", "../../etc/passwd.json")


def _bomb(folder: Path) -> Path:
    """A gibibyte of zeros, packed a piece at a time."""
    return _pretending(folder, size=GIB)


def _lying_bomb(folder: Path) -> Path:
    """The same, which says that it is small."""
    return _pretending(folder, size=1000)


def _pretending(folder: Path, size: int) -> Path:
    packer = zlib.compressobj(level=1, wbits=-15)
    packer.compress(bytes(1024 * 1024))
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    whole = zlib.compressobj(level=1, wbits=-15)
    data = piece * 1024 + whole.flush()
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        target.writestr(NEW_DAY, data)
    central = path.read_bytes().index(CENTRAL)
    for at_method, at_size in ((8, 22), (central + 10, central + 24)):
        patched(path, at_method, zipfile.ZIP_DEFLATED.to_bytes(2, "little"))
        patched(path, at_size, size.to_bytes(4, "little"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        for name, value in contents().items():
            target.writestr(name, json.dumps(value))
    return path


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (_no_zip, ["letter.zip is not a zip"]),
        (_folder, ["unpacked is a folder", "the zip file"]),
        (lambda folder: folder / "gone.zip", ["gone.zip cannot be read"]),
        (_cut_zip, ["cut.zip cannot be read"]),
        (_without_users, ["users.json is missing"]),
        (_cut_day, ["general/2024-03-05.json", "cut off at line 1", "Nothing was imported"]),
        (_climbing, ["../../etc/passwd.json", "outside"]),
        (_bomb, [NEW_DAY, "far more"]),
        (_lying_bomb, [NEW_DAY, "far more"]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_bad_file_changes_nothing(
    filled: CommandLine, tmp_path: Path, make: Callable[[Path], Path], parts: list[str]
) -> None:
    path = make(tmp_path)
    before = filled.rows()

    outcome = filled("import", path)

    refused(outcome, *parts)
    assert filled.rows() == before


def test_a_bad_file_leaves_an_empty_database_empty(cli: CommandLine, tmp_path: Path) -> None:
    path = _cut_day(tmp_path)
    before = cli.rows()

    refused(cli("import", path), "cut off")

    assert cli.rows() == before


def test_messages_without_author_or_time_are_left_out_and_counted(cli: CommandLine, tmp_path: Path) -> None:
    whole = said("kept", f"{FIRST + 300_000}.000100")
    no_author = said("said by nobody", f"{FIRST + 300_001}.000100")
    del no_author["user"]
    no_time = said("said at no time", "")
    del no_time["ts"]
    path = zipped(tmp_path, company({NEW_DAY: [no_author, whole, no_time, 7]}))

    outcome = cli("import", path)

    assert outcome.code == 0
    assert outcome.err == ""
    left_out = [line for line in outcome.out.splitlines() if line.startswith("Left out")]
    assert [line.partition(":")[0] for line in left_out] == ["Left out 1"] * 3
    texts = str(cli.rows()["messages"])
    assert "kept" in texts
    assert "said by" not in texts
    assert "said at" not in texts


def test_names_that_no_database_takes_are_mended(cli: CommandLine, tmp_path: Path) -> None:
    users = [account(ANN, team_id="T0ACME", profile={"real_name": "Ann \ud800\x00"})]
    path = zipped(tmp_path, company({"users.json": users}))

    assert cli("import", path).code == 0
    assert cli("ask", ASKED).err == ""


@pytest.mark.parametrize("command", ["import", "replay"])
def test_a_missing_file_is_named(filled: CommandLine, tmp_path: Path, command: str) -> None:
    refused(filled(command, tmp_path / "gone.zip"), "gone.zip cannot be read")


@pytest.mark.parametrize("content", [None, b"no gzip"])
def test_a_bad_replay_set_is_named(filled: CommandLine, tmp_path: Path, content: bytes | None) -> None:
    queries = tmp_path / "queries.jsonl.gz"
    if content is not None:
        queries.write_bytes(content)

    refused(filled("replay", tmp_path / "acme.zip", "--queries", queries), "queries.jsonl.gz cannot be read")


# ------------------------------------------------------------------ names


def test_an_unknown_channel_is_not_imported(filled: CommandLine, tmp_path: Path) -> None:
    before = filled.rows()

    refused(
        filled("import", tmp_path / "acme.zip", "--channel", "nowhere"), "nowhere", "Nothing was imported"
    )

    assert filled.rows() == before


def test_a_private_channel_is_named_as_such(cli: CommandLine, tmp_path: Path) -> None:
    path = zipped(tmp_path, company(closed=True))
    before = cli.rows()

    refused(cli("import", path, "--channel", "vault"), "#vault is not public", "--private")

    assert cli.rows() == before


def test_an_unknown_and_an_unreadable_channel_are_told_alike(cli: CommandLine, tmp_path: Path) -> None:
    assert cli("import", zipped(tmp_path, company(closed=True)), "--private", "vault").code == 0

    unknown = cli("ask", ASKED, "--channel", "nowhere")
    closed = cli("ask", ASKED, "--channel", "vault", "--as", "ann")

    refused(unknown, "no channel “nowhere”")
    refused(closed)
    assert closed.err == unknown.err.replace("nowhere", "vault")


def test_an_unknown_person_asks_nothing(filled: CommandLine) -> None:
    before = filled.rows()

    refused(filled("ask", ASKED, "--as", "zoe"), "nobody called “zoe”")

    assert filled.rows() == before


def test_a_name_that_two_people_have_is_not_guessed(cli: CommandLine, tmp_path: Path) -> None:
    twins = [account(f"U0{n}", name=f"kim{n}", profile={"real_name": "Kim"}) for n in range(2)]
    cli("import", zipped(tmp_path, company({"users.json": twins})))

    refused(cli("ask", ASKED, "--as", "Kim"), "Two people are called “Kim”")
    assert cli("ask", ASKED, "--as", "kim1").err == ""


def test_several_workspaces_want_to_be_told_apart(filled: CommandLine, tmp_path: Path) -> None:
    other = company({"users.json": [account(ANN, team_id="T0OTHER")]})
    filled("import", zipped(tmp_path, other, "other"))

    refused(filled("ask", ASKED), "acme, other", "--workspace")
    assert filled("ask", ASKED, "--workspace", "ACME").code == 0


def test_an_unknown_workspace_is_told_from_several(filled: CommandLine) -> None:
    refused(filled("ask", ASKED, "--workspace", "other"), "The only workspace here is acme")


def test_nothing_imported_says_how_to_begin(cli: CommandLine) -> None:
    refused(cli("ask", ASKED), "kenner import")


@pytest.mark.parametrize("url", ["acme.slack.com", "javascript:alert(1)", "https://[", "https://"])
def test_an_address_that_is_none_is_wrong_usage(cli: CommandLine, tmp_path: Path, url: str) -> None:
    before = cli.rows()

    outcome = cli("import", zipped(tmp_path), "--workspace-url", url)

    assert outcome.code == 2
    assert "https://acme.slack.com" in outcome.err
    assert cli.rows() == before


# ------------------------------------------------------------------ questions


@pytest.mark.parametrize("text", ["", "   ", "???", "\n\t—\n", "\udcff"])
def test_no_question_is_no_error_of_ours(filled: CommandLine, text: str) -> None:
    refused(filled("ask", text), "no question yet")


def test_a_very_long_question_is_answered(filled: CommandLine) -> None:
    text = f"{ASKED} " + "the backup of the orders table " * 1_300
    assert len(text) > 40_000

    outcome = filled("ask", text)

    assert outcome.err == ""
    assert outcome.code == 0
    assert len(outcome.out) < 2_000


def test_bytes_that_are_no_text_do_not_end_the_program(filled: CommandLine) -> None:
    outcome = filled("ask", f"{ASKED} \udcff\udcfe")

    assert outcome.err == ""
    assert "Bob" in outcome.out


# ------------------------------------------------------------------ usage


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "x", "--top", "0"], ["import"], ["nothing"], ["ask", "x", "--no-such"]]
)
def test_wrong_usage_has_its_own_code(cli: CommandLine, arguments: list[str]) -> None:
    outcome = cli(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_channels_that_are_none_are_left_out(cli: CommandLine, tmp_path: Path) -> None:
    odd = company({"channels.json": [channel(), {"name": "no id"}, 7, channel("C0DATA", "data")]})

    outcome = cli("import", zipped(tmp_path, odd))

    assert outcome.code == 0
    assert "Left out 1" in outcome.out
