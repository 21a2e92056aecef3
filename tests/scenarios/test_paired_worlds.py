"""The attack: each workspace once whole, once without what the reader may not read; every reply is the same.

Random workspaces. A reply is what would be sent: its place, and every letter of the card.
"""

import json
import os
from random import Random

import pytest

from tests.support.asked_worlds import replies
from tests.support.too_wide import read_everything
from tests.support.worlds import Audience, World, a_world, words

SEEDS = range(int(os.environ.get("WORLDS", "40")))
"""More of them: WORLDS=500 pytest tests/scenarios/test_paired_worlds.py, in about ten minutes."""
AUDIENCES, QUESTIONS = 3, 3


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_a_reader_may_not_read_changes_no_letter(seed: int) -> None:
    for world, audience, asked in _cases(seed):
        pages = not world.wrote_elsewhere(audience)
        whole = await replies(world, audience, asked, pages=pages)
        reduced = await replies(world.without_the_rest(audience), audience, asked, pages=pages)

        assert whole == reduced, audience


def _cases(seed: int) -> list[tuple[World, Audience, list[str]]]:
    chance = Random(seed)
    world = a_world(chance)
    audiences = world.audiences(chance, AUDIENCES)
    return [(world, each, [words(chance, 4) for _ in range(QUESTIONS)]) for each in audiences]


async def test_the_attack_sees_a_scope_that_is_too_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worlds are rich enough: with all readable to everyone most audiences hear something else."""
    read_everything(monkeypatch)

    caught = [
        await replies(world, audience, asked, pages=False)
        != await replies(world.without_the_rest(audience), audience, asked, pages=False)
        for seed in range(8)
        for world, audience, asked in _cases(seed)
    ]

    assert sum(caught) > len(caught) / 2


async def test_the_replies_say_something() -> None:
    told = [
        json.loads(str(reply[-1]))
        for seed in range(8)
        for world, audience, asked in _cases(seed)
        for reply in await replies(world, audience, asked, pages=False)
    ]
    texts = [each["text"] for each in told if "text" in each]

    assert sum("may know about" in text for text in texts) > len(texts) / 3
    assert any("Somebody" in text for text in texts)
    assert any("This thread may help" in text for text in texts)
    assert sum("From what was kept" in text for text in texts) > len(texts) / 10
    assert any("A knowledge card" in text for text in texts)
