"""Every conversation, told on Slack and on Teams: it goes as it should, and the same on both."""

import pytest

from tests.scenarios.parity.cases import Bot, Case
from tests.scenarios.parity.chat import Chat
from tests.scenarios.parity.differences import DIFFERENCES
from tests.scenarios.parity.ledger import SLACK, TEAMS, Ledger
from tests.scenarios.parity.scene import Scene
from tests.scenarios.parity.told import CASES

LEDGER = Ledger()
SERVED = [(platform, bot) for platform in (SLACK, TEAMS) for bot in Bot]
"""One object for each, by which pytest knows that the next conversation wants the same bot."""
TOLD = [
    pytest.param(served, case, id=f"{served[0]}-{case.name}")
    for served in SERVED
    for case in CASES
    if case.bot is served[1]
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("chat", "case"), TOLD, indirect=["chat"], scope="module")
async def test_it_goes_the_same_on_both(chat: Chat, case: Case) -> None:
    scene = Scene(chat=chat, need=case.need, code=f"c{CASES.index(case):02d}")
    chat.begin()

    await case.tell(scene)

    await scene.handled()
    LEDGER.keep(case, chat.platform, scene.facts())
    if problems := LEDGER.problems(case):
        pytest.fail("\n".join(problems), pytrace=False)
    assert chat.wrong() == []


def test_every_declared_difference_was_seen() -> None:
    """Whatever is no longer a difference is to be taken off the list."""
    if not LEDGER.is_complete(CASES):
        pytest.skip("not every conversation was told on both")

    assert LEDGER.never_seen(DIFFERENCES) == []
