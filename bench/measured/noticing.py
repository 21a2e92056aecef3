"""``noticing``: whether a message asks for help, decided for every message of every channel."""

from collections.abc import Iterator

from adapters.commands.replay_command import load_past
from bench.figures import Row, at_most, spread, timed
from bench.materials import Materials, stage
from expertise.noticing import asks_for_help
from expertise.types import MessageKind

MESSAGES = 10_000
LIMIT_SECONDS = 0.001
_LONGEST = "how does that work? " * 2_000
_WARM_UP = 20


def measure(materials: Materials) -> Iterator[Row]:
    """One row: real messages beside the longest that a platform takes."""
    with stage("reading the export"):
        said = load_past(materials.export, materials.options.scaled(MESSAGES)).messages
    texts = [message.text for message in said if message.kind is MessageKind.PERSON]
    usual, longest = _times(texts), _times([_LONGEST] * 100)
    yield Row(
        benchmark="noticing",
        what=f"one of {len(texts):,} messages: does it ask for help",
        ours=spread(usual),
        beside=spread(longest),
        beside_name=f"one of {len(_LONGEST):,} characters",
        limit=at_most(spread(usual).p95, LIMIT_SECONDS, f"p95 ≤ {LIMIT_SECONDS * 1e3:g} ms"),
    )


def _times(texts: list[str]) -> list[float]:
    times: list[float] = []
    for text in texts[:_WARM_UP] + texts:
        with timed(times):
            asks_for_help(text)
    return times[_WARM_UP:]
