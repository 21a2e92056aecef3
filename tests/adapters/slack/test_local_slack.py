"""A bolt app makes the round trip with a Slack that others wrote, over HTTP and through Socket Mode."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.bolt_app import Heard, app_of, in_socket_mode
from tests.support.local_slack import (
    ANA,
    APP_TOKEN,
    ASK,
    BOT,
    BOT_TOKEN,
    SIGNING_SECRET,
    LocalSlack,
    Mode,
    program,
)
from tests.support.serving import served
from tests.support.slack.world import Json


@pytest.mark.parametrize("local_slack", list(Mode), indirect=True)
async def test_a_bolt_app_makes_the_round_trip(local_slack: LocalSlack) -> None:
    async with connected(local_slack) as heard:
        asked = await local_slack.post(ANA, ASK, f"<@{BOT}> who knows postgres?")
        await local_slack.until(lambda: said(local_slack, "here"))
        await local_slack.command(ANA, "/whoknows", "postgres", ASK)
        await local_slack.until(lambda: said(local_slack, "about postgres"))
        await local_slack.press(ANA, said(local_slack, "about postgres")[0], "ask")
        await local_slack.until(lambda: local_slack.forms)
        await local_slack.submit(ANA, {"text": "how?"})
        await local_slack.until(lambda: local_slack.form_errors)
        await local_slack.submit(ANA, {"text": "how, postgres?"})
        await local_slack.until(lambda: not local_slack.forms)
        await local_slack.open_home(ANA)
        await local_slack.until(lambda: local_slack.home(ANA))
        await local_slack.edit(asked, "never mind")
        await local_slack.delete(asked)
        await heard.until(lambda: {"message_changed", "message_deleted"} <= set(heard.kinds()))

    assert said(local_slack, "here")[0]["thread_ts"] == asked["ts"]
    assert asked["ts"] not in [one["ts"] for one in local_slack.messages(ASK)]


def test_without_the_program_tests_are_skipped_but_not_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.support.local_slack.PROGRAM", tmp_path / "nothing")

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="npm ci --prefix tests/clients"):
        program()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="npm ci --prefix tests/clients"):
        program()


def said(slack: LocalSlack, text: str) -> list[Json]:
    return [one for one in slack.messages(ASK) if one.get("text") == text]


@asynccontextmanager
async def connected(slack: LocalSlack) -> AsyncIterator[Heard]:
    """The app, reached in the way of that Slack; what it hears."""
    heard = Heard()
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
    app = app_of(client, SIGNING_SECRET, heard)
    way = served(app, slack.app_port) if slack.mode is Mode.HTTP else in_socket_mode(app, APP_TOKEN)
    async with way:
        yield heard
