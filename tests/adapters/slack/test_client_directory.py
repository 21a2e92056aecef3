"""People and channels as Slack has them now: one at a time, and all of them."""

from collections.abc import AsyncIterator
from typing import TypeVar

import pytest

from adapters.slack.connections import Connections
from adapters.slack.directory import SlackDirectory
from adapters.slack.people import channel_seen, person_seen
from bot.errors import LockedOutError, RateLimitedError, UnreachableError
from bot.incoming import ChannelSeen, PersonSeen
from expertise.types import ChannelKind
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import WORKSPACE, Pauses
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.tokens import EMAIL_SCOPE
from tests.support.slack.world import Channel, Json, User

Item = TypeVar("Item")


@pytest.fixture
def directory(connections: Connections, clock: HandClock, pauses: Pauses) -> SlackDirectory:
    return SlackDirectory(connections, WORKSPACE, clock, pauses.patience())


async def all_of(items: AsyncIterator[Item]) -> list[Item]:
    return [item async for item in items]


async def test_a_person_is_told_in_full(directory: SlackDirectory, slack: FakeSlack) -> None:
    maya = slack.world.person("maya", real_name="Maya Lind", title="DBA", tz="Europe/Oslo")

    assert await directory.person(maya.id) == PersonSeen(
        person=maya.id,
        name="Maya Lind",
        handle="maya",
        title="DBA",
        time_zone="Europe/Oslo",
        picture=f"https://avatars.example/{maya.id}_72.png",
        email="",
    )


@pytest.mark.parametrize(
    ("scopes", "fields", "email"),
    [
        ({EMAIL_SCOPE}, {}, "maya@acme.example"),
        ({EMAIL_SCOPE}, {"is_email_confirmed": False}, ""),
        ({EMAIL_SCOPE}, {"is_bot": True}, ""),
        (set(), {}, ""),
    ],
    ids=["confirmed", "not confirmed", "a bot's", "without the scope"],
)
async def test_an_address_is_told_where_it_is_confirmed_and_may_be_seen(
    directory: SlackDirectory, slack: FakeSlack, scopes: set[str], fields: Json, email: str
) -> None:
    slack.tokens.bot.scopes |= scopes
    maya = slack.world.person("maya", **fields)

    seen = await directory.person(maya.id)
    listed = [each async for each in directory.all_people() if each.person == maya.id]

    assert seen is not None
    assert [each.email for each in (seen, *listed)] == [email, email]
    assert "acme.example" not in repr(seen)


@pytest.mark.parametrize("fields", [{"is_guest": True}, {"is_stranger": True}, {"team_id": "T02OTHER"}])
async def test_guests_and_strangers_are_outsiders(
    directory: SlackDirectory, slack: FakeSlack, fields: Json
) -> None:
    person = slack.world.person("kim", **fields)

    seen = await directory.person(person.id)

    assert seen is not None
    assert seen.is_outsider


def test_a_colleague_from_another_workspace_of_the_enterprise_is_none() -> None:
    raw = {"id": "U1", "name": "kim", "team_id": "E01", "enterprise_user": {"teams": ["T02", "T01ACME"]}}

    seen = person_seen(raw, "T01ACME")

    assert seen is not None
    assert not seen.is_outsider


def test_only_a_safe_address_is_a_picture() -> None:
    seen = person_seen({"id": "U1", "profile": {"image_72": "javascript:alert(1)"}}, "T01ACME")

    assert seen is not None
    assert seen.picture == ""


@pytest.mark.parametrize("raw", [{}, {"id": None}, {"id": []}, {"profile": "?"}])
def test_what_is_no_user_or_channel_is_none(raw: Json) -> None:
    assert person_seen(raw, "T01ACME") is None
    assert channel_seen(raw) is None


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"is_private": False, "is_channel": True}, ChannelKind.PUBLIC),
        ({"is_private": True, "is_channel": True}, ChannelKind.PRIVATE),
        ({"is_group": True}, ChannelKind.PRIVATE),
        ({"is_private": True, "is_mpim": True, "is_group": True}, ChannelKind.GROUP),
        ({"is_im": True}, ChannelKind.DIRECT),
        ({"name": "told in part"}, None),
    ],
)
def test_the_kind_of_a_channel_is_the_narrowest_told(raw: Json, kind: ChannelKind | None) -> None:
    seen = channel_seen({"id": "C1"} | raw)

    assert seen is not None
    assert seen.kind is kind
    assert seen.is_shared is None


async def test_a_channel_is_told_in_full(directory: SlackDirectory, slack: FakeSlack, ana: User) -> None:
    channel = slack.world.channel("data", ana, purpose="Ask &amp; answer", is_shared=True)

    assert await directory.channel(channel.id) == ChannelSeen(
        channel=channel.id,
        name="data",
        kind=ChannelKind.PUBLIC,
        purpose="Ask & answer",
        is_archived=False,
        is_shared=True,
    )


