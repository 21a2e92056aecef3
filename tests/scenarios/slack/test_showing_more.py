"""Show more, by its own button: others than before; pressed twice, by others, and too late."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Office, actions

NAMES = ("Ben", "Fay", "Gil", "Hal", "Ivy")


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool) -> AsyncIterator[Office]:
    """Five people answered something like it, and three are shown at once."""
    for name in NAMES[1:]:
        helper = slack.world.person(name.lower())
        office.data.members.append(helper.id)
        await office.thread(office.data, office.ana, f"how do I {NEED} of {name}'s?", helper)
    async with slack_bot(slack, tmp_path, over_http=over_http, **OFF) as office.service:
        yield office


def shown(card: Json) -> set[str]:
    return {name for name in NAMES if name in card["text"].replace(f"{name}'s", "")}


async def in_thread(here: Office) -> Json:
    """Cem's question and its answer in the channel, where everybody sees its buttons."""
    await here.seasoned(here.cem)
    asked = await here.mention(here.cem, NEED)
    await until(lambda: here.answers(asked))
    (answer,) = here.answers(asked)
    assert "more" in actions(answer)
    return answer


async def test_more_are_others_and_once_there_are_no_more_it_is_not_offered(
    here: Office, slack: FakeSlack
) -> None:
    card = await here.command(here.cem, NEED)
    seen = shown(card)

    for _ in NAMES:
        if "more" not in actions(card):
            break
        card = await here.press(here.cem, card, "more")
        assert not shown(card) & seen
        seen |= shown(card)

    assert seen == set(NAMES)
    assert "more" not in actions(card)
    assert slack.called("chat.postMessage") == []


async def test_pressed_twice_it_shows_the_same_others_twice(here: Office) -> None:
    card = await here.command(here.cem, NEED)

    first = await here.press(here.cem, card, "more")
    second = await here.press(here.cem, card, "more")

    assert shown(first) == shown(second) == set(NAMES) - shown(card)


async def test_a_press_that_slack_brings_twice_is_one(here: Office, slack: FakeSlack) -> None:
    card = await here.command(here.cem, NEED)
    await here.press(here.cem, card, "more")
    delivery = slack.outbox.sent[-1]

    assert (await slack.outbox.redeliver(delivery)).is_acknowledged

    await here.handled()
    assert len(slack.ephemerals(here.cem)) == 2


async def test_under_an_answer_for_all_more_are_for_the_asker_alone(here: Office, slack: FakeSlack) -> None:
    answer = await in_thread(here)
    said = len(slack.messages(here.data))

    more = await here.press(here.cem, answer, "more")

    assert shown(more) == set(NAMES) - shown(answer)
    assert more["text"].startswith("Only you can see this.")
    assert len(slack.messages(here.data)) == said


async def test_another_person_is_told_that_it_is_not_theirs(here: Office) -> None:
    answer = await in_thread(here)

    said = await here.press(here.ana, answer, "more")

    assert "belongs to the person who asked" in said["text"]
    assert shown(said) == set()


async def test_after_the_question_was_deleted_there_is_a_sentence_or_more(
    here: Office, slack: FakeSlack
) -> None:
    answer = await in_thread(here)
    (asked,) = [m for m in slack.messages(here.data) if m["ts"] == answer["thread_ts"]]
    await slack.delete(asked)
    await here.handled()

    more = await here.press(here.cem, answer, "more")

    assert shown(more) == set(NAMES) - shown(answer)


async def test_after_the_answer_was_deleted_more_still_come_and_nothing_else_is_said(
    here: Office, slack: FakeSlack
) -> None:
    answer = await in_thread(here)
    said = len(slack.messages(here.data))

    slack.outbox.hold()  # of the deletion the bot hears later than of the press
    await here.pressed(here.cem, answer, "more")
    await slack.delete(answer)
    await slack.outbox.release()

    await until(lambda: slack.ephemerals(here.cem))
    await here.handled()
    (more,) = slack.ephemerals(here.cem)
    assert shown(more) == set(NAMES) - shown(answer)
    assert len(slack.messages(here.data)) == said - 1
