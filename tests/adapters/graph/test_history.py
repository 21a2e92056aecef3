"""The past as Graph tells it: every message once, in pages, however Graph feels."""

from datetime import timedelta

import pytest

from adapters.graph.client import Graph, Place
from adapters.graph.errors import OutdatedError
from adapters.graph.history import GraphHistory
from bot.errors import LockedOutError, NoSuchChannelError, NotInsideError, RateLimitedError, UnreachableError
from bot.incoming import Posted
from bot.reading_back import Page
from expertise.types import MessageKind, MessageTs
from tests.adapters.graph.conftest import minute
from tests.support.clocks import FakeClock
from tests.support.graph import shapes
from tests.support.graph.connecting import graph_of, needs_sdk
from tests.support.graph.fake import FakeGraph
from tests.support.graph.world import Channel
from tests.support.teams.faults import Fault

pytestmark = needs_sdk()


async def _place(channel: str) -> Place | None:
    return Place(team=shapes.TEAM, channel=channel) if channel != "unknown" else None


@pytest.fixture
def history(graph: Graph, clock: FakeClock) -> GraphHistory:
    return GraphHistory(graph, _place, clock)


async def _all(history: GraphHistory, since: int | None = None) -> list[Page]:
    """Page after page, as they are asked for."""
    pages: list[Page] = []
    before: str | None = None
    while not pages or pages[-1].has_more:
        page = await history.page(shapes.GENERAL, before, None if since is None else minute(since))
        pages.append(page)
        before = page.further
    return pages


def _words(*pages: Page) -> list[str]:
    return [each.text for page in pages for each in page.messages]


def _talk(fake: FakeGraph, general: Channel, posts: int) -> None:
    for number in range(posts):
        fake.world.say(general, f"post {number}", shapes.ROBIN, minute(number))


