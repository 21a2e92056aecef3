"""A whole conversation with the bot on a Slack that others wrote, over HTTP and through Socket Mode.

``pytest -s tests/scenarios/test_local_slack.py`` prints what was said.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.service import Service
from bot import aloud_phrases, chat_phrases
from bot.identity import channel_id
from bot.suggesting_phrases import MAY_HELP, solved_it
from bot.suggestion_types import Suggesting
from bot.views import Action
from tests.support.bars import LOW
from tests.support.block_kit import problems, words
from tests.support.local_slack import (
    ANA,
    APP_TOKEN,
    ASK,
    BEN,
    BOT,
    BOT_TOKEN,
    CEM,
    SIGNING_SECRET,
    LocalSlack,
    Mode,
    program,
)
from tests.support.running import handled
from tests.support.slack.world import Json
from tests.support.slack_bot import running_bot
from tests.support.slack_office import Clock

QUESTION = "how do I restore a postgres backup from yesterday?"
PRIVATE, PUBLIC = chat_phrases.ONLY_YOU, chat_phrases.ALL_CAN_READ
ANSWER = "restore the postgres backup with pg_restore, from yesterday's file"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's client would ask this machine's proxy for loopback."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture(params=list(Mode))
async def slack(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(program(), tmp_path, request.param, also=(CEM,)) as slack:
        yield slack


async def test_a_whole_conversation(slack: LocalSlack, tmp_path: Path) -> None:
    """What was said before it came, a command, a button, a mention, a topic, a page."""
    asked = await slack.post(BEN, ASK, QUESTION)
    await slack.post(ANA, ASK, ANSWER, thread_ts=asked["ts"])
    async with bot_on(slack, tmp_path):
        await slack.command(BEN, "/whoknows", "restore a postgres backup", ASK)
        await slack.until(lambda: said(slack, PRIVATE))
        (private,) = said(slack, PRIVATE)
        await slack.press(BEN, private, button(private, Action.HELPED))
        await slack.until(lambda: said(slack, chat_phrases.THANKS))
        mention = await slack.post(BEN, ASK, f"<@{BOT}> who can restore a postgres backup?")
        await slack.until(lambda: said(slack, PRIVATE)[1:])
        beside = said(slack, PRIVATE)[1]
        await slack.press(BEN, beside, button(beside, Action.SHARE))
        await slack.until(lambda: said(slack, PUBLIC))
        (shared,) = said(slack, PUBLIC)
        await slack.command(ANA, "/iknow", "Terraform", ASK)
        await slack.until(lambda: said(slack, "Terraform"))
        await slack.open_home(ANA)
        await slack.until(lambda: slack.home(ANA))

    home = slack.home(ANA) or {}
    print(*transcript(slack), "", "Ana's page:", words(home), sep="\n")  # noqa: T201 for whoever asks for it
    assert [card.get("ephemeral_to") for card in (private, beside, shared)] == [BEN, BEN, None]
    assert [card["thread_ts"] for card in (beside, shared)] == [mention["ts"]] * 2
    assert ["Ana answered" in card["text"] for card in (private, beside, shared)] == [True] * 3
    assert "“who can restore a postgres backup?”:" in shared["text"]
    assert "Terraform" in words(home)
    assert [problem for card in (private, beside, shared, home) for problem in problems(card)] == []


@pytest.mark.parametrize("slack", [Mode.HTTP], indirect=True)
async def test_what_somebody_learned_stands_in_the_channel_as_they_saw_it(
    slack: LocalSlack, tmp_path: Path
) -> None:
    """In lines, with code, from right to left, with a face; and is gone when they take it back."""
    learned = "To see what a dump holds 🎉\n```\npg_restore --list dump\n```\nזה לא נוגע בכלום"
    shown = "“To see what a dump holds 🎉\npg_restore --list dump\n\u2068זה לא נוגע בכלום\u2069”"
    async with bot_on(slack, tmp_path):
        await slack.command(ANA, "/til", learned, ASK)
        await slack.until(lambda: said(slack, aloud_phrases.PREVIEW))
        (preview,) = said(slack, aloud_phrases.PREVIEW)
        await slack.press(ANA, preview, button(preview, Action.ALOUD_IN))
        await slack.until(lambda: everywhere(slack, "finds it, and you"))
        posted = [one for one in said(slack, shown) if not one.get("ephemeral_to")]
        (stands,) = everywhere(slack, "finds it, and you")
        await slack.press(ANA, stands, button(stands, Action.ALOUD_BACK))
        await slack.until(lambda: everywhere(slack, aloud_phrases.TAKEN_BACK))
        await slack.until(lambda: posted[0]["ts"] not in {one["ts"] for one in slack.messages(ASK)})

    (post,) = posted
    assert post["text"] == f"{aloud_phrases.learned('Ana')}\n{shown}"
    assert shown in preview["text"]
    assert [problem for card in (preview, post, stands) for problem in problems(card)] == []


@pytest.mark.parametrize("slack", [Mode.HTTP], indirect=True)
async def test_a_past_answer_where_somebody_asks_nobody_by_name(slack: LocalSlack, tmp_path: Path) -> None:
    """Nobody answers for three minutes: it is quoted, changed, has solved it, and is taken away."""
    answer = await _past(slack)
    clock = Clock()
    async with bot_on(slack, tmp_path, clock=clock) as service:
        await _suggest_in_threads(service)
        asked = await slack.post(BEN, ASK, f"once more, {QUESTION}")
        await handled(service)
        clock.pass_time(minutes=3)
        await slack.until(lambda: said(slack, MAY_HELP))
        (first,) = said(slack, MAY_HELP)
        await slack.edit(answer, f"{ANSWER}, and tell Ana")
        await slack.until(lambda: said(slack, "and tell Ana")[1:])
        (changed,) = said(slack, MAY_HELP)
        await slack.press(BEN, changed, button(changed, Action.SUGGESTION_SOLVED))
        await slack.until(lambda: said(slack, solved_it("Ben")))
        (solved,) = said(slack, MAY_HELP)
        await slack.delete(answer)
        await slack.until(lambda: not said(slack, MAY_HELP))

    assert first["thread_ts"] == asked["ts"]
    assert first["text"].endswith("I only used what everyone here can read.")
    assert ANSWER in first["text"]
    assert "and tell Ana" in changed["text"]
    assert [card["ts"] for card in (changed, solved)] == [first["ts"]] * 2
    assert [problem for card in (first, changed, solved) for problem in problems(card)] == []


async def _past(slack: LocalSlack) -> Json:
    """Cem asked this before, and Ben, who is no newcomer, other things; the answer to this."""
    for other in ("anybody seen my red scarf?", "where is the stapler?", "who waters the plants?"):
        question = await slack.post(BEN, ASK, other)
        await slack.post(ANA, ASK, "no idea, sorry", thread_ts=question["ts"])
    asked = await slack.post(CEM, ASK, QUESTION)
    return await slack.post(ANA, ASK, ANSWER, thread_ts=asked["ts"])


async def _suggest_in_threads(service: Service) -> None:
    async with service._parts.storage.begin(service.workspace.id) as uow:
        await uow.suggesting.put(channel_id(service.workspace.id, ASK), Suggesting.IN_THREAD)
        await uow.bars.replace(LOW)
        await uow.commit()


@asynccontextmanager
async def bot_on(slack: LocalSlack, folder: Path, clock: Clock | None = None) -> AsyncIterator[Service]:
    """The bot, reached in the way of that Slack; everybody works at any hour."""
    settings: dict[str, Any] = {"slack_bot_token": BOT_TOKEN, "slack_api_url": slack.base_url}
    settings |= {"workday": "00:00-00:00", "workdays": "mon,tue,wed,thu,fri,sat,sun"}
    settings["clock"] = clock or Clock()
    port = 0
    if slack.mode is Mode.HTTP:
        settings["slack_signing_secret"] = SIGNING_SECRET
        port = slack.app_port.getsockname()[1]
        slack.app_port.close()
    else:
        settings["slack_app_token"] = APP_TOKEN
    async with running_bot(folder, lambda _: None, port=port, naming="opt-out", **settings) as service:
        yield service


def said(slack: LocalSlack, text: str) -> list[Json]:
    return [one for one in slack.messages(ASK) if text in one.get("text", "")]


def everywhere(slack: LocalSlack, text: str) -> list[Json]:
    return [one for one in slack.everywhere() if text in one.get("text", "")]


def button(card: Json, action: Action) -> str:
    """The id of the button that does it."""
    elements = (one for block in card["blocks"] for one in block.get("elements", ()))
    return next(
        str(one["action_id"]) for one in elements if one.get("action_id", "").startswith(f"{action}.")
    )


def transcript(slack: LocalSlack) -> Iterator[str]:
    """What stands in the channel, as somebody reads it who hears it."""
    for one in slack.messages(ASK):
        where = "  in the thread" if one.get("thread_ts") else ""
        private = "  (only for them)" if one.get("ephemeral_to") else ""
        yield f"{one.get('user', 'kenner')}{where}{private}: {one.get('text', '')}"
