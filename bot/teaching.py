"""Learns a workspace's weights from its own past: what is public in it, asked again question by question."""

from datetime import datetime

from bot.past import Past
from bot.pastquestions import past_questions
from bot.replaying import Replay
from expertise.learning import COMPLETE
from expertise.ranker import Learned

LATEST = 600
"""Past questions that are asked again: each costs as much as an answer."""


async def teach(walk: Replay, past: Past, now: datetime) -> Learned:
    """The weights that fit the latest questions best, or the shipped ones. Deterministic given the past."""
    lessons = past_questions(past.messages, 1.0, COMPLETE)[-LATEST:]
    async for _ in walk.run(past, [], lessons):
        pass
    return walk.learner.final(now)
