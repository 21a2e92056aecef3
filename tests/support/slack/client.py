"""Slack's own client, pointed at the fake."""

from collections.abc import Awaitable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json


def client_of(slack: FakeSlack, token: str | None = None, timeout: int = 5) -> AsyncWebClient:
    """It tries nothing again by itself: what a call meets is what the test sees."""
    token = token or slack.tokens.bot.value
    return AsyncWebClient(token=token, base_url=slack.base_url, timeout=timeout, retry_handlers=[])


async def refusal(call: Awaitable[AsyncSlackResponse]) -> Json:
    """What Slack says instead of ok."""
    with pytest.raises(SlackApiError) as raised:
        await call
    answer: Json = raised.value.response.data
    return answer
