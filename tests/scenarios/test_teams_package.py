"""``kenner teams package`` writes what is uploaded to Teams."""

import json
from pathlib import Path
from zipfile import ZipFile

from bot import teams_app_phrases
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
