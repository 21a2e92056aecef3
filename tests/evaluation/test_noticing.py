"""How well requests for help are noticed, on messages labelled one by one; and what they are learned from."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from adapters.commands.replay_command import load_past
from bot.past import Past
from evaluation.noticing import WAYS, refitted, report
from evaluation.noticing_measures import Noticed, measure, shares_by_kind
from evaluation.noticing_sample import WANTED, Spoken, sample, spoken
from evaluation.noticing_set import ELSEWHERE, INVENTED, LABELLED, Case, invented, labelled
from evaluation.noticing_truth import told
from expertise import noticing_weights
from expertise.types import Message
from tests.support.builders import ACME, channel, message
from tests.support.shared_data import shared_data

YES = {"asks", "need", "deed"}


@pytest.fixture(scope="module")
def every() -> list[Spoken]:
    """All that is said in a real history."""
    return spoken(load_past(shared_data("bytecode/export.zip")))


# ------------------------------------------------------------------ the labelled set


def test_the_labels_are_a_sample_that_anybody_can_draw_again(every: list[Spoken]) -> None:
    drawn = {(one.channel, str(one.message.ts), one.stratum, str(half)) for one, half in sample(every)}

    assert drawn == {(row["channel"], row["ts"], row["stratum"], row["half"]) for row in rows(LABELLED)}
    assert len(drawn) == sum(WANTED.values()) == 480


@pytest.mark.parametrize("path", [LABELLED, ELSEWHERE])
def test_labels_are_kept_by_id_without_the_words(path: Path) -> None:
    kept = rows(path)

    assert set(kept[0]) == {"channel", "ts", "stratum", "half", "label", "kind", "reason"}
    assert Counter(row["label"] for row in kept).keys() == {"yes", "no"}
    assert all((row["kind"] in YES) is (row["label"] == "yes") for row in kept)


def test_invented_messages_come_in_many_languages_and_communities() -> None:
    kept = rows(INVENTED)

    assert len(kept) >= 60
    assert {row["language"] for row in kept} >= {
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "ru",
        "ar",
        "he",
        "ja",
        "zh",
        "ko",
    }
    assert len({row["community"] for row in kept}) >= 10


# ------------------------------------------------------------------ how good it is


def test_of_what_begins_a_thread_nearly_all_that_is_noticed_asks_and_most_that_asks_is_noticed(
    every: list[Spoken],
) -> None:
    found = by_way([case for case in labelled(every) if case.opens])

    ours, mark, replay = (found[name] for name in ("asks_for_help", "a question mark", "looks_like_question"))
    assert ours.precision.value >= 0.88
    assert ours.recall.value >= 0.72
    assert ours.precision.low > max(mark.precision.high, replay.precision.high)
    assert ours.f1.value > max(mark.f1.value, replay.f1.value)


def test_replies_do_not_spoil_it(every: list[Spoken]) -> None:
    found = by_way(labelled(every))

    assert found["asks_for_help"].precision.value >= 0.87
    assert found["asks_for_help"].f1.value > found["looks_like_question"].f1.value


def test_in_another_community_it_is_right_more_than_twice_as_often_as_a_question_mark() -> None:
    found = by_way(labelled(spoken(load_past(shared_data("slack-export-2016.zip"))), ELSEWHERE))

    assert found["asks_for_help"].precision.value > 2 * found["a question mark"].precision.value
    assert found["asks_for_help"].f1.value > found["a question mark"].f1.value


def test_in_other_languages_it_stays_as_good_as_it_was() -> None:
    cases = invented()
    found = by_way(cases)["asks_for_help"]

    assert found.precision.value >= 0.9
    assert found.recall.value >= 0.72
    for language in {case.group for case in cases}:
        assert any(WAYS["asks_for_help"](case) for case in cases if case.asks and case.group == language)


def test_the_report_names_each_way_and_each_kind(every: list[Spoken]) -> None:
    cases = labelled(every)

    told_lines = "\n".join(report(cases, every))

    assert all(told_lines.count(name) >= 3 for name in WAYS)
    assert all(kind in told_lines for kind in {case.kind for case in cases})
    assert "as shipped" in told_lines


@pytest.mark.slow
def test_the_shipped_weights_are_what_the_recipe_gives(every: list[Spoken]) -> None:
    written: dict[str, object] = {}
    exec(refitted(every), written)  # noqa: S102 - our own module, as it would be written

    assert written["INTERCEPT"] == pytest.approx(noticing_weights.INTERCEPT, abs=0.02)
    assert written["WEIGHTS"] == pytest.approx(noticing_weights.WEIGHTS, abs=0.02)


# ------------------------------------------------------------------ who thanks whom


def test_who_comes_back_and_thanks_had_asked_and_who_is_thanked_had_answered() -> None:
    found = truth(
        message("the door is stuck", "ada", 0, thread=0),
        message("lift it a little", "bob", 1, thread=0),
        message("thanks, that was it", "ada", 2, thread=0),
    )

    assert found == {"the door is stuck": True, "lift it a little": False, "thanks, that was it": False}


def test_news_for_which_others_thank_is_no_request() -> None:
    found = truth(
        message("the new door is in", "ada", 0, thread=0), message("thank you!", "bob", 1, thread=0)
    )

    assert found == {"the new door is in": False, "thank you!": False}


def test_of_a_message_that_nobody_answered_nothing_is_known() -> None:
    assert truth(message("the door is stuck", "ada", 0)) == {}


def test_thanks_that_come_days_later_tell_nothing() -> None:
    found = truth(
        message("the door is stuck", "ada", 0, thread=0),
        message("lift it a little", "bob", 1, thread=0),
        message("thanks", "ada", 3 * 24 * 60, thread=0),
    )

    assert "the door is stuck" not in found


# ------------------------------------------------------------------ the measures


def test_precision_recall_and_f1_by_hand() -> None:
    found = measure(flags("++--"), flags("+-+-"), ["one"] * 4)

    assert (found.precision.value, found.recall.value, found.f1.value, found.share) == (0.5, 0.5, 0.5, 0.5)
    assert found.precision.low <= 0.5 <= found.precision.high


def test_a_message_may_stand_for_many() -> None:
    found = measure(flags("++-"), flags("+-+"), ["one", "one", "two"], np.array([3.0, 1.0, 2.0]))

    assert found.precision.value == pytest.approx(3 / 4)
    assert found.recall.value == pytest.approx(3 / 5)


def test_where_nothing_is_noticed_precision_is_not_a_number() -> None:
    found = measure(flags("--"), flags("+-"), ["one", "one"])

    assert np.isnan(found.precision.value)
    assert found.recall.value == 0


def test_shares_are_counted_by_kind() -> None:
    assert shares_by_kind(flags("+-+"), ["asks", "asks", "social"]) == {"asks": (1, 2), "social": (1, 1)}


def by_way(cases: Sequence[Case]) -> dict[str, Noticed]:
    asks, strata = np.array([case.asks for case in cases]), [case.stratum for case in cases]
    return {
        name: measure(np.array([way(case) for case in cases]), asks, strata) for name, way in WAYS.items()
    }


def truth(*messages: Message) -> dict[str, bool]:
    past = Past(workspace=ACME, people=[], channels=[channel()], messages=messages)
    return {one.text: one.asked for one in told(spoken(past))}


def flags(text: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.array([letter == "+" for letter in text])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
