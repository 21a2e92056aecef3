"""An answer that the channel does not take: whoever asked is told so, once, and nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import chat_phrases
from bot.chat_types import OutgoingState, QuestionId
from bot.pressing import ANSWER
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Office


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    """The bot is up, and has read what was said; Cem asked before."""
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        await office.seasoned(office.cem)
        yield office


def refuse(slack: FakeSlack, *methods: str) -> None:
    """The next call of each."""
    for method in methods:
        slack.faults.next(method, Fault.REFUSED, error="restricted_action")


async def refused(here: Office) -> Json:
    """The message that asks, once it is known that the answer cannot be said there."""
    asked = await here.mention(here.cem, NEED)
    await until(lambda: here.from_bot(here.cem))
    await here.handled()
    return asked


async def test_whoever_asked_is_told_alone_that_the_channel_does_not_take_the_answer(
    here: Office, slack: FakeSlack
) -> None:
    refuse(slack, "chat.postMessage")

    asked = await refused(here)

    (told,) = here.from_bot(here.cem)
    assert told["text"] == chat_phrases.CANNOT_POST
    assert here.answers(asked) == []
    assert slack.ephemerals(here.cem) == []


async def test_done_again_after_a_crash_it_is_told_once(here: Office, slack: FakeSlack) -> None:
    refuse(slack, "chat.postMessage")
    await refused(here)
    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        asked = await uow.questions.asked_by(here.id_of(here.cem))
    newest = QuestionId(asked[-1])

    own = here.service.workspace.id
    await here.service._parts.jobs._work[own][ANSWER].steps["deliver"](own, newest)

    assert len(here.from_bot(here.cem)) == 1
    async with here.storage.begin(here.service.workspace.id) as uow:
        answer, told = [
            await uow.outgoing.get(key) for key in (f"answer:{newest}", f"answer:{newest}:refused")
        ]
    assert answer
    assert told
    assert (answer.state, told.state) == (OutgoingState.FAILED, OutgoingState.SENT)
