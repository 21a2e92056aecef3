"""What was said in a channel, as Slack tells it: whole, newest first, in our words."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.connections import Connections
from adapters.slack.history import SlackHistory
from adapters.slack.names import StoredNames
from adapters.slack.times import moment, slack_ts
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.errors import NoSuchChannelError, NotInsideError, UnreachableError
from bot.identity import channel_id, person_id
from bot.incoming import Posted
from bot.reading_back import Page
from expertise.types import Channel as OurChannel
from expertise.types import ChannelKind, MessageKind, MessageTs, Person
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import WORKSPACE, Pauses
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json, User


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def history(
    connections: Connections, storage: MemoryStorage, clock: HandClock, pauses: Pauses
) -> SlackHistory:
    names = StoredNames(storage, WORKSPACE.id)
    return SlackHistory(connections, WORKSPACE.id, names, clock, pauses.patience())


@pytest.fixture
def hundreds(slack: FakeSlack, clock: HandClock, ana: User, ask: Channel) -> list[Json]:
    """450 messages, one a minute."""
    return [_said_later(slack, clock, ana, ask, f"{number}") for number in range(450)]


def _said_later(slack: FakeSlack, clock: HandClock, ana: User, ask: Channel, text: str) -> Json:
    clock.pass_time(60)
    return slack.world.write(ana.id, ask, text)


async def read_all(history: SlackHistory, channel: str, since: datetime | None = None) -> list[Page]:
    pages: list[Page] = []
    before: MessageTs | None = None
    while True:
        pages.append(await history.page(channel, before, since))
        if not pages[-1].has_more:
            return pages
        before = pages[-1].messages[-1].ts


def texts(pages: list[Page]) -> list[str]:
    return [one.text for page in pages for one in page.messages]


async def test_the_past_is_read_newest_first_and_whole(
    history: SlackHistory, ask: Channel, hundreds: list[Json]
) -> None:
    pages = await read_all(history, ask.id)

    assert texts(pages) == [one["text"] for one in reversed(hundreds)]
    assert [len(page.messages) for page in pages] == [200, 200, 50]


async def test_since_a_moment_it_is_newest_first_too(
    history: SlackHistory, ask: Channel, hundreds: list[Json]
) -> None:
    since = moment(hundreds[100]["ts"])

    pages = await read_all(history, ask.id, since)

    assert texts(pages) == [one["text"] for one in reversed(hundreds[100:])]


async def test_an_empty_channel_has_an_empty_page(history: SlackHistory, ask: Channel) -> None:
    assert await history.page(ask.id, None, None) == Page(messages=())


async def test_a_page_without_messages_of_ours_does_not_end_the_past(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    slack.world.write(ana.id, ask, "the beginning")
    for _ in range(200):
        slack.world.write(ana.id, ask, "", hidden=True)

    page = await history.page(ask.id, None, None)

    assert (texts([page]), page.has_more) == (["the beginning"], False)


async def test_threads_are_named_and_their_replies_read_over_many_pages(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    first = slack.world.write(ana.id, ask, "who knows postgres?")
    for number in range(450):
        slack.world.write(ana.id, ask, f"{number}", thread_ts=first["ts"])
    slack.world.write(ana.id, ask, "unrelated")

    page = await history.page(ask.id, None, None)
    replies = await history.replies(ask.id, page.threads[0])

    assert texts([page]) == ["unrelated", "who knows postgres?"]
    assert page.threads == (first["ts"],)
    assert [one.text for one in replies] == [f"{number}" for number in range(450)]
    assert {one.thread_ts for one in replies} == {first["ts"]}


async def test_of_a_thread_that_is_gone_there_are_no_replies(history: SlackHistory, ask: Channel) -> None:
    assert await history.replies(ask.id, MessageTs("1700000000.000001")) == ()


async def test_each_kind_of_message_is_told_apart(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    await slack.post(ana, ask, "who knows postgres?")
    asked = slack.messages(ask)[0]
    await slack.post(ana, ask, "nobody?", thread_ts=asked["ts"])
    slack.world.write(slack.bot, ask, "Maya may", bot_id=slack.world.bot_id)
    slack.world.write(ana.id, ask, "<@U1> has joined", subtype="channel_join")
    slack.world.take_away(ask, asked["ts"])

    page = await history.page(ask.id, None, None)

    assert [(one.kind, one.author) for one in page.messages] == [
        (MessageKind.SYSTEM, ana.id),
        (MessageKind.BOT, slack.bot),
        (MessageKind.TOMBSTONE, None),
    ]
    assert page.threads == (asked["ts"],)


async def test_a_message_is_told_in_full(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    edited_ts = slack.world.next_ts()
    said = slack.world.write(ana.id, ask, "a &lt; b", edited={"user": ana.id, "ts": edited_ts})

    page = await history.page(ask.id, None, None)

    at = moment(said["ts"])
    assert at is not None
    assert page.messages == (
        Posted(
            channel=ask.id,
            ts=said["ts"],
            at=at,
            author=ana.id,
            text="a < b",
            edited_at=moment(edited_ts),
        ),
    )


async def test_who_is_known_is_named_and_private_channels_are_not(
    history: SlackHistory, storage: MemoryStorage, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")
    ours = [_channel(ask, ChannelKind.PUBLIC), _channel(secret, ChannelKind.PRIVATE)]
    async with storage.begin(WORKSPACE.id) as uow:
        person = Person(id=person_id(WORKSPACE.id, ana.id), platform_id=ana.id, name="Ana Braun")
        await uow.people.save([person])
        await uow.channels.save(ours)
        await uow.commit()
    slack.world.write(ana.id, ask, f"<@{ana.id}> <@U0UNKNOWN> <#{ask.id}> <#{secret.id}|secret>")

    page = await history.page(ask.id, None, None)

    assert texts([page]) == ["@Ana Braun @someone #ask #private-channel"]


async def test_limits_are_waited_for(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel, pauses: Pauses
) -> None:
    slack.world.write(ana.id, ask, "hello")
    slack.faults.next("conversations.history", Fault.RATE_LIMITED, retry_after=60)

    page = await history.page(ask.id, None, None)

    assert (texts([page]), pauses.seconds) == (["hello"], [60])


async def test_what_cannot_be_read_to_the_end_is_no_page(
    history: SlackHistory, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    first = slack.world.write(ana.id, ask, "who knows postgres?")
    slack.world.write(ana.id, ask, "me", thread_ts=first["ts"])
    slack.faults.next("*", Fault.SERVER_ERROR, times=12)

    with pytest.raises(UnreachableError):
        await history.page(ask.id, None, None)
    with pytest.raises(UnreachableError):
        await history.replies(ask.id, first["ts"])


async def test_where_the_bot_is_not_it_reads_nothing(
    history: SlackHistory, slack: FakeSlack, ana: User
) -> None:
    elsewhere = slack.world.channel("elsewhere", ana)

    with pytest.raises(NotInsideError, match="not_in_channel"):
        await history.page(elsewhere.id, None, None)
    with pytest.raises(NoSuchChannelError, match="channel_not_found"):
        await history.page("C00000000", None, None)
    with pytest.raises(NoSuchChannelError, match="channel_not_found"):
        await history.replies("C00000000", MessageTs("1.000001"))


@pytest.mark.parametrize("ts", ["1433558319.000002", "0.000000", "1772442000.999999"])
def test_a_moment_and_its_ts_are_the_same(ts: str) -> None:
    at = moment(ts)

    assert at is not None
    assert slack_ts(at) == ts
    assert slack_ts(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(microseconds=1)) == "1772442000.000001"


def _channel(channel: Channel, kind: ChannelKind) -> OurChannel:
    return OurChannel(
        id=channel_id(WORKSPACE.id, channel.id), platform_id=channel.id, name=channel.name, kind=kind
    )
