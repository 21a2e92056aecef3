"""What Teams brings is kept before it is acknowledged, each once, and what asks for an answer gets one."""

import json

import pytest

from bot.errors import OverloadedError
from bot.incoming import Envelope
from bot.types import Platform
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import WORKSPACE, Door
from tests.support.teams.delivery import Delivery
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import TENANT, Channel, Person, Team


async def _rows(door: Door) -> int:
    async with door.storage.begin(WORKSPACE.id) as uow:
        return len(await uow.inbox.next(100))


async def test_a_message_is_kept_before_it_is_acknowledged(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, clock: HandClock
) -> None:
    delivery = await teams.say(ana, ask, "@Kenner who knows postgres?")

    kept = door.kept[0]
    assert delivery.status == 200
    assert await _rows(door) == 1
    assert kept == Envelope(
        platform=Platform.TEAMS,
        workspace=TENANT,
        event_id=kept.event_id,
        kind="message",
        lane=ask.id,
        body=kept.body,
        received_at=clock(),
        is_urgent=True,
    )
    assert json.loads(kept.body) == delivery.activity


async def test_what_comes_twice_is_kept_once(teams: FakeTeams, door: Door, ana: Person, ask: Channel) -> None:
    said = await teams.say(ana, ask, "hello")
    edited = await teams.edit(ana, ask, said.activity["id"], "hello all")
    joined = await teams.join(ask.team, teams.world.person("cem"))

    again = [await teams.courier.redeliver(one) for one in (said, edited, joined)]

    assert [one.status for one in again] == [200, 200, 200]
    assert [one.kind for one in door.kept] == ["message", "messageUpdate", "conversationUpdate"]


async def test_each_edit_is_an_event_of_its_own(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, clock: HandClock
) -> None:
    said = await teams.say(ana, ask, "one")
    for words in ("two", "three"):
        clock.pass_time(1)
        await teams.edit(ana, ask, said.activity["id"], words)
    clock.pass_time(1)
    await teams.delete(ana, ask, said.activity["id"])

    assert len({one.event_id for one in door.kept}) == 4


async def test_the_same_id_in_two_conversations_is_two_messages(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, platform_team: Team
) -> None:
    said = await teams.say(ana, ask, "here")
    there = said.activity | {"conversation": {"id": platform_team.id, "tenantId": TENANT}}
    there["channelData"] = {"tenant": {"id": TENANT}, "channel": {"id": platform_team.id}}

    await teams.courier.bring(there)

    assert len(door.kept) == 2


