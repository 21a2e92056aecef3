"""What people decided about themselves, wherever it is kept."""

from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.consent_ports import HiddenTopic
from bot.ports import Storage, UnitOfWork
from expertise.consent import Naming, Preferences
from expertise.types import PersonId
from tests.adapters.storage.building import ANN, BEN, CEM, HERE, NOON, THERE, key

DAY = timedelta(days=1)
ANNS = Preferences(naming=Naming.NOT_AT_ALL, told_at=NOON, paused_until=NOON + DAY, erased_at=NOON - DAY)


def _hidden(who: PersonId, topic: str) -> HiddenTopic:
    return HiddenTopic(person_id=who, topic=topic, terms=tuple(topic.split()), hidden_at=NOON)


async def test_decisions_are_kept_as_they_were_made(work: UnitOfWork) -> None:
    await work.preferences.save(ANN, Preferences())
    await work.preferences.save(ANN, ANNS)
    await work.preferences.save(BEN, Preferences(told_at=NOON))

    assert await work.preferences.of([ANN, BEN, CEM]) == {ANN: ANNS, BEN: Preferences(told_at=NOON)}
    assert await work.preferences.of([]) == {}


async def test_those_who_decided_alike_are_found(work: UnitOfWork) -> None:
    await work.preferences.save(ANN, ANNS)
    await work.preferences.save(BEN, Preferences(naming=Naming.BY_NAME))

    assert await work.preferences.saying(Naming.NOT_AT_ALL) == {ANN}
    assert await work.preferences.saying(Naming.THROUGH_KENNER) == frozenset()


async def test_a_pause_ends(work: UnitOfWork) -> None:
    await work.preferences.save(ANN, ANNS)
    await work.preferences.save(BEN, Preferences())

    assert await work.preferences.paused(NOON) == {ANN}
    assert await work.preferences.paused(NOON + DAY) == frozenset()


async def test_hidden_topics_are_found_by_their_rarest_word(work: UnitOfWork) -> None:
    for each in (_hidden(ANN, "terraform state"), _hidden(ANN, "kafka"), _hidden(BEN, "terraform")):
        await work.hidden_topics.hide(each)
    await work.hidden_topics.hide(_hidden(ANN, "kafka"))

    assert await work.hidden_topics.of(ANN) == [_hidden(ANN, "kafka"), _hidden(ANN, "terraform state")]
    assert await work.hidden_topics.concerning(["terraform", "lunch"]) == sorted(
        [_hidden(ANN, "terraform state"), _hidden(BEN, "terraform")], key=lambda each: each.person_id
    )
    assert await work.hidden_topics.concerning(["state"]) == []


async def test_a_topic_is_shown_again(work: UnitOfWork) -> None:
    await work.hidden_topics.hide(_hidden(ANN, "kafka"))

    await work.hidden_topics.show(ANN, "kafka")
    await work.hidden_topics.show(ANN, "never hidden")

    assert await work.hidden_topics.of(ANN) == []


async def test_namings_are_counted_by_week(work: UnitOfWork) -> None:
    await work.namings.add([ANN, BEN], 7)
    await work.namings.add([ANN], 7)

    assert await work.namings.at_least(2, 7) == {ANN}
    assert await work.namings.at_least(1, 7) == {ANN, BEN}
    assert await work.namings.at_least(1, 8) == frozenset()


async def test_earlier_weeks_are_forgotten(work: UnitOfWork) -> None:
    await work.namings.add([ANN], 7)
    await work.namings.add([ANN], 8)

    assert await work.namings.at_least(1, 7) == frozenset()


async def test_each_workspace_decides_for_itself(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.preferences.save(ANN, ANNS)
        await work.hidden_topics.hide(_hidden(ANN, "kafka"))
        await work.namings.add([ANN], 7)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.preferences.saying(Naming.NOT_AT_ALL) == frozenset()
        assert await work.hidden_topics.concerning(["kafka"]) == []
        assert await work.namings.at_least(1, 7) == frozenset()


async def test_nobody_decides_nothing(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.preferences.save(PersonId(key("nobody")), ANNS)


async def test_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.preferences.save(ANN, ANNS)

    async with storage.begin(HERE) as work:
        assert await work.preferences.of([ANN]) == {}
