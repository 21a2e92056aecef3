"""What comes late, or from another time: new people, old buttons, addresses and triggers that ran out."""

from collections.abc import AsyncIterator
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest

from bot.chat_types import QuestionId
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Clock, Office, SlowEmbedder, actions, named, value_of

GONE = "I no longer have it"


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool) -> AsyncIterator[Office]:
    async with slack_bot(slack, tmp_path, over_http=over_http, **OFF) as office.service:
        yield office


def aged(card: Json, old: str, action: str, value: str | None = None) -> Json:
    """The card as an older version drew it: that button was called so, and carried that."""
    other = deepcopy(card)
    (button,) = [
        e
        for b in other["blocks"]
        for e in b.get("elements", ())
        if str(e.get("action_id")).partition(".")[0] == action
    ]
    button["action_id"] = old
    if value is not None:
        button["value"] = value
    return other


# ------------------------------------------------------------------ app_home_opened


async def test_a_home_page_is_there_for_somebody_never_seen_before(here: Office, slack: FakeSlack) -> None:
    new = slack.world.person("zoe")  # there was no word of her coming

    await slack.open_home(new)

    await until(lambda: slack.home(new))
    home = slack.home(new)
    assert home
    assert {"ask_here", "consent"} <= actions(home)
    await slack.press(new, home, named(home, "ask_here"), choose=NEED)
    await until(lambda: here.from_bot(new))
    assert "Ben answered" in here.from_bot(new)[0]["text"]


async def test_somebody_never_seen_before_is_answered_wherever_they_begin(
    here: Office, slack: FakeSlack
) -> None:
    yan = slack.world.person("yan")
    zoe = slack.world.person("zoe")
    here.data.members.append(yan.id)

    card = await here.command(yan, NEED)
    page = await here.command(yan, "me")
    answer = await here.direct(zoe, NEED)

    assert "Ben answered" in card["text"]
    assert "Only you can see it" in page["text"]
    assert "Ben answered" in answer["text"]


# ------------------------------------------------------------------ buttons after an upgrade


async def test_a_button_that_is_called_otherwise_now_gets_a_sentence_and_a_line_in_the_log(
    here: Office, slack: FakeSlack, log: StringIO
) -> None:
    card = await here.command(here.cem, NEED)
    old = aged(card, "thumbs_up.1", "helped")

    said = await slack_said(here, old, "thumbs_up.1")

    assert GONE in said["text"]
    assert "button of another version" in log.getvalue()
    assert "thumbs_up" not in log.getvalue()
    assert "Thank you" in (await here.press(here.cem, card, "helped"))["text"]


@pytest.mark.parametrize("value", ["", "17", "v0:17:helped", "01890a5d-ac96-774b-bcce-b302099a8057"])
async def test_a_button_that_carries_what_an_older_version_wrote_gets_a_sentence(
    here: Office, value: str
) -> None:
    card = await here.command(here.cem, NEED)

    said = await slack_said(here, aged(card, "helped.1", "helped", value), "helped.1")

    assert GONE in said["text"]
    assert "Thank you" in (await here.press(here.cem, card, "helped"))["text"]


async def test_a_button_of_an_older_home_page_makes_the_page_anew_and_what_was_chosen_stays(
    here: Office, slack: FakeSlack
) -> None:
    await slack.open_home(here.ben)
    await until(lambda: slack.home(here.ben))
    home = slack.home(here.ben)
    assert home
    await slack.press(here.ben, home, named(home, "pause"))
    await here.handled()
    paused = slack.home(here.ben)
    assert paused

    old = aged(paused, "snooze.1", "resume")
    assert (await slack.press(here.ben, old, "snooze.1")).is_acknowledged

    await until(lambda: here.from_bot(here.ben))
    await here.handled()
    assert GONE in here.from_bot(here.ben)[0]["text"]
    assert "resume" in actions(slack.home(here.ben) or {})


async def slack_said(here: Office, card: Json, action_id: str) -> Json:
    """What Cem is shown for a press."""
    before = len(here.slack.ephemerals(here.cem))
    assert (await here.slack.press(here.cem, card, action_id)).is_acknowledged
    await until(lambda: len(here.slack.ephemerals(here.cem)) > before)
    return here.slack.ephemerals(here.cem)[-1]


# ------------------------------------------------------------------ what ran out


async def test_where_the_trigger_ran_out_meanwhile_the_press_is_answered_all_the_same(
    office: Office, slack: FakeSlack, tmp_path: Path, slow: SlowEmbedder, *, over_http: bool
) -> None:
    clock = Clock()
    slack.world.clock = clock
    how = {"over_http": over_http, "embedder": slow}
    async with slack_bot(slack, tmp_path, **how, **OFF) as office.service:  # type: ignore[arg-type]
        card = await office.command(office.cem, NEED)
        slow.goes_on.clear()
        await office.pressed(office.cem, card, "not_these")
        clock.pass_time(seconds=4)  # Slack's triggers last for three
        slow.goes_on.set()
        await until(lambda: len(slack.ephemerals(office.cem)) == 2)

    assert "Ben answered" in card["text"]
    assert "Ben answered" not in slack.ephemerals(office.cem)[1]["text"]


async def test_where_the_response_url_ran_out_the_asker_still_sees_the_answer_alone(
    office: Office, slack: FakeSlack, tmp_path: Path, slow: SlowEmbedder, *, over_http: bool
) -> None:
    clock = Clock()
    slack.world.clock = clock
    how = {"over_http": over_http, "embedder": slow}
    async with slack_bot(slack, tmp_path, **how, **OFF) as office.service:  # type: ignore[arg-type]
        slow.goes_on.clear()
        await slack.command(office.cem, "/whoknows", NEED, office.data)
        await office.waits_for_an_answer(office.cem)
        clock.pass_time(minutes=31)
        slow.goes_on.set()
        await until(lambda: slack.ephemerals(office.cem))
        await office.handled()

    (card,) = slack.ephemerals(office.cem)
    assert "Ben answered" in card["text"]
    assert len(slack.called("chat.postEphemeral")) == 1
    assert [m for m in slack.messages(office.data) if m["user"] == slack.bot] == []


async def test_where_the_bot_is_not_in_the_channel_either_they_are_told_directly(
    office: Office, slack: FakeSlack, tmp_path: Path, slow: SlowEmbedder, *, over_http: bool
) -> None:
    clock = Clock()
    slack.world.clock = clock
    lunch = slack.world.channel("lunch", office.cem)
    how = {"over_http": over_http, "embedder": slow}
    async with slack_bot(slack, tmp_path, **how, **OFF) as office.service:  # type: ignore[arg-type]
        slow.goes_on.clear()
        await slack.command(office.cem, "/whoknows", NEED, lunch)
        await office.waits_for_an_answer(office.cem)
        clock.pass_time(minutes=31)
        slow.goes_on.set()
        await until(lambda: office.from_bot(office.cem))
        await office.handled()

    (answer,) = office.from_bot(office.cem)
    assert "Ben answered" in answer["text"]
    assert slack.ephemerals(office.cem) == slack.messages(lunch) == []


async def test_a_press_whose_response_url_is_refused_is_answered_another_way_and_kept(
    here: Office, slack: FakeSlack
) -> None:
    card = await here.command(here.cem, NEED)
    slack.faults.next("response_url", Fault.REFUSED, error="used_url")

    thanks = await here.press(here.cem, card, "helped")

    assert "Thank you" in thanks["text"]
    assert here.service
    async with here.storage.begin(here.service.workspace.id) as uow:
        assert len(await uow.feedback.of(QuestionId(value_of(card, "helped")))) == 1
