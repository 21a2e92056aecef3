"""The Teams of our own is as strict as the real one is documented to be."""

from typing import Any

import aiohttp
import pytest

from adapters.teams.connections import Connections
from bot.errors import RateLimitedError, RefusedError
from tests.support.slack.clocks import HandClock
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Channel, Json, Person

TEXT: Json = {"type": "message", "text": "hello"}


@pytest.fixture
def call(connections: Connections, teams: FakeTeams) -> Any:
    async def call(method: str, *path: str, **how: Any) -> Any:
        return await connections.call(method, teams.service_url, *path, **how)

    return call


async def _refusal(call: Any, method: str, *path: str, **how: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        await call(method, *path, **how)
    return refused.value.code


async def test_nobody_gets_in_without_a_token(teams: FakeTeams, ask: Channel) -> None:
    url = f"{teams.service_url}v3/conversations/{ask.id}/activities"
    for headers in ({}, {"Authorization": "Bearer made-up"}):
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=TEXT, headers=headers) as answer,
        ):
            assert answer.status == 401

    assert teams.said(ask) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "message"},
        {"type": "typing"},
        {"type": "message", "attachments": [{"contentType": "application/json", "content": "{}"}]},
        {"type": "message", "attachments": [{"content": {}}]},
    ],
)
async def test_what_is_no_message_is_refused(call: Any, ask: Channel, body: Json) -> None:
    assert await _refusal(call, "POST", "conversations", ask.id, "activities", body=body) == "BadSyntax"


async def test_a_message_may_be_too_large(call: Any, ask: Channel) -> None:
    body = TEXT | {"text": "x" * 103_000}

    assert (
        await _refusal(call, "POST", "conversations", ask.id, "activities", body=body) == "MessageSizeTooBig"
    )


async def test_places_are_refused_by_name(teams: FakeTeams, call: Any, ana: Person, ask: Channel) -> None:
    closed = teams.world.group(ana, has_bot=False)
    expected = {
        "19:nowhere@thread.v2": "ConversationNotFound",
        closed.id: "BotNotInConversationRoster",
        f"{ask.id};messageid=1": "ConversationNotFound",
    }

    found = {
        place: await _refusal(call, "POST", "conversations", place, "activities", body=TEXT)
        for place in expected
    }

    assert found == expected


async def test_only_its_own_messages_can_be_changed(
    teams: FakeTeams, call: Any, ana: Person, ask: Channel
) -> None:
    said = (await teams.say(ana, ask, "hello")).activity["id"]
    path = ("conversations", ask.id, "activities")

    assert await _refusal(call, "PUT", *path, said, body=TEXT) == "NotEnoughPermissions"
    assert await _refusal(call, "DELETE", *path, said) == "NotEnoughPermissions"
    assert await _refusal(call, "PUT", *path, "1", body=TEXT) == "ActivityNotFoundInConversation"


async def test_a_chat_needs_one_known_person_a_bot_and_the_tenant(
    teams: FakeTeams, call: Any, ana: Person, platform_team: object
) -> None:
    good: Json = {"bot": teams.world.bot, "members": [{"id": ana.id}], "tenantId": teams.world.tenant}
    for wrong in ({"bot": {}}, {"members": []}, {"members": [{"id": "nobody"}]}, {"tenantId": "other"}):
        assert await _refusal(call, "POST", "conversations", body=good | wrong) == "BadSyntax"

    first = await call("POST", "conversations", body=good)
    again = await call("POST", "conversations", body=good | {"members": [{"id": ana.aad}]})

    assert first == again == {"id": teams.world.personal(ana).id}


async def test_a_chat_is_refused_with_whoever_lacks_the_app(teams: FakeTeams, call: Any) -> None:
    cem = teams.world.person("cem")
    asked = {"bot": teams.world.bot, "members": [{"id": cem.aad}], "tenantId": teams.world.tenant}

    assert await _refusal(call, "POST", "conversations", body=asked) == "ForbiddenOperationException"


@pytest.mark.parametrize(("seconds", "fits"), [(0.9, 7), (1.9, 8), (29, 60)])
async def test_so_much_fits_into_so_much_time(
    teams: FakeTeams, call: Any, ask: Channel, clock: HandClock, seconds: float, fits: int
) -> None:
    said = 0
    for _ in range(fits + 1):
        try:
            await call("POST", "conversations", ask.id, "activities", body=TEXT)
        except RateLimitedError:
            break
        said += 1
        clock.pass_time(seconds / fits)

    assert said == fits


async def test_what_was_not_meant_for_the_bot_is_not_brought(
    teams: FakeTeams, ana: Person, ask: Channel
) -> None:
    teams.courier.address = "http://127.0.0.1:1/api/messages"
    teams.hears_everything = False

    await teams.say(ana, ask, "hello all")
    await teams.say(ana, ask, "@Kenner hello")

    assert [one.activity["text"] for one in teams.courier.sent] == ["<at>Kenner</at> hello"]


async def test_activities_have_the_documented_shape(teams: FakeTeams, ana: Person, ask: Channel) -> None:
    root = (await teams.say(ana, ask, "@Kenner who?")).activity
    reply = (await teams.say(ana, ask, "anybody?", thread=root["id"])).activity

    assert root["conversation"]["id"] == f"{ask.id};messageid={root['id']}"
    assert reply["conversation"]["id"] == root["conversation"]["id"]
    assert root["from"] == {"id": ana.id, "name": "Ana", "aadObjectId": ana.aad}
    assert root["channelData"]["team"] == {"id": ask.team.id}
    assert root["channelData"]["channel"] == {"id": ask.id}
    assert root["channelData"]["tenant"] == {"id": teams.world.tenant}
    assert root["entities"][0]["mentioned"]["id"] == root["recipient"]["id"] == f"28:{teams.world.app_id}"
