"""Once a question is solved in Slack: what was learned, and the notebook; what goes on, on the page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.slack.test_inviting import ALWAYS, go, told
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json, User
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Office, actions, named

LEARNED, FORGED = "use pg_restore, and breathe", "drop the table"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    """Ben answered in #data; Cem asks."""
    async with slack_bot(slack, tmp_path, **OFF, **ALWAYS) as service:
        office.service = service
        yield office


async def home(here: Office, who: User, words: str) -> Json:
    """Their home page, once it says that."""
    await here.slack.open_home(who)

    def found() -> Json | None:
        page = here.slack.home(who)
        return page if page and words in str(page["blocks"]) else None

    await until(found)
    page = found()
    assert page
    return page


async def solved(here: Office) -> Json:
    """Ben helps Cem, and it is solved; the card that asks what was learned."""
    invitation = await go(here)
    await here.pressed(here.ben, invitation, "help")
    await here.pressed(here.cem, await told(here, here.cem, "glad to help"), "solved")
    return await told(here, here.cem, "What did you learn")


async def test_what_was_learned_is_kept_for_the_asker_alone_and_sent_as_markdown(here: Office) -> None:
    card = await solved(here)

    for who, words in ((here.cem, LEARNED), (here.ben, FORGED)):
        await here.slack.press(who, card, named(card, "learn"), choose=words)
        await here.handled()
    theirs = await here.command(here.cem, "Notebook")
    helpers = await here.command(here.ben, "notebook")
    await here.pressed(here.cem, theirs, "send_notebook")

    assert LEARNED in theirs["text"]
    assert "Solved, and Ben helped." in theirs["text"]
    assert NEED in helpers["text"]
    assert [words for words in (LEARNED, FORGED) if words in helpers["text"]] == []
    sent = await told(here, here.cem, "as Markdown")
    assert "## What you learned" in sent["text"]
    assert f"“{NEED}” {LEARNED}" in sent["text"]


async def test_the_page_lists_what_goes_on_and_stops_it(here: Office) -> None:
    await go(here)

    page = await home(here, here.cem, "I have asked one person so far.")
    await here.slack.press(here.cem, page, named(page, "stop_round"))

    await told(here, here.cem, "Nobody is asked any more")
    await told(here, here.ben, "does not need it any more")
    await here.handled()
    assert "stop_round" not in actions(here.slack.home(here.cem) or {"blocks": []})


async def test_how_much_and_when_one_is_asked_is_chosen_on_the_page(here: Office) -> None:
    page = await home(here, here.ben, "at most three things a week")
    await here.slack.press(here.ben, page, named(page, "at_most"))
    page = await home(here, here.ben, "I bring you nothing that you did not ask for")
    await here.slack.press(here.ben, page, named(page, "hours"), choose="8-12 mon Europe/Oslo")
    page = await home(here, here.ben, "from 08:00 to 12:00, Monday (Europe/Oslo)")

    await here.slack.press(here.ben, page, named(page, "hours"), choose="whenever")

    await told(here, here.ben, "I could not read these hours")
    await here.handled()
    assert "08:00 to 12:00" in str(here.slack.home(here.ben))


async def test_an_answer_in_the_direct_conversation_offers_to_ask(here: Office) -> None:
    answer = await here.direct(here.cem, NEED)

    await here.pressed(here.cem, answer, "ask_for_me")

    await told(here, here.cem, "Whom I would ask")
