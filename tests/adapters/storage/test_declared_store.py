"""What people say they know: once each, public to the workspace, and gone with the person."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text

from adapters.storage.engine import open_engine
from adapters.storage.errors import ConflictError
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from expertise.types import Declared, PersonId
from tests.adapters.storage.building import ANN, BEN, HERE, NOON, THERE, key, settle

MODEL = "words@1"
TERRAFORM = Declared(person_id=ANN, topic="Terraform", declared_at=NOON)
STATE = Declared(person_id=ANN, topic="state locks", declared_at=NOON)
KAFKA = Declared(person_id=BEN, topic="Kafka", declared_at=NOON)


async def _all(work: UnitOfWork, model_id: str = MODEL) -> list[Declared]:
    found = await work.declared.changed(-1, model_id)
    assert found
    return list(found.rows)


async def test_at_first_nothing_is_declared_and_nothing_has_changed(work: UnitOfWork) -> None:
    assert await work.declared.changed(0, MODEL) is None
    assert await work.declared.of(ANN) == []


async def test_topics_come_back_by_person_then_topic(work: UnitOfWork) -> None:
    await work.declared.add([KAFKA, TERRAFORM, STATE])

    assert await _all(work) == [STATE, TERRAFORM, KAFKA]
    assert await work.declared.of(ANN) == [STATE, TERRAFORM]


async def test_a_topic_is_declared_once_whatever_its_case_and_is_renewed(work: UnitOfWork) -> None:
    later = Declared(person_id=ANN, topic="TERRAFORM", declared_at=NOON + timedelta(days=1))
    await work.declared.add([TERRAFORM])
    await work.declared.add([later])

    assert await work.declared.of(ANN) == [later]


async def test_many_are_added_at_once(small_batches: None, work: UnitOfWork) -> None:
    many = [Declared(person_id=ANN, topic=f"topic {n:02}", declared_at=NOON) for n in range(10)]
    await work.declared.add(many)
    await work.declared.add(many)

    assert await work.declared.of(ANN) == many


async def test_what_is_forgotten_is_gone_and_counted(work: UnitOfWork) -> None:
    await work.declared.add([TERRAFORM, STATE, KAFKA])

    assert await work.declared.forget(ANN, ["terraform", "Terraform", "kafka"]) == 1
    assert await _all(work) == [STATE, KAFKA]


async def test_every_change_is_noticed_and_nothing_else(work: UnitOfWork) -> None:
    seen = [0]

    async def has_changed() -> bool:
        found = await work.declared.changed(seen[-1], MODEL)
        seen.append(found.changes if found else seen[-1])
        return found is not None

    await work.declared.add([TERRAFORM])
    assert await has_changed()
    assert not await has_changed()
    await work.declared.put_vectors(MODEL, [TERRAFORM], np.ones((1, 2), np.float32))
    assert await has_changed()
    await work.declared.forget(ANN, ["nothing"])
    await work.declared.add([])
    assert not await has_changed()
    await work.declared.forget(ANN, ["terraform"])
    assert await has_changed()
    assert await _all(work) == []


async def test_a_vector_is_kept_with_its_model_and_over_a_renewal(work: UnitOfWork) -> None:
    await work.declared.add([TERRAFORM, STATE])
    await work.declared.put_vectors(MODEL, [TERRAFORM, KAFKA], np.array([[0.6, 0.8], [1, 0]], np.float32))
    await work.declared.add([TERRAFORM])

    state, terraform = await _all(work)
    assert state.vector is None
    assert terraform.vector is not None
    assert terraform.vector.tolist() == np.array([0.6, 0.8], np.float32).tolist()
    assert terraform.vector.dtype == np.float32
    assert [row.vector for row in await _all(work, "other@1")] == [None, None]


async def test_each_workspace_has_its_own_and_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.declared.add([TERRAFORM])
        await work.commit()
        await work.declared.add([STATE])
    async with storage.begin(THERE) as other:
        assert await other.declared.changed(0, MODEL) is None

    async with storage.begin(HERE) as work:
        assert await _all(work) == [TERRAFORM]
        found = await work.declared.changed(0, MODEL)
        assert found
        assert found.changes == 1


async def test_nobody_unknown_can_declare_anything(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.declared.add([Declared(person_id=PersonId(key("nobody")), topic="x", declared_at=NOON)])


async def test_topics_go_with_their_person(sql_url: str) -> None:
    storage = SqlStorage(sql_url)
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        await work.declared.add([TERRAFORM, KAFKA])
        await work.commit()
    engine = open_engine(sql_url)

    async with engine.begin() as connection:
        await connection.execute(text(f"DELETE FROM people WHERE id = '{ANN}'"))  # noqa: S608 our own
        left = (await connection.scalars(text("SELECT topic FROM declared"))).all()
    await engine.dispose()
    await storage.close()

    assert left == ["Kafka"]
