"""What the bot says arrives where it should, and what goes wrong is told in our words."""

import json
import logging
from typing import Any

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import App, Connections, connected
from bot.chat_types import Outgoing, OutgoingKind
from bot.errors import (
    NO_APP,
    LockedOutError,
    NotFindableError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from bot.ports import Storage
from expertise.types import MessageTs
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import WORKSPACE, book_of, connected_to
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Conversation, Json, Person

HERE = WORKSPACE.id
CARD: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Maya Lind"}]}
DRAWN: Json = {
    "type": "message",
    "summary": "Maya may know",
    "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}],
}


@pytest.fixture
def book(teams: FakeTeams, storage: Storage) -> AddressBook:
    return book_of(teams, storage)


@pytest.fixture
def says(connections: Connections, book: AddressBook, clock: HandClock) -> TeamsPlatform:
    return TeamsPlatform(connections, book, clock)


@pytest.fixture
def outgoing(clock: HandClock) -> Any:
    def make(kind: OutgoingKind, **fields: Any) -> Outgoing:
        own = {"key": "k1", "kind": kind, "payload": json.dumps(DRAWN), "intended_at": clock()}
        return Outgoing(**own | fields)

    return make


async def _root(teams: FakeTeams, person: Person, where: Conversation) -> MessageTs:
    return MessageTs((await teams.say(person, where, "@Kenner who knows postgres?")).activity["id"])


def _summaries(messages: list[Json]) -> list[str]:
    return [one["summary"] for one in messages]


async def test_a_reply_stands_in_its_thread(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    root = await _root(teams, ana, ask)

    ts = await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id, thread_ts=root))

    said = teams.said(ask)
    assert [(one["id"], one["thread"], one["attachments"][0]["content"]) for one in said] == [
        (ts, root, CARD)
    ]


async def test_a_reply_without_a_thread_is_a_new_post_of_the_channel(
    teams: FakeTeams, says: TeamsPlatform, ask: Channel, outgoing: Any
) -> None:
    ts = await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert [one["id"] for one in teams.said(ask)] == [ts]
    assert "thread" not in teams.said(ask)[0]


async def test_a_group_chat_has_no_threads(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)

    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id, thread_ts=MessageTs("1")))

    assert _summaries(teams.said(group)) == ["Maya may know"]


@pytest.mark.parametrize("kind", [OutgoingKind.PRIVATE, OutgoingKind.DIRECT, OutgoingKind.INVITATION])
async def test_what_is_for_one_person_is_said_in_their_chat_with_the_bot(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any, kind: OutgoingKind
) -> None:
    message = outgoing(kind, channel=ask.id if kind is OutgoingKind.PRIVATE else None, recipient=ana.aad)

    ts = await says.send(HERE, message)

    assert [one["id"] for one in teams.said(ana)] == [ts]
    assert teams.said(ask) == []


async def test_the_chat_with_somebody_is_opened_once(
    teams: FakeTeams, connections: Connections, storage: Storage, ask: Channel, ana: Person, outgoing: Any
) -> None:
    for _ in range(2):  # the second is another run, that remembers nothing but rows
        says = TeamsPlatform(connections, book_of(teams, storage), teams.world.clock)
        await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert len(teams.called("create")) == 1
    assert len(teams.said(ana)) == 2


async def test_the_chat_that_somebody_began_is_used(
    teams: FakeTeams, says: TeamsPlatform, book: AddressBook, ana: Person, outgoing: Any
) -> None:
    installed = await teams.install(ana)
    await book.learn(installed.activity)

    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert teams.called("create") == []
    assert len(teams.said(ana)) == 1


