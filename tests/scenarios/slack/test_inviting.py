"""Two people are brought together in Slack: the plan, the invitation, yes and no, and what both sides see."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat_types import QuestionId
from bot.round_types import Due
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json, User
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Clock, Office, named, value_of

ALWAYS = {"workday": "00:00-00:00", "workdays": "mon,tue,wed,thu,fri,sat,sun"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def here(office: Office, slack: FakeSlack, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """Ben answered in #data, Dia something like it in #ops; Cem asks."""
    ops = slack.world.channel("ops", office.cem, office.dia, slack.bot)
    await office.thread(ops, office.cem, "how to restore a postgres backup elsewhere?", office.dia)
    async with slack_bot(slack, tmp_path, clock=clock, **OFF, **ALWAYS) as service:
        office.service = service
        yield office


async def told(here: Office, who: User, words: str) -> Json:
    """A direct message of the bot's with these words."""

    def found() -> list[Json]:
        return [message for message in here.from_bot(who) if words in message["text"]]

    await until(found)
    return found()[-1]


async def plan(here: Office) -> Json:
    card = await here.command(here.cem, NEED)
    await here.pressed(here.cem, card, "ask")
    return await told(here, here.cem, "Whom I would ask")


async def go(here: Office) -> Json:
    """Cem has Ben asked; the invitation."""
    await here.pressed(here.cem, await plan(here), "go")
    return await told(here, here.ben, "is stuck")


async def test_nothing_is_sent_before_the_asker_says_so(here: Office) -> None:
    card = await plan(here)
    await here.handled()

    assert "Ben" in card["text"]
    assert "Dia" in card["text"]
    assert here.from_bot(here.ben) == []


async def test_a_word_about_the_plan_stands_where_it_was_pressed_and_again_when_it_is_pressed_again(
    here: Office,
) -> None:
    card = await here.command(here.cem, NEED)

    first = await here.press(here.cem, card, "ask")
    await told(here, here.cem, "Whom I would ask")
    second = await here.press(here.cem, card, "ask")

    assert "Nothing goes out before you agree" in first["text"]
    assert "You have a plan for this already" in second["text"]
    assert len(here.from_bot(here.cem)) == 1


async def test_the_card_that_says_so_while_it_goes_on_has_no_button_once_it_is_over(here: Office) -> None:
    invitation = await go(here)
    await here.pressed(here.ben, invitation, "help")

    await here.pressed(here.cem, await told(here, here.cem, "glad to help"), "solved")

    over = await told(here, here.cem, "This is solved")
    assert [block for block in over["blocks"] if block["type"] == "actions"] == []
    assert [m for m in here.from_bot(here.cem) if "I am on it" in m["text"]] == []


async def test_whoever_accepts_is_brought_together_with_the_asker(here: Office) -> None:
    invitation = await go(here)

    await here.pressed(here.ben, invitation, "help")

    together = await told(here, here.cem, "glad to help")
    assert "Ben" in together["text"]
    assert "Cem" in invitation["text"]
    assert NEED in invitation["text"]


async def test_they_are_introduced_in_a_group_message_of_their_own(here: Office) -> None:
    await here.thread(here.data, here.cem, "who is on call?", here.ben)
    invitation = await go(here)

    await here.pressed(here.ben, invitation, "help")

    await told(here, here.ben, "Cem knows that you help")
    group = here.slack.direct(here.cem, here.ben)
    await until(lambda: here.slack.messages(group))
    (meeting,) = here.slack.messages(group)
    assert "Ben is glad to help Cem, who is stuck" in meeting["text"]
    assert "You both wrote in a thread in #data" in meeting["text"]
    assert len(here.from_bot(here.ben)) == 1  # the invitation has changed

    await here.slack.post(here.ben, group, "let us see")
    await here.handled()
    async with here.storage.begin(here.service.workspace.id) as uow:  # type: ignore[union-attr]
        this = await uow.rounds.of(QuestionId(value_of(invitation, "help")))
    assert this
    assert this.due is Due.ASK_SOLVED  # and nobody asks whether it is still good