async def test_a_private_channel_without_the_bot_is_not_told(
    directory: SlackDirectory, slack: FakeSlack, ana: User
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")

    assert await directory.channel(secret.id) is None
    assert await directory.members(secret.id) is None


async def test_who_is_unknown_is_none(directory: SlackDirectory) -> None:
    assert await directory.person("U0NOBODY") is None


async def test_a_scope_that_is_missing_leaves_it_unknown(
    directory: SlackDirectory, slack: FakeSlack, ana: User
) -> None:
    slack.tokens.bot.scopes.discard("users:read")

    assert await directory.person(ana.id) is None


async def test_who_was_asked_lately_is_not_asked_again(
    directory: SlackDirectory, slack: FakeSlack, clock: HandClock, ana: User
) -> None:
    await directory.person(ana.id)
    ana.real_name = "Ana Braun"
    before = await directory.person(ana.id)
    clock.pass_time(10 * 60)
    after = await directory.person(ana.id)

    assert [one and one.name for one in (before, after)] == ["Ana", "Ana Braun"]
    assert len(slack.called("users.info")) == 2


async def test_what_changed_is_asked_anew_when_told_so(
    directory: SlackDirectory, ana: User, ask: Channel
) -> None:
    await directory.channel(ask.id)
    ask.kind = "private"

    directory.forget(ask.id)
    seen = await directory.channel(ask.id)

    assert seen is not None
    assert seen.kind is ChannelKind.PRIVATE


async def test_everyone_in_a_channel_is_told_over_many_pages(
    directory: SlackDirectory, slack: FakeSlack
) -> None:
    people = [slack.world.person(f"p{number}") for number in range(450)]
    crowd = slack.world.channel("crowd", *people)

    assert await directory.members(crowd.id) == {one.id for one in people}
    assert len(slack.called("conversations.members")) == 3


async def test_members_that_cannot_be_read_to_the_end_are_no_members(
    directory: SlackDirectory, slack: FakeSlack, pauses: Pauses
) -> None:
    crowd = slack.world.channel("crowd", *[slack.world.person(f"p{number}") for number in range(300)])
    slack.limits.set("conversations.members", per_minute=1)

    with pytest.raises(RateLimitedError):
        await directory.members(crowd.id)

    assert len(pauses.seconds) == 5


async def test_all_people_are_told_bots_and_those_who_left_too(
    directory: SlackDirectory, slack: FakeSlack
) -> None:
    for number in range(250):
        slack.world.person(f"p{number}", deleted=number == 7)

    people = await all_of(directory.all_people())

    assert len(people) == 251
    assert [one.person for one in people if one.is_bot] == [slack.bot]
    assert [one.handle for one in people if one.has_left] == ["p7"]


async def test_waiting_is_done_when_and_as_slack_says(
    directory: SlackDirectory, slack: FakeSlack, pauses: Pauses
) -> None:
    slack.faults.next("users.list", Fault.RATE_LIMITED, times=2, retry_after=30)
    slack.faults.next("users.list", Fault.SERVER_ERROR)

    people = await all_of(directory.all_people())

    assert [one.person for one in people] == [slack.bot]
    assert pauses.seconds == [30, 30, 8]


async def test_patience_ends(directory: SlackDirectory, slack: FakeSlack, ana: User, pauses: Pauses) -> None:
    slack.faults.next("users.info", Fault.SERVER_ERROR, times=6)

    with pytest.raises(UnreachableError):
        await directory.person(ana.id)

    assert len(pauses.seconds) == 5


async def test_too_long_a_pause_is_not_waited_for(
    directory: SlackDirectory, slack: FakeSlack, ana: User, pauses: Pauses
) -> None:
    slack.faults.next("users.info", Fault.RATE_LIMITED, retry_after=3600)

    with pytest.raises(RateLimitedError):
        await directory.person(ana.id)

    assert pauses.seconds == []


async def test_all_channels_that_may_be_known_are_told(
    directory: SlackDirectory, slack: FakeSlack, ana: User
) -> None:
    slack.world.channel("old", ana, is_archived=True)
    slack.world.channel("secret", ana, kind="private")
    slack.world.channel("ours", ana, slack.bot, kind="private")
    for number in range(201):
        slack.world.channel(f"c{number}", ana)

    channels = await all_of(directory.all_channels())

    names = {one.name for one in channels}
    assert (len(names), len(channels)) == (203, 203)
    assert {"old", "ours"} <= names
    assert "secret" not in names


async def test_the_channels_that_the_bot_is_in_are_told_as_far_as_scopes_go(
    directory: SlackDirectory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    slack.world.channel("elsewhere", ana)
    direct = slack.direct(ana)
    slack.tokens.bot.scopes.discard("mpim:read")

    joined = await all_of(directory.joined())

    assert [(one.channel, one.kind) for one in joined] == [
        (ask.id, ChannelKind.PUBLIC),
        (direct.id, ChannelKind.DIRECT),
    ]


async def test_who_is_locked_out_is_told_so(directory: SlackDirectory, slack: FakeSlack, ana: User) -> None:
    slack.tokens.revoke()

    with pytest.raises(LockedOutError, match="token_revoked"):
        await directory.person(ana.id)
    with pytest.raises(LockedOutError):
        await directory.members("C1")
