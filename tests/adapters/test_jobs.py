"""Durable jobs: once per id, step after step, also when the process stops in between."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from adapters import logs
from adapters.executors import AlreadyRunningError, executor
from adapters.jobs import Work
from tests.support.diary import HERE, JOB, SECRET, THERE, Diary, job, kept, now, opened


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture(autouse=True)
def _back_to_defaults() -> Iterator[None]:
    yield
    structlog.reset_defaults()


async def test_a_job_goes_through_its_steps_in_order_and_once(tmp_path: Path, diary: Diary) -> None:
    work = {"answer": Work(steps={"first": diary.first, "second": diary.second})}

    async with opened(tmp_path, work) as jobs:
        await asyncio.gather(*(jobs.start(JOB) for _ in range(3)))
        done = await diary.next(2)
        await jobs.start(JOB)
        await jobs.start(job("q2"))
        done += await diary.next(2)

    assert done == ["first q1", "second q1", "first q2", "second q2"]
    assert diary.lines.empty()


async def test_a_step_that_fails_is_tried_again_and_no_word_of_it_is_kept(
    tmp_path: Path, diary: Diary, capsys: pytest.CaptureFixture[str]
) -> None:
    work = {"answer": Work(steps={"failing": diary.failing, "second": diary.second})}
    diary.fails = 2
    logs.set_up("DEBUG")

    async with opened(tmp_path, work) as jobs:
        await jobs.start(JOB)
        done = await diary.next(4)

    out, err = capsys.readouterr()
    assert done == [*["failing q1"] * 3, "second q1"]
    assert "ValueError" in err
    assert SECRET not in out + err
    assert all(json.loads(line) for line in err.splitlines())
    assert not any(SECRET in text for text in kept(tmp_path))


async def test_where_a_step_fails_again_and_again_something_else_is_done_in_place_of_the_rest(
    tmp_path: Path, diary: Diary, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {"failing": diary.failing, "second": diary.second}
    diary.fails = 99
    logs.set_up("DEBUG")

    async with opened(tmp_path, {"answer": Work(steps=steps, otherwise=diary.sorry)}) as jobs:
        await jobs.start(JOB)
        done = await diary.next(4)

    assert done == [*["failing q1"] * 3, "sorry q1"]
    assert SECRET not in capsys.readouterr().err
    texts = kept(tmp_path)
    assert any("StepFailedError" in text for text in texts)
    assert not any(SECRET in text for text in texts)


async def test_what_a_stop_breaks_off_goes_on_with_the_next_process_of_that_name(
    tmp_path: Path, diary: Diary
) -> None:
    work = {"answer": Work(steps={"first": diary.first, "slow": diary.slow, "second": diary.second})}

    async with opened(tmp_path, work) as jobs:
        await jobs.start(JOB)
        before = await diary.next(2)
    diary.may_go_on.set()
    async with opened(tmp_path, work):
        after = await diary.next(2)

    assert (before, after) == (["first q1", "slow q1"], ["slow q1", "second q1"])
    assert diary.lines.empty()


async def test_a_job_for_later_is_done_once_and_not_before_by_whatever_process_is_there_then(
    tmp_path: Path, diary: Diary
) -> None:
    work = {"answer": Work(steps={"first": diary.first})}
    due = now() + timedelta(seconds=4)

    async with opened(tmp_path, work) as jobs:
        await jobs.at(due, JOB)
        await jobs.at(due, JOB)
    async with opened(tmp_path, work, name="another") as jobs:
        done = await diary.next(1)
        is_late = now() >= due
        await jobs.at(due, JOB)
        await jobs.start(job("q2"))
        done += await diary.next(1)

    assert (done, is_late) == (["first q1", "first q2"], True)
    assert diary.lines.empty()


async def test_a_job_for_a_time_that_is_past_is_done_soon(tmp_path: Path, diary: Diary) -> None:
    async with opened(tmp_path, {"answer": Work(steps={"first": diary.first})}) as jobs:
        await jobs.at(now() - timedelta(days=1), JOB)

        assert await diary.next(1) == ["first q1"]


async def test_work_that_this_version_does_not_know_holds_up_nothing(tmp_path: Path, diary: Diary) -> None:
    async with opened(tmp_path, {"answer": Work(steps={"first": diary.first})}) as jobs:
        await jobs.start(job("q", "unknown"))
        await jobs.start(JOB)

        assert await diary.next(1) == ["first q1"]


async def test_a_job_is_done_by_the_workspace_that_it_belongs_to(tmp_path: Path) -> None:
    here, there = Diary(), Diary()

    async with (
        opened(tmp_path, {"answer": Work(steps={"first": here.first})}) as jobs,
        jobs.doing(THERE, {"answer": Work(steps={"first": there.first})}),
    ):
        await jobs.start(job("q1", where=THERE))
        await jobs.start(job("q1"))
        await jobs.start(job("q2"))
        done = sorted(await here.next(2)), await there.next(1)

    assert done == (["first q1", "first q2"], ["first q1"])
    assert here.lines.empty()
    assert there.lines.empty()


async def test_a_job_of_a_workspace_that_is_not_served_waits_until_it_is_in_whatever_run(
    tmp_path: Path, diary: Diary
) -> None:
    work = {"answer": Work(steps={"first": diary.first, "slow": diary.slow, "second": diary.second})}

    async with opened(tmp_path, work, HERE, THERE) as jobs:
        await jobs.start(job("q1", where=THERE))
        before = await diary.next(2)
    diary.may_go_on.set()
    async with opened(tmp_path, work, HERE) as jobs:
        await jobs.start(job("q2", where=THERE))
        await jobs.start(job("q3"))
        meanwhile = await diary.next(3)
        untouched = diary.lines.empty()
        async with jobs.doing(THERE, work):
            then = await diary.next(5)

    assert before == ["first q1", "slow q1"]
    assert meanwhile == ["first q3", "slow q3", "second q3"]
    assert untouched
    assert sorted(then) == ["first q2", "second q1", "second q2", "slow q1", "slow q2"]


async def test_waiting_for_a_workspace_takes_no_place_from_jobs_for_a_time(
    tmp_path: Path, diary: Diary
) -> None:
    async with opened(tmp_path, {"answer": Work(steps={"first": diary.first})}) as jobs:
        for number in range(25):
            await jobs.at(now(), job(str(number), where=THERE))
        await jobs.at(now(), JOB)

        assert await diary.next(1) == ["first q1"]


async def test_however_often_a_workspace_is_not_served_its_job_is_not_given_up(
    tmp_path: Path, diary: Diary
) -> None:
    work = {"answer": Work(steps={"first": diary.first})}
    async with opened(tmp_path, work, HERE) as jobs:
        await jobs.start(job("q1", where=THERE))
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as database:
        database.execute("UPDATE workflow_status SET recovery_attempts = 5000")
        database.commit()

    async with opened(tmp_path, work, THERE):
        assert await diary.next(1) == ["first q1"]


def test_a_process_has_the_same_name_again_and_never_anothers(tmp_path: Path) -> None:
    with executor(tmp_path, is_alone=False) as first, executor(tmp_path, is_alone=False) as second:
        names = {first, second}
    with executor(tmp_path, is_alone=False) as again:
        pass
    with executor(tmp_path / "elsewhere", is_alone=False) as other:
        pass

    assert len(names) == 2
    assert again == first
    assert other not in names


def test_where_there_may_be_one_process_a_second_is_refused(tmp_path: Path) -> None:
    with executor(tmp_path, is_alone=True), pytest.raises(AlreadyRunningError):
        executor(tmp_path, is_alone=True).__enter__()

    with executor(tmp_path, is_alone=True) as name:
        assert name.endswith("-0")
