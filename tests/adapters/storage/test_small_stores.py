"""Audit, import progress, and the workspaces themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.chat_types import Job
from bot.ports import Storage, UnitOfWork
from bot.types import AuditEntry, Platform
from expertise.types import WorkspaceId
from tests.adapters.storage.building import ANN, HERE, NOON, THERE, key, workspace


async def test_audit_entries_come_back_in_the_order_they_were_added(work: UnitOfWork) -> None:
    later = AuditEntry(at=NOON, action="forget", actor="operator", subject=ANN, detail="asked for")
    first = replace(later, subject=None, action="export")

    await work.audit.add(first)
    await work.audit.add(later)

    assert await work.audit.all() == [first, later]


async def test_parts_of_an_import_are_done_once_and_for_their_file(work: UnitOfWork) -> None:
    await work.imports.mark("file", ["a", "b"])
    await work.imports.mark("file", ["b", "c"])
    await work.imports.mark("file", [])
    await work.imports.mark("other", ["z"])

    assert await work.imports.done("file") == {"a", "b", "c"}
    assert await work.imports.done("unknown") == frozenset()


async def test_workspaces_are_ordered_by_name_then_id(bare_storage: Storage) -> None:
    third = WorkspaceId(key("third"))
    async with bare_storage.registry() as registry:
        for each, name in ((HERE, "b"), (THERE, "b"), (third, "Ä"), (WorkspaceId(key("fourth")), "C")):
            await registry.workspaces.ensure(workspace(each, name=name))

        found = await registry.workspaces.all()

    assert [each.name for each in found] == ["C", "b", "b", "Ä"]
    assert [each.id for each in found][1:3] == sorted((HERE, THERE))


async def test_a_workspace_keeps_its_first_id_and_what_is_set(bare_storage: Storage) -> None:
    first = workspace(HERE, url="https://ours.example")
    async with bare_storage.registry() as registry:
        await registry.workspaces.ensure(first)
        again = replace(first, id=THERE, name="Renamed", url="")

        found = await registry.workspaces.ensure(again)

        assert found == replace(first, name="Renamed")
        assert await registry.workspaces.by_platform_id(Platform.SLACK, first.platform_id) == found
        assert await registry.workspaces.by_platform_id(Platform.TEAMS, first.platform_id) is None
        assert await registry.workspaces.all() == [found]


async def test_an_id_is_one_workspaces(bare_storage: Storage) -> None:
    async with bare_storage.registry() as registry:
        await registry.workspaces.ensure(workspace(HERE))

        with pytest.raises(ConflictError):
            await registry.workspaces.ensure(workspace(HERE, platform_id="T-another"))


async def test_a_registry_that_is_not_committed_is_taken_back(bare_storage: Storage) -> None:
    async with bare_storage.registry() as registry:
        await registry.workspaces.ensure(workspace(HERE))
    async with bare_storage.registry() as registry:
        assert await registry.workspaces.all() == []


async def test_a_job_is_owed_once_until_it_is_settled(work: UnitOfWork) -> None:
    answer = Job(name="answer", workspace_id=HERE, subject="1")
    erase = Job(name="erase", workspace_id=HERE, subject="1")
    await work.owed.add(erase, NOON)
    await work.owed.add(answer, NOON)
    await work.owed.add(answer, NOON)

    assert await work.owed.before(NOON) == [answer, erase]
    assert await work.owed.before(NOON - timedelta(seconds=1)) == []

    await work.owed.settle([answer, replace(answer, subject="2")])

    assert await work.owed.before(NOON) == [erase]
