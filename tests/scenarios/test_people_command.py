"""``kenner people``: a list of who is who, and one person alone again."""

import asyncio
import json
from pathlib import Path

import pytest

from adapters.storage.unit_of_work import SqlStorage
from bot import linking_phrases as say
from bot.identity import person_id, workspace_id
from bot.types import Platform, Workspace
from expertise.types import Person
from tests.adapters.imports.zips import ANN, BOB
from tests.scenarios.cli import CID, CommandLine, refused

TENANT = Workspace(
    id=workspace_id(Platform.TEAMS, "t1"), platform=Platform.TEAMS, platform_id="t1", name="t1"
)


async def _meet(url: str) -> None:
    storage = SqlStorage(url)
    async with storage.registry() as registry:
        await registry.workspaces.ensure(TENANT)
        await registry.commit()
    async with storage.begin(TENANT.id) as uow:
        names = (("aad-1", "Ann Öst"), ("aad-2", "Bob"), ("aad-3", "Kim"), ("aad-4", "Kim"))
        await uow.people.save(
            [Person(id=person_id(TENANT.id, each), platform_id=each, name=name) for each, name in names]
        )
        await uow.commit()
    await storage.close()


@pytest.fixture
def both(filled: CommandLine) -> CommandLine:
    """A workspace of Slack, imported, and people in a tenant of Teams."""
    asyncio.run(_meet(f"sqlite+aiosqlite:///{filled.database}"))
    return filled


def _list(folder: Path, *lines: str, first: str = "slack,teams") -> Path:
    path = folder / "people.csv"
    path.write_text("\n".join([first, *lines, ""]), "utf-8")
    return path


def _linked(cli: CommandLine) -> int:
    return int(json.loads(cli("status", "--json").out)["linked_people"])


def test_a_list_is_linked_and_one_of_them_unlinked(both: CommandLine, tmp_path: Path) -> None:
    path = _list(tmp_path, f"{ANN},Ann Öst", f"{BOB},aad-2")

    first, again = both("people", "link", path), both("people", "link", path)
    linked = _linked(both)
    alone = both("people", "unlink", "--teams", "aad-2")

    assert first.out == "Linked: 2 people.\n"
    assert again.out == "Linked: 0 people. Linked before: 2 people.\n"
    assert (linked, _linked(both)) == (2, 1)
    assert alone.out == f"{say.unlinked('Bob')}\n"
    assert "is not linked to anybody" in both("people", "unlink", "--slack", BOB).out
    acts = sorted(str(row[3]) for row in both.rows()["audit"])
    assert acts == ["accounts-linked"] * 4 + ["accounts-unlinked"] * 2


def test_of_a_list_with_wrong_lines_nobody_is_linked(both: CommandLine, tmp_path: Path) -> None:
    before = both.rows()
    path = _list(tmp_path, f"{ANN},aad-1", "nobody,aad-2", f"{BOB},Kim", f"{CID},bob@acme.example")

    refused(
        both("people", "link", path),
        "Nobody was linked: 3 lines",
        "Line 3: I know nobody called “nobody”",
        "Line 4: Two people are called “Kim”",
        "Line 5: No member's account in Microsoft Teams",
    )
    assert [both.rows()[name] for name in ("linked_accounts", "audit")] == [
        before[name] for name in ("linked_accounts", "audit")
    ]


@pytest.mark.parametrize(
    ("first", "line", "part"),
    [
        ("slack,teams", "", "The list is empty. It needs a first line with the columns slack and teams"),
        ("person,topic", "ann,x", "must name the columns slack and teams; it has person, topic"),
        ("slack,teams", "ann", "Line 2 of the list cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    both: CommandLine, tmp_path: Path, first: str, line: str, part: str
) -> None:
    refused(both("people", "link", _list(tmp_path, line, first=first)), part)


def test_without_teams_nobody_can_be_linked(filled: CommandLine, tmp_path: Path) -> None:
    refused(filled("people", "link", _list(tmp_path, "ann,x")), say.no_workspace(Platform.TEAMS))


@pytest.mark.parametrize("arguments", [(), ("--slack", "ann", "--teams", "ann")])
def test_unlinking_wants_one_account(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli("people", "unlink", *arguments).code == 2
