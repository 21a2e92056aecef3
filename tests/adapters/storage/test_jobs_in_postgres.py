"""Durable jobs in PostgreSQL: as in SQLite, and no file of their own."""

from pathlib import Path

from adapters.jobs import Work
from tests.support.diary import JOB, Diary, job, now, opened


async def test_jobs_live_in_postgres_too(tmp_path: Path, empty_postgres_url: str) -> None:
    diary = Diary()
    work = {"answer": Work(steps={"first": diary.first, "slow": diary.slow})}

    async with opened(tmp_path, work, url=empty_postgres_url) as jobs:
        await jobs.start(JOB)
        before = await diary.next(2)
    diary.may_go_on.set()
    async with opened(tmp_path, work, url=empty_postgres_url) as jobs:
        after = await diary.next(1)
        await jobs.at(now(), job("q2"))
        after += await diary.next(2)

    assert (before, after) == (["first q1", "slow q1"], ["slow q1", "first q2", "slow q2"])
    assert not (tmp_path / "jobs.db").exists()
