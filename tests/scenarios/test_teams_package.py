"""``kenner teams``: the package that is uploaded, and the check that says what is missing."""

import json
from pathlib import Path
from zipfile import ZipFile

from bot import teams_app_phrases, teams_check_phrases
from tests.scenarios.cli import CommandLine

APP = "00000000-0000-0000-0000-00000000000a"


def test_the_package_is_written(bare: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "app.zip"
    who = ("--app-id", APP, "--company", "Acme", "--website", "https://acme.example")

    outcome = bare("teams", "package", *who, "--output", str(file))

    assert (outcome.code, outcome.err) == (0, "")
    assert str(file) in outcome.out
    with ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["bots"][0]["botId"] == APP


def test_an_address_that_teams_would_refuse_is_refused(bare: CommandLine, tmp_path: Path) -> None:
    who = ("--app-id", APP, "--company", "Acme", "--website", "http://acme.example")

    outcome = bare("teams", "package", *who, "--output", str(tmp_path / "app.zip"))

    assert outcome.code == 2
    assert teams_app_phrases.NOT_HTTPS in outcome.err
    assert list(tmp_path.glob("*.zip")) == []


def test_a_check_without_an_app_says_where_to_begin(bare: CommandLine) -> None:
    outcome = bare("teams", "check")

    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == teams_check_phrases.NO_APP


def test_a_check_where_only_this_machine_is_served_is_content(bare: CommandLine) -> None:
    bare.monkeypatch.setenv("KENNER_TEAMS_LOCAL", "true")
    bare.monkeypatch.setenv("KENNER_TEAMS_TENANT_ID", "local")
    bare("migrate")

    outcome = bare("teams", "check")

    assert (outcome.code, outcome.out.splitlines()) == (0, [teams_check_phrases.LOCAL])
