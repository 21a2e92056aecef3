"""How well past answers would have helped, as it is shown: lines, a page, JSON."""

import json
from math import inf

from adapters.reports.tuning import headline, tuning_json, tuning_lines, tuning_page
from bot import tuning_phrases as say
from bot.bar_ports import Mode
from bot.bars import AIMS
from bot.tuning_types import Group, Truth, Tuning
from expertise.curve import Case, Curve, curve, proposed
from expertise.types import ChannelId
from tests.support.builders import minute

MANY = [Case(chance=0.62, is_right=True)] * 60 + [Case(chance=0.31, is_right=False)] * 60


def told(cases: list[Case] = MANY, truth: Truth = Truth.JUDGED) -> Tuning:
    whole = curve(cases)
    ops = Group(
        channel_id=ChannelId("c-ops"),
        language=None,
        name="<ops>",
        questions=len(cases),
        judged=len(cases),
        curve=whole,
        proposals=_proposals(whole),
    )
    everywhere = Group(
        channel_id=None,
        language=None,
        name="",
        questions=len(cases),
        judged=len(cases),
        curve=whole,
        proposals=_proposals(whole),
    )
    return Tuning(
        workspace="acme",
        since=minute(0),
        until=minute(9),
        truth=truth,
        is_strict=False,
        groups=[everywhere, ops],
    )


def _proposals(points: Curve) -> dict[Mode, object]:
    return {mode: proposed(points, aim) for mode, aim in AIMS.items()}


def plain(tuning: Tuning) -> str:
    return " ".join(" ".join(tuning_lines(tuning)).split())


def test_the_curve_is_a_row_for_each_bar_with_its_interval_drawn() -> None:
    row = next(line for line in tuning_lines(told()) if line.startswith("  0.60"))

    assert row.split() == ["0.60", "50", "%", "100", "%", "94–100", "%", "60", "···················●"]


def test_what_reaches_its_aim_is_proposed_with_its_bar() -> None:
    text = plain(told())

    assert f"{say.MODES[Mode.PRIVATE]}: from a chance of 0.35 on, at least 94 % help" in text
    assert say.TRUTHS[Truth.JUDGED] in text


def test_what_does_not_says_so() -> None:
    even = [Case(chance=0.62, is_right=at % 2 == 0) for at in range(60)]
    few = [Case(chance=0.62, is_right=True)] * 6 + [Case(chance=0.31, is_right=False)] * 60

    assert f"{say.MODES[Mode.IN_THREAD]}: stay silent. No bar reaches 90 %." in plain(told(even))
    assert "with 6 judged questions that may be chance" in plain(told(few))
    assert "Too little is judged to tell." in plain(told([Case(chance=0.62, is_right=None)] * 9))


def test_a_workspace_without_questions_has_nothing_to_measure() -> None:
    empty = told([])

    assert plain(empty) == say.no_questions("acme")
    assert headline(empty) == [say.no_questions("acme")]


def test_the_page_escapes_and_draws_the_same_figures_as_a_table() -> None:
    page = tuning_page(told())

    assert "<ops>" not in page
    assert "&lt;ops&gt;" in page
    assert page.count("<circle") == len([point for point in told().whole.curve if point.answered.count])
    assert "<script" not in page
    assert "94–100" in page


def test_one_channel_can_be_shown() -> None:
    lines = list(tuning_lines(told(), "<ops>"))

    assert f"{say.CURVE}: <ops>" in lines


def test_json_has_every_figure_and_null_for_what_is_never_reached() -> None:
    even = told([Case(chance=0.62, is_right=at % 2 == 0) for at in range(60)])

    found = json.loads(json.dumps(tuning_json(even), allow_nan=False))

    whole = found["groups"][0]
    assert (found["truth"], whole["questions"], whole["judged"]) == ("judged", 60, 60)
    assert whole["bars"]["private"] == {"aim": 0.8, "bar": None, "likely": None, "judged": 60}
    point = next(each for each in whole["curve"] if each["bar"] == 0.6)
    assert (point["said"], point["helped"]) == (1.0, 0.5)
    assert even.whole.proposals[Mode.PRIVATE].shown == inf
