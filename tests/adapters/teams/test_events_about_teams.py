"""Channels, teams and who is in them, as Teams tells of them, in our words."""

from typing import Any

import pytest

from adapters.teams.activities import Reading
from adapters.teams.changes import team_to_ask
from adapters.teams.events import incoming
from bot.incoming import (
    ChannelGone,
    ChannelSeen,
    Membership,
)
from expertise.types import ChannelKind
from tests.support.teams_activities import (
    BOT,
    CHANNEL,
    GROUP,
    READING,
    TEAM,
    group,
    happened,
    message,
    personal,
)


@pytest.mark.parametrize(
    ("what", "channel", "told"),
    [
        (
            "channelCreated",
            {"id": "19:new", "name": "ops", "type": "standard"},
            ChannelSeen(channel="19:new", name="Platform › ops", kind=ChannelKind.PRIVATE, is_archived=False),
        ),
        (
            "channelCreated",
            {"id": "19:new", "name": "ops"},
            ChannelSeen(channel="19:new", name="Platform › ops", is_archived=False),
        ),
        (
            "channelRenamed",
            {"id": CHANNEL, "name": "data"},
            ChannelSeen(channel=CHANNEL, name="Platform › data"),
        ),
        ("channelDeleted", {"id": CHANNEL, "name": "data"}, ChannelGone(channel=CHANNEL)),
        (
            "channelRestored",
            {"id": CHANNEL, "name": "data"},
            ChannelSeen(channel=CHANNEL, name="Platform › data", is_archived=False),
        ),
        ("channelShared", {"id": CHANNEL}, ChannelSeen(channel=CHANNEL)),
    ],
)
def test_channels_come_go_and_change_their_names(
    what: str, channel: dict[str, Any], told: ChannelSeen | ChannelGone
) -> None:
    assert incoming(happened(what, channel=channel), READING) == (told,)


@pytest.mark.parametrize(
    ("kind", "seen"),
    [("standard", ChannelKind.PUBLIC), ("private", ChannelKind.PRIVATE), ("shared", ChannelKind.PRIVATE)],
)
def test_only_standard_channels_of_a_team_that_is_open_are_for_everyone(kind: str, seen: ChannelKind) -> None:
    new = happened("channelCreated", channel={"id": "19:new", "name": "ops", "type": kind})

    (told,) = incoming(new, Reading(bot=BOT, open_teams={TEAM}))

    assert isinstance(told, ChannelSeen)
    assert told.kind is seen


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("teamDeleted", [ChannelGone(channel=c) for c in (TEAM, CHANNEL)]),
        ("teamArchived", [ChannelSeen(channel=c, is_archived=True) for c in (TEAM, CHANNEL)]),
        ("teamUnarchived", [ChannelSeen(channel=c, is_archived=False) for c in (TEAM, CHANNEL)]),
        ("teamRestored", [ChannelSeen(channel=c, is_archived=False) for c in (TEAM, CHANNEL)]),
        (
            "teamRenamed",
            [
                ChannelSeen(channel=TEAM, name="Platform › General"),
                ChannelSeen(channel=CHANNEL, name="Platform › data"),
            ],
        ),
    ],
)
def test_what_happens_to_a_team_happens_to_its_channels(what: str, told: list[Any]) -> None:
    assert incoming(happened(what), READING) == tuple(told)


def test_who_comes_into_a_team_is_in_each_of_its_channels() -> None:
    came = happened("teamMemberAdded", membersAdded=[{"id": "29:bob", "aadObjectId": "B0B"}])

    assert incoming(came, READING) == tuple(
        Membership(channel=c, person="b0b", is_member=True) for c in (TEAM, CHANNEL)
    )


def test_where_somebodys_account_is_not_told_everyone_in_the_channel_is_asked_for() -> None:
    went = group(membersRemoved=[{"id": "29:bob"}, {"id": "29:eve"}]) | {"type": "conversationUpdate"}

    assert incoming(went, READING) == (ChannelSeen(channel=GROUP),)


def test_the_bot_itself_comes_and_goes() -> None:
    came = happened("teamMemberAdded", membersAdded=[{"id": BOT}])
    went = group(action="remove") | {"type": "installationUpdate"}

    assert incoming(came, READING)[0] == Membership(channel=TEAM, person=BOT, is_member=True)
    assert incoming(went, READING) == (Membership(channel=GROUP, person=BOT, is_member=False),)


def test_who_installs_the_app_for_themselves_changes_nothing() -> None:
    for kind in ("installationUpdate", "conversationUpdate"):
        assert incoming(personal(action="add", membersAdded=[{"id": BOT}]) | {"type": kind}, READING) == ()


def test_the_channels_of_a_team_are_asked_for_only_where_they_or_their_names_are_needed() -> None:
    named = happened("channelRenamed", channel={"id": CHANNEL, "name": "data"})
    unnamed = happened("channelRenamed", channel={"id": CHANNEL, "name": "data"})
    del unnamed["channelData"]["team"]["name"]

    assert team_to_ask(named) == ""
    assert team_to_ask(unnamed) == TEAM
    assert team_to_ask(happened("teamDeleted")) == TEAM
    assert team_to_ask(happened("teamMemberAdded", membersAdded=[{"id": BOT}])) == TEAM
    assert team_to_ask(happened("channelDeleted", channel={"id": CHANNEL})) == ""
    assert team_to_ask(message()) == ""
