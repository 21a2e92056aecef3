"""People: saved by id, found by every name they have."""

from dataclasses import replace

import pytest

from adapters.storage.errors import ConflictError
from bot.ports import UnitOfWork
from expertise.types import PersonId
from tests.adapters.storage.building import ANN, BEN, CEM, PEOPLE, key


async def test_people_come_back_as_they_were_saved_in_the_order_asked_for(work: UnitOfWork) -> None:
    assert await work.people.by_ids([CEM, ANN, BEN]) == [PEOPLE[2], PEOPLE[0], PEOPLE[1]]


async def test_unknown_people_are_left_out(work: UnitOfWork) -> None:
    assert await work.people.by_ids([PersonId(key("nobody")), ANN]) == [PEOPLE[0]]
    assert await work.people.by_platform_ids(["U9", "U2"]) == {"U2": PEOPLE[1]}


async def test_asking_for_nobody_gives_nobody(work: UnitOfWork) -> None:
    assert await work.people.by_ids([]) == []
    assert await work.people.by_platform_ids([]) == {}


async def test_saving_again_updates(work: UnitOfWork) -> None:
    changed = replace(PEOPLE[0], name="Ann Nyström", platform_id="U1-new", has_left=True)

    await work.people.save([changed])

    assert await work.people.by_ids([ANN]) == [changed]
    assert await work.people.by_platform_ids(["U1", "U1-new"]) == {"U1-new": changed}


async def test_bots_whoever_has_left_and_strangers_may_not_be_named(work: UnitOfWork) -> None:
    assert await work.people.nameable([ANN, BEN, CEM, PersonId(key("nobody"))]) == {ANN}
    assert await work.people.nameable([]) == set()


@pytest.mark.usefixtures("small_batches")
async def test_more_people_than_one_statement_takes(work: UnitOfWork) -> None:
    crowd = [
        replace(PEOPLE[0], id=PersonId(key(f"p{number}")), platform_id=f"P{number}") for number in range(8)
    ]

    await work.people.save(crowd)

    assert await work.people.by_ids([person.id for person in crowd]) == crowd
    assert await work.people.nameable([person.id for person in crowd]) == {person.id for person in crowd}
    assert len(await work.people.by_platform_ids([person.platform_id for person in crowd])) == len(crowd)


@pytest.mark.parametrize("text", ["u1", "ANN", "ann ÖST"])
async def test_a_person_is_found_by_platform_id_handle_or_name_ignoring_case(
    work: UnitOfWork, text: str
) -> None:
    assert await work.people.find([text]) == {text: [PEOPLE[0]]}


async def test_all_of_one_name_are_found_by_id_and_parts_of_names_are_not(work: UnitOfWork) -> None:
    await work.people.save([replace(PEOPLE[2], name="ben"), replace(PEOPLE[0], handle="Ben")])

    found = await work.people.find(["Ben", "BEN", "Be"])

    assert {name: [person.id for person in people] for name, people in found.items()} == {
        "Ben": [ANN, BEN, CEM],
        "BEN": [ANN, BEN, CEM],
        "Be": [],
    }
    assert await work.people.find([]) == {}


async def test_bots_are_not_counted(work: UnitOfWork) -> None:
    assert await work.people.count() == 2


async def test_a_platform_id_is_one_persons(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.people.save([replace(PEOPLE[0], id=PersonId(key("impostor")))])
