"""Measurements as Prometheus reads them. Its client is the standard one (Apache-2.0)."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.measuring import Stage, Tally

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class PrometheusMeter:
    """Implements ``bot.measuring.Meter``; belongs to one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "kenner_seconds",
            "How long a stage of the work took.",
            ["stage"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._happened = Counter(
            "kenner_happened", "How often something happened.", ["what"], registry=self._registry
        )
        self._now = Gauge(
            "kenner_now", "How much there is of something now.", ["what"], registry=self._registry
        )
        for stage in Stage:
            self._seconds.labels(stage.value)
        for tally in Tally:
            self._happened.labels(tally.value)

    def took(self, stage: Stage, seconds: float) -> None:
        """One more of this stage."""
        self._seconds.labels(stage.value).observe(seconds)

    def counted(self, tally: Tally) -> None:
        """One more of these."""
        self._happened.labels(tally.value).inc()

    def now(self, amounts: Mapping[str, float]) -> None:
        """How much there is of each at this moment."""
        for what, amount in amounts.items():
            self._now.labels(what).set(amount)

    def page(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)
