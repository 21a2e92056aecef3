"""Both platforms, each with the bot on it, one after the other."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio

pytest.register_assert_rewrite("tests.scenarios.parity.conversations", "tests.scenarios.parity.scene")

from tests.scenarios.parity.cases import SETTINGS, Bot  # noqa: E402 what they assert is to be explained
from tests.scenarios.parity.chat import Chat  # noqa: E402
from tests.scenarios.parity.ledger import SLACK  # noqa: E402
from tests.scenarios.parity.slack_chat import slack_chat  # noqa: E402
from tests.scenarios.parity.teams_chat import teams_chat  # noqa: E402
from tests.support.slack_office import Clock  # noqa: E402


@pytest.fixture(scope="module")
def at_once() -> Iterator[None]:
    """Neither for a channel's next second nor for the disk does anybody wait: that is told elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.outbox._BETWEEN", timedelta())
        patch.setattr("adapters.service._CARRIED_SECONDS", 0.1)
        patch.setattr("index.generations._sync", lambda _path: None)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(
    request: pytest.FixtureRequest, at_once: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Chat]:
    """The platform and the bot that a conversation wants: ``(platform, bot)``."""
    platform, bot = request.param
    served = slack_chat if platform == SLACK else teams_chat
    async with served(tmp_path_factory.mktemp("bot"), Clock(), **SETTINGS[Bot(bot)]) as chat:
        yield chat
