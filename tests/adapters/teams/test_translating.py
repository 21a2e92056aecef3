"""Deliveries that were kept, in our words."""

import json
from datetime import UTC, datetime

import pytest

from adapters.teams.translating import TeamsTranslator
from bot.chat_types import Event
from bot.incoming import ChannelGone, ChannelSeen, Posted
from expertise.types import ChannelKind
from tests.support.teams_activities import BOT, CHANNEL, TEAM, happened, message


def kept(body: str | None) -> Event:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    return Event(sequence=1, event_id="e1", kind="message", lane="l", body=body, received_at=at)


async def channels_of(team: str) -> dict[str, str]:
    """The team's channels, and what they are called."""
    return {CHANNEL: "Platform › data"} if team == TEAM else {}


async def test_a_message_is_read() -> None:
    (said,) = await TeamsTranslator(channels_of, BOT)(kept(json.dumps(message())))

    assert isinstance(said, Posted)


async def test_of_a_team_that_is_gone_each_channel_is_gone() -> None:
    told = await TeamsTranslator(channels_of, BOT)(kept(json.dumps(happened("teamDeleted"))))

    assert told == (ChannelGone(channel=TEAM), ChannelGone(channel=CHANNEL))


async def test_a_channel_whose_team_is_not_named_is_called_as_the_directory_has_it() -> None:
    new = happened("channelRenamed", channel={"id": CHANNEL, "name": "data"})
    del new["channelData"]["team"]["name"]

    (told,) = await TeamsTranslator(channels_of, BOT)(kept(json.dumps(new)))

    assert told == ChannelSeen(channel=CHANNEL, name="Platform › data")


async def test_the_operators_word_opens_a_team() -> None:
    new = happened("channelCreated", channel={"id": CHANNEL, "name": "data", "type": "standard"})

    (told,) = await TeamsTranslator(channels_of, BOT, open_teams=[TEAM])(kept(json.dumps(new)))

    assert isinstance(told, ChannelSeen)
    assert told.kind is ChannelKind.PUBLIC


@pytest.mark.parametrize("body", [None, "", "no json", "[]", "3", '{"type": "message"}'])
async def test_what_cannot_be_read_is_nothing(body: str | None) -> None:
    assert await TeamsTranslator(channels_of, BOT)(kept(body)) == ()
