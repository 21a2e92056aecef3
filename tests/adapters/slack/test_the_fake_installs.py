"""Our own Slack hands out tokens for a code, takes them back, and rotates them, as Slack documents it."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.client import client_of, refusal
from tests.support.slack.clocks import HandClock
from tests.support.slack.fake import FakeSlack


def credentials(slack: FakeSlack) -> dict[str, str]:
    return {"client_id": slack.tokens.client_id, "client_secret": slack.tokens.client_secret}


def stranger_of(slack: FakeSlack) -> AsyncWebClient:
    """A client without a token."""
    return AsyncWebClient(base_url=slack.base_url, retry_handlers=[])


async def test_a_code_buys_one_token(slack: FakeSlack) -> None:
    client, code = stranger_of(slack), slack.tokens.offer_code()

    bought = await client.oauth_v2_access(**credentials(slack), code=code)
    again = await refusal(client.oauth_v2_access(**credentials(slack), code=code))
    who = await client_of(slack, bought["access_token"]).auth_test()

    assert (bought["team"]["id"], who["user_id"]) == (slack.world.team_id, slack.bot)
    assert "refresh_token" not in bought
    assert again["error"] == "invalid_code"


async def test_nobody_buys_a_token_without_the_secret(slack: FakeSlack) -> None:
    wrong = credentials(slack) | {"client_secret": "guessed"}

    answer = await refusal(stranger_of(slack).oauth_v2_access(**wrong, code=slack.tokens.offer_code()))

    assert answer["error"] == "bad_client_secret"


async def test_a_rotating_token_ends_and_is_refreshed(slack: FakeSlack, clock: HandClock) -> None:
    slack.tokens.rotates = True
    client = stranger_of(slack)
    first = await client.oauth_v2_access(**credentials(slack), code=slack.tokens.offer_code())
    clock.pass_time(first["expires_in"])
    ended = await refusal(client_of(slack, first["access_token"]).auth_test())

    refresh = credentials(slack) | {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await client.oauth_v2_access(**refresh)
    used = await refusal(client.oauth_v2_access(**refresh))

    assert (ended["error"], used["error"]) == ("token_expired", "invalid_refresh_token")
    assert (await client_of(slack, second["access_token"]).auth_test())["ok"] is True


async def test_a_token_is_given_back(client: AsyncWebClient) -> None:
    await client.auth_revoke(test=True)
    await client.auth_revoke()

    assert (await refusal(client.auth_test()))["error"] == "token_revoked"


async def test_an_app_that_removes_itself_is_told_of_it(client: AsyncWebClient, slack: FakeSlack) -> None:
    slack.outbox.hold()

    await client.apps_uninstall(**credentials(slack))
    await slack.settled()

    assert [one.event["type"] for one in slack.outbox.held] == ["tokens_revoked", "app_uninstalled"]
