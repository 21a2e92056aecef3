"""Somebody asks, as far as Slack is special in it: ``tests/scenarios/parity`` tells what Teams has too."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, NONSENSE, OFF, Office, actions


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    """The bot is up, and has read what was said."""
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        yield office


async def test_a_command_is_answered_to_the_asker_alone(here: Office, slack: FakeSlack) -> None:
    card = await here.command(here.cem, NEED)

    assert "Ben" in card["text"]
    assert card["text"].startswith("Only you can see this.")
    assert "I only used channels that you can read." in card["text"]
    assert {"ask", "helped", "not_these", "share"} <= actions(card)
    assert slack.called("chat.postMessage") == []


@pytest.mark.parametrize("words", ["", "help", "  HELP "])
async def test_a_command_without_a_question_says_how_to_ask(here: Office, words: str) -> None:
    card = await here.command(here.cem, words)

    assert "/whoknows" in card["text"]
    assert "/iknow" in card["text"]


async def test_whoknows_me_shows_ones_own_page(here: Office, slack: FakeSlack) -> None:
    card = await here.command(here.ben, "me")

    assert "Only you can see it" in card["text"]
    assert {"consent", "pause", "export", "erase"} <= actions(card)
    await until(lambda: slack.home(here.ben))


async def test_only_the_bots_name_asks_what_is_needed(here: Office) -> None:
    await here.seasoned(here.cem)

    asked = await here.mention(here.cem, "")

    await until(lambda: here.slack.ephemerals(here.cem))
    assert "no question yet" in here.slack.ephemerals(here.cem)[0]["text"]
    assert here.answers(asked) == []


async def test_where_nobody_stands_out_only_the_asker_hears_of_it(here: Office) -> None:
    await here.seasoned(here.cem)

    asked = await here.mention(here.cem, NONSENSE)

    await until(lambda: here.slack.ephemerals(here.cem))
    (card,) = here.slack.ephemerals(here.cem)
    assert "nobody stands out" in card["text"]
    assert "draft" in actions(card)
    assert here.answers(asked) == []
    draft = await here.press(here.cem, card, "draft")
    assert NONSENSE in draft["text"]


async def test_what_is_being_asked_is_no_answer_to_itself(here: Office) -> None:
    await here.seasoned(here.cem)
    first, _ = await here.thread(
        here.data, here.cem, "how do I restore a postgres backup?", here.ana, "me too"
    )
    await here.handled()
    await here.indexed()

    asked = await here.mention(here.cem, NEED, thread_ts=first["ts"])

    await until(lambda: here.answers(asked))
    (answer,) = here.answers(asked)
    assert "Ben" in answer["text"]
    assert "me too" not in answer["text"]
    assert first["ts"].replace(".", "") not in str(answer["blocks"])


@pytest.mark.parametrize("backwards", [False, True])
async def test_a_mention_that_comes_as_message_too_is_stored_once_and_answered_once(
    here: Office, slack: FakeSlack, *, backwards: bool
) -> None:
    await here.seasoned(here.cem)
    slack.outbox.hold()
    asked = await here.mention(here.cem, NEED)
    assert [each.event["type"] for each in slack.outbox.held] == ["message", "app_mention"]
    await slack.outbox.release(backwards=backwards)

    await until(lambda: here.answers(asked))
    await here.handled()
    assert len(here.answers(asked)) == 1
    assert len(await here.stored(asked)) == 1


async def test_the_bot_answers_neither_itself_nor_another_bot(here: Office, slack: FakeSlack) -> None:
    robot = slack.world.person("robot", is_bot=True)
    slack.world.place(here.data).members.append(robot.id)
    before = len(slack.called("chat.postMessage"))

    asked = await here.mention(robot, NEED, bot_id="B9ROBOT")
    posted = await here.mention(robot, NEED)  # as a person's token would post for it
    await here.handled()

    assert here.answers(asked) == here.answers(posted) == []
    assert slack.ephemerals(robot) == []
    assert len(slack.called("chat.postMessage")) == before


@pytest.mark.parametrize("way", ["command", "direct", "mention"])
async def test_a_guest_is_turned_away_with_a_sentence(here: Office, slack: FakeSlack, way: str) -> None:
    slack.world.place(here.data).members.append(here.gus.id)
    if way == "command":
        said = await here.command(here.gus, NEED)
    elif way == "direct":
        said = await here.direct(here.gus, NEED)
    else:
        asked = await here.mention(here.gus, NEED)
        await until(lambda: here.from_bot(here.gus))
        said = here.from_bot(here.gus)[0]
        assert here.answers(asked) == []

    assert "only help members of this workspace" in said["text"]
    assert "Ben" not in said["text"]


async def test_over_socket_mode_it_is_the_same(office: Office, slack: FakeSlack, tmp_path: Path) -> None:
    async with slack_bot(slack, tmp_path, over_http=False, **OFF) as office.service:
        await slack.socket_mode.connected()
        card = await office.command(office.cem, NEED)
        answer = await office.direct(office.dia, NEED)
        await office.seasoned(office.cem)
        asked = await office.mention(office.cem, NEED)
        await until(lambda: office.answers(asked))

    assert "Ben" in card["text"]
    assert "Ben" in answer["text"]
    assert "Ben" in office.answers(asked)[0]["text"]
