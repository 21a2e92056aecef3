"""A night: the bot is no richer than Slack afterwards, and keeps nothing for longer than it says."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from tests.support.slack.fake import FakeSlack
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Clock, Office

SECRET = "to restore a postgres backup: use pg_restore with the blue key"


@asynccontextmanager
async def running(
    office: Office, folder: Path, clock: Clock, *, over_http: bool, **settings: object
) -> AsyncIterator[None]:
    how = {"over_http": over_http, "clock": clock}
    async with slack_bot(office.slack, folder, **how, **OFF, **settings) as office.service:  # type: ignore[arg-type]
        await office.handled()
        await office.indexed()
        yield


async def night(office: Office) -> None:
    assert office.service
    await office.service.tidy()
    await office.indexed()


def kept(folder: Path) -> str:
    """All that stands in the database."""
    with closing(sqlite3.connect(folder / "kenner.db")) as database:
        return "\n".join(database.iterdump())


async def test_what_was_deleted_without_an_event_goes_overnight(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    async with running(office, tmp_path, Clock(), over_http=over_http):
        slack.outbox.drop_next(1)
        await slack.delete(slack.messages(office.data)[1])
        before = await office.direct(office.dia, NEED)
        await night(office)
        after = await office.direct(office.dia, NEED)

    assert "pg_restore" in str(before)
    assert "Ben" in before["text"]
    assert "pg_restore" not in str(after)
    assert "Ben answered" not in after["text"]


async def test_what_was_edited_without_an_event_reads_as_on_slack_in_the_morning(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    async with running(office, tmp_path, Clock(), over_http=over_http):
        slack.outbox.drop_next(1)
        reply = slack.messages(office.data)[1]
        await slack.edit(reply, "never mind, lunch?")
        await night(office)
        (row,) = await office.stored(reply)
        after = await office.direct(office.dia, NEED)

    assert row.text == "never mind, lunch?"
    assert "pg_restore" not in str(after)


async def test_what_is_older_than_the_retention_is_forgotten_and_what_is_younger_is_not(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock, over_http=over_http, retention_days=30):
        clock.pass_time(days=29)
        await night(office)
        young = await office.direct(office.dia, NEED)
        clock.pass_time(days=2)
        await night(office)
        old = await office.direct(office.dia, NEED)
        left = [await office.stored(message) for message in slack.messages(office.data)]

    assert "Ben answered" in young["text"]
    assert "nobody stands out" in old["text"]
    assert left == [[], []]


async def test_without_a_retention_nothing_is_too_old(
    office: Office, tmp_path: Path, *, over_http: bool
) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock, over_http=over_http):
        clock.pass_time(days=400)
        await night(office)
        said = await office.direct(office.dia, NEED)

    assert "Ben answered" in said["text"]


async def test_after_90_days_the_raw_form_of_what_came_is_kept_no_more(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock, over_http=over_http):
        reply = await slack.post(office.ben, office.data, SECRET)
        await office.direct(office.dia, NEED)
        await office.handled()
        await slack.edit(reply, "never mind, lunch?")  # the rows are new, but what came is old
        await office.handled()
        clock.pass_time(days=89)
        await night(office)
        before = kept(tmp_path)
        clock.pass_time(days=2)
        await night(office)
        after = kept(tmp_path)

    assert "the blue key" in before
    assert "the blue key" not in after
    assert "never mind, lunch?" in after
