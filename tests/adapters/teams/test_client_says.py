"""What the bot says arrives where it should."""

import json
from typing import Any

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import Connections
from bot.chat_types import OutgoingKind
from bot.errors import (
    NO_APP,
    NotFindableError,
    RefusedError,
)
from bot.ports import Storage
from expertise.types import MessageTs
from tests.support.teams.connecting import book_of
from tests.support.teams.fake import FakeTeams
from tests.support.teams.saying import CARD, DRAWN, HERE
from tests.support.teams.world import Channel, Conversation, Json, Person


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
