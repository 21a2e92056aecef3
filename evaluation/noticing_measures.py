"""Precision, recall and F1 of what is noticed, with intervals: the sample drawn again, stratum by stratum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Vector = npt.NDArray[np.float64]

_DRAWS = 2_000
_SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure and its 95 % interval; not a number where nothing is noticed, or nothing asks."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """How well a way of noticing does; ``share`` of the messages is noticed."""

    precision: Figure
    recall: Figure
    f1: Figure
    share: float


def measure(noticed: Flags, asks: Flags, strata: Sequence[str], weights: Vector | None = None) -> Noticed:
    """All three arrays have a place for each message; ``weights`` where some stand for more than others."""
    weight = np.ones(len(asks)) if weights is None else weights
    draws = _draws(strata)
    whole = _figures(noticed, asks, weight, np.arange(len(asks))[None, :])
    spread = _figures(noticed, asks, weight, draws)
    precision, recall, f1 = (
        Figure(value=float(value[0]), low=_quantile(many, 0.025), high=_quantile(many, 0.975))
        for value, many in zip(whole, spread, strict=True)
    )
    share = float((weight * noticed).sum() / weight.sum())
    return Noticed(precision=precision, recall=recall, f1=f1, share=share)


def shares_by_kind(noticed: Flags, kinds: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Of each kind of message, how many are noticed, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for is_noticed, kind in zip(noticed.tolist(), kinds, strict=True):
        some, every = found.get(kind, (0, 0))
        found[kind] = some + is_noticed, every + 1
    return found


def _draws(strata: Sequence[str]) -> npt.NDArray[np.int64]:
    """Places, of shape (draws, messages): each stratum drawn from itself, with putting back."""
    random = np.random.default_rng(_SEED)
    places = np.arange(len(strata))
    parts = [places[np.array(strata) == name] for name in sorted(set(strata))]
    return np.hstack([random.choice(part, (_DRAWS, len(part))) for part in parts])


def _figures(
    noticed: Flags, asks: Flags, weight: Vector, draws: npt.NDArray[np.int64]
) -> tuple[Vector, Vector, Vector]:
    right = (weight * (noticed & asks))[draws].sum(axis=1)
    said = (weight * noticed)[draws].sum(axis=1)
    true = (weight * asks)[draws].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return right / said, right / true, 2 * right / (said + true)


def _quantile(values: Vector, at: float) -> float:
    known = values[~np.isnan(values)]
    return float(np.quantile(known, at)) if len(known) else float("nan")
