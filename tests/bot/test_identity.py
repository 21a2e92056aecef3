"""Ids follow from the platform's, for ever: rows of earlier versions hang on them."""

from uuid import UUID

from bot.identity import channel_id, person_id, workspace_id
from bot.types import Platform


def test_ids_never_change() -> None:
    workspace = workspace_id(Platform.SLACK, "T123")

    assert workspace == "ecef2992-ec1a-5a87-9843-29c7ceb17eec"
    assert person_id(workspace, "U1") == "d68e015f-e2d3-5e76-8189-f8102b8b5a88"
    assert channel_id(workspace, "C1") == "ff82d6e1-b281-590f-9871-2e9187ec2c8c"


def test_ids_tell_kinds_platforms_and_workspaces_apart() -> None:
    one, other = workspace_id(Platform.SLACK, "T1"), workspace_id(Platform.TEAMS, "T1")

    ids = [
        one,
        other,
        person_id(one, "X"),
        person_id(other, "X"),
        channel_id(one, "X"),
        channel_id(other, "X"),
    ]

    assert len(set(ids)) == len(ids)
    assert all(str(UUID(each)) == each for each in ids)