async def test_a_page_is_fifty_posts_with_their_replies_and_the_newest_come_first(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    _talk(fake, general, 120)
    asked = fake.world.say(general, "why?", shapes.ROBIN, minute(200))
    fake.world.say(general, "because", shapes.JANE, minute(201), to=asked)

    pages = await _all(history)

    assert _words(pages[0])[:3] == ["because", "why?", "post 119"]
    assert [len(page.messages) for page in pages] == [51, 50, 21]
    assert sorted(_words(*pages)) == sorted(["because", "why?", *(f"post {n}" for n in range(120))])
    assert fake.calls == ["messages"] * 3
    assert [page.threads for page in pages] == [(), (), ()]


async def test_a_reply_stands_in_its_thread_by_its_authors_entra_id(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    asked = fake.world.say(general, "why?", shapes.ROBIN, minute(0))
    answer = fake.world.say(general, "because", shapes.JANE, minute(1), to=asked)

    (page,) = await _all(history)

    assert page.messages[0] == Posted(
        channel=shapes.GENERAL,
        ts=MessageTs(answer),
        at=minute(1),
        author=shapes.JANE,
        text="because",
        thread_ts=MessageTs(asked),
    )


async def test_replies_that_do_not_come_along_are_asked_for(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.most_replies = 3
    asked = fake.world.say(general, "why?", shapes.ROBIN, minute(0))
    for number in range(1, 61):
        fake.world.say(general, f"answer {number}", shapes.JANE, minute(number), to=asked)

    (page,) = await _all(history)
    replies = await history.replies(shapes.GENERAL, page.threads[0])

    assert page.threads == (asked,)
    assert len(page.messages) == 4
    assert [each.text for each in replies] == [f"answer {n}" for n in range(60, 0, -1)]


async def test_to_a_post_that_is_gone_there_are_no_replies(general: Channel, history: GraphHistory) -> None:
    assert await history.replies(shapes.GENERAL, MessageTs("1")) == ()


async def test_pages_without_anybodys_message_are_passed_over(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.world.say(general, "hello", shapes.ROBIN, minute(0))
    for number in range(1, 120):
        fake.world.notice(general, minute(number))

    assert _words(*await _all(history)) == ["hello"]


async def test_an_empty_channel_has_one_empty_page(general: Channel, history: GraphHistory) -> None:
    assert await _all(history) == [Page(messages=(), tells_deletions=True)]


async def test_edits_and_deletions_are_told(
    fake: FakeGraph, general: Channel, history: GraphHistory, clock: FakeClock
) -> None:
    first, second = (fake.world.say(general, "secret", shapes.ROBIN, minute(n)) for n in (0, 1))
    fake.world.change(general, first, "better words")
    fake.world.delete(general, second)

    (page,) = await _all(history)

    told = {each.ts: (each.kind, each.text, each.edited_at) for each in page.messages}
    assert told == {
        first: (MessageKind.PERSON, "better words", clock()),
        second: (MessageKind.TOMBSTONE, "", None),
    }


async def test_what_changed_since_comes_with_all_of_its_thread_and_nothing_else_does(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    old = fake.world.say(general, "old", shapes.ROBIN, minute(0))
    fake.world.say(general, "untouched", shapes.ROBIN, minute(1))
    fake.world.say(general, "late reply", shapes.JANE, minute(100), to=old)
    fake.world.say(general, "new", shapes.ROBIN, minute(101))

    assert _words(*await _all(history, since=50)) == ["new", "late reply", "old"]
    assert {*fake.calls} == {"delta"}


async def test_what_changed_is_told_in_pages_too(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    _talk(fake, general, 120)

    assert len(_words(*await _all(history, since=9))) == 111


async def test_further_back_than_graph_filters_everything_is_read(
    fake: FakeGraph, general: Channel, history: GraphHistory, clock: FakeClock
) -> None:
    _talk(fake, general, 3)
    clock.now += timedelta(days=300)

    assert len(_words(*await _all(history, since=0))) == 3
    assert fake.calls == ["messages"]


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=300)])
async def test_nothing_older_than_is_wished_is_told(
    fake: FakeGraph, general: Channel, graph: Graph, clock: FakeClock, later: timedelta
) -> None:
    _talk(fake, general, 120)
    old = fake.world.say(general, "old", shapes.ROBIN, minute(-100))
    fake.world.say(general, "late reply", shapes.JANE, minute(200), to=old)
    clock.now += later

    pages = await _all(GraphHistory(graph, _place, clock, oldest=minute(60)))

    assert sorted(_words(*pages)) == sorted(["late reply", *(f"post {n}" for n in range(60, 120))])


async def test_a_link_that_is_worthless_after_a_while_begins_the_channel_anew(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    _talk(fake, general, 120)
    first = await history.page(shapes.GENERAL, None, None)
    fake.pages.forget()

    again = await history.page(shapes.GENERAL, first.further, None)

    assert _words(again) == _words(first)
    assert again.further != first.further


async def test_links_that_are_always_worthless_end_somewhere(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    _talk(fake, general, 120)

    old = f"{fake.url}/teams/{shapes.TEAM}/channels/{shapes.GENERAL}/messages?$skiptoken=old"
    for _ in range(3):
        await history.page(shapes.GENERAL, old, None)

    with pytest.raises(OutdatedError):
        await history.page(shapes.GENERAL, old, None)


async def test_a_link_that_leads_elsewhere_is_not_followed(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.world.say(general, "hello", shapes.ROBIN, minute(0))

    page = await history.page(shapes.GENERAL, "http://127.0.0.1:9/v1.0/teams/steal", None)

    assert _words(page) == ["hello"]
    assert fake.calls == ["messages"]


@pytest.mark.parametrize("fault", [Fault.THROTTLED, Fault.UNAVAILABLE, Fault.GATEWAY_TIMEOUT])
async def test_where_graph_asks_to_wait_it_is_asked_again_then(
    fake: FakeGraph, general: Channel, history: GraphHistory, clock: FakeClock, fault: Fault
) -> None:
    _talk(fake, general, 3)
    began = clock()
    fake.faults.next("messages", fault, times=2, retry_after=17)

    assert len(_words(*await _all(history))) == 3
    assert clock() - began == timedelta(seconds=34)
    assert fake.calls == ["messages"] * 3


async def test_four_calls_a_second_are_enough(clock: FakeClock) -> None:
    async with FakeGraph(clock, per_second=4) as fake:
        general = fake.world.channel(fake.world.team())
        _talk(fake, general, 450)
        async with graph_of(fake, clock) as graph:
            assert len(_words(*await _all(GraphHistory(graph, _place, clock)))) == 450
    assert len(fake.calls) > 9  # some were refused


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.BAD_GATEWAY, Fault.UNREACHABLE])
async def test_a_hiccup_is_passed_over(
    fake: FakeGraph, general: Channel, history: GraphHistory, fault: Fault
) -> None:
    _talk(fake, general, 3)
    fake.faults.next("messages", fault)

    assert len(_words(*await _all(history))) == 3


async def test_what_never_answers_is_said_to_be_so(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.faults.next("messages", Fault.UNREACHABLE, times=99)

    with pytest.raises(UnreachableError):
        await history.page(shapes.GENERAL, None, None)


async def test_who_is_to_wait_for_too_long_does_not(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.faults.next("messages", Fault.THROTTLED, retry_after=3_600)

    with pytest.raises(RateLimitedError, match="3600"):
        await history.page(shapes.GENERAL, None, None)


async def test_without_the_app_in_the_team_we_are_not_inside(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    general.team.has_app = False

    with pytest.raises(NotInsideError, match="Forbidden") as caught:
        await history.page(shapes.GENERAL, None, None)
    with pytest.raises(NotInsideError):
        await history.replies(shapes.GENERAL, MessageTs("1"))

    assert not isinstance(caught.value, NoSuchChannelError)


async def test_what_is_allowed_everywhere_needs_no_app_in_the_team(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    _talk(fake, general, 3)
    general.team.has_app = False
    fake.world.granted = {"ChannelMessage.Read.All"}

    assert len(_words(*await _all(history))) == 3


@pytest.mark.parametrize("gone", ["channel", "team"])
async def test_a_channel_that_was_deleted_is_none_any_more(
    fake: FakeGraph, general: Channel, history: GraphHistory, gone: str
) -> None:
    fake.world.granted = {"ChannelMessage.Read.All", "Channel.ReadBasic.All"}
    del general.team.channels[shapes.GENERAL]
    if gone == "team":
        fake.world.teams.clear()

    with pytest.raises(NoSuchChannelError):
        await history.page(shapes.GENERAL, None, None)


async def test_a_channel_of_which_only_the_messages_are_missing_is_still_one(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    fake.faults.next("messages", Fault.MISSING)

    with pytest.raises(NotInsideError) as caught:
        await history.page(shapes.GENERAL, None, None)

    assert not isinstance(caught.value, NoSuchChannelError)


async def test_of_a_channel_whose_team_is_unknown_nothing_is_asked(
    fake: FakeGraph, history: GraphHistory
) -> None:
    with pytest.raises(NotInsideError):
        await history.page("unknown", None, None)

    assert fake.calls == []


async def test_a_token_that_is_worth_nothing_any_more_is_no_refusal_of_one_channel(
    fake: FakeGraph, general: Channel, history: GraphHistory
) -> None:
    await history.page(shapes.GENERAL, None, None)
    fake.tokens.revoke()

    with pytest.raises(LockedOutError, match="InvalidAuthenticationToken"):
        await history.page(shapes.GENERAL, None, None)


async def test_a_token_is_fetched_once_and_renewed_when_it_ends(
    fake: FakeGraph, general: Channel, history: GraphHistory, clock: FakeClock
) -> None:
    await history.page(shapes.GENERAL, None, None)
    await history.page(shapes.GENERAL, None, None)
    clock.now += timedelta(hours=2)
    await history.page(shapes.GENERAL, None, None)

    assert len(fake.tokens.given) == 2
