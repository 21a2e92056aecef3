"""What each command says, keeps to itself, and leaves behind."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import _COMMANDS
from bot import phrases
from index.embedder import SentenceTransformerEmbedder
from tests.adapters.imports.zips import BOB
from tests.scenarios.cli import (
    ASKED,
    CID,
    DEE,
    FIRST,
    SECRET,
    CommandLine,
    company,
    thread,
    zipped,
)

NONSENSE = "how do I tune a harpsichord?"
CLOSED = f"who turns the {SECRET} valve?"
HEAVY = ("torch", "faiss", "sqlalchemy", "tantivy", "numpy", "pydantic", "transformers")


# ------------------------------------------------------------------ help


def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    code = f"""
import sys
from adapters.cli import main
try:
    main(["--help"])
except SystemExit as end:
    assert not end.code
print("LOADED", [name for name in {HEAVY} if name in sys.modules])
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 our own

    listed = [line.split()[0] for line in done.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert listed[: len(_COMMANDS)] == list(_COMMANDS)
    assert "LOADED []" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_every_command_explains_itself(bare: CommandLine, name: str) -> None:
    outcome = bare(name, "--help")

    assert outcome.code == 0
    assert outcome.err == ""
    usage, _, rest = outcome.out.partition("\n\n")
    assert re.match(rf"Usage: .* {name} ", usage)
    explanation, _, options = rest.partition("Options:")
    assert explanation.strip().endswith(".")
    assert _unexplained(options) == []


def _unexplained(options: str) -> list[str]:
    """Options without a word about them."""
    entries = re.split(r"\n(?=  -)", options.strip("\n"))
    return [entry for entry in entries if not re.search(r"(?:  |\n +)\S", entry.strip())]


def test_the_version_is_that_of_the_package(bare: CommandLine) -> None:
    outcome = bare("--version")

    assert outcome.code == 0
    assert version("kenner") in outcome.out


# ------------------------------------------------------------------ import


def test_an_import_says_what_it_read_and_the_second_that_nothing_is_new(
    cli: CommandLine, tmp_path: Path
) -> None:
    path = zipped(tmp_path, company(closed=True))

    first, after_first = cli("import", path), cli.rows()
    second, after_second = cli("import", path), cli.rows()

    assert first.out.splitlines() == [
        "Read 4 people, 2 channels, 6 messages (6 person).",
        "New or changed: 6 messages, 3 passages.",
        "Left out 1 channel that you did not ask for: vault.",
    ]
    assert second.out.splitlines()[1:3] == [
        "New or changed: 0 messages, 0 passages.",
        "3 days had been read before.",
    ]
    assert after_second == after_first
    assert (first.err, second.err) == ("", "")


def test_channels_are_chosen_and_excluded_by_name(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", zipped(tmp_path), "--exclude", "#Data")
    assert "#data" not in cli("ask", "why is the nightly export slow?").out

    cli("import", zipped(tmp_path), "--channel", "data")
    assert "#data" in cli("ask", "why is the nightly export slow?").out


def test_the_name_of_the_next_file_does_not_rename_a_workspace(filled: CommandLine, tmp_path: Path) -> None:
    filled("import", zipped(tmp_path, name="export-of-april"))
    assert filled("ask", ASKED, "--workspace", "acme").code == 0

    filled("import", zipped(tmp_path), "--workspace", "Umbrella")
    assert filled("ask", ASKED, "--workspace", "Umbrella").code == 0


def test_rows_alone_then_the_index(cli: CommandLine, tmp_path: Path) -> None:
    assert cli("import", zipped(tmp_path), "--no-embed").code == 0
    assert cli("ask", ASKED).err == f"{phrases.INDEX_MISSING}\n"

    assert cli("reindex").out == "Embedded 3 passages. The index holds 3 in generation 1.\n"
    assert "Bob" in cli("ask", ASKED).out


def test_stopping_says_that_what_is_done_is_kept(cli: CommandLine, tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with cli.monkeypatch.context() as patch:
        patch.setattr("tests.scenarios.cli.WordModel.encode", interrupt)
        outcome = cli("import", zipped(tmp_path))

    assert outcome.code == 130
    assert outcome.err.strip() == phrases.INTERRUPTED
    assert cli("import", zipped(tmp_path)).code == 0


# ------------------------------------------------------------------ private channels


def test_a_member_finds_what_is_private_and_nobody_else_does(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", zipped(tmp_path, company(closed=True)), "--private", "vault")

    member, outsider, nobody = (cli("ask", CLOSED, *who) for who in (["--as", "cid"], ["--as", "ann"], []))

    traces = ("Dee", "vault", f"the {SECRET} key")
    assert [trace for trace in traces if trace not in member.out] == []
    assert [trace for trace in traces if trace in outsider.out + nobody.out] == []


@pytest.mark.parametrize("options", [[], ["--json"], ["--as", "ann"], ["--channel", "general"]])
def test_outside_of_it_a_private_channel_changes_no_byte(
    cli: CommandLine, tmp_path: Path, options: list[str]
) -> None:
    asked = (ASKED, CLOSED, NONSENSE, f"{ASKED} {SECRET} valve")
    with _clock_stopped(cli):
        cli("import", zipped(tmp_path, company(closed=True)), "--private", "vault")
        beside = [cli("ask", text, *options) for text in asked]
        cli.move(tmp_path / "without")
        cli("migrate")
        cli("import", zipped(tmp_path))
        without = [cli("ask", text, *options) for text in asked]

    assert beside == without


@contextmanager
def _clock_stopped(cli: CommandLine) -> Iterator[None]:
    from datetime import UTC, datetime  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.wiring.now", lambda: datetime.fromtimestamp(FIRST + 10 * 86_400, UTC))
        yield


# ------------------------------------------------------------------ ask


def test_json_keeps_its_promise(filled: CommandLine) -> None:
    outcome = filled("ask", ASKED, "--json")

    answer = json.loads(outcome.out)
    _has_the_shape(answer)
    assert outcome.code == 0
    assert answer["stands_out"] is True
    assert answer["people"][0]["name"] == "Bob"
    assert answer["question"] == ASKED


def test_json_says_so_when_nobody_stands_out(filled: CommandLine) -> None:
    outcome = filled("ask", NONSENSE, "--json")

    answer = json.loads(outcome.out)
    _has_the_shape(answer)
    assert outcome.code == 3
    assert answer["stands_out"] is False
    assert answer["people"] == answer["threads"] == []


def _has_the_shape(answer: dict[str, Any]) -> None:
    quotation = {
        "text": str,
        "author": (str, type(None)),
        "channel": str,
        "at": str,
        "link": (str, type(None)),
    }
    person = {"id": str, "name": str, "score": float, "why": str, "answered": int, "told": int, "asked": int}
    _fits(answer, {"question": str, "stands_out": bool, "ask_in": (str, type(None))})
    for one in answer["people"]:
        _fits(one, person)
        _fits(one["quotation"], quotation)
    for one in answer["threads"]:
        _fits(one, quotation)


def _fits(value: dict[str, Any], schema: dict[str, Any]) -> None:
    assert {key for key, kind in schema.items() if not isinstance(value[key], kind)} == set()


def test_as_somebody_is_written_down_and_without_it_nothing_is(filled: CommandLine) -> None:
    filled("ask", ASKED)
    assert filled.rows()["audit"] == []

    filled.monkeypatch.setattr("getpass.getuser", lambda: "root-operator")
    filled("ask", f"{ASKED} {SECRET}", "--as", "@Ann")

    (row,) = filled.rows()["audit"]
    assert "ask-as" in row
    assert "root-operator" in row
    assert SECRET not in str(row)


def test_an_operator_whom_the_system_does_not_know_is_written_down_too(filled: CommandLine) -> None:
    """A container may run under a number that has no name."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        filled.monkeypatch.delenv(name, raising=False)
    filled.monkeypatch.setattr("pwd.getpwuid", _no_such_user)

    outcome = filled("ask", ASKED, "--as", "ann")

    assert outcome.err == ""
    assert f"uid {os.getuid()}" in filled.rows()["audit"][0]


def _no_such_user(uid: int) -> None:
    raise KeyError(uid)


def test_at_most_as_many_people_as_asked_for(cli: CommandLine, tmp_path: Path) -> None:
    answers = [(who, f"restore the orders table from the backup, says {who}") for who in (BOB, CID, DEE)]
    cli(
        "import",
        zipped(tmp_path, company({"general/2024-03-04.json": thread(FIRST + 300_000, ASKED, *answers)})),
    )

    one, two = (json.loads(cli("ask", ASKED, "--top", n, "--json").out)["people"] for n in (1, 2))

    assert (len(one), len(two)) == (1, 2)
    assert two[:1] == one


# ------------------------------------------------------------------ doctor


def test_doctor_is_quiet_where_all_is_well(filled: CommandLine) -> None:
    full, quiet = filled("doctor"), filled("doctor", "--quiet")

    assert (full.code, quiet.code) == (0, 0)
    subjects = [line.split("  ")[-1].partition(":")[0] for line in full.out.splitlines()]
    assert subjects == ["Python", "disk", "model", "database", "index of acme"]
    assert [line for line in quiet.out.splitlines() if "disk" not in line] == []


def test_doctor_only_hints_at_what_is_no_fault(cli: CommandLine) -> None:
    outcome = cli("doctor", "--quiet")

    assert outcome.code == 0
    assert f"  hint  workspaces: {phrases.NO_WORKSPACE}" in outcome.out.splitlines()


def test_doctor_has_a_code_for_what_must_be_done(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", zipped(tmp_path), "--no-embed")

    outcome = cli("doctor", "--quiet")

    assert outcome.code == 1
    assert f" wrong  index of acme: {phrases.INDEX_MISSING}" in outcome.out.splitlines()
    assert outcome.err == ""


# ------------------------------------------------------------------ with the real model


@pytest.mark.model
def test_the_real_model_finds_by_meaning(cli: CommandLine, tmp_path: Path) -> None:
    cli.monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", SentenceTransformerEmbedder)

    assert cli("import", zipped(tmp_path)).code == 0
    found, nothing = cli("ask", "bring the lost database table back", "--json"), cli("ask", NONSENSE)

    assert json.loads(found.out)["people"][0]["name"] == "Bob"
    assert (found.code, nothing.code) == (0, 3)


@pytest.mark.model
@pytest.mark.slow
def test_the_demo_ends_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "demo"],
        env={**os.environ, "KENNER_DATA_DIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    size = r"\d+ people, \d+ channels, [\d,]+ messages; nothing leaves this machine\."
    replayed = r"Of \d+ past questions, the real helper was among my first three \d+ times; .* \d+ times\."
    assert [sum(bool(re.fullmatch(form, line)) for line in lines) for form in (size, replayed)] == [1, 1]
    assert lines[-1] == phrases.try_next("kenner")
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr
