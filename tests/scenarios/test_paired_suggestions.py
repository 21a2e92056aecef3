"""The attack on suggestions: each workspace once whole, once without what some in a channel may not read.

What is suggested there, before everyone or to the asker alone, is the same to the letter.
"""

import os
from random import Random

import pytest

from bot.suggestion_types import Suggesting
from tests.support.suggested_worlds import (
    can_be_asked_in,
    speak_freely,
    suggest_from_everything,
    suggestions,
)
from tests.support.worlds import Audience, World, a_world, words

SEEDS = range(int(os.environ.get("WORLDS", "30")))
"""More of them: WORLDS=500 pytest tests/scenarios/test_paired_suggestions.py."""


def _cases(seed: int) -> list[tuple[World, Audience, list[str], Suggesting]]:
    chance = Random(seed)
    world = a_world(chance)
    audiences = [each for each in world.audiences(chance, 6) if can_be_asked_in(each)]
    modes = [Suggesting.PRIVATE, Suggesting.IN_THREAD]
    return [(world, each, [words(chance, 4) for _ in range(2)], chance.choice(modes)) for each in audiences]


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_some_there_may_not_read_changes_no_letter(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_freely(monkeypatch)
    for world, audience, asked, mode in _cases(seed):
        whole = await suggestions(world, audience, asked, mode)
        reduced = await suggestions(world.without_the_rest(audience), audience, asked, mode)

        assert whole == reduced, audience


async def test_the_attack_sees_a_scope_that_is_too_wide_and_suggestions_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speak_freely(monkeypatch)
    cases = [case for seed in range(8) for case in _cases(seed)]
    said = [await suggestions(*case) for case in cases]
    suggest_from_everything(monkeypatch)

    caught = [
        await suggestions(world, audience, asked, mode)
        != await suggestions(world.without_the_rest(audience), audience, asked, mode)
        for world, audience, asked, mode in cases
    ]

    assert sum(map(bool, said)) > len(said) / 4
    assert sum(caught) > len(caught) / 8
