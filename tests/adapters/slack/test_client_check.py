"""Before anything runs: whether Slack lets us in, and lets us do what we need."""

import pytest

from adapters.slack.check import Entry, Token, check, sentences
from adapters.slack.connections import Connections
from adapters.slack.scopes import APP_SCOPES, BOT_SCOPES, OPTIONAL_SCOPES
from bot import slack_phrases
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.tokens import ALL_SCOPES


@pytest.fixture(autouse=True)
def _installed_from_our_manifest(slack: FakeSlack) -> None:
    slack.tokens.bot.scopes = set(BOT_SCOPES)


async def test_a_good_installation_is_fine(connections: Connections, slack: FakeSlack) -> None:
    found = await check(connections, slack.tokens.bot.value, slack.tokens.app.value)

    assert found.is_fine
    assert (found.workspace, found.workspace_id, found.bot_id) == ("Acme", "T01ACME", slack.bot)
    assert found.url == "https://acme.slack.com/"
    assert sentences(found) == [
        "Kenner is kenner in Acme.",
        slack_phrases.SOCKET_MODE_FINE,
        slack_phrases.SCOPES_FINE,
        slack_phrases.NO_EMAILS,
    ]


async def test_the_scope_for_addresses_may_be_there_and_may_be_missing(
    connections: Connections, slack: FakeSlack
) -> None:
    slack.tokens.bot.scopes.add("users:read.email")

    found = await check(connections, slack.tokens.bot.value, slack.tokens.app.value)

    assert (found.is_fine, found.missing, found.spare) == (True, (), ())
    assert slack_phrases.NO_EMAILS not in sentences(found)


async def test_each_scope_that_is_missing_says_what_stops(connections: Connections, slack: FakeSlack) -> None:
    slack.tokens.bot.scopes -= {"im:write", "commands"}
    slack.tokens.bot.scopes |= {"users:read.email", "users:write"}

    found = await check(connections, slack.tokens.bot.value, slack.tokens.app.value)

    assert not found.is_fine
    assert (found.missing, found.spare) == (("commands", "im:write"), ("users:write",))
    said = sentences(found)
    assert said[1].startswith("commands is missing: Kenner cannot offer its commands")
    assert said[-1] == "Kenner does not need users:write: you may take that away."


async def test_without_an_app_token_it_goes_over_http(connections: Connections, slack: FakeSlack) -> None:
    found = await check(connections, slack.tokens.bot.value)

    assert found.is_fine
    assert slack_phrases.NO_APP_KEY in sentences(found)


async def test_tokens_that_are_mixed_up_are_refused(connections: Connections, slack: FakeSlack) -> None:
    found = await check(connections, slack.tokens.app.value, slack.tokens.bot.value)

    refused = Token(entry=Entry.REFUSED, code="not_allowed_token_type")
    assert (found.bot_token, found.app_token) == (refused, refused)
    assert "not_allowed_token_type" in sentences(found)[0]


async def test_a_revoked_token_says_so(connections: Connections, slack: FakeSlack) -> None:
    slack.tokens.revoke()

    found = await check(connections, slack.tokens.bot.value, slack.tokens.app.value)

    assert found.bot_token == Token(entry=Entry.REFUSED, code="token_revoked")
    assert found.app_token == Token(entry=Entry.FINE)


async def test_no_token_is_said_before_anything_is_asked(connections: Connections, slack: FakeSlack) -> None:
    found = await check(connections, "")

    assert sentences(found) == [slack_phrases.NO_BOT_KEY, slack_phrases.NO_APP_KEY]
    assert slack.calls == []


async def test_a_slack_out_of_reach_is_said_once(connections: Connections, slack: FakeSlack) -> None:
    slack.faults.next("*", Fault.UNREACHABLE, times=2)

    found = await check(connections, slack.tokens.bot.value, slack.tokens.app.value)

    assert found.bot_token.entry is found.app_token.entry is Entry.UNREACHABLE
    assert sentences(found) == [slack_phrases.UNREACHABLE]


def test_every_scope_has_its_sentence_and_no_sentence_lacks_its_scope() -> None:
    assert set(slack_phrases.MAY) == {*BOT_SCOPES, *OPTIONAL_SCOPES, *APP_SCOPES}
    assert list(BOT_SCOPES) == sorted(BOT_SCOPES)


def test_our_slack_knows_the_scopes_that_we_ask_for() -> None:
    assert set(BOT_SCOPES) <= ALL_SCOPES
