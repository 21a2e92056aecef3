"""The attack on Teams: a tenant once whole, once without what a reader may not read; they hear the same.

Random tenants, each served by the whole bot. What is compared is what Teams was given, every letter of it: in
channels, in chats of several, in somebody's own chat, and at once while they type or press.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from adapters.teams import search
from bot.incoming import Via
from tests.support.asked_worlds import a_place_of
from tests.support.teams_tenant import Told, living
from tests.support.too_wide import read_everything
from tests.support.worlds import Audience, Said, World, a_world, words

SEEDS = range(int(os.environ.get("TENANTS", "1")))
"""More of them: TENANTS=12 pytest tests/scenarios/test_paired_tenants.py, in about four minutes."""
AUDIENCES, QUESTIONS = 2, 2


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types waits, however slow the machine is: that nothing was found in time is no difference."""
    monkeypatch.setattr(search, "_SECONDS", 60)


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_a_reader_may_not_read_changes_no_letter(seed: int, tmp_path: Path) -> None:
    for audience, whole, reduced in await _both(seed, tmp_path, AUDIENCES):
        assert whole == reduced, audience


async def test_the_attack_sees_a_scope_that_is_too_wide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tenants are rich enough: with all readable to everyone most audiences hear something else."""
    read_everything(monkeypatch)

    pairs = [pair for seed in SEEDS for pair in await _both(seed, tmp_path, 1)]

    assert sum(whole != reduced for _, whole, reduced in pairs) > len(pairs) / 2
    assert all("may know about" in str(whole) for _, whole, _ in pairs)


async def _both(seed: int, folder: Path, count: int) -> list[tuple[Audience, Told, Told]]:
    """So many audiences, each with what it is told in the whole tenant, and in one without the rest."""
    chance = Random(seed)
    whole = a_world(chance)
    audiences = whole.audiences(chance, count)
    asked = [said for _ in range(QUESTIONS) for said in _asked(chance, whole, audiences)]
    there = await _told(whole, whole, asked, audiences, folder / f"{seed}")
    pairs = []
    for number, audience in enumerate(audiences):
        reduced = whole.without_the_rest(audience)
        here = await _told(whole, reduced, asked, [audience], folder / f"{seed}-{number}")
        pairs.append((audience, there[audience], here[audience]))
    return pairs


def _asked(chance: Random, whole: World, audiences: Sequence[Audience]) -> list[Said]:
    """What each audience asks, in every way that there is, and somebody else before them."""
    found = [chance.choice(whole.acts)]
    for audience in audiences:
        where = audience.place or a_place_of(whole, audience.reader)
        ways = [Via.MENTION] if audience.place else [Via.DIRECT, Via.MESSAGE, Via.COMMAND]
        found += [Said(asker=audience.reader, text=words(chance, 4), via=via, where=where) for via in ways]
    return found


async def _told(
    whole: World, world: World, asked: Sequence[Said], audiences: Sequence[Audience], folder: Path
) -> dict[Audience, Told]:
    async with living(whole, world, folder) as (tenant, service):
        for said in asked:
            await tenant.do(service, said)
            for button in ("more", "share") if said.via in (Via.DIRECT, Via.MESSAGE) else ():
                await tenant.press(service, said.asker, button)
        for audience in audiences:
            if not whole.wrote_elsewhere(audience):
                await tenant.do(service, Said(asker=audience.reader, text="", via=Via.HOME))
        return {audience: tenant.told(audience) for audience in audiences}
