"""Our own Slack brings events and presses to a bolt app, over signed HTTP and through Socket Mode."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.support.bolt_app import Heard, app_of, in_socket_mode
from tests.support.serving import served
from tests.support.slack.client import client_of
from tests.support.slack.delivery import SignedHttp
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, User


@asynccontextmanager
async def over_http(slack: FakeSlack, heard: Heard) -> AsyncIterator[None]:
    async with served(app_of(client_of(slack), slack.signing_secret, heard)) as address:
        slack.send_events_to(address)
        yield
        await slack.settled()


@asynccontextmanager
async def over_socket(slack: FakeSlack, heard: Heard) -> AsyncIterator[None]:
    app = app_of(client_of(slack), slack.signing_secret, heard)
    async with in_socket_mode(app, slack.tokens.app.value):
        await slack.socket_mode.connected()
        yield
        await slack.settled()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(params=[over_http, over_socket], ids=["http", "socket"])
async def connected(request: pytest.FixtureRequest, slack: FakeSlack, heard: Heard) -> AsyncIterator[None]:
    """The app is there, one way or the other."""
    async with request.param(slack, heard):
        yield


@pytest.fixture
async def by_http(slack: FakeSlack, heard: Heard) -> AsyncIterator[None]:
    async with over_http(slack, heard):
        yield


@pytest.fixture
async def by_socket(slack: FakeSlack, heard: Heard) -> AsyncIterator[None]:
    async with over_socket(slack, heard):
        yield


# ---- Both ways ----


@pytest.mark.usefixtures("connected")
async def test_a_mention_is_answered_in_its_thread(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    asked = await slack.post(ana, ask, f"<@{slack.bot}> who knows postgres?")

    await slack.until(lambda: slack.called("chat.postMessage"))
    await slack.settled()

    assert [one["text"] for one in slack.messages(ask, asked["ts"])][1:] == ["here"]
    assert heard.kinds() == ["message", "app_mention"]
    assert heard[0]["event_id"] != heard[1]["event_id"]
    assert slack.outbox.sent[-1].event["bot_id"] == slack.world.bot_id  # which bolt keeps to itself


@pytest.mark.usefixtures("connected")
async def test_a_command_a_press_and_a_form_follow_one_another(
    slack: FakeSlack, ana: User, ask: Channel
) -> None:
    await slack.command(ana, "/whoknows", "postgres", ask)
    await slack.until(lambda: slack.ephemerals(ana))
    await slack.press(ana, slack.ephemerals(ana)[0], "ask")
    await slack.until(lambda: slack.form(ana))
    form = slack.form(ana)
    assert form is not None

    short = await slack.submit(form, {"text": "why"})
    still_open = slack.form(ana)
    await slack.submit(form, {"text": "why postgres"})

    assert slack.ephemerals(ana)[0]["text"] == "about postgres"
    assert short.reply["errors"] == {"field": "too short"}
    assert still_open == form
    assert slack.form(ana) is None


@pytest.mark.usefixtures("connected")
async def test_the_home_page_and_a_shortcut_reach_the_app(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    message = await slack.post(ana, ask, "how?")

    await slack.open_home(ana)
    delivery = await slack.shortcut(ana, message, "find")

    assert heard.kinds() == ["message", "app_home_opened"]
    assert delivery.is_acknowledged
    assert heard[-1]["message"]["text"] == "how?"


# ---- What is told ----


@pytest.mark.usefixtures("by_http")
async def test_edits_and_deletions_are_told_with_what_was_there(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    alone = await slack.post(ana, ask, "alone")
    parent = await slack.post(ana, ask, "parent")
    await slack.post(ana, ask, "reply", thread_ts=parent["ts"])
    heard.clear()

    await slack.edit(alone, "changed")
    await slack.delete(alone)
    await slack.delete(parent)

    changed, deleted, tombstone = heard.events()
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("changed", "alone")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", alone["ts"])
    assert (tombstone["subtype"], tombstone["message"]["subtype"]) == ("message_changed", "tombstone")


@pytest.mark.usefixtures("by_http")
async def test_the_app_hears_nothing_from_where_its_bot_is_not(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    elsewhere = slack.world.channel("elsewhere", ana)

    await slack.post(ana, elsewhere, f"<@{slack.bot}>?")
    await slack.leave(slack.bot, ask)
    await slack.post(ana, ask, "now that it is gone")

    assert heard.kinds() == ["channel_left"]


@pytest.mark.usefixtures("by_http")
async def test_channels_and_people_change(slack: FakeSlack, heard: Heard, ana: User, ask: Channel) -> None:
    ben = slack.world.person("ben")

    await slack.join(ben, ask)
    await slack.rename(ana, ask, "questions")
    await slack.make_private(ana, ask)
    await slack.deactivate(ben)

    assert heard.kinds() == [
        "member_joined_channel",
        "channel_join",
        "channel_rename",
        "channel_name",
        "channel_convert_to_private",
        "user_change",
    ]
    assert heard.events()[-1]["user"]["deleted"] is True
    assert ben.id not in ask.members


async def test_each_happening_has_its_event(slack: FakeSlack, ana: User, ask: Channel) -> None:
    slack.outbox.hold()
    ben = await slack.arrive("ben")

    created = await slack.create(ben, "new")
    await slack.join(ben, ask)
    await slack.share(ask)
    await slack.leave(ben, ask)
    await slack.archive(ana, ask)
    await slack.unarchive(ana, ask)
    await slack.remove_channel(created)
    await slack.change(ben, title="Builder")

    events = [one.event for one in slack.outbox.held if one.event["type"] != "message"]
    assert [one["type"] for one in events] == [
        "team_join",
        "channel_created",
        "member_joined_channel",
        "channel_shared",
        "member_left_channel",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "user_change",
    ]
    assert events[-1]["user"]["profile"]["title"] == "Builder"


# ---- Signatures and redelivery ----


@pytest.mark.usefixtures("by_http")
async def test_the_address_is_verified(slack: FakeSlack) -> None:
    assert await slack.outbox.verify_address()


@pytest.mark.usefixtures("by_http")
async def test_a_wrong_or_old_signature_does_not_get_through(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    http = slack.outbox.transport
    assert isinstance(http, SignedHttp)
    body = '{"type": "event_callback"}'

    wrong = http.signature(body) | {"X-Slack-Signature": "v0=00"}
    old = http.signature(body, at=1_000_000_000)
    async with aiohttp.ClientSession() as session:
        statuses = [
            (await session.post(http.address, data=body, headers=headers)).status for headers in (wrong, old)
        ]

    assert statuses == [401, 401]
    assert heard == []


@pytest.mark.usefixtures("by_http")
async def test_an_event_comes_again_under_its_id(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    await slack.post(ana, ask, "once")

    again = await slack.outbox.redeliver(slack.outbox.sent[-1])

    assert (again.retry, again.reason) == (1, "http_timeout")
    assert [one["event_id"] for one in heard] == [again.payload["event_id"]] * 2


async def test_what_was_not_acknowledged_is_tried_three_times_more(
    slack: FakeSlack, ana: User, ask: Channel
) -> None:
    slack.send_events_to("http://127.0.0.1:9/slack/events")
    await slack.post(ana, ask, "nobody is there")

    tries = [len(await slack.outbox.retry_failed()) for _ in range(4)]

    assert tries == [1, 1, 1, 0]
    assert [one.reason for one in slack.outbox.sent] == ["connection_failed"] * 4


@pytest.mark.usefixtures("by_http")
async def test_events_get_lost_or_out_of_order_on_request(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    slack.outbox.drop_next()
    await slack.post(ana, ask, "lost")
    slack.outbox.hold()
    for text in ("first", "second"):
        await slack.post(ana, ask, text)

    await slack.outbox.release(backwards=True)

    assert [one["text"] for one in heard.events()] == ["second", "first"]
    assert [one.event["text"] for one in slack.outbox.dropped] == ["lost"]


# ---- Socket Mode ----


@pytest.mark.usefixtures("by_socket")
async def test_the_app_connects_anew_when_it_is_asked_to(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    await slack.socket_mode.disconnect()
    await slack.socket_mode.connected(times=2)

    await slack.post(ana, ask, "still there?")

    assert [one["text"] for one in heard.events()] == ["still there?"]


async def test_what_happens_without_a_connection_waits_for_one(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    await slack.post(ana, ask, "anybody?")

    async with over_socket(slack, heard):
        await slack.settled()

    assert [one["text"] for one in heard.events()] == ["anybody?"]


async def test_what_was_not_acknowledged_comes_again_over_the_next_connection(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    slack.socket_mode.acknowledge_within = 0.05
    async with aiohttp.ClientSession() as session:
        mute = await session.ws_connect(slack.socket_mode.new_address())
        await slack.socket_mode.connected()
        await slack.post(ana, ask, "anybody?")
        envelopes = [await mute.receive_json() for _ in range(2)]
        await mute.close()
    slack.socket_mode.acknowledge_within = 3

    async with over_socket(slack, heard):
        await slack.settled()

    assert [one["type"] for one in envelopes] == ["hello", "events_api"]
    assert envelopes[1]["payload"]["event_id"] == heard[0]["event_id"]
    assert slack.outbox.sent[-1].retry == 1


async def test_a_command_without_a_connection_is_lost(
    slack: FakeSlack, heard: Heard, ana: User, ask: Channel
) -> None:
    delivery = await slack.command(ana, "/whoknows", "postgres", ask)

    async with over_socket(slack, heard):
        await slack.settled()

    assert not delivery.is_acknowledged
    assert heard == []


async def test_an_address_opens_one_connection(slack: FakeSlack) -> None:
    address = slack.socket_mode.new_address()

    async with aiohttp.ClientSession() as session, session.ws_connect(address):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(address)
