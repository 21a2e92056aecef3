"""How much an answer counts as it grows old: forward decay, in closed form.

An event at time t weighs g(t) = 2 ** ((t - L) / H), once and for ever; at time T a sum of such
weights is worth sum / g(T). So a counter never has to be touched as time passes, and a deletion
subtracts what the addition added. Source: Cormode, Shkapenyuk, Srivastava and Xu, "Forward Decay:
A Practical Time Decay Model for Streaming Systems", ICDE 2009, exponential decay with a landmark.
"""

from datetime import UTC, datetime, timedelta

LANDMARK = datetime(2020, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(days=90)
"""With these, g passes the largest float in the year 2272, and the smallest in 1755."""

LATELY = timedelta(days=14)
"""Half-life of who has been around lately: g passes the largest float in 2059, the smallest in 1979."""


def gain(at: datetime, half_life: timedelta = HALF_LIFE) -> float:
    """What one event at that (aware) time weighs."""
    return float(2.0 ** ((at - LANDMARK) / half_life))


def value(weight: float, at: datetime, half_life: timedelta = HALF_LIFE) -> float:
    """What a sum of gains is worth at a time: 1.0 for an event of just now, half as much a half-life later.

    Never below 0: subtraction may leave a sum a rounding error under it.
    """
    return worth(weight, gain(at, half_life))


def worth(weight: float, gain_now: float) -> float:
    """The same, where ``gain`` of that time is known: it is the same for everyone."""
    aged = weight / gain_now
    return aged if aged > 0 else 0.0
