"""Who is who in an installation, wherever that is kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.accounts import Account, How, Identity, Parted
from bot.ports import Registry, Storage
from expertise.types import PersonId, WorkspaceId
from tests.adapters.storage.building import ANN, BEN, CEM, HERE, NOON, THERE, key, settle

FAR = WorkspaceId(key("far"))
ANNS = (Account(HERE, ANN), Account(THERE, ANN))
BENS = (Account(HERE, BEN), Account(THERE, BEN))
NOBODY = Account(HERE, PersonId(key("nobody")))


def same(*accounts: Account, how: How = How.EMAIL, **fields: bool) -> Identity:
    return Identity(accounts=tuple(sorted(accounts)), how=how, since=NOON, **fields)


def apart(*accounts: Account, by_operator: bool = False) -> Parted:
    first, second = sorted(accounts)
    return Parted(accounts=(first, second), at=NOON, by_operator=by_operator)


@pytest.fixture
async def registry(storage: Storage) -> AsyncIterator[Registry]:
    async with storage.registry() as registry:
        yield registry


# ------------------------------------------------------------------ identities


async def test_each_account_tells_of_the_others(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))
    await registry.identities.save(same(*BENS, how=How.OPERATOR, is_settled=True))

    found = await registry.identities.of([ANNS[0], BENS[1], NOBODY])

    assert found == {ANNS[0]: same(*ANNS), BENS[1]: same(*BENS, how=How.OPERATOR, is_settled=True)}
    assert await registry.identities.of([]) == {}


async def test_an_identity_is_kept_as_it_was_saved_last(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))
    later = replace(same(*ANNS, how=How.OPERATOR), since=NOON + timedelta(days=1))

    await registry.identities.save(later)

    assert (await registry.identities.of(ANNS)) == dict.fromkeys(ANNS, later)


async def test_an_identity_ends_and_no_other(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))
    await registry.identities.save(same(*BENS))

    await registry.identities.end(same(*ANNS))
    await registry.identities.end(same(*ANNS))

    assert set(await registry.identities.of([*ANNS, *BENS])) == set(BENS)


async def test_what_is_not_settled_is_found(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))
    await registry.identities.save(same(*BENS))
    both = sorted([same(*ANNS), same(*BENS)], key=lambda each: each.accounts)
    assert await registry.identities.unsettled() == both

    await registry.identities.save(same(*ANNS, is_settled=True))

    assert await registry.identities.unsettled() == [same(*BENS)]


async def test_people_are_counted_once_and_by_workspace(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))
    await registry.identities.save(same(*BENS))

    counts = [await registry.identities.count(each) for each in ([], [HERE], [HERE, THERE], [FAR])]

    assert counts == [0, 2, 2, 0]


async def test_an_account_is_of_one_person_at_most(registry: Registry) -> None:
    await registry.identities.save(same(*ANNS))

    with pytest.raises(ConflictError):
        await registry.identities.save(same(ANNS[0], BENS[1]))


async def test_there_is_no_account_of_nobody(registry: Registry) -> None:
    with pytest.raises(ConflictError):
        await registry.identities.save(same(NOBODY, BENS[1]))


async def test_one_person_may_have_three_accounts(bare_storage: Storage) -> None:
    await settle(bare_storage, HERE, THERE, FAR)
    anns = same(*ANNS, Account(FAR, ANN))
    async with bare_storage.registry() as registry:
        await registry.identities.save(anns)

        assert await registry.identities.of([Account(FAR, ANN)]) == {Account(FAR, ANN): anns}
        assert await registry.identities.count([HERE, FAR]) == 1


# ------------------------------------------------------------------ parted


async def test_those_who_are_parted_are_found_only_together(registry: Registry) -> None:
    await registry.parted.add(apart(*ANNS))
    await registry.parted.add(apart(BENS[1], ANNS[0], by_operator=True))

    assert await registry.parted.among(ANNS) == [apart(*ANNS)]
    assert await registry.parted.among([ANNS[0]]) == []
    assert await registry.parted.among([*BENS, *reversed(ANNS)]) == sorted(
        [apart(*ANNS), apart(BENS[1], ANNS[0], by_operator=True)], key=lambda each: each.accounts
    )


async def test_what_was_parted_may_be_taken_back(registry: Registry) -> None:
    await registry.parted.add(apart(*ANNS))
    await registry.parted.add(apart(*ANNS, by_operator=True))
    assert await registry.parted.among(ANNS) == [apart(*ANNS, by_operator=True)]

    await registry.parted.remove((ANNS[1], ANNS[0]))
    await registry.parted.remove(ANNS)

    assert await registry.parted.among(ANNS) == []


# ------------------------------------------------------------------ e-mail


async def test_digests_are_kept_changed_and_forgotten(registry: Registry) -> None:
    await registry.emails.note({ANNS[0]: "a", ANNS[1]: "a", BENS[0]: "b", NOBODY: ""})
    assert await registry.emails.of([*ANNS, NOBODY]) == dict.fromkeys(ANNS, "a")
    assert await registry.emails.sharing(["a", "b", "c"]) == {"a": sorted(ANNS), "b": [BENS[0]]}

    await registry.emails.note({ANNS[0]: "", ANNS[1]: "b"})

    assert await registry.emails.of(ANNS) == {ANNS[1]: "b"}
    assert await registry.emails.sharing(["a", "b"]) == {"b": sorted([ANNS[1], BENS[0]])}


@pytest.mark.usefixtures("small_batches")
async def test_many_at_once_are_as_few(registry: Registry) -> None:
    everyone = [Account(where, who) for where in (HERE, THERE) for who in (ANN, BEN, CEM)]
    digests = {account: f"digest {number}" for number, account in enumerate(everyone)}

    await registry.emails.note(digests)

    assert await registry.emails.of(everyone) == digests
    assert await registry.emails.sharing(digests.values()) == {d: [own] for own, d in digests.items()}
    await registry.emails.note(dict.fromkeys(everyone, ""))
    assert await registry.emails.of(everyone) == {}


async def test_the_key_is_made_once(storage: Storage) -> None:
    async with storage.registry() as registry:
        first = await registry.emails.key(lambda count: b"k" * count)
        await registry.commit()

    async with storage.registry() as registry:
        assert await registry.emails.key(lambda count: b"x" * count) == first == b"k" * 32


# ------------------------------------------------------------------ as a whole


async def test_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.registry() as registry:
        await registry.hold()
        await registry.identities.save(same(*ANNS))
        await registry.parted.add(apart(*BENS))
        await registry.emails.note({ANNS[0]: "a"})

    async with storage.registry() as registry:
        assert await registry.identities.of(ANNS) == {}
        assert await registry.parted.among(BENS) == []
        assert await registry.emails.of(ANNS) == {}
