"""What the bot says arrives where it should."""

from typing import Any

import pytest

from adapters.slack.client import SlackPlatform
from bot.chat_types import OutgoingKind
from bot.errors import UnreachableError
from expertise.types import MessageTs
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import HERE, response_url
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json, User

HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Maya Lind"}}]}


def keys(slack: FakeSlack, where: Channel) -> list[str]:
    return [one["metadata"]["event_payload"]["key"] for one in slack.messages(where)]


def texts(messages: list[Json]) -> list[str]:
    return [one["text"] for one in messages]


async def test_a_reply_stands_in_its_thread_without_previews(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    asked = slack.world.write(ana.id, ask, "who knows postgres?")

    ts = await platform.send(
        HERE, outgoing(OutgoingKind.REPLY, channel=ask.id, thread_ts=MessageTs(asked["ts"]))
    )

    said = slack.messages(ask, asked["ts"])[-1]
    assert (said["ts"], said["text"], said["thread_ts"]) == (ts, "Maya may know", asked["ts"])
    assert said["blocks"][0]["text"]["text"] == "Maya Lind"
    assert said["metadata"] == {"event_type": "kenner", "event_payload": {"key": "k1"}}
    arguments = slack.called("chat.postMessage")[0].arguments
    assert (arguments["unfurl_links"], arguments["unfurl_media"]) == (False, False)


async def test_what_is_private_is_seen_by_one_person(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ana.id))

    assert ts is None
    assert texts(slack.ephemerals(ana)) == ["Maya may know"]
    assert slack.messages(ask) == []


async def test_an_answer_to_a_command_works_where_the_bot_is_not(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")
    payload = {"text": "Maya may know", "response_url": response_url(slack, ana, secret)}

    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, payload, channel=secret.id, recipient=ana.id))

    assert texts(slack.ephemerals(ana)) == ["Maya may know"]
    assert [one.method for one in slack.calls] == ["response_url"]


async def test_an_address_that_has_ended_is_not_tried(
    platform: SlackPlatform, slack: FakeSlack, clock: HandClock, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "late", "response_url": response_url(slack, ana, ask)}
    late = outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id)
    clock.pass_time(30 * 60)

    await platform.send(HERE, late)

    assert texts(slack.ephemerals(ana)) == ["late"]
    assert [one.method for one in slack.calls] == ["chat.postEphemeral"]


async def test_an_address_that_is_used_up_is_done_without(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "again", "response_url": response_url(slack, ana, ask)}
    private = outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id)
    for _ in range(6):
        await platform.send(HERE, private)

    assert texts(slack.ephemerals(ana)) == ["again"] * 6
    assert [one.method for one in slack.calls][-2:] == ["response_url", "chat.postEphemeral"]


@pytest.mark.parametrize("kind", ["public", "private"])
async def test_who_cannot_be_shown_it_in_the_channel_gets_it_directly(
    platform: SlackPlatform, slack: FakeSlack, ana: User, kind: str, outgoing: Any
) -> None:
    without_the_bot = slack.world.channel("elsewhere", ana, kind=kind)
    private = outgoing(
        OutgoingKind.PRIVATE, channel=without_the_bot.id, recipient=ana.id, thread_ts=MessageTs("1.000001")
    )

    ts = await platform.send(HERE, private)

    (said,) = slack.messages(slack.direct(ana))
    assert (said["ts"], said["text"]) == (ts, "Maya may know")
    assert "thread_ts" not in said


async def test_who_left_the_channel_gets_it_directly(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    ben = slack.world.person("ben")

    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ben.id))

    assert texts(slack.messages(slack.direct(ben))) == ["Maya may know"]


async def test_after_silence_no_other_way_is_tried(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "once", "response_url": response_url(slack, ana, ask)}
    slack.faults.next("response_url", Fault.LOST)

    with pytest.raises(UnreachableError):
        await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id))

    assert texts(slack.ephemerals(ana)) == ["once"]


@pytest.mark.parametrize("kind", [OutgoingKind.DIRECT, OutgoingKind.INVITATION])
async def test_what_is_for_one_person_goes_to_them_and_never_to_a_channel(
    platform: SlackPlatform,
    slack: FakeSlack,
    clock: HandClock,
    ana: User,
    ask: Channel,
    kind: OutgoingKind,
    outgoing: Any,
) -> None:
    for key in ("a", "b"):
        await platform.send(HERE, outgoing(kind, recipient=ana.id, channel=ask.id, key=key))
        clock.pass_time(2)

    assert slack.messages(ask) == []
    assert keys(slack, slack.direct(ana)) == ["a", "b"]
    assert len(slack.called("conversations.open")) == 1


async def test_a_home_page_is_put_up(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    await platform.send(HERE, outgoing(OutgoingKind.HOME, {"text": "", "view": HOME}, recipient=ana.id))

    home = slack.home(ana)
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "Maya Lind"


async def test_an_update_takes_the_place_of_all_that_was_there(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    await platform.update(
        HERE,
        outgoing(OutgoingKind.UPDATE, {"text": "taken care of"}, channel=ask.id, target_ts=ts, key="k2"),
    )

    (said,) = slack.messages(ask)
    assert said["text"] == "taken care of"
    assert not said.get("blocks")
    assert keys(slack, ask) == ["k1"]


async def test_an_invitation_is_updated_where_it_stands(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.INVITATION, recipient=ana.id))

    await platform.update(
        HERE, outgoing(OutgoingKind.UPDATE, {"text": "thank you"}, recipient=ana.id, target_ts=ts)
    )

    assert texts(slack.messages(slack.direct(ana))) == ["thank you"]


async def test_what_one_person_alone_sees_is_replaced_by_the_address_of_their_press(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ana.id))
    (shown,) = slack.ephemerals(ana)
    payload = {"text": "asked", "response_url": response_url(slack, ana, ask, shown)}

    await platform.update(HERE, outgoing(OutgoingKind.UPDATE, payload, channel=ask.id))

    assert texts(slack.ephemerals(ana)) == ["asked"]
