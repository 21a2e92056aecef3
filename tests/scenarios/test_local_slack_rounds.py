"""Two people are brought together on a Slack that others wrote, over HTTP, with the presses of all of them.

It opens no group message: ``conversations.open`` with several people opens the conversation with the first.
``pytest -s tests/scenarios/test_local_slack_rounds.py`` prints what each of them has before them.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import chat_phrases, inviting_phrases, posting_phrases
from bot.views import Action
from tests.scenarios.test_local_slack import ANSWER, QUESTION, bot_on
from tests.support.block_kit import problems
from tests.support.local_slack import ANA, ASK, BEN, BOT, CEM, DIA, LocalSlack, Mode, program
from tests.support.slack.world import Json
from tests.support.slack_office import Clock, named

PLAN, STUCK, HELPS, LEARNED = "Whom I would ask", "is stuck", "glad to help", "What did you learn"
WORDS = "pg_restore, from yesterday's file"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's client would ask this machine's proxy for loopback."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """Ana answered what Ben asked; later Cem and Dia, too."""
    async with LocalSlack(program(), tmp_path, Mode.HTTP, [CEM, DIA]) as slack:
        for helper, count in ((ANA, 3), (CEM, 2), (DIA, 1)):
            for _ in range(count):
                asked = await slack.post(BEN, ASK, QUESTION)
                await slack.post(helper, ASK, ANSWER, thread_ts=asked["ts"])
        yield slack


async def told(slack: LocalSlack, words: str, times: int = 1) -> Json:
    """The last that the bot said with these words, when it has said so often."""

    def found() -> list[Json]:
        return [one for one in slack.everywhere() if words in one.get("text", "") and "blocks" in one]

    await slack.until(lambda: len(found()) >= times)
    return found()[-1]


async def press(slack: LocalSlack, who: str, card: Json, action: Action, choose: str | None = None) -> None:
    await slack.press(who, card, named(card, action), choose=choose)


async def test_from_a_question_in_a_channel_to_what_helped_in_its_thread(
    slack: LocalSlack, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path):
        asked = await slack.post(BEN, ASK, f"<@{BOT}> who can restore a postgres backup?")
        await press(slack, BEN, await told(slack, chat_phrases.ONLY_YOU), Action.ASK)
        await press(slack, BEN, await told(slack, PLAN), Action.GO)
        invitation = await told(slack, f"Ben {STUCK}")
        await press(slack, ANA, invitation, Action.HELP)
        await press(slack, BEN, await told(slack, HELPS), Action.SOLVED)
        await told(slack, "says thank you")
        await press(slack, BEN, await told(slack, LEARNED), Action.LEARN, WORDS)
        await press(slack, BEN, await told(slack, "May I post it in"), Action.POST_IF_AGREED)
        await press(slack, ANA, await told(slack, posting_phrases.HELPER_NO_MATTER), Action.POST)
        posted = await told(slack, "Ben worked it out with Ana")
        everything = slack.everywhere()

    print(*(f"{one['channel']} {one.get('text')}" for one in everything), sep="\n")  # noqa: T201
    assert posted["thread_ts"] == asked["ts"]
    assert WORDS in posted["text"]
    assert "I ask nobody any more" in str(everything)  # what was the plan says so now
    assert [one for one in everything if PLAN in one.get("text", "")] == []
    assert [problem for one in everything if one.get("blocks") for problem in problems(one)] == []


async def test_one_passes_the_next_names_a_third_and_where_nobody_is_free_there_is_a_draft(
    slack: LocalSlack, tmp_path: Path
) -> None:
    clock = Clock()
    async with bot_on(slack, tmp_path, clock):
        await slack.command(BEN, "/whoknows", "restore a postgres backup", ASK)
        await press(slack, BEN, await told(slack, chat_phrases.ONLY_YOU), Action.ASK)
        await press(slack, BEN, await told(slack, PLAN), Action.GO)
        first = await told(slack, f"Ben {STUCK}")
        await press(slack, ANA, first, Action.NOT_NOW)
        await told(slack, inviting_phrases.PASSED_NOT_NOW)
        second = await told(slack, f"Ben {STUCK}")
        await press(slack, CEM, second, Action.REFER)
        await press(slack, CEM, await told(slack, "Who may know?"), Action.REFER_TO, "Dia")
        third = await told(slack, inviting_phrases.named_you("Ben"))
        clock.pass_time(minutes=16)
        draft = await told(slack, inviting_phrases.DRAFTED)

    assert len({one["channel"] for one in (first, second, third, draft)}) == 4
    assert "not now" not in str(slack.messages(draft["channel"])).casefold()


async def test_of_a_group_message_only_the_first_hears_where_a_slack_opens_none(
    slack: LocalSlack, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path):
        await slack.command(BEN, "/whoknows", "restore a postgres backup", ASK)
        await press(slack, BEN, await told(slack, chat_phrases.ONLY_YOU), Action.ASK)
        plan = await told(slack, PLAN)
        await press(slack, BEN, plan, Action.GO)
        await press(slack, ANA, await told(slack, f"Ben {STUCK}"), Action.HELP)

        together = await told(slack, "Here you are together")

    assert together["channel"] == plan["channel"]
