"""Buttons of an answer: what each does; pressed twice, by others, too late, with values of one's own."""

from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path

import pytest

from bot.chat_types import QuestionId, Verdict
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, NONSENSE, OFF, Office, actions, named, value_of

GONE, NOT_YOURS = "I no longer have it", "belongs to the person who asked"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    """Cem has asked in private, and has his card; in #ops Dia answered something like it."""
    ops = slack.world.channel("ops", office.cem, office.dia, slack.bot)
    await office.thread(ops, office.cem, "how to restore a postgres backup elsewhere?", office.dia)
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        yield office


async def card_of(here: Office) -> Json:
    return await here.command(here.cem, NEED)


async def verdicts(here: Office, card: Json) -> list[Verdict]:
    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        said = await uow.feedback.of(QuestionId(value_of(card, "helped")))
    return [each.verdict for each in said]


def with_value(card: Json, value: str, action: str = "") -> Json:
    """The card as somebody would send it who makes up its values, or who has one of another version."""
    other = deepcopy(card)
    for block in other["blocks"]:
        for element in block.get("elements", ()):
            if "value" in element:
                element["value"] = value
                element["action_id"] = action or element["action_id"]
                break
    return other


async def test_asked_for_somebody_unnamed_the_plan_does_not_say_who_it_is(
    here: Office, slack: FakeSlack
) -> None:
    for who in (here.ben, here.dia):
        await slack.open_home(who)
        await until(lambda who=who: slack.home(who))
        home = slack.home(who)
        await slack.press(who, home, named(home, "consent"))
        await here.handled()

    card = await card_of(here)
    await here.pressed(here.cem, card, "ask")

    await until(lambda: here.from_bot(here.cem))
    (plan,) = here.from_bot(here.cem)
    assert "Somebody" in plan["text"]
    assert [name for name in ("Ben", "Dia") if name in card["text"] + plan["text"]] == []


async def test_ask_shows_the_asker_whom_it_would_ask_and_asks_nobody(here: Office, slack: FakeSlack) -> None:
    card = await card_of(here)

    await here.pressed(here.cem, card, "ask")

    await until(lambda: here.from_bot(here.cem))
    await here.handled()
    (plan,) = here.from_bot(here.cem)
    assert NEED in plan["text"]
    assert "Ben" in plan["text"]
    assert here.from_bot(here.ben) == here.from_bot(here.dia) == []


async def test_show_more_brings_other_people(here: Office) -> None:
    card = await card_of(here)
    first = "Ben" if "Ben" in card["text"] else "Dia"
    assert "not_these" in actions(card)

    more = await here.press(here.cem, card, "not_these")

    assert f"{first} answered" not in more["text"]
    assert await verdicts(here, card) == [Verdict.NOT_THESE]


async def test_this_helped_is_kept_and_thanked_for(here: Office) -> None:
    card = await card_of(here)

    thanks = await here.press(here.cem, card, "helped")

    assert "Thank you" in thanks["text"]
    assert await verdicts(here, card) == [Verdict.HELPED]


async def test_pressed_twice_it_is_kept_once_and_the_last_word_counts(here: Office) -> None:
    card = await card_of(here)

    await here.press(here.cem, card, "helped")
    await here.press(here.cem, card, "helped")
    assert await verdicts(here, card) == [Verdict.HELPED]
    await here.press(here.cem, card, "not_these")

    assert await verdicts(here, card) == [Verdict.NOT_THESE]


async def test_share_here_is_found_anew_in_what_all_there_may_read(here: Office, slack: FakeSlack) -> None:
    board = slack.world.channel("board", here.cem, here.dia, slack.bot, kind="private")
    await slack.join(here.ben, board)
    await here.thread(board, here.cem, f"how do I {NEED} of the board?", here.dia, f"{NEED}: secretly")
    await here.handled()
    await here.indexed()
    card = await here.command(here.cem, NEED)

    await here.pressed(here.cem, card, "share")

    await until(lambda: [m for m in slack.messages(here.data) if m["user"] == slack.bot])
    (shared,) = [m for m in slack.messages(here.data) if m["user"] == slack.bot]
    assert "secretly" not in str(shared)
    assert "board" not in str(shared)
    assert "what everyone here can read" in shared["text"]


async def test_shared_twice_it_stands_there_once(here: Office, slack: FakeSlack) -> None:
    card = await card_of(here)

    await here.pressed(here.cem, card, "share")
    said = await here.press(here.cem, card, "share")

    await here.handled()
    assert "shared this here already" in said["text"]
    assert len([m for m in slack.messages(here.data) if m["user"] == slack.bot]) == 1


async def test_draft_it_gives_words_to_post_and_posts_nothing(here: Office, slack: FakeSlack) -> None:
    card = await here.command(here.cem, NONSENSE)

    draft = await here.press(here.cem, card, "draft")
    again = await here.press(here.cem, card, "draft")

    assert NONSENSE in draft["text"]
    assert again["text"] == draft["text"]
    assert slack.called("chat.postMessage") == []


async def test_mute_and_unmute(here: Office) -> None:
    await here.seasoned(here.cem)
    asked = await here.mention(here.cem, NEED)
    await until(lambda: here.answers(asked))
    (answer,) = here.answers(asked)

    quiet = await here.press(here.ben, answer, "mute")
    again = await here.press(here.cem, answer, "mute")
    loud = await here.press(here.cem, again, "unmute")

    assert "I will be quiet in this thread" in quiet["text"]
    assert "already quiet" in again["text"]
    assert "speak in this thread again" in loud["text"]


async def test_a_button_that_belongs_to_another_says_so(here: Office) -> None:
    await here.seasoned(here.cem)
    asked = await here.mention(here.cem, NEED)
    await until(lambda: here.answers(asked))
    (answer,) = here.answers(asked)

    said = [await here.press(here.ana, answer, action) for action in ("ask", "helped", "not_these")]

    assert all(NOT_YOURS in each["text"] for each in said)
    assert await verdicts(here, answer) == []


async def test_a_button_whose_question_is_gone_says_so(here: Office) -> None:
    card, nobody = await card_of(here), await here.command(here.cem, NONSENSE)
    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        await uow.upkeep.erase_questions(await uow.questions.asked_by(here.id_of(here.cem)))
        await uow.commit()

    said = [await here.press(here.cem, card, action) for action in ("ask", "helped", "not_these", "share")]
    said.append(await here.press(here.cem, nobody, "draft"))

    assert all(GONE in each["text"] for each in said)


async def test_values_that_somebody_made_up_do_nothing(here: Office, slack: FakeSlack) -> None:
    card = deepcopy(await card_of(here))

    for value in ("", "\u202e<!channel>\0", "x" * 2_000, "0 1 2", "\ud800"):
        for action in ("ask.1", "more", "helped", "share", "draft", "mute", "unmute", "hide", "consent"):
            delivery = await slack.press(here.cem, with_value(card, value, action), action)
            assert delivery.is_acknowledged
    await here.handled()

    assert [m for m in slack.messages(here.data) if m["user"] == slack.bot] == []
    assert await verdicts(here, card) == []


async def test_a_button_of_another_version_says_that_it_is_gone(here: Office, slack: FakeSlack) -> None:
    card = await card_of(here)
    old = with_value(card, "1", "adopt.1")

    said = await here.press(here.cem, old, "adopt")

    assert GONE in said["text"]
