"""What is chosen in one account holds in all of the same person, and nothing else passes between them."""

import pytest

from bot.accounts import Account
from bot.agreeing import agree, carry
from bot.choosing import PAUSE, choose
from bot.hours import Hours
from bot.ports import Storage
from bot.round_ports import Availability
from bot.stated_hours import read_hours
from bot.types import Platform, Workspace
from bot.views import Action
from bot.weeks import Rhythm
from expertise.consent import Naming, Preferences
from expertise.types import WorkspaceId
from tests.support.builders import ACME, START, person, person_id
from tests.support.rows import enter

TENANT = Workspace(
    id=WorkspaceId("6f6cf1b4-0000-5000-8000-000000000002"),
    platform=Platform.TEAMS,
    platform_id="t1",
    name="t1",
)
HERE, THERE = Account(ACME.id, person_id("ada")), Account(TENANT.id, person_id("ada-t"))


@pytest.fixture
async def peopled(storage: Storage) -> Storage:
    await enter(storage)
    async with storage.registry() as registry:
        await registry.workspaces.ensure(TENANT)
        await registry.commit()
    async with storage.begin(TENANT.id) as uow:
        await uow.people.save([person("ada-t")])
        await uow.commit()
    return storage


async def _preferences(storage: Storage, account: Account) -> Preferences | None:
    async with storage.begin(account.workspace_id) as uow:
        return (await uow.preferences.of([account.person_id])).get(account.person_id)


async def _hidden(storage: Storage, account: Account) -> list[str]:
    async with storage.begin(account.workspace_id) as uow:
        return [each.topic for each in await uow.hidden_topics.of(account.person_id)]


async def _chose(storage: Storage, account: Account, action: Action, value: str = "") -> None:
    async with storage.begin(account.workspace_id) as uow:
        assert await choose(uow, account.person_id, action, value, START)
        await uow.commit()


async def test_a_choice_is_written_down_in_the_other_account(peopled: Storage) -> None:
    for action, value in (
        (Action.CONSENT, "through_kenner"),
        (Action.PAUSE, ""),
        (Action.HIDE, "Kafka"),
        (Action.MOVED_ON, "Terraform"),
        (Action.UNHIDE, "Kafka"),
    ):
        await carry(peopled, [THERE], action, value, START)

    own = Preferences(naming=Naming.THROUGH_KENNER, paused_until=START + PAUSE)
    assert await _preferences(peopled, THERE) == own
    assert await _hidden(peopled, THERE) == ["Terraform"]
    await carry(peopled, [THERE], Action.RESUME, "", START)
    assert await _preferences(peopled, THERE) == Preferences(naming=Naming.THROUGH_KENNER)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        (Action.CONSENT, "not_yet"),
        (Action.CONSENT, "whatever"),
        (Action.HIDE, "!!!"),
        (Action.ERASE, ""),
        (Action.KNOW, "Kafka"),
        ("of another version", ""),
    ],
)
async def test_what_is_no_choice_changes_nothing(peopled: Storage, action: str, value: str) -> None:
    await carry(peopled, [THERE], action, value, START)

    assert await _preferences(peopled, THERE) is None
    assert await _hidden(peopled, THERE) == []


async def test_what_two_presses_at_once_left_ends_with_the_narrower(peopled: Storage) -> None:
    await _chose(peopled, HERE, Action.CONSENT, "by_name")
    await _chose(peopled, HERE, Action.HIDE, "Kafka")
    await _chose(peopled, THERE, Action.CONSENT, "not_at_all")
    await _chose(peopled, THERE, Action.PAUSE)

    await agree(peopled, [HERE, THERE])
    agreed = [await _preferences(peopled, each) for each in (HERE, THERE)]
    await agree(peopled, [THERE, HERE])

    assert agreed == [Preferences(naming=Naming.NOT_AT_ALL, paused_until=START + PAUSE)] * 2
    assert [await _preferences(peopled, each) for each in (HERE, THERE)] == agreed
    assert [await _hidden(peopled, each) for each in (HERE, THERE)] == [["Kafka"]] * 2


async def test_who_chose_nothing_here_is_not_bound_by_a_yes_there(peopled: Storage) -> None:
    await _chose(peopled, HERE, Action.CONSENT, "by_name")

    await agree(peopled, [HERE, THERE])

    assert await _preferences(peopled, THERE) is None


async def test_how_much_one_wants_to_be_asked_holds_in_both_and_the_least_counts(peopled: Storage) -> None:
    await _chose(peopled, HERE, Action.AT_MOST, "3")
    await _chose(peopled, THERE, Action.AT_MOST, "1")
    await _chose(peopled, THERE, Action.HOURS, "8-12 Europe/Oslo")
    await agree(peopled, [HERE, THERE])

    stated = read_hours("8-12", "Europe/Oslo")
    assert await _availability(peopled, HERE) == Availability(unasked_a_week=1, hours=stated)
    assert await _availability(peopled, THERE) == Availability(unasked_a_week=1, hours=stated)


async def test_how_often_one_wants_notes_holds_in_both_and_the_most_seldom_counts(peopled: Storage) -> None:
    await _chose(peopled, HERE, Action.RHYTHM, "monthly")
    await _chose(peopled, THERE, Action.NOTE_RHYTHM, "weekly")
    await agree(peopled, [HERE, THERE])

    assert await _availability(peopled, HERE) == Availability(rhythm=Rhythm.MONTHLY)
    assert await _availability(peopled, THERE) == Availability(rhythm=Rhythm.MONTHLY)


async def test_hours_are_meant_by_the_clock_where_they_are_stated(peopled: Storage) -> None:
    await carry(peopled, [THERE], Action.HOURS, "9-17", START, "Asia/Tokyo")

    assert await _availability(peopled, THERE) == Availability(hours=Hours(zone="Asia/Tokyo"))
    await carry(peopled, [THERE], Action.HOURS, "whenever", START, "Asia/Tokyo")
    await carry(peopled, [THERE], Action.AT_MOST, "1000", START)
    assert await _availability(peopled, THERE) == Availability(hours=Hours(zone="Asia/Tokyo"))
    await carry(peopled, [THERE], Action.USUAL_HOURS, "", START)
    assert await _availability(peopled, THERE) == Availability()


async def _availability(storage: Storage, account: Account) -> Availability | None:
    async with storage.begin(account.workspace_id) as uow:
        return (await uow.availability.of([account.person_id])).get(account.person_id)