async def test_what_comes_in_another_order_is_kept_as_it_comes(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    teams.courier.hold()
    said = await teams.say(ana, ask, "hello")
    await teams.edit(ana, ask, said.activity["id"], "hello all")
    await teams.courier.release(backwards=True)

    assert [one.kind for one in door.kept] == ["messageUpdate", "message"]


async def test_a_whole_thread_is_in_one_lane_with_its_channel(
    teams: FakeTeams, door: Door, ana: Person, ben: Person, ask: Channel
) -> None:
    root = await teams.say(ana, ask, "who?")
    await teams.say(ben, ask, "me", thread=root.activity["id"])

    assert {one.lane for one in door.kept} == {ask.id}


@pytest.mark.parametrize(
    ("trouble", "status"), [(OverloadedError(), 503), (RuntimeError("the disk is full"), 503)]
)
async def test_what_cannot_be_kept_is_not_acknowledged(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, trouble: Exception, status: int
) -> None:
    door.refuses = trouble
    refused = await teams.say(ana, ask, "hello")
    door.refuses = None

    assert refused.status == status
    assert (await teams.courier.redeliver(refused)).status == 200
    assert len(door.kept) == 1


async def test_another_tenant_is_not_served(teams: FakeTeams, door: Door, ana: Person, ask: Channel) -> None:
    said = await teams.say(ana, ask, "hello")
    strange = {"tenant": {"id": "11111111-0000-4000-8000-000000000000"}, "channel": {"id": ask.id}}

    refused = await teams.courier.bring(said.activity | {"id": "9", "channelData": strange})
    nameless = await teams.courier.bring(said.activity | {"id": "9", "channelData": {}, "conversation": {}})

    assert (refused.status, nameless.status) == (403, 403)
    assert len(door.kept) == 1


async def test_a_tenant_is_the_same_in_capitals(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    said = await teams.say(ana, ask, "hello")
    shouted = {"tenant": {"id": TENANT.upper()}, "channel": {"id": ask.id}}

    await teams.courier.bring(said.activity | {"id": "9", "channelData": shouted})

    assert [one.workspace for one in door.kept] == [TENANT, TENANT]


@pytest.mark.parametrize("field", ["type", "conversation"])
async def test_what_lacks_what_teams_promises_is_not_to_come_again(
    teams: FakeTeams, door: Door, ana: Person, field: str
) -> None:
    told = await teams.say(ana, ana, "hello")
    broken = told.activity | {field: "" if field == "type" else {}, "from": {}}

    assert (await teams.courier.bring(broken)).status == 400
    assert door.kept == []


@pytest.mark.parametrize("body", [[], "hello", 7, None])
async def test_a_body_that_is_no_activity_is_refused(teams: FakeTeams, door: Door, body: object) -> None:
    sent = await teams.courier.post(
        Delivery(activity=body),  # type: ignore[arg-type]  # that is the point
        teams.issuer.header(teams.service_url),
    )

    assert sent.status == 400
    assert door.kept == []


async def test_a_pressed_button_is_kept_and_answered_with_an_object(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    """SDK bug: botbuilder serialises the body twice, so that the answer to every such invoke is a 500."""
    pressed = await teams.press(ana, ask, "1", "helped", {"question": "q1"})

    assert (pressed.status, pressed.reply_type) == (200, "application/json")
    assert pressed.reply["statusCode"] == 200
    assert pressed.reply["type"] == "application/vnd.microsoft.activity.message"
    assert isinstance(pressed.reply["value"], str)
    assert [one.kind for one in door.kept] == ["adaptiveCard/action"]


async def test_what_was_pressed_is_kept_as_the_object_that_it_is(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    """SDK bug: botbuilder hands over the action as a plain object where its types say otherwise."""
    await teams.press(ana, ask, "1", "helped", {"question": "q1"})

    value = json.loads(door.kept[0].body)["value"]
    assert value["action"] == {"type": "Action.Execute", "verb": "helped", "data": {"question": "q1"}}


@pytest.mark.parametrize("action", [None, "helped", [], {"type": "Action.Submit"}])
async def test_a_press_of_another_shape_is_no_error(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, action: object
) -> None:
    pressed = await teams.invoke(ana, ask, "adaptiveCard/action", {"action": action})

    assert pressed.status == 200
    assert len(door.kept) == 1


@pytest.mark.parametrize(
    "name", ["task/fetch", "composeExtension/fetchTask", "composeExtension/submitAction"]
)
async def test_a_dialog_says_where_the_answer_comes(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, name: str
) -> None:
    opened = await teams.invoke(ana, ask, name, {"commandId": "find"})

    assert opened.status == 200
    assert opened.reply["task"]["type"] == "message"
    assert [one.kind for one in door.kept] == [name]


async def test_a_dialog_that_is_sent_closes(teams: FakeTeams, door: Door, ana: Person, ask: Channel) -> None:
    sent = await teams.invoke(ana, ask, "task/submit", {"data": {}})

    assert (sent.status, sent.reply) == (200, {})
    assert len(door.kept) == 1


async def test_what_is_being_typed_is_answered_with_what_was_found_and_not_kept(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    typed = await teams.invoke(ana, ask, "composeExtension/query", {"commandId": "find"})

    assert typed.reply == {"composeExtension": {"type": "message", "text": "typed"}}
    assert door.kept == []


async def test_an_invoke_of_another_kind_is_none_of_ours(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    assert (await teams.invoke(ana, ask, "signin/verifyState", {})).status == 501
    assert door.kept == []


async def test_an_invoke_that_cannot_be_kept_is_not_said_to_be(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel
) -> None:
    door.refuses = OverloadedError()

    assert (await teams.press(ana, ask, "1", "helped")).status == 503


@pytest.mark.parametrize("kind", ["messageReaction", "typing", "event", "somethingNew"])
async def test_who_reacts_or_types_is_nobodys_business(
    teams: FakeTeams, door: Door, ana: Person, ask: Channel, kind: str
) -> None:
    said = await teams.say(ana, ask, "hello")

    told = await teams.courier.bring(said.activity | {"type": kind, "id": "9"})

    assert told.status == 200
    assert [one.kind for one in door.kept] == ["message"]


async def test_many_at_once_are_each_kept(teams: FakeTeams, door: Door, ana: Person, ask: Channel) -> None:
    said = await teams.say(ana, ask, "hello")

    brought = await teams.courier.bring_at_once([said.activity | {"id": str(one)} for one in range(50)])

    assert {one.status for one in brought} == {200}
    assert await _rows(door) == 51
