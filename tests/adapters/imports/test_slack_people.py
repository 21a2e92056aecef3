"""Accounts of Slack exports of all ages as people; and lists that lack something."""

from __future__ import annotations

import pytest

from adapters.imports.errors import MissingFileError
from bot.history import Reason
from tests.adapters.imports.zips import ANN, BOB, Opener, account, all_messages, contents, message


def test_a_person_is_read(opened: Opener) -> None:
    profile = {"real_name": "Ann A", "title": "Engineer", "email": "ann@example.org"}
    files = contents(users=[account(profile=profile, tz="Europe/Oslo", deleted=True)])

    (person,) = opened(files).people()

    assert (person.platform_id, person.name, person.handle) == (ANN, "Ann A", "ann")
    assert (person.title, person.time_zone, person.email) == ("Engineer", "Europe/Oslo", "ann@example.org")
    assert (person.is_bot, person.has_left) == (False, True)


def test_a_bare_account_still_has_a_name(opened: Opener) -> None:
    (person,) = opened(contents(users=[{"id": ANN}])).people()
    assert (person.name, person.handle, person.title, person.email) == (ANN, ANN, "", None)


def test_bots_are_told_apart_and_slackbot_too(opened: Opener) -> None:
    users = [account("U0CI", is_bot=True), account("USLACKBOT", is_bot=False), account()]
    assert [person.is_bot for person in opened(contents(users=users)).people()] == [True, True, False]


def test_guests_of_a_shared_channel_are_outsiders_and_colleagues_on_a_grid_are_not(opened: Opener) -> None:
    home, away = {"team_id": "T1"}, {"team_id": "T2"}
    grid = account("U0GRID", **away, enterprise_user={"id": "W1"})
    users = [account(ANN, **home), account(BOB, **home), account("U0OLD"), grid]
    guests = [account("U0AWAY", **away), account("U0ODD", is_stranger=True)]

    people = opened(contents(users=[*users, *guests])).people()

    assert [p.platform_id for p in people if p.is_outsider] == ["U0AWAY", "U0ODD"]


def test_both_account_files_of_a_grid_are_merged(opened: Opener) -> None:
    org_users = [account(BOB, tz="Asia/Tokyo", deleted=True), account("U0ORG")]
    users = [account(BOB, deleted=False), account(ANN)]

    people = {one.platform_id: one for one in opened(contents(users=users, org_users=org_users)).people()}

    assert set(people) == {ANN, BOB, "U0ORG"}
    assert (people[BOB].time_zone, people[BOB].has_left) == ("Asia/Tokyo", False)


def test_a_grid_export_needs_no_users_file(opened: Opener) -> None:
    export = opened(contents(users=None, org_users=[account()]))
    assert [person.platform_id for person in export.people()] == [ANN]


def test_the_team_is_that_of_most_accounts(opened: Opener) -> None:
    users = [
        account("U1", team_id="T0GUEST"),
        account("U2", team_id="T0"),
        account("U3", profile={"team": "T0"}),
    ]
    assert opened(contents(users=users)).team_id == "T0"
    assert opened(contents()).team_id is None


def test_entries_without_id_are_counted(opened: Opener) -> None:
    export = opened(contents(users=[{"name": "x"}, account()], channels=[{"name": "y"}, 7]))
    assert [person.platform_id for person in export.people()] == [ANN]
    assert export.channels() == []
    assert export.leftovers.counts == {Reason.NOT_AN_ACCOUNT: 1, Reason.NOT_A_CHANNEL: 1}


@pytest.mark.parametrize("name", ["users", "channels"])
def test_an_export_without_its_lists_is_none(opened: Opener, name: str) -> None:
    export = opened(contents([message()], **{name: None}))
    with pytest.raises(MissingFileError) as caught:
        all_messages(export)
    assert caught.value.file == f"{name}.json"