async def test_a_chat_that_is_gone_is_opened_anew(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    teams.world.chats.clear()

    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert len(teams.called("create")) == 2
    assert len(teams.said(ana)) == 1


async def test_whoever_lacks_the_app_is_told_apart(
    teams: FakeTeams, says: TeamsPlatform, outgoing: Any
) -> None:
    stranger = teams.world.person("cem")

    with pytest.raises(RefusedError) as refused:
        await says.send(HERE, outgoing(OutgoingKind.INVITATION, recipient=stranger.aad))

    assert refused.value.code == NO_APP


async def test_whoever_removed_the_app_is_too(
    teams: FakeTeams, says: TeamsPlatform, book: AddressBook, outgoing: Any
) -> None:
    cem = teams.world.person("cem")
    await book.learn((await teams.install(cem)).activity)
    await teams.uninstall(cem)

    for _ in range(2):
        with pytest.raises(RefusedError) as refused:
            await says.send(HERE, outgoing(OutgoingKind.INVITATION, recipient=cem.aad))
        assert refused.value.code == NO_APP


async def test_whoever_blocked_the_bot_is_too(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    teams.world.personal(ana).blocked = True

    with pytest.raises(RefusedError) as refused:
        await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert refused.value.code == NO_APP
    assert len(teams.called("create")) == 1


async def test_an_update_stands_in_place_of_what_it_targets(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    root = await _root(teams, ana, ask)
    ts = await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id, thread_ts=root))
    later = json.dumps(DRAWN | {"summary": "Taken care of"})

    await says.update(HERE, outgoing(OutgoingKind.UPDATE, channel=ask.id, target_ts=ts, payload=later))

    assert _summaries(teams.said(ask)) == ["Taken care of"]
    assert teams.said(ask)[0]["thread"] == root


async def test_an_update_of_what_one_person_was_told_finds_their_chat(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    ts = await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    later = json.dumps(DRAWN | {"summary": "Taken care of"})

    await says.update(HERE, outgoing(OutgoingKind.UPDATE, recipient=ana.aad, target_ts=ts, payload=later))

    assert _summaries(teams.said(ana)) == ["Taken care of"]


async def test_what_is_removed_is_gone_also_the_second_time(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ask: Channel, outgoing: Any
) -> None:
    ts = await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    removal = outgoing(OutgoingKind.REMOVAL, recipient=ana.aad, target_ts=ts, payload="{}")

    await says.update(HERE, removal)
    await says.update(HERE, removal)

    assert teams.said(ana) == []
    assert [one.status for one in teams.called("remove")] == [200, 404]


async def test_there_is_no_home_page_to_change(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, outgoing: Any
) -> None:
    assert await says.send(HERE, outgoing(OutgoingKind.HOME, recipient=ana.aad)) is None
    assert teams.calls == []


@pytest.mark.parametrize("kind", [OutgoingKind.REPLY, OutgoingKind.DIRECT, OutgoingKind.PRIVATE])
async def test_nothing_can_be_looked_up(says: TeamsPlatform, outgoing: Any, kind: OutgoingKind) -> None:
    with pytest.raises(NotFindableError):
        await says.find(HERE, outgoing(kind, channel="19:a@thread.v2", recipient="ana"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"payload": None}, "no_payload"),
        ({"payload": "{"}, "bad_payload"),
        ({"payload": '{"type": "event"}'}, "bad_payload"),
        ({"channel": None}, "no_channel"),
    ],
)
async def test_what_cannot_be_said_is_refused_for_good(
    says: TeamsPlatform, ask: Channel, outgoing: Any, fields: Json, code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, **{"channel": ask.id} | fields))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.THROTTLED, RateLimitedError),
        (Fault.PRECONDITION, RateLimitedError),
        (Fault.BROKEN, UnreachableError),
        (Fault.BAD_GATEWAY, UnreachableError),
        (Fault.UNAVAILABLE, UnreachableError),
        (Fault.GATEWAY_TIMEOUT, UnreachableError),
        (Fault.UNREACHABLE, UnreachableError),
        (Fault.LOST, UnreachableError),
        (Fault.REFUSED, RefusedError),
    ],
)
async def test_what_goes_wrong_says_whether_it_may_have_been_said(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ben: Person,
    outgoing: Any,
    fault: Fault,
    error: type[Exception],
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", fault)

    with pytest.raises(error):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.said(group)) == (1 if fault is Fault.LOST else 0)
    assert len(teams.called("send")) == 1


