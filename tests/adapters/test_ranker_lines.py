"""What is said of weights, whatever came of learning."""

from collections.abc import Mapping

import pytest

from adapters.commands.ranker_command import told
from adapters.ranker_lines import lines
from bot import ranker_phrases as say
from bot.rankers import Overview
from bot.types import Ranker
from expertise.confidence import Calibration
from expertise.ranker import PRIOR, Choice, Learned
from expertise.types import Signal
from tests.support.builders import START

FIGURES = {Choice.PRIOR: 0.41, Choice.ADAPTED: 0.445, Choice.HABIT: 0.38}


def _learned(choice: Choice, figures: Mapping[Choice, float] | None = FIGURES) -> Learned:
    weights = PRIOR if choice is Choice.PRIOR else {Signal.HERE: 1.0, Signal.ANYWHERE: 0.1}
    return Learned(choice=choice, weights=weights, learned_from=1_234, tested_on=411, figures=figures)


@pytest.mark.parametrize(
    ("before", "choice", "begins", "figures"),
    [
        (Choice.PRIOR, Choice.PRIOR, "The shipped weights stay:", "0.445 in place of 0.410"),
        (Choice.HABIT, Choice.PRIOR, "The shipped weights are in use again:", "0.445 in place of 0.410"),
        (Choice.PRIOR, Choice.ADAPTED, "Weights adapted to this workspace", "0.445 in place of 0.410"),
        (Choice.PRIOR, Choice.HABIT, "The habit is in use", "0.380 in place of 0.445"),
    ],
)
def test_what_came_of_learning_and_why(before: Choice, choice: Choice, begins: str, figures: str) -> None:
    (sentence,) = told(before, _learned(choice))

    assert sentence.startswith(begins)
    assert figures in sentence


def test_with_too_few_questions_it_says_how_many_it_takes() -> None:
    assert list(told(Choice.PRIOR, _learned(Choice.PRIOR, None))) == [say.too_little(60)]


def test_adapted_weights_stand_beside_the_shipped_ones_with_their_figures() -> None:
    ranker = Ranker(number=2, made_at=START, learned=_learned(Choice.ADAPTED), calibration=Calibration())

    shown = list(lines(Overview(in_use=ranker, since=START, kept=[ranker])))

    assert shown[0] == "In use since 1 March 2024: weights adapted to this workspace (number 2)."
    assert shown[1] == "Learned from 1,234 past questions, and tested on the latest 411 of them."
    assert "0.410" in shown[2]
    assert say.HOW_ADAPTED in shown
    (here,) = (line.split() for line in shown if line.startswith("  here"))
    assert here[1:3] == ["+1.00", f"{PRIOR[Signal.HERE]:+.2f}"]
    assert any(line.split()[:4] == ["2", "1", "March", "2024"] for line in shown)


def test_every_signal_and_choice_has_its_words() -> None:
    assert set(say.SIGNALS) == set(Signal)
    assert set(say.CHOICES) == set(Choice)
