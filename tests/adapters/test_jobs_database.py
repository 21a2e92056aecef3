"""Durable jobs where their own database refuses, or says that it did."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
from dbos import error as dbos_error
from dbos._sys_db import SystemDatabase
from dbos._sys_db_sqlite import SQLiteSystemDatabase
from sqlalchemy.exc import OperationalError

from adapters.jobs import Work
from tests.support.diary import JOB, Diary, job, now, opened


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture(autouse=True)
def _back_to_defaults() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_job_is_done_though_its_database_said_that_it_could_not_be_kept(
    tmp_path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    real, fails = SystemDatabase.init_workflow, [True]

    def init_workflow(*args: Any, **more: Any) -> Any:
        done = real(*args, **more) if is_kept or not fails else None
        if fails:
            fails.clear()
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))
        return done

    async with opened(tmp_path, {"answer": Work(steps={"first": diary.first})}) as jobs:
        monkeypatch.setattr(SystemDatabase, "init_workflow", init_workflow)

        await jobs.start(JOB)

        assert await diary.next(1) == ["first q1"]
    assert diary.lines.empty()


async def test_a_step_that_was_kept_twice_is_done_and_the_next_follows(
    tmp_path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, fails = SystemDatabase.record_operation_result, [True]

    def record(*args: Any, **more: Any) -> Any:
        done = real(*args, **more)
        if fails:
            fails.clear()
            raise dbos_error.DBOSStepNondeterminismError(JOB.id, 1)
        return done

    async with opened(
        tmp_path, {"answer": Work(steps={"first": diary.first, "second": diary.second})}
    ) as jobs:
        monkeypatch.setattr(SystemDatabase, "record_operation_result", record)

        await jobs.start(JOB)

        assert await diary.next(2) == ["first q1", "second q1"]


class Refusing:
    """In place of what dbos does with its database at the start: done, and then refused, so many times."""

    def __init__(self, patch: pytest.MonkeyPatch, what: str, times: int) -> None:
        self.left = times
        real = getattr(SQLiteSystemDatabase, what)

        def refusing(*args: Any, **more: Any) -> Any:
            done = real(*args, **more)
            if self.left:
                self.left -= 1
                raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))
            return done

        patch.setattr(SQLiteSystemDatabase, what, refusing)


@pytest.mark.parametrize("what", ["run_migrations", "upsert_queue"])
async def test_a_database_that_refuses_at_the_start_is_opened_again_and_what_was_under_way_goes_on(
    tmp_path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    work = {"answer": Work(steps={"first": diary.first, "slow": diary.slow, "second": diary.second})}
    async with opened(tmp_path, work) as jobs:
        await jobs.start(JOB)
        await diary.next(2)
    diary.may_go_on.set()
    refusing = Refusing(monkeypatch, what, times=1)

    async with opened(tmp_path, work) as jobs:
        done = await diary.next(2)
        await jobs.at(now(), job("q2"))
        done += await diary.next(3)

    assert refusing.left == 0
    assert done == ["slow q1", "second q1", "first q2", "slow q2", "second q2"]
    assert diary.lines.empty()


async def test_a_database_that_goes_on_refusing_is_given_up_and_leaves_nothing_open(
    tmp_path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = {"answer": Work(steps={"first": diary.first})}
    refusing = Refusing(monkeypatch, "run_migrations", times=2)

    with pytest.raises(OperationalError, match="disk I/O error"):
        await opened(tmp_path, work, starts=2).__aenter__()

    assert refusing.left == 0
    async with opened(tmp_path, work) as jobs:
        await jobs.start(JOB)
        assert await diary.next(1) == ["first q1"]


async def test_no_commit_waits_for_a_journal_to_be_deleted(tmp_path: Path, diary: Diary) -> None:
    async with opened(tmp_path, {"answer": Work(steps={"first": diary.first})}) as jobs:
        await jobs.start(JOB)
        await diary.next(1)

    with closing(sqlite3.connect(tmp_path / "jobs.db")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
