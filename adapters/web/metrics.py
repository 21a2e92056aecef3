"""Measurements as Prometheus reads them, by platform. Its client is the standard one (Apache-2.0)."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.measuring import Stage, Tally
from bot.types import Platform

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class PrometheusMeter:
    """The meters of a process; ``of`` gives a platform its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "kenner_seconds",
            "How long a stage of the work took.",
            ["stage", "platform"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._happened = Counter(
            "kenner_happened", "How often something happened.", ["what", "platform"], registry=self._registry
        )
        self._now = Gauge(
            "kenner_now", "How much there is of something now.", ["what", "platform"], registry=self._registry
        )

    def of(self, platform: Platform) -> "PlatformMeter":
        """Shows everything that it measures from now on, at nought."""
        for stage in Stage:
            self._seconds.labels(stage.value, platform.value)
        for tally in Tally:
            self._happened.labels(tally.value, platform.value)
        return PlatformMeter(self._seconds, self._happened, platform)

    def now(self, platform: Platform, amounts: Mapping[str, float]) -> None:
        """How much there is of each at this moment."""
        for what, amount in amounts.items():
            self._now.labels(what, platform.value).set(amount)

    def page(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)


class PlatformMeter:
    """Implements ``bot.measuring.Meter`` for one platform."""

    def __init__(self, seconds: Histogram, happened: Counter, platform: Platform) -> None:
        self._seconds = seconds
        self._happened = happened
        self._platform = platform.value

    def took(self, stage: Stage, seconds: float) -> None:
        """One more of this stage."""
        self._seconds.labels(stage.value, self._platform).observe(seconds)

    def counted(self, tally: Tally) -> None:
        """One more of these."""
        self._happened.labels(tally.value, self._platform).inc()
