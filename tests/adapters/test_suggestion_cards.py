"""A past answer as each platform draws it: all of it is heard, and each button says what it does."""

import json
from typing import Any

from adapters.slack.drawing import SlackDrawing
from adapters.teams.drawing import TeamsDrawing
from bot.suggestion_views import QuotedAnswer, SuggestionView, buttons
from tests.support.adaptive_cards import problems as wrong_with_card
from tests.support.block_kit import pings
from tests.support.block_kit import problems as wrong_with_blocks
from tests.support.builders import channel, minute, ts_of

LINK = "https://acme.slack.com/archives/Cdata/p1709283600000000"
VIEW = SuggestionView(
    opening="This may help.",
    quotes=(
        QuotedAnswer(
            intro="Maya wrote in #data on 14 March, eight months ago:",
            words="Restore the base backup…",
            read="Read it there",
            link=LINK,
        ),
        QuotedAnswer(
            intro="And Jon, eight months ago:", words="And tell Bea.", read="Read it there", link=None
        ),
    ),
    deeper="Maya or Jon could go deeper.",
    closing="",
    buttons=buttons(channel("data"), ts_of(minute(0))),
    footer="I only used what everyone here can read.",
)
HEARD = (
    "This may help.\n"
    "Maya wrote in #data on 14 March, eight months ago: “Restore the base backup…”\n"
    "And Jon, eight months ago: “And tell Bea.”\n"
    "Maya or Jon could go deeper.\n"
    "I only used what everyone here can read."
)
SAYS = [
    "Say that this solved your question",
    "Say that this is not what you need",
    "Mute my suggestions: here, or wherever you like",
]


def test_slack_reads_all_of_it_aloud_and_names_each_button() -> None:
    drawn = json.loads(SlackDrawing("https://acme.slack.com").suggestion(VIEW))

    pressed = [
        one for block in drawn["blocks"] for one in block.get("elements", ()) if one["type"] == "button"
    ]
    assert drawn["text"] == HEARD
    assert [one["accessibility_label"] for one in pressed] == SAYS
    assert {one["value"] for one in pressed} == {f"Cdata {ts_of(minute(0))}"}
    assert json.dumps(drawn["blocks"]).count(LINK) == 1
    assert wrong_with_blocks(drawn) + pings(drawn) == []


def test_teams_reads_all_of_it_aloud_and_names_each_button() -> None:
    drawn = json.loads(TeamsDrawing().suggestion(VIEW))

    card = drawn["attachments"][0]["content"]
    pressed = [action for part in card["body"] if part["type"] == "ActionSet" for action in part["actions"]]
    assert drawn["summary"] == HEARD
    assert [one["tooltip"] for one in pressed] == SAYS
    assert json.dumps(card["body"]).count(LINK) == 1
    assert wrong_with_card(drawn) == []


def test_without_people_buttons_or_links_nothing_stands_in_their_place() -> None:
    bare = SuggestionView(
        opening="This may help.", quotes=(), deeper="", closing="", buttons=(), footer="Only you."
    )

    for drawing in (SlackDrawing(), TeamsDrawing()):
        drawn: dict[str, Any] = json.loads(drawing.suggestion(bare))
        assert (drawn.get("text") or drawn["summary"]) == "This may help.\nOnly you."
        assert "button" not in json.dumps(drawn)
        assert "Action." not in json.dumps(drawn)
