"""Ids follow from the platform's, for ever: rows of earlier versions hang on them."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import RFC_4122, UUID

from bot.identity import channel_id, person_id, question_id, workspace_id
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


def test_a_later_question_has_a_later_id_and_no_two_have_one() -> None:
    at = datetime(2024, 5, 6, 12, tzinfo=UTC)
    random = Random(1).randbytes
    ids = [question_id(at + timedelta(milliseconds=n), random) for n in range(100)]

    assert ids == sorted(set(ids))
    assert {UUID(each).version for each in ids} == {7}
    assert {UUID(each).variant for each in ids} == {RFC_4122}


def test_an_id_is_the_one_that_the_standard_gives_as_example() -> None:
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    bits = 0xCC3 << 64 | 0x18C4DC0C0C07398F
    found = question_id(at, bits.to_bytes)

    assert found == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
