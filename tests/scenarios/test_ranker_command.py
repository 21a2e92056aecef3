"""``kenner ranker``: what is in use and why, learning from the public past, and going back."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import phrases
from bot import ranker_phrases as say
from index.types import Vectors
from tests.adapters.imports.zips import ANN, BOB, channel
from tests.scenarios.cli import CID, DEE, FIRST, SECRET, CommandLine, WordModel, company, thread, zipped

THREADS = 90
TOPICS = {BOB: "backup restore postgres", CID: "calendar holiday wiki", DEE: "export lock nightly"}


def past(*, closed: bool = False) -> dict[str, Any]:
    """A year in which each subject has its own expert; somebody else asks. What is private says otherwise."""
    files: dict[str, Any] = {"users.json": company()["users.json"], "channels.json": [channel()]}
    helpers = list(TOPICS)
    for number in range(THREADS):
        helper = helpers[number * 7 % 3 if number % 4 else 0]
        asker = ANN if number % 2 else helpers[(helpers.index(helper) + 1) % 3]
        words = TOPICS[helper] if number % 5 else "strange noise machine"
        start = FIRST + number * 86_400
        said = thread(
            start,
            f"how does the {words} work, part {number}?",
            (helper, f"the {words} {number}"),
            asker=asker,
        )
        files[f"general/day-{number:03}.json"] = said
    if closed:
        files["groups.json"] = [channel("G0VAULT", "vault", members=[CID, DEE])]
        for number in range(THREADS):
            start = FIRST + number * 86_400 + 3_600
            said = thread(
                start, f"{TOPICS[BOB]} {SECRET} {number}?", (DEE, f"{TOPICS[BOB]} {number}"), asker=CID
            )
            files[f"vault/day-{number:03}.json"] = said
    return {_dated(name): content for name, content in files.items()}


def _dated(name: str) -> str:
    folder, _, day = name.partition("/day-")
    if not day:
        return name
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    at = datetime.fromtimestamp(FIRST, UTC) + timedelta(days=int(day.removesuffix(".json")))
    return f"{folder}/{at:%Y-%m-%d}.json"


@pytest.fixture
def taught(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """A workspace with a past to learn from."""
    assert cli("import", zipped(tmp_path, past())).code == 0
    return cli


def test_at_first_it_shows_the_shipped_weights_and_what_each_is_for(filled: CommandLine) -> None:
    outcome = filled("ranker")

    lines = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (0, "")
    assert lines[0] == "In use: the shipped weights."
    assert [text for text in say.SIGNALS.values() if text not in outcome.out] == []
    assert lines[-1] == say.LEARN_HINT


def test_too_little_to_learn_from_changes_nothing(filled: CommandLine) -> None:
    before = filled.rows()

    outcome = filled("ranker", "learn")

    assert (outcome.code, outcome.out) == (0, f"{say.too_little(60)}\n")
    assert filled.rows() == before


@pytest.mark.slow
def test_learning_says_what_came_of_it_keeps_it_and_can_be_taken_back(taught: CommandLine) -> None:
    taught.monkeypatch.setattr("getpass.getuser", lambda: "root-operator")

    learned, shown = taught("ranker", "learn"), taught("ranker")
    back, after = taught("ranker", "use", "prior"), taught("ranker")
    forth = taught("ranker", "use", "1")

    assert (learned.code, learned.err) == (0, "")
    assert "on the latest questions" in learned.out.splitlines()[0]
    assert learned.out.endswith(shown.out)
    assert "(number 1)" in shown.out.splitlines()[0]
    assert "Mean reciprocal rank" in shown.out
    assert back.out == "In use from now on: the shipped weights.\n"
    assert after.out.startswith("In use since ")
    assert say.GO_BACK in after.out
    assert "(number 1)" in forth.out
    audit = taught.rows()["audit"]
    assert [row[3] for row in audit] == ["ranker-learned", "ranker-chosen", "ranker-chosen"]
    assert {row[4] for row in audit} == {"root-operator"}


@pytest.mark.slow
def test_learning_is_deterministic_and_private_channels_teach_nothing(
    cli: CommandLine, tmp_path: Path
) -> None:
    found = []
    for name, closed in (("one", False), ("two", False), ("three", True)):
        cli.move(tmp_path / name)
        cli("migrate")
        options = ["--private", "vault"] if closed else []
        assert (
            cli("import", zipped(tmp_path, past(closed=closed), name), *options, "--workspace", "Acme").code
            == 0
        )
        cli("ranker", "learn")
        ((_, number, _, *rest),) = cli.rows()["rankers"]
        found.append((number, *rest))
        assert 0 < json.loads(rest[-2])["prior"] < 1, "a past in which it is not plain who helps"

    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_learning_embeds_only_what_has_no_vector_yet(taught: CommandLine) -> None:
    embedded: list[str] = []
    encode = WordModel.encode

    def watched(self: WordModel, texts: list[str]) -> Vectors:
        embedded.extend(texts)
        return encode(self, texts)

    taught.monkeypatch.setattr(WordModel, "encode", watched)

    assert taught("ranker", "learn").code == 0

    passages = {row[6] for row in taught.rows()["passages"]}
    assert len(passages) == THREADS
    assert not passages & set(embedded)
    assert len(embedded) == len(set(embedded)) <= THREADS


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("7", 1, say.unknown_ranker(7, [])),
        ("none", 2, say.NOT_A_NUMBER),
        ("-1", 2, ""),
        ("0", 2, say.NOT_A_NUMBER),
        ("99999999999999999999", 2, say.NOT_A_NUMBER),
    ],
)
def test_what_is_not_there_to_go_back_to(filled: CommandLine, given: str, code: int, said: str) -> None:
    outcome = filled("ranker", "use", given)

    assert outcome.code == code
    assert said in outcome.err
    assert outcome.out == ""
    assert filled.rows()["audit"] == []


def test_without_a_workspace_there_is_a_sentence(cli: CommandLine) -> None:
    assert [cli("ranker", *more).err for more in ([], ["learn"], ["use", "prior"])] == [
        f"{phrases.NO_WORKSPACE}\n"
    ] * 3


@pytest.mark.parametrize("arguments", [["--workspace", "other"], ["use", "prior", "--workspace", "other"]])
def test_an_unknown_workspace_is_refused(filled: CommandLine, arguments: list[str]) -> None:
    outcome = filled("ranker", *arguments)

    assert outcome.code == 1
    assert outcome.err == f"{phrases.which_workspace(['acme'])}\n"
