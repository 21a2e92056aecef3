"""Accounts that are one person's: by the same address that both platforms vouch for, and by nothing less."""

from dataclasses import replace

import pytest

from bot.accounts import How, Identity
from bot.consent import decide, hide_topic
from bot.elsewhere import Elsewhere, elsewhere, reachable_elsewhere
from bot.identity import person_id
from bot.incoming import PersonSeen
from bot.linking import ON_ITS_WAY, Linking, part, settle
from bot.types import Platform
from expertise.consent import Naming
from tests.support.accounts import MAYAS, TENANT, account, both_are_there, identities, meet, seen
from tests.support.builders import ACME, START
from tests.support.clocks import FakeClock

# ------------------------------------------------------------------ by their addresses


async def test_the_same_address_in_both_is_one_person(linking: Linking) -> None:
    await both_are_there(linking)

    assert await identities(linking) == [MAYAS]
    assert await elsewhere(linking.storage, account(ACME, "maya")) == (
        Elsewhere(account=account(TENANT, "maya"), platform=Platform.TEAMS, name="Maya", how=How.EMAIL),
    )
    assert await elsewhere(linking.storage, account(ACME, "ben")) == ()


async def test_no_address_is_kept(linking: Linking) -> None:
    await both_are_there(linking)

    async with linking.storage.registry() as registry:
        digests = await registry.emails.of(MAYAS)
    assert len(set(digests.values())) == 1
    assert all(len(digest) == 64 and "@" not in digest for digest in digests.values())


@pytest.mark.parametrize(
    "stranger",
    [
        seen("maya", is_outsider=True),
        seen("maya", is_bot=True),
        seen("maya", has_left=True),
        seen("maya", ""),
        seen("maya", "maya"),
        seen("maya", "maya@other.example"),
        seen("maya", None),
    ],
    ids=["guest", "bot", "left", "none", "no address", "another", "not told"],
)
async def test_who_is_not_vouched_for_is_not_linked(linking: Linking, stranger: PersonSeen) -> None:
    await meet(linking, ACME, seen("maya"))
    await meet(linking, TENANT, stranger)

    assert await identities(linking) == []


async def test_two_of_one_workspace_with_one_address_tell_nothing(linking: Linking) -> None:
    await both_are_there(linking)

    await meet(linking, ACME, seen("other"))
    ambiguous = await identities(linking)
    await meet(linking, ACME, seen("other", has_left=True))

    assert ambiguous == []
    assert await identities(linking) == [MAYAS]


@pytest.mark.parametrize("now", ["", "maya.lind@acme.example"], ids=["vanished", "changed"])
async def test_an_address_that_is_another_one_tells_no_more(linking: Linking, now: str) -> None:
    await both_are_there(linking)

    await meet(linking, TENANT, seen("maya", now))

    assert await identities(linking) == []


async def test_an_address_that_was_not_told_changes_nothing(linking: Linking) -> None:
    await both_are_there(linking)

    await meet(linking, ACME, seen("maya", None))

    assert await identities(linking) == [MAYAS]


async def test_an_address_that_goes_to_somebody_else_goes_with_them(linking: Linking) -> None:
    await both_are_there(linking)

    await meet(linking, TENANT, seen("maya", ""), seen("other"))

    assert await identities(linking) == [tuple(sorted([account(ACME, "maya"), account(TENANT, "other")]))]


async def test_done_again_it_changes_nothing(linking: Linking, clock: FakeClock) -> None:
    await both_are_there(linking)
    clock.now += ON_ITS_WAY

    await both_are_there(linking)

    async with linking.storage.registry() as registry:
        (found,) = {each.since for each in (await registry.identities.of(MAYAS)).values()}
    assert found == START


# ------------------------------------------------------------------ what people say themselves


async def test_who_is_not_both_is_never_linked_by_an_address_again(
    linking: Linking, clock: FakeClock
) -> None:
    await both_are_there(linking)

    await part(linking.storage, MAYAS[0], MAYAS[1].person_id, clock())
    await meet(linking, TENANT, seen("maya", ""))
    await both_are_there(linking)

    assert await identities(linking) == []


async def test_nobody_parts_whom_they_are_not_linked_with(linking: Linking, clock: FakeClock) -> None:
    await both_are_there(linking)

    await part(linking.storage, account(ACME, "ben"), MAYAS[1].person_id, clock())
    await part(linking.storage, account(ACME, "maya"), person_id(ACME.id, "ben"), clock())

    assert await identities(linking) == [MAYAS]