async def test_silence_ends_and_leaves_open_what_was_said(
    teams: FakeTeams, book: AddressBook, clock: HandClock, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.STUCK)

    async with connected_to(teams, seconds=0.2) as connections:
        with pytest.raises(UnreachableError):
            await TeamsPlatform(connections, book, clock).send(
                HERE, outgoing(OutgoingKind.REPLY, channel=group.id)
            )

    assert len(teams.said(group)) == 1


@pytest.mark.parametrize(("told", "pause"), [(17, 17.0), (None, 10.0)])
async def test_too_much_is_said_again_when_teams_says(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ben: Person,
    outgoing: Any,
    told: int | None,
    pause: float,
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.THROTTLED, retry_after=told)

    with pytest.raises(RateLimitedError) as limited:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert limited.value.retry_after == pause


async def test_the_limits_of_one_conversation_are_those_documented(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, clock: HandClock, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    for _ in range(7):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
    with pytest.raises(RateLimitedError) as limited:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    clock.pass_time(limited.value.retry_after)
    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.said(group)) == 8


async def test_several_who_were_refused_for_a_clash_come_back_at_different_times(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.PRECONDITION, times=5)
    pauses = set()
    for _ in range(5):
        with pytest.raises(RateLimitedError) as clash:
            await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
        pauses.add(clash.value.retry_after)

    assert len(pauses) > 1
    assert all(1 <= pause < 2 for pause in pauses)


async def test_one_token_serves_until_shortly_before_it_ends(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, clock: HandClock, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    for seconds in (0, 3_200, 200):
        clock.pass_time(seconds)
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.bot_tokens.given) == 2


async def test_a_token_taken_back_locks_out_once_and_another_is_fetched(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
    teams.bot_tokens.revoke()

    with pytest.raises(LockedOutError):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.said(group)) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"password": "wrong"}, "invalid_client"),
        ({"id": "wrong"}, "unauthorized_client"),
        ({"tenant": "wrong"}, "invalid_request"),
    ],
)
async def test_a_wrong_id_or_password_locks_out(
    teams: FakeTeams, book: AddressBook, clock: HandClock, outgoing: Any, wrong: Json, code: str
) -> None:
    right: Json = {"id": teams.world.app_id, "password": teams.bot_tokens.secret}
    app = App(**right | {"tenant": teams.world.tenant, "login": teams.address} | wrong)

    async with connected(app, clock) as connections:
        with pytest.raises(LockedOutError) as locked_out:
            await TeamsPlatform(connections, book, clock).send(
                HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2")
            )

    assert locked_out.value.code == code
    assert teams.calls == []


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.UNREACHABLE, Fault.THROTTLED])
async def test_without_a_login_it_surely_was_not_said(
    teams: FakeTeams, says: TeamsPlatform, outgoing: Any, fault: Fault
) -> None:
    teams.faults.next("token", fault, times=2)

    with pytest.raises(RateLimitedError):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2"))

    assert teams.calls == []


async def test_a_door_that_does_not_open_lets_nothing_through(
    teams: FakeTeams, connections: Connections, storage: Storage, clock: HandClock, outgoing: Any
) -> None:
    nowhere = AddressBook(storage, HERE, clock, "http://127.0.0.1:1/")

    with pytest.raises(RateLimitedError):
        await TeamsPlatform(connections, nowhere, clock).send(
            HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2")
        )


async def test_neither_words_nor_tokens_are_logged(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ask: Channel,
    outgoing: Any,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    teams.faults.next("send", Fault.BAD_GATEWAY)
    with pytest.raises(UnreachableError) as raised:
        await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert raised.value.__cause__ is None
    logged = caplog.text + "".join(capsys.readouterr())
    assert not [word for word in ("Maya", "bot-token", teams.bot_tokens.secret) if word in logged]
