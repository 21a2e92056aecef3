"""Our own Slack fails on request: too often, broken, silent, or with the effect but without the answer."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.client import client_of, refusal
from tests.support.slack.clocks import HandClock
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, User


async def test_a_call_is_put_off_and_then_passes(client: AsyncWebClient, slack: FakeSlack) -> None:
    slack.faults.next("users.list", Fault.RATE_LIMITED, times=2, retry_after=30)

    with pytest.raises(SlackApiError) as raised:
        await client.users_list()
    second = await refusal(client.users_list())
    third = await client.users_list()

    assert (raised.value.response.status_code, raised.value.response.headers["Retry-After"]) == (429, "30")
    assert second["error"] == "ratelimited"
    assert third["ok"] is True


async def test_a_server_error_has_no_effect(client: AsyncWebClient, slack: FakeSlack, ask: Channel) -> None:
    slack.faults.next("chat.postMessage", Fault.SERVER_ERROR)

    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=ask.id, text="hello")

    assert raised.value.response.status_code == 500
    assert slack.messages(ask) == []


async def test_an_answer_is_lost_after_its_effect(
    client: AsyncWebClient, slack: FakeSlack, ask: Channel
) -> None:
    slack.faults.next("chat.postMessage", Fault.LOST)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=ask.id, text="hello")

    assert [one["text"] for one in slack.messages(ask)] == ["hello"]
    assert slack.called("chat.postMessage")[0].answer is None


async def test_a_broken_connection_has_no_effect(
    client: AsyncWebClient, slack: FakeSlack, ask: Channel
) -> None:
    slack.faults.next("chat.postMessage", Fault.UNREACHABLE)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=ask.id, text="hello")

    assert slack.messages(ask) == []


@pytest.mark.parametrize(("fault", "count"), [(Fault.SILENT, 0), (Fault.STUCK, 1)])
async def test_no_answer_comes_until_the_client_gives_up(
    slack: FakeSlack, ask: Channel, fault: Fault, count: int
) -> None:
    slack.faults.next("*", fault)

    with pytest.raises(TimeoutError):
        await client_of(slack, timeout=1).chat_postMessage(channel=ask.id, text="hello")

    assert len(slack.messages(ask)) == count


async def test_any_error_can_be_asked_for(client: AsyncWebClient, slack: FakeSlack) -> None:
    slack.faults.next("users.list", Fault.REFUSED, error="fatal_error")

    assert (await refusal(client.users_list()))["error"] == "fatal_error"


async def test_a_tier_is_used_up_and_comes_back(
    client: AsyncWebClient, slack: FakeSlack, clock: HandClock
) -> None:
    slack.limits.set("users.list", per_minute=1)
    await client.users_list()

    clock.pass_time(20)
    with pytest.raises(SlackApiError) as raised:
        await client.users_list()
    clock.pass_time(40)
    again = await client.users_list()

    assert raised.value.response.headers["Retry-After"] == "40"
    assert again["ok"] is True


async def test_an_uninstalled_app_is_told_and_locked_out(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    slack.outbox.hold()

    await slack.uninstall()

    assert [one.event["type"] for one in slack.outbox.held] == ["tokens_revoked", "app_uninstalled"]
    assert (await refusal(client.users_info(user=ana.id)))["error"] == "token_revoked"
