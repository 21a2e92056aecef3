"""Naming before search: who may be suggested, and who is told."""

from datetime import timedelta

import pytest

from bot.consent import (
    Policy,
    consenting,
    decide,
    hide_topic,
    namings,
    pause,
    told,
    untold,
    week_of,
)
from bot.errors import EmptyTopicError
from bot.ports import Storage
from expertise.consent import QUIET, Mode, Naming
from expertise.types import PersonId, Scope
from index.types import PUBLIC
from tests.support.builders import ACME, START, person_id
from tests.support.rows import enter

ADA, BOB, CYD = (person_id(name) for name in ("ada", "bob", "cyd"))
OPEN = Scope(partitions=frozenset({PUBLIC}))


@pytest.fixture
async def peopled(storage: Storage) -> Storage:
    await enter(storage)
    return storage


async def _left_out(storage: Storage, question: str, policy: Policy | None = None) -> frozenset[PersonId]:
    async with storage.begin(ACME.id) as uow:
        return (await consenting(uow, OPEN, question, START, policy or Policy())).unnamed


async def test_who_declined_or_pauses_is_left_out(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        await decide(uow, ADA, Naming.NOT_AT_ALL)
        await pause(uow, BOB, START + timedelta(days=1))
        await uow.commit()

    assert await _left_out(peopled, "postgres") == {ADA, BOB}


async def test_a_decision_ends_a_pause(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        await pause(uow, BOB, START + timedelta(days=1))
        await decide(uow, BOB, Naming.BY_NAME)
        await uow.commit()

    assert await _left_out(peopled, "postgres") == frozenset()


async def test_a_hidden_topic_counts_for_questions_with_all_its_words(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        await hide_topic(uow, ADA, "  Terraform   locking ", START)
        await uow.commit()

    assert await _left_out(peopled, "who knows locking in terraform?") == {ADA}
    assert await _left_out(peopled, "terraform plan") == frozenset()


@pytest.mark.parametrize("topic", ["", "   ", "the of", "🙂"])
async def test_a_topic_without_a_word_to_go_by_is_refused(peopled: Storage, topic: str) -> None:
    async with peopled.begin(ACME.id) as uow:
        with pytest.raises(EmptyTopicError):
            await hide_topic(uow, ADA, topic, START)


async def test_where_people_opt_in_only_those_are_suggested(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        await decide(uow, ADA, Naming.BY_NAME)
        await decide(uow, BOB, Naming.THROUGH_KENNER)
        scope = await consenting(uow, OPEN, "postgres", START, Policy(mode=Mode.OPT_IN))

    assert [scope.may_suggest(who) for who in (ADA, BOB, CYD)] == [True, True, False]


async def test_who_was_named_often_enough_this_week_is_left_in_peace(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        for _ in range(2):
            await uow.namings.add([ADA], week_of(START))
        await uow.commit()

    assert await _left_out(peopled, "postgres", Policy(named_a_week=2)) == {ADA}
    assert await _left_out(peopled, "postgres", Policy(named_a_week=3)) == frozenset()


async def test_people_are_told_once_and_named_after_quiet_days(peopled: Storage) -> None:
    policy = Policy()
    async with peopled.begin(ACME.id) as uow:
        first = await untold(uow, [BOB, ADA], policy)
        await told(uow, ADA, START)
        await told(uow, ADA, START + timedelta(days=3))
        second = await untold(uow, [BOB, ADA], policy)
        now = await namings(uow, [ADA, BOB], "postgres", START, policy)
        later = await namings(uow, [ADA, BOB], "postgres", START + QUIET, policy)

    assert (first, second) == ([BOB, ADA], [BOB])
    assert now == {ADA: Naming.NOT_YET, BOB: Naming.NOT_YET}
    assert later == {ADA: Naming.BY_NAME, BOB: Naming.NOT_YET}


async def test_nobody_is_told_where_notice_is_not_the_way(peopled: Storage) -> None:
    async with peopled.begin(ACME.id) as uow:
        assert await untold(uow, [ADA], Policy(mode=Mode.OPT_IN)) == []
