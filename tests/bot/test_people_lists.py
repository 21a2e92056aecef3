"""A list of who is who: what is understood, what stands in the way, and what is left in the audit logs."""

from dataclasses import replace

import pytest

from bot import errors
from bot.account_names import place
from bot.accounts import Account, How
from bot.incoming import PersonSeen
from bot.linking import Linking, part
from bot.people_lists import LINKED, UNLINKED, Linked, PeopleLine, Places, link_list, unlink
from bot.types import Platform
from expertise.types import Person
from tests.support.accounts import MAYA, MAYAS, TENANT, account, both_are_there, identities, meet, seen
from tests.support.builders import ACME
from tests.support.clocks import FakeClock

PLACES = Places(slack=ACME, teams=TENANT)
BENS = tuple(sorted([account(ACME, "ben"), account(TENANT, "ben")]))


@pytest.fixture
async def peopled(linking: Linking) -> Linking:
    """Maya and Ben in both, whom no address links; Ben's is known in Slack."""
    await meet(linking, ACME, seen("maya", ""), seen("ben", "ben@acme.example"), seen("other", ""))
    await meet(linking, TENANT, seen("maya", ""), seen("ben", ""), seen("other", ""))
    return linking


def _lines(*pairs: tuple[str, str]) -> list[PeopleLine]:
    return [PeopleLine(number=n, slack=slack, teams=teams) for n, (slack, teams) in enumerate(pairs, 2)]


async def _link(linking: Linking, *pairs: tuple[str, str], after_all: bool = False) -> Linked:
    return await link_list(linking, PLACES, _lines(*pairs), "root", after_all=after_all)


async def _faults(linking: Linking, *pairs: tuple[str, str]) -> dict[int, type[Exception]]:
    with pytest.raises(errors.PeopleLinesError) as caught:
        await _link(linking, *pairs)
    return {number: type(why) for number, why in caught.value.faults.items()}


async def _audited(linking: Linking) -> list[tuple[str, str, Account]]:
    found = []
    for workspace in (ACME, TENANT):
        async with linking.storage.begin(workspace.id) as uow:
            for entry in await uow.audit.all():
                assert entry.subject
                found.append((entry.action, entry.actor, Account(workspace.id, entry.subject)))
    return found


async def test_accounts_are_linked_by_id_name_handle_and_address(peopled: Linking) -> None:
    told = await _link(peopled, ("@maya", "Maya"), ("Ben@Acme.example", "ben"))

    assert told == Linked(new=2, known=0)
    assert await identities(peopled) == sorted([MAYAS, BENS])
    assert sorted(await _audited(peopled)) == sorted((LINKED, "root", own) for own in (*MAYAS, *BENS))


async def test_a_list_that_is_told_again_changes_nothing(peopled: Linking) -> None:
    await _link(peopled, ("maya", "maya"))

    assert await _link(peopled, ("maya", "maya"), ("ben", "ben")) == Linked(new=1, known=1)
    assert len(await _audited(peopled)) == 4


async def test_every_line_that_stands_in_the_way_is_told_and_none_is_linked(peopled: Linking) -> None:
    async with peopled.storage.begin(ACME.id) as uow:
        twins = [Person(id=account(ACME, n).person_id, platform_id=n, name="Kim") for n in ("k1", "k2")]
        (guest,) = await uow.people.by_ids([account(ACME, "other").person_id])
        await uow.people.save([*twins, replace(guest, is_outsider=True)])
        await uow.commit()

    faults = await _faults(
        peopled,
        ("maya", "maya"),
        ("nobody", "ben"),
        ("Kim", "ben"),
        ("other", "ben"),
        ("nobody@acme.example", "ben"),
        ("ben", "ben@acme.example"),
        ("maya", "other"),
    )

    assert faults == {
        3: errors.UnknownPersonError,
        4: errors.UnknownPersonError,
        5: errors.NotAMemberError,
        6: errors.NoSuchEmailError,
        7: errors.NoSuchEmailError,
        8: errors.NamedTwiceError,
    }
    assert await identities(peopled) == []
    assert await _audited(peopled) == []


async def test_whoever_is_linked_by_an_operator_is_unlinked_first(peopled: Linking) -> None:
    await _link(peopled, ("maya", "maya"))

    assert await _faults(peopled, ("maya", "other")) == {2: errors.LinkedOtherwiseError}
    assert await unlink(peopled, ACME, "maya", "root") == ("Maya", True)
    assert await unlink(peopled, TENANT, "maya", "root") == ("Maya", False)
    assert await _link(peopled, ("maya", "other")) == Linked(new=1, known=0)
    assert [act for act, _, _ in await _audited(peopled)].count(UNLINKED) == 2


async def test_an_operator_goes_before_an_address(linking: Linking) -> None:
    await both_are_there(linking)
    await meet(linking, TENANT, seen("other", ""))

    await _link(linking, ("maya", "other"))

    assert await identities(linking) == [tuple(sorted([account(ACME, "maya"), account(TENANT, "other")]))]


async def test_what_an_address_told_already_is_the_operators_from_then_on(
    linking: Linking,
) -> None:
    await both_are_there(linking)

    told = await _link(linking, (MAYA, MAYA))
    await meet(linking, TENANT, seen("maya", ""))

    assert told == Linked(new=1, known=0)
    async with linking.storage.registry() as registry:
        assert {each.how for each in (await registry.identities.of(MAYAS)).values()} == {How.OPERATOR}


async def test_who_said_that_these_are_not_both_them_is_linked_only_if_they_asked(
    peopled: Linking,
    clock: FakeClock,
) -> None:
    await _link(peopled, ("maya", "maya"))
    await part(peopled.storage, MAYAS[0], MAYAS[1].person_id, clock())

    assert await _faults(peopled, ("maya", "maya")) == {2: errors.PartedError}
    assert await _link(peopled, ("maya", "maya"), after_all=True) == Linked(new=1, known=0)
    assert await identities(peopled) == [MAYAS]


async def test_who_was_unlinked_by_an_operator_is_not_linked_by_an_address(
    linking: Linking,
) -> None:
    await both_are_there(linking)

    await unlink(linking, ACME, "maya", "root")
    await meet(linking, TENANT, PersonSeen(person="maya", name="Maya", email=""), seen("ben", ""))
    await both_are_there(linking)

    assert await identities(linking) == []


async def test_nobody_of_that_name_is_unlinked(peopled: Linking) -> None:
    with pytest.raises(errors.UnknownPersonError):
        await unlink(peopled, ACME, "nobody", "root")


async def test_a_workspace_is_the_only_one_of_its_platform_or_named(linking: Linking) -> None:
    other = replace(TENANT, id=ACME.id, platform=Platform.SLACK)
    assert other.platform is not TENANT.platform

    assert await place(linking.storage, Platform.TEAMS) == TENANT
    assert await place(linking.storage, Platform.SLACK, "ACME") == ACME
    with pytest.raises(errors.WhichPlatformWorkspaceError) as caught:
        await place(linking.storage, Platform.SLACK, "umbrella")
    assert caught.value.known == ["Acme"]
