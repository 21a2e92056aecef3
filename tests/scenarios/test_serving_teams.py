"""``kenner serve`` on Teams: what it needs, and what it says where that is missing."""

from pathlib import Path
from typing import Any

import pytest

from adapters.commands.serve_command import sides_of, teams_settings
from adapters.settings import Settings
from adapters.teams.errors import UnguardedError
from adapters.teams.service import TeamsSettings
from adapters.wiring import Application
from bot.errors import NothingToServeError
from bot.types import Platform

SLACK = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
TEAMS = {"teams_tenant_id": "ABC", "teams_app_id": "app", "teams_app_password": "secret"}


def _application(folder: Path, **settings: Any) -> Application:
    return Application(Settings(data_dir=folder, **settings))


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({}, NothingToServeError),
        ({"teams_app_id": "app"}, NothingToServeError),
        ({"slack_bot_token": "xoxb-1"}, NothingToServeError),
        ({"teams_tenant_id": "ABC"}, UnguardedError),
        (TEAMS | {"teams_local": True}, UnguardedError),
        (SLACK | {"teams_tenant_id": "ABC"}, UnguardedError),
    ],
)
def test_without_what_it_needs_it_says_so(
    tmp_path: Path, settings: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        sides_of(_application(tmp_path, **settings).settings)


@pytest.mark.parametrize(
    ("settings", "platforms"),
    [
        (SLACK, [Platform.SLACK]),
        (TEAMS, [Platform.TEAMS]),
        (SLACK | TEAMS, [Platform.SLACK, Platform.TEAMS]),
    ],
)
def test_what_is_set_up_is_served(
    tmp_path: Path, settings: dict[str, Any], platforms: list[Platform]
) -> None:
    sides = sides_of(_application(tmp_path, **settings).settings)

    assert [side.platform for side in sides] == platforms


def test_settings_are_taken_over(tmp_path: Path) -> None:
    settings = _application(tmp_path, **TEAMS, teams_open_teams=" 19:a@thread.tacv2, b ,").settings

    found = teams_settings(settings)

    assert (found.app_id, found.app_password, found.tenant) == ("app", "secret", "abc")
    assert found.open_teams == ("19:a@thread.tacv2", "b")
    assert not found.is_local
    assert found.service_url == TeamsSettings(app_id="", app_password="", tenant="").service_url