async def test_what_an_operator_linked_stays_whatever_addresses_tell(linking: Linking) -> None:
    await meet(linking, ACME, seen("maya"), seen("other", ""))
    await meet(linking, TENANT, seen("maya", ""))
    told = Identity(accounts=MAYAS, how=How.OPERATOR, since=START)
    async with linking.storage.registry() as registry:
        await registry.identities.save(told)
        await registry.commit()

    await meet(linking, TENANT, seen("other"))
    await meet(linking, ACME, seen("maya", ""))

    assert await identities(linking) == [MAYAS]


# ------------------------------------------------------------------ what they had chosen before


async def test_the_stricter_choice_of_both_holds_once_they_are_linked(
    linking: Linking, clock: FakeClock
) -> None:
    await meet(linking, ACME, seen("maya"))
    await meet(linking, TENANT, seen("maya", ""))
    async with linking.storage.begin(ACME.id) as uow:
        await decide(uow, account(ACME, "maya").person_id, Naming.NOT_AT_ALL)
        await hide_topic(uow, account(ACME, "maya").person_id, "kafka", START)
        await uow.commit()
    async with linking.storage.begin(TENANT.id) as uow:
        await decide(uow, account(TENANT, "maya").person_id, Naming.BY_NAME)
        await hide_topic(uow, account(TENANT, "maya").person_id, "terraform", START)
        await uow.commit()

    await meet(linking, TENANT, seen("maya"))

    for workspace in (ACME, TENANT):
        who = account(workspace, "maya").person_id
        async with linking.storage.begin(workspace.id) as uow:
            assert (await uow.preferences.of([who]))[who].naming is Naming.NOT_AT_ALL
            assert [each.topic for each in await uow.hidden_topics.of(who)] == ["kafka", "terraform"]


async def test_a_crash_before_they_agreed_is_made_good(linking: Linking, clock: FakeClock) -> None:
    await meet(linking, ACME, seen("maya", ""))
    await meet(linking, TENANT, seen("maya", ""))
    async with linking.storage.registry() as registry:
        await registry.identities.save(Identity(accounts=MAYAS, how=How.EMAIL, since=START))
        await registry.commit()
    async with linking.storage.begin(ACME.id) as uow:
        await decide(uow, account(ACME, "maya").person_id, Naming.THROUGH_KENNER)
        await uow.commit()

    await settle(linking.storage, clock)
    async with linking.storage.registry() as registry:
        early = await registry.identities.unsettled()
    clock.now += ON_ITS_WAY
    await settle(linking.storage, clock)

    there = account(TENANT, "maya").person_id
    async with linking.storage.begin(TENANT.id) as uow:
        assert (await uow.preferences.of([there]))[there].naming is Naming.THROUGH_KENNER
    async with linking.storage.registry() as registry:
        assert [each.accounts for each in early] == [MAYAS]
        assert await registry.identities.unsettled() == []


async def test_who_chose_nothing_is_asked_nothing(linking: Linking) -> None:
    await both_are_there(linking)

    for own in MAYAS:
        async with linking.storage.begin(own.workspace_id) as uow:
            assert await uow.preferences.of([own.person_id]) == {}


# ------------------------------------------------------------------ where they can be reached


async def test_somebody_is_reached_in_a_workspace_that_is_served(linking: Linking) -> None:
    await both_are_there(linking)
    own = account(TENANT, "maya")
    ask = (linking.storage, own.workspace_id, own.person_id)

    assert await reachable_elsewhere(*ask, {ACME.id, TENANT.id}) == account(ACME, "maya")
    assert await reachable_elsewhere(*ask, {TENANT.id}) is None
    assert await reachable_elsewhere(linking.storage, *account(ACME, "ben"), {TENANT.id}) is None


async def test_whoever_has_left_is_reached_nowhere(linking: Linking) -> None:
    await both_are_there(linking)
    gone = account(ACME, "maya")
    async with linking.storage.begin(ACME.id) as uow:
        (maya,) = await uow.people.by_ids([gone.person_id])
        await uow.people.save([replace(maya, has_left=True)])
        await uow.commit()

    own = account(TENANT, "maya")
    assert await reachable_elsewhere(linking.storage, own.workspace_id, own.person_id, {ACME.id}) is None
