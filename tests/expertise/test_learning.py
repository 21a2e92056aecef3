"""Weights from past questions: what is learned, when, and when it is rather left alone."""

from datetime import UTC, datetime, timedelta
from math import log

import numpy as np
import pytest

from expertise import learning
from expertise.learning import (
    COMPLETE,
    ENOUGH,
    HABIT,
    SIGNALS,
    TERM,
    Choice,
    Example,
    Learner,
    choose,
    example,
    fit,
    reciprocal_ranks,
)
from expertise.ranker import PRIOR
from expertise.types import Signal
from tests.support.builders import person_id

START = datetime(2024, 1, 1, tzinfo=UTC)


def _examples(count: int, telling: Signal, *, seed: int = 1, people: int = 12) -> list[Example]:
    """Questions where one signal alone tells who helped; all others are noise."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        shares = np.log(random.dirichlet(np.ones(people), size=len(SIGNALS)).T + 0.003)
        helped = np.zeros(people, dtype=np.bool_)
        helped[np.argmax(shares[:, SIGNALS.index(telling)])] = True
        made.append(Example(asked_at=START + timedelta(days=number), shares=shares, helped=helped))
    return made


def test_the_signal_that_tells_gains_weight() -> None:
    learned = fit(_examples(300, Signal.TIES))

    assert learned[Signal.TIES] > PRIOR[Signal.TIES] + 0.5
    assert max(Signal, key=lambda signal: learned[signal]) is Signal.TIES


def test_few_examples_hardly_move_a_firm_prior() -> None:
    few = fit(_examples(5, Signal.TIES))
    many = fit(_examples(300, Signal.TIES))

    assert PRIOR[Signal.TIES] < few[Signal.TIES] < PRIOR[Signal.TIES] + 0.5 < many[Signal.TIES]


def test_the_gradient_is_zero_where_the_fit_ends() -> None:
    examples = _examples(80, Signal.WORDS)
    best = fit(examples, strength=1.0)

    def loss(weights: dict[Signal, float]) -> float:
        total = 0.5 * sum((weights[s] - PRIOR[s]) ** 2 for s in Signal)
        for each in examples:
            utility = each.shares @ np.array([weights[s] for s in SIGNALS])
            chance = np.exp(utility) / np.exp(utility).sum()
            total -= log(chance[each.helped].sum())
        return total

    at_best = loss(dict(best))
    for signal in Signal:
        for step in (-0.02, 0.02):
            assert loss({**best, signal: best[signal] + step}) > at_best - 1e-6


def test_fitting_twice_gives_the_same() -> None:
    assert fit(_examples(50, Signal.HERE)) == fit(_examples(50, Signal.HERE))


def test_too_few_examples_leave_the_prior() -> None:
    learned = choose(_examples(ENOUGH - 1, Signal.TIES))

    assert (learned.choice, learned.weights, learned.tested_on) == (Choice.PRIOR, PRIOR, 0)


def test_what_helps_with_the_latest_questions_is_adopted() -> None:
    learned = choose(_examples(300, Signal.TIES))

    assert learned.choice is Choice.ADAPTED
    assert (learned.learned_from, learned.tested_on) == (300, 100)
    assert learned.figures
    assert learned.figures[Choice.ADAPTED] > learned.figures[Choice.PRIOR]


def test_what_no_longer_helps_is_not_adopted() -> None:
    earlier = _examples(200, Signal.TIES)
    latest = [
        Example(asked_at=e.asked_at + timedelta(days=400), shares=e.shares, helped=e.helped)
        for e in _examples(100, Signal.WORDS, seed=2)
    ]

    assert choose([*earlier, *latest]).choice is Choice.PRIOR


def test_where_the_habit_is_clearly_better_it_is_followed() -> None:
    against = {**PRIOR, Signal.HERE: -3.0}

    learned = choose(_examples(90, Signal.HERE), against)

    assert learned.choice is Choice.HABIT
    assert learned.weights == HABIT


def test_nothing_newer_than_a_week_is_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[datetime]] = []
    monkeypatch.setattr(
        learning, "choose", lambda examples, prior: seen.append([e.asked_at for e in examples]) or prior
    )
    learner = Learner()
    for each in _examples(120, Signal.TIES):
        learner.add(each)

    for day in range(1, 120):
        learner.at(START + timedelta(days=day))

    assert len(seen) == -(-119 // TERM.days) or len(seen) == 119 // TERM.days + 2
    assert all(max(asked) + COMPLETE <= START + timedelta(days=119) for asked in seen if asked)
    assert len(seen[-1]) > len(seen[1])


def test_weights_hold_until_the_next_fixed_date() -> None:
    learner = Learner()
    for each in _examples(200, Signal.TIES):
        learner.add(each)
    first = learner.at(START + timedelta(days=150))

    learner.add(_examples(1, Signal.HERE)[0])

    assert learner.at(START + timedelta(days=150, hours=1)) is first
    assert learner.at(START + timedelta(days=10)).choice is Choice.PRIOR


def test_an_example_needs_a_helper_among_the_contenders() -> None:
    ada, bob = person_id("ada"), person_id("bob")
    signals = {ada: dict.fromkeys(Signal, -1.0), bob: dict.fromkeys(Signal, -2.0)}

    found = example(START, signals, frozenset({bob}))

    assert found
    assert found.helped.tolist() == [False, True]
    assert found.shares.shape == (2, len(SIGNALS))
    assert reciprocal_ranks([found], PRIOR).tolist() in ([0.5], [1.0])
    assert example(START, signals, frozenset()) is None
    assert example(START, signals, frozenset({person_id("cyd")})) is None


def test_no_past_tells_of_declarations_so_they_keep_the_weight_of_the_prior() -> None:
    prior = {**PRIOR, Signal.DECLARED: 0.123}

    learned = fit(_examples(300, Signal.TIES), prior)

    assert learned[Signal.DECLARED] == 0.123
    assert set(learned) == set(Signal)
