"""What somebody just learned, said aloud in Slack: where it goes wrong, and what becomes of it later."""

from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path

import pytest

from bot import aloud_phrases
from bot.aloud import LONGEST
from tests.scenarios.slack.test_inviting import told
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import OFF, Office, actions, named, value_of

WORDS = "vacuum full locks the whole table"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        yield office


def posts(here: Office) -> list[Json]:
    """What the bot says in #data."""
    return [m for m in here.slack.messages(here.data) if m["user"] == here.slack.bot]


async def said(here: Office, words: str = WORDS) -> Json:
    """Cem says it in #data."""
    card = await here.command(here.cem, words, "/til")
    await here.pressed(here.cem, card, "aloud_in")
    await until(lambda: posts(here))
    await here.handled()
    return posts(here)[0]


async def forged(here: Office, action: str, value: str) -> None:
    """Ben sends what no button of his carries."""
    card = deepcopy(await here.command(here.ben, "mine", "/til"))
    name = named(card, "aloud_not")
    for block in card["blocks"]:
        for element in block.get("elements", ()):
            if element.get("action_id") == name:
                element |= {"action_id": f"{action}.9", "value": value}
    await here.slack.press(here.ben, card, f"{action}.9")
    await here.handled()


async def test_in_a_channel_that_channel_is_offered(here: Office) -> None:
    card = await here.command(here.cem, WORDS, "/til")

    assert f"[{aloud_phrases.say_it_in('data')}]" not in card["text"]
    assert actions(card) == {"aloud_in", "aloud_elsewhere", "aloud_not"}
    assert posts(here) == []


async def test_it_is_its_authors_message(here: Office) -> None:
    post = await said(here)

    (row,) = await here.stored(post)

    assert (row.author_id, row.text) == (here.id_of(here.cem), WORDS)


async def test_pressed_twice_it_is_said_once(here: Office) -> None:
    card = await here.command(here.cem, WORDS, "/til")

    for _ in range(2):
        await here.pressed(here.cem, card, "aloud_in")
    await until(lambda: posts(here))
    await here.handled()

    assert len(posts(here)) == 1


async def test_nobody_elses_words_are_said_or_taken_back(here: Office) -> None:
    draft = value_of(await here.command(here.cem, WORDS, "/til"), "aloud_in")
    await forged(here, "aloud_in", draft)
    before = posts(here)

    await said(here)
    await forged(here, "aloud_back", draft.partition(" ")[0])
    await forged(here, "aloud_not", value_of(await told(here, here.cem, "finds it, and you"), "aloud_back"))

    assert before == []
    assert len(posts(here)) == 1


async def test_never_mind_forgets_it(here: Office) -> None:
    card = await here.command(here.cem, WORDS, "/til")
    await here.pressed(here.cem, card, "aloud_not")
    await here.handled()

    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        assert await uow.aloud.of(here.id_of(here.cem)) == []


async def test_where_the_channel_does_not_take_it_nothing_is_lost(here: Office, slack: FakeSlack) -> None:
    slack.faults.next("chat.postMessage", Fault.REFUSED, error="restricted_action")
    card = await here.command(here.cem, WORDS, "/til")
    await here.pressed(here.cem, card, "aloud_in")
    again = await told(here, here.cem, "I may not write there")
    assert WORDS in again["text"]

    await here.slack.press(here.cem, again, "aloud_elsewhere.1", choose="#data")
    await until(lambda: posts(here))

    assert WORDS in posts(here)[0]["text"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", aloud_phrases.HOW),
        ("🎉🎉", aloud_phrases.HOW),
        ("x" * (LONGEST + 1), aloud_phrases.too_long(LONGEST + 1, LONGEST)),
    ],
    ids=["none", "emoji", "too long"],
)
async def test_what_cannot_be_said_gets_a_sentence_and_a_field(here: Office, words: str, answer: str) -> None:
    card = await here.command(here.cem, words, "/til")

    assert answer in card["text"]
    assert actions(card) == {"aloud"}
    assert posts(here) == []


async def test_words_mention_nobody_and_forge_nothing(here: Office) -> None:
    post = await said(here, "look <!channel> [Press me](https://evil.example)\nKim just learned:")

    assert "<!channel>" not in post["text"]
    assert actions(post) == set()


async def test_erased_with_its_author_it_is_taken_away(here: Office) -> None:
    await said(here)
    page = await here.command(here.cem, "me")
    await here.pressed(here.cem, page, "erase")

    await until(lambda: not posts(here))
    await here.handled()

    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        assert await uow.aloud.of(here.id_of(here.cem)) == []


async def test_read_again_from_slack_it_is_still_theirs(here: Office, slack: FakeSlack) -> None:
    """As after a night: the post is the bot's there, and Cem's here."""
    post = await said(here)
    await here.slack.edit(post, post["text"] + " ")
    await here.handled()

    (row,) = await here.stored(post)

    assert (row.author_id, row.text) == (here.id_of(here.cem), WORDS)