async def test_where_slack_lets_us_open_no_group_message_each_hears_how_to_reach_the_other(
    here: Office,
) -> None:
    here.slack.tokens.bot.scopes.discard("mpim:write")
    invitation = await go(here)

    await here.pressed(here.ben, invitation, "help")

    to_cem = await told(here, here.cem, "Write to Ben directly")
    to_ben = await told(here, here.ben, "Write to Cem directly")
    links = [e["url"] for m in (to_cem, to_ben) for b in m["blocks"] for e in b.get("elements", ())]
    assert links == [f"https://acme.slack.com/team/{who.id}" for who in (here.ben, here.cem)]


async def test_what_was_asked_in_a_channel_is_talked_of_in_its_thread_where_nothing_is_said_of_it(
    here: Office, clock: Clock
) -> None:
    asked = await here.mention(here.cem, f"how do I {NEED}?")
    await until(lambda: here.slack.ephemerals(here.cem))
    await here.pressed(here.cem, here.slack.ephemerals(here.cem)[-1], "ask")
    await here.pressed(here.cem, await told(here, here.cem, "Whom I would ask"), "go")
    invitation = await told(here, here.ben, "is stuck")

    await here.pressed(here.ben, invitation, "help")

    thread = f"https://acme.slack.com/archives/{here.data.id}/p{asked['ts'].replace('.', '')}"
    for who, words in ((here.cem, "glad to help"), (here.ben, "knows that you help")):
        assert thread in str((await told(here, who, words))["blocks"])
    await here.handled()
    assert here.answers(asked) == []
    assert here.slack.messages(here.slack.direct(here.cem, here.ben)) == []

    await here.slack.post(here.ben, here.data, "let us see", thread_ts=asked["ts"])
    await here.handled()
    clock.pass_time(hours=5)
    await here.slack.delete(asked)
    await told(here, here.ben, "Thank you for your help")
    assert [m for m in here.from_bot(here.ben) if "Still good" in m["text"]] == []


async def test_who_passes_is_not_told_to_the_asker_and_the_next_is_asked(here: Office) -> None:
    invitation = await go(here)

    await here.pressed(here.ben, invitation, "not_now")

    await told(here, here.dia, "is stuck")
    await told(here, here.ben, "That is fine")
    assert [m for m in here.from_bot(here.cem) if "not now" in m["text"].casefold()] == []


async def test_the_next_is_invited_when_nobody_answers_and_the_first_hears_when_it_is_taken(
    here: Office, clock: Clock
) -> None:
    await go(here)
    clock.pass_time(minutes=21)
    second = await told(here, here.dia, "is stuck")

    await here.pressed(here.dia, second, "help")

    await told(here, here.ben, "Taken care of")
    assert len(here.from_bot(here.ben)) == 1


async def test_the_asker_leaves_somebody_out_and_asks_without_a_name(here: Office) -> None:
    card = await plan(here)
    await here.pressed(here.cem, card, "leave_out")
    await here.handled()
    await here.slack.press(here.cem, card, named(card, "with_name 2"))
    await here.handled()

    await here.pressed(here.cem, card, "go")

    invitation = await told(here, here.dia, "is stuck")
    assert "A colleague is stuck" in invitation["text"]
    assert "Cem" not in invitation["text"]
    assert here.from_bot(here.ben) == []


async def test_solved_thanks_the_helper(here: Office) -> None:
    invitation = await go(here)
    await here.pressed(here.ben, invitation, "help")
    together = await told(here, here.cem, "glad to help")

    await here.pressed(here.cem, together, "solved")

    await told(here, here.ben, "says thank you")
    await told(here, here.cem, "I am glad")


async def test_who_stops_hears_that_it_has_stopped_and_who_was_invited_that_nothing_is_to_do(
    here: Office,
) -> None:
    await go(here)

    heard = await here.press(here.cem, await told(here, here.cem, "I am on it"), "stop_round")

    assert "I have stopped" in heard["text"]
    await told(here, here.ben, "does not need it any more")


async def test_old_buttons_and_others_buttons_do_nothing(here: Office, clock: Clock) -> None:
    invitation = await go(here)
    others = await here.press(here.dia, invitation, "help")
    clock.pass_time(hours=9)
    await told(here, here.cem, "Nobody was free")

    old = await here.press(here.ben, invitation, "help")

    assert "it is over" in others["text"]
    assert "it is over" in old["text"]
    assert [m for m in here.from_bot(here.cem) if "glad to help" in m["text"]] == []
