"""Fits the weights of ``noticing``: held close to what one would expect, moved by what a history tells.

Maximum a posteriori of a logistic regression. The expectation (three sizes, by hand) keeps signs that a
history is too poor to teach, such as thanks ahead, and other languages' habits, from being learned away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from evaluation.noticing_set import Case
from evaluation.noticing_truth import Told
from expertise.noticing_features import SOLVED, TO_ONE, features
from expertise.noticing_sentences import said

Vector = npt.NDArray[np.float64]

STRENGTH = 60.0
"""How firmly the expectation holds: as if about that many messages had spoken for it (L2)."""

BY_DEFINITION: Mapping[str, float] = {TO_ONE: -4.0, SOLVED: -2.0}
"""What is asked of one person, or answered in the same breath, does not ask for help, however it reads: no
history need teach that, and by who thanks whom it would teach the opposite."""

_EXPECTED: Mapping[float, str] = {
    0.8: "question mark|ends in a question|anyone?|ahead|anyone helps|I am stuck|how do I",
    0.4: "help?|how do I?|is, can, has?|how, what, why?|I seek|stuck|seeks?|I?|stuck?|seeks|help|fault|me"
    "|I try|greets",
    -0.4: "told|social|need in a reply|opinion|guides|thanks first|you in a reply|quotation|we|reply"
    "|up to 3 words|only that?",
    -0.8: "nothing asked|exclaimed question|…, right?|guides?|you, not I?|short question",
    -1.6: "opinion?|social?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What ``expertise/noticing_weights.py`` holds."""

    intercept: float
    weights: Mapping[str, float]


def expected() -> Mapping[str, float]:
    """The weights to begin with, by feature; those not named are expected to tell nothing."""
    return {name: size for size, names in _EXPECTED.items() for name in names.split("|")}


def fit(examples: Iterable[Told], looked_at: Sequence[Case]) -> Fitted:
    """From what a history tells; scaled to probabilities by the labels of the half that may be looked at."""
    shown = [(one, features(said(one.text), opens=one.opens)) for one in examples]
    open_to_all = [(one, each) for one, each in shown if not each[TO_ONE]]
    names = [name for name in shown[0][1] if name not in BY_DEFINITION]
    found = _logistic(
        np.array([[each[name] for name in names] for _, each in open_to_all], dtype=np.float64),
        np.array([one.asked for one, _ in open_to_all], dtype=np.float64),
        np.array([one.weight for one, _ in open_to_all]),
        np.array([expected().get(name, 0.0) for name in names]),
        STRENGTH,
    )
    learned = dict(zip(names, found[:-1].tolist(), strict=True))
    return _scaled(learned, float(found[-1]), looked_at)


def _scaled(learned: Mapping[str, float], intercept: float, cases: Sequence[Case]) -> Fitted:
    """Platt (1999): the learned odds, stretched and moved; what holds by definition stays as it is."""
    shown = [features(said(case.text), opens=case.opens) for case in cases]
    odds = np.array([[intercept + sum(w for name, w in learned.items() if each[name])] for each in shown])
    fixed = np.array([sum(w for name, w in BY_DEFINITION.items() if each[name]) for each in shown])
    labels = np.array([case.asks for case in cases], dtype=np.float64)
    slope, moved = _logistic(odds, labels, np.ones(len(cases)), np.ones(1), 1.0, fixed).tolist()
    weights = {name: round(slope * weight, 2) for name, weight in learned.items()}
    return Fitted(intercept=round(moved + slope * intercept, 2), weights={**weights, **BY_DEFINITION})


def _logistic(
    rows: Vector,
    asked: Vector,
    weights: Vector,
    prior: Vector,
    strength: float,
    fixed: Vector | float = 0.0,
) -> Vector:
    """Coefficients, then the intercept, which is free. ``fixed`` is added to the odds."""
    matrix = np.column_stack([rows, np.ones(len(rows))])
    centre = np.append(prior, 0.0)
    held = np.append(np.full(len(prior), strength), 0.0)

    def loss(found: Vector) -> tuple[float, Vector]:
        odds = matrix @ found + fixed
        away = found - centre
        each = np.logaddexp(0, odds) - asked * odds
        slopes = matrix.T @ (weights * (1 / (1 + np.exp(-odds)) - asked)) + held * away
        return float(weights @ each + held @ away**2 / 2), slopes

    return np.asarray(minimize(loss, centre, jac=True, method="L-BFGS-B").x)


def as_module(fitted: Fitted) -> str:
    """The text of ``expertise/noticing_weights.py``."""
    lines = [f'    "{name}": {weight:g},' for name, weight in fitted.weights.items()]
    return "\n".join(
        [
            '"""The weights of ``noticing``, as ``python -m evaluation.noticing --fit`` wrote them."""',
            "",
            "from collections.abc import Mapping",
            "",
            f"INTERCEPT = {fitted.intercept:g}",
            "",
            "WEIGHTS: Mapping[str, float] = {",
            *lines,
            "}",
            "",
        ]
    )
