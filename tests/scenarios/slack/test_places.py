"""What becomes of a place: it opens again, is deleted, or is shared with another company."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, User
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Office, actions

REDIS = "shard a redis cluster"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool) -> AsyncIterator[Office]:
    async with slack_bot(slack, tmp_path, over_http=over_http, **OFF) as office.service:
        yield office


async def finds(here: Office, who: User, need: str) -> str:
    """What the bot tells them once it has caught up."""
    await here.handled()
    await here.indexed()
    return str(await here.direct(who, need))


async def board_of(here: Office) -> Channel:
    """Where Ana and Ben alone talk."""
    board = here.slack.world.channel("board", here.ana, here.ben, kind="private")
    await here.slack.join(here.slack.bot, board)
    await here.thread(board, here.ana, f"how do I {REDIS}?", here.ben)
    return board


# ------------------------------------------------------------------ channel_convert_to_public


async def test_a_private_channel_that_turns_public_is_found_by_everyone_and_only_then(
    here: Office, slack: FakeSlack
) -> None:
    board = await board_of(here)
    before = await finds(here, here.dia, REDIS)

    await slack.make_public(here.ana, board)
    after = await finds(here, here.dia, REDIS)
    asked = await here.mention(here.cem, REDIS)  # a newcomer's: answered to him alone

    assert "Ben" not in before
    assert "board" not in before
    assert "Ben answered" in after
    assert "#board" in after
    await until(lambda: slack.ephemerals(here.cem))
    assert "Ben answered" in slack.ephemerals(here.cem)[0]["text"]
    assert here.answers(asked) == []


async def test_there_and_back_again_it_is_as_it_was(here: Office, slack: FakeSlack) -> None:
    await slack.make_private(here.ana, here.data)
    between = await finds(here, here.dia, NEED)
    await here.thread(here.data, here.ana, f"how do I {REDIS}?", here.ben)
    still = await finds(here, here.dia, REDIS)

    await slack.make_public(here.ana, here.data)

    assert "Ben" not in between + still
    assert "Ben answered" in await finds(here, here.dia, NEED)
    assert "Ben answered" in await finds(here, here.dia, REDIS)


# ------------------------------------------------------------------ channel_deleted


async def test_of_a_deleted_channel_nothing_is_found_or_quoted(here: Office, slack: FakeSlack) -> None:
    assert "pg_restore" in await finds(here, here.dia, NEED)
    said = slack.messages(here.data)

    await slack.remove_channel(here.data)

    after = await finds(here, here.dia, NEED)
    assert "nobody stands out" in after
    assert "pg_restore" not in after
    assert "#data" not in after
    for message in said:
        assert await here.stored(message) == []


async def test_where_one_channel_is_deleted_the_others_are_kept_in_order(
    here: Office, slack: FakeSlack
) -> None:
    ops = slack.world.channel("ops", here.ana, here.ben)
    await slack.join(slack.bot, ops)
    _, reply = await here.thread(ops, here.ana, f"how do I {REDIS}?", here.ben)
    assert "Ben answered" in await finds(here, here.dia, REDIS)
    await slack.remove_channel(here.data)
    await here.handled()
    slack.outbox.drop_next(1)
    await slack.delete(reply)
    slack.outbox._drops = 0

    assert here.service
    await here.service.tidy()

    assert "Ben answered" not in await finds(here, here.dia, REDIS)


async def test_a_channel_deleted_while_the_bot_was_away_is_gone_when_it_is_back(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    ops = slack.world.channel("ops", office.ana, office.ben, slack.bot)
    await office.thread(ops, office.ana, f"how do I {REDIS}?", office.ben)
    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        assert "pg_restore" in await finds(office, office.dia, NEED)
    slack.outbox.drop_next(100)
    await slack.remove_channel(office.data)
    slack.outbox._drops = 0

    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        gone = await finds(office, office.dia, NEED)
        kept = await finds(office, office.dia, REDIS)

    assert "pg_restore" not in gone
    assert "#data" not in gone
    assert "Ben answered" in kept


async def test_removed_from_a_channel_while_it_was_away_it_goes_on_in_the_others(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    ops = slack.world.channel("ops", office.ana, office.ben, slack.bot)
    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        await office.handled()
    slack.outbox.drop_next(100)
    await slack.leave(slack.bot, office.data)
    await office.thread(ops, office.ana, f"how do I {REDIS}?", office.ben)
    slack.outbox._drops = 0

    async with slack_bot(slack, tmp_path, slack_channels="data", **OFF) as office.service:
        read = await finds(office, office.dia, REDIS)
        still = await finds(office, office.dia, NEED)

    assert "Ben answered" in read
    assert "Ben answered" in still  # what it read in the open stays open
    assert slack.called("conversations.join") == []


# ------------------------------------------------------------------ channel_shared


@pytest.fixture
async def partners(here: Office, slack: FakeSlack) -> Channel:
    """Shared with the company of Eve, who is in it with Ana and Ben; Dia said something there."""
    place = slack.world.channel("partners", here.ana, here.ben, here.dia, slack.bot)
    await here.thread(place, here.ana, f"how do I {REDIS}?", here.dia)
    await slack.share(place)
    eve = slack.world.person("eve", team_id="T02OTHER", is_stranger=True)
    await slack.join(eve, place)
    await here.handled()
    await here.indexed()
    return place


async def test_an_outsider_in_a_shared_channel_gets_a_sentence_and_nothing_from_inside(
    here: Office, slack: FakeSlack, partners: Channel
) -> None:
    eve = slack.world.user(partners.members[-1])

    asked = await here.mention(eve, NEED, partners)

    await until(lambda: here.from_bot(eve))
    await here.handled()
    (said,) = here.from_bot(eve)
    assert "only help members of this workspace" in said["text"]
    assert "Ben" not in said["text"]
    assert here.answers(asked, partners) == []


async def test_insiders_are_answered_there_with_what_all_in_it_may_read(
    here: Office, slack: FakeSlack, partners: Channel
) -> None:
    await here.seasoned(here.ben, here.ana)

    inside = await here.mention(here.ana, NEED, partners)
    shared = await here.mention(here.ben, REDIS, partners)

    await until(lambda: here.answers(shared, partners) and slack.ephemerals(here.ana))
    (answer,) = here.answers(shared, partners)
    assert "Dia answered" in answer["text"]
    assert here.answers(inside, partners) == []
    assert "nobody stands out" in slack.ephemerals(here.ana)[0]["text"]
    for said in (answer, slack.ephemerals(here.ana)[0]):
        assert "pg_restore" not in str(said).replace(f"to how do I {REDIS}: use pg_restore", "")
        assert "#data" not in str(said)
    assert "Ben answered" in await finds(here, here.ana, NEED)


async def test_an_outsider_can_do_nothing_with_the_buttons_of_an_insiders_answer(
    here: Office, slack: FakeSlack, partners: Channel
) -> None:
    eve = slack.world.user(partners.members[-1])
    await here.seasoned(here.ben)
    asked = await here.mention(here.ben, REDIS, partners)
    await until(lambda: here.answers(asked, partners))
    (answer,) = here.answers(asked, partners)

    said = [await here.press(eve, answer, action) for action in sorted(actions(answer) - {"read", "mute"})]

    assert len(said) >= 3
    assert all("belongs to the person who asked" in each["text"] for each in said)
    assert "Ben" not in str(said)


async def test_where_outsiders_may_ask_they_find_what_was_said_with_them_alone(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    eve = slack.world.person("eve", team_id="T02OTHER", is_stranger=True)
    partners = slack.world.channel("partners", office.ana, office.dia, eve, slack.bot, is_shared=True)
    await office.thread(partners, office.ana, f"how do I {REDIS}?", office.dia)
    async with slack_bot(slack, tmp_path, over_http=over_http, helps_outsiders=True, **OFF) as office.service:
        shared = await finds(office, eve, REDIS)
        inside = await finds(office, eve, NEED)

    assert "Dia answered" in shared
    assert "nobody stands out" in inside
    assert "Ben" not in inside
    assert "#data" not in inside
