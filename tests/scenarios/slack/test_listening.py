"""The workspace changes while the bot listens: what it finds follows within seconds, for everyone."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from expertise.types import ChannelKind
from index.types import PUBLIC
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import User
from tests.support.slack_bot import ADDRESS, slack_bot
from tests.support.slack_office import NEED, OFF, Office

REDIS = "shard a redis cluster"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        yield office


async def finds(here: Office, who: User, need: str) -> str:
    """What the bot tells them once it has caught up."""
    await here.handled()
    await here.indexed()
    return str((await here.direct(who, need))["text"])


async def test_what_was_just_said_edited_and_deleted(here: Office, slack: FakeSlack) -> None:
    first, reply = await here.thread(here.data, here.cem, f"how do I {REDIS}?", here.ana)
    assert "Ana answered" in await finds(here, here.dia, REDIS)

    await slack.edit(reply, "never mind, lunch?")
    (row,) = await here.stored(reply)
    await here.handled()
    (row,) = await here.stored(reply)
    assert row.text == "never mind, lunch?"
    assert "pg_restore" not in await finds(here, here.dia, REDIS)

    await slack.delete(reply)
    await slack.delete(first)
    await here.handled()
    assert await here.stored(first) == await here.stored(reply) == []
    assert "nobody stands out" in await finds(here, here.dia, REDIS)


async def test_until_when_what_was_heard_can_be_found_moves_on(here: Office) -> None:
    service = here.service
    assert service
    before = service.indexed_until

    await here.thread(here.data, here.cem, f"how do I {REDIS}?", here.ana)
    said = service._parts.clock()

    await until(lambda: service.indexed_until > said)
    await here.indexed()
    assert before < said < service.indexed_until


async def test_a_channel_that_turns_private_is_found_by_insiders_alone(
    here: Office, slack: FakeSlack
) -> None:
    assert "Ben" in await finds(here, here.dia, NEED)

    await slack.make_private(here.ana, here.data)

    outside = await finds(here, here.dia, NEED)
    inside = await finds(here, here.cem, NEED)
    assert "Ben" not in outside
    assert "data" not in outside.removeprefix("Only you")
    assert "Ben" in inside
    search = here.service._parts.tools().search  # type: ignore[union-attr]
    assert search.by_words(NEED, [PUBLIC], 9) == []


async def test_who_joins_a_private_channel_finds_and_who_leaves_does_not(
    here: Office, slack: FakeSlack
) -> None:
    board = slack.world.channel("board", here.ana, here.ben, kind="private")
    await slack.join(slack.bot, board)
    await here.thread(board, here.ana, f"how do I {REDIS}?", here.ben)
    assert "Ben" not in await finds(here, here.dia, REDIS)

    await slack.join(here.dia, board)
    assert "Ben" in await finds(here, here.dia, REDIS)
    await slack.leave(here.dia, board)

    assert "Ben" not in await finds(here, here.dia, REDIS)


async def test_a_renamed_and_archived_channel(here: Office, slack: FakeSlack) -> None:
    await slack.rename(here.ana, here.data, "figures")
    said = await finds(here, here.dia, NEED)
    assert "#figures" in said
    assert "#data" not in said

    await slack.archive(here.ana, here.data)
    await here.handled()

    async with here.storage.begin(here.service.workspace.id) as uow:  # type: ignore[union-attr]
        (channel,) = await uow.channels.all()
    assert channel.is_archived
    assert channel.kind is ChannelKind.PUBLIC


async def test_who_has_left_the_company_is_suggested_no_more(here: Office, slack: FakeSlack) -> None:
    assert "Ben" in await finds(here, here.dia, NEED)

    await slack.deactivate(here.ben)

    assert "Ben answered" not in await finds(here, here.dia, NEED)


async def test_who_has_a_new_name_is_called_by_it(here: Office, slack: FakeSlack) -> None:
    await slack.change(here.ben, real_name="Benedikt Berg")

    assert "Benedikt Berg" in await finds(here, here.dia, NEED)


async def test_what_was_said_while_the_bot_was_away_is_read_afterwards(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        first = slack.messages(office.data)[1]
    slack.outbox.drop_next(100)
    await slack.delete(first)
    await office.thread(office.data, office.cem, f"how do I {REDIS}?", office.ana)
    slack.outbox.drop_next(0)
    slack.outbox._drops = 0

    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        said = await finds(office, office.dia, REDIS)
        gone = await office.stored(first)

    assert "Ana answered" in said
    assert gone == []


async def test_removed_from_a_channel_it_stays_out(office: Office, slack: FakeSlack, tmp_path: Path) -> None:
    async with slack_bot(slack, tmp_path, slack_channels="data", **OFF) as office.service:
        await slack.leave(slack.bot, office.data)
        await office.handled()
    joins = len(slack.called("conversations.join"))

    async with slack_bot(slack, tmp_path, slack_channels="data", **OFF) as office.service:
        await office.handled()

    assert len(slack.called("conversations.join")) == joins == 0
    assert slack.bot not in office.data.members


async def test_channels_on_the_list_are_joined_and_read(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    ops = slack.world.channel("ops", office.ana, office.ben)
    await office.thread(ops, office.ana, f"how do I {REDIS}?", office.ben)

    async with slack_bot(slack, tmp_path, slack_channels="ops", **OFF) as office.service:
        said = await finds(office, office.dia, REDIS)

    assert slack.bot in ops.members
    assert "Ben" in said


async def test_the_past_is_read_newest_first_whatever_the_limits(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    for number in range(250):
        slack.world.write(office.ana.id, office.data, f"note {number}")
    slack.faults.next("conversations.history", Fault.RATE_LIMITED, times=2)

    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        oldest = await office.stored(slack.messages(office.data)[0])

    pages = [each.arguments for each in slack.called("conversations.history") if each.status == 200]
    assert len(pages) > 1
    assert len(oldest) == 1


async def test_locked_out_it_says_so_loses_nothing_and_works_again_with_a_new_token(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        await slack.uninstall()
        await until(lambda: office.service and "slack access" in office.service.missing)
        async with aiohttp.ClientSession() as web, web.get(f"{ADDRESS[id(office.service)]}/readyz") as ready:
            assert ready.status == 503
        await slack.post(office.dia, slack.direct(office.dia), NEED)

    slack.tokens.exchange(slack.tokens.offer_code())
    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        await until(lambda: office.from_bot(office.dia))
        assert office.service.missing == []

    (answer,) = office.from_bot(office.dia)
    assert "Ben" in answer["text"]
