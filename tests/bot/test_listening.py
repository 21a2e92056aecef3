"""What happens in the workspace, and what the rows say afterwards."""

from dataclasses import replace

import pytest

from bot.audience import scope_for, scope_in
from bot.errors import UnreachableError
from bot.identity import channel_id, person_id
from bot.incoming import (
    Asked,
    ChannelGone,
    ChannelSeen,
    Deleted,
    HomeOpened,
    Incoming,
    Membership,
    PersonSeen,
    Posted,
    Via,
)
from bot.listened import Listened
from bot.listening import Listening, hear
from bot.ports import Storage
from bot.removing import forget_before
from bot.suggestion_types import Suggested, SuggestionKey, SuggestionState
from expertise.consent import Preferences
from expertise.types import Channel, ChannelKind, MessageKind, MessageTs, Scope
from index.types import PUBLIC, Partition
from tests.support.builders import ACME, minute
from tests.support.directory import HandDirectory
from tests.support.rows import READING, activity, passages, said

DATA, BOARD = channel_id(ACME.id, "CDATA"), channel_id(ACME.id, "GBOARD")
ADA, BOB, GUS = (person_id(ACME.id, each) for each in ("UADA", "UBOB", "UGUS"))
ME = "UKENNER"


def _posted(n: int, text: str = "restore the backup", **more: object) -> Posted:
    own: dict[str, object] = {"channel": "CDATA", "author": "UADA"}
    return Posted(ts=MessageTs(f"{n}.000001"), at=minute(n), text=text, **own | more)  # type: ignore[arg-type]


def _deleted(n: int, channel: str = "CDATA") -> Deleted:
    return Deleted(channel=channel, ts=MessageTs(f"{n}.000001"), at=minute(n))


@pytest.fixture
def directory() -> HandDirectory:
    return HandDirectory(
        people={
            "UADA": PersonSeen(person="UADA", name="Ada Ames", title="Engineer"),
            "UBOB": PersonSeen(person="UBOB", name="Bob Berg"),
            "UGUS": PersonSeen(person="UGUS", name="Gus Guest", is_outsider=True),
        },
        channels={
            "CDATA": ChannelSeen(channel="CDATA", name="data", kind=ChannelKind.PUBLIC),
            "GBOARD": ChannelSeen(channel="GBOARD", name="board", kind=ChannelKind.PRIVATE),
        },
        inside={"GBOARD": frozenset({"UADA", ME})},
    )


@pytest.fixture
async def listening(storage: Storage, directory: HandDirectory) -> Listening:
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    return Listening(storage=storage, workspace=ACME, directory=directory, reading=READING, me=ME)


async def _after(listening: Listening, *happened: Incoming) -> list[bool]:
    return [await hear(listening, each) for each in happened]


async def _channel(listening: Listening, which: str = "CDATA") -> Channel:
    target = channel_id(ACME.id, which)
    async with listening.storage.begin(ACME.id) as uow:
        return (await uow.channels.by_ids([target]))[target]


async def _readable(listening: Listening, who: str) -> Scope:
    async with listening.storage.begin(ACME.id) as uow:
        return await scope_for(uow, person_id(ACME.id, who))


async def test_a_message_in_a_new_channel_by_somebody_new(listening: Listening) -> None:
    assert await _after(listening, _posted(1)) == [True]

    async with listening.storage.begin(ACME.id) as uow:
        (message,) = await said(uow)
        (author,) = await uow.people.by_ids([ADA])
        found = await passages(uow)
    assert (message.channel_id, message.author_id, message.text) == (DATA, ADA, "restore the backup")
    assert (author.name, author.title) == ("Ada Ames", "Engineer")
    assert [p.text for p in found[PUBLIC]] == ["restore the backup"]


async def test_heard_twice_is_heard_once(listening: Listening, directory: HandDirectory) -> None:
    happened = [_posted(1), _posted(2, "with pg_restore", author="UBOB", thread_ts=MessageTs("1.000001"))]
    await _after(listening, *happened)
    async with listening.storage.begin(ACME.id) as uow:
        before = (await said(uow), await passages(uow), await activity(uow))
    asked = directory.asked

    await _after(listening, *happened)

    async with listening.storage.begin(ACME.id) as uow:
        assert (await said(uow), await passages(uow), await activity(uow)) == before
    assert directory.asked == asked


async def test_a_reply_may_come_before_what_it_replies_to(listening: Listening) -> None:
    reply = _posted(2, "with pg_restore", author="UBOB", thread_ts=MessageTs("1.000001"))
    await _after(listening, reply, _posted(1))

    async with listening.storage.begin(ACME.id) as uow:
        (found,) = (await passages(uow))[PUBLIC]
    assert {speaker.person_id for speaker in found.speakers} == {ADA, BOB}


async def test_edits_and_deletions_follow(listening: Listening) -> None:
    await _after(listening, _posted(1), _posted(500, "lunch?"))
    edited = replace(_posted(1, "restore the snapshot"), edited_at=minute(3))
    await _after(listening, edited, _deleted(500))

    async with listening.storage.begin(ACME.id) as uow:
        assert [m.text for m in await said(uow)] == ["restore the snapshot", ""]
        assert [p.text for p in (await passages(uow))[PUBLIC]] == ["restore the snapshot"]


@pytest.mark.parametrize("thread_ts", [None, MessageTs("1.000001")])
async def test_a_message_that_comes_after_its_own_deletion_is_not_there(
    listening: Listening, thread_ts: MessageTs | None
) -> None:
    late = _posted(2, "with pg_restore", author="UBOB", thread_ts=thread_ts)
    await _after(listening, _posted(1), _deleted(2))
    async with listening.storage.begin(ACME.id) as uow:
        before = await passages(uow), await activity(uow)

    await _after(listening, late, replace(late, text="edited", edited_at=minute(3)), _deleted(2))

    async with listening.storage.begin(ACME.id) as uow:
        assert [(m.text, m.author_id) for m in await said(uow)] == [("restore the backup", ADA), ("", None)]
        assert (await passages(uow), await activity(uow)) == before


async def test_a_deletion_is_kept_where_nothing_was_heard_of_its_channel_yet(listening: Listening) -> None:
    await _after(listening, _deleted(1), _posted(1))

    async with listening.storage.begin(ACME.id) as uow:
        assert [m.text for m in await said(uow)] == [""]


async def test_a_deleted_message_that_was_edited_and_has_replies_leaves_no_words(
    listening: Listening,
) -> None:
    first = _posted(1, thread_ts=MessageTs("1.000001"))
    reply = _posted(2, "with pg_restore", author="UBOB", thread_ts=first.ts)
    await _after(listening, first, reply, replace(first, text="the snapshot", edited_at=minute(3)))

    await _after(listening, replace(first, text="", author=None, kind=MessageKind.TOMBSTONE))

    async with listening.storage.begin(ACME.id) as uow:
        assert [(m.text, m.thread_ts) for m in await said(uow)] == [
            ("", first.ts),
            ("with pg_restore", first.ts),
        ]


async def test_that_a_message_was_deleted_is_forgotten_when_its_time_is_over(listening: Listening) -> None:
    await _after(listening, _posted(1), _deleted(2))

    async with listening.storage.begin(ACME.id) as uow:
        await forget_before(uow, await _channel(listening), minute(3), READING)

        assert await said(uow) == []


async def test_a_channel_that_the_platform_does_not_show_is_not_for_us(listening: Listening) -> None:
    assert await _after(listening, _posted(1, channel="CSECRET")) == [False]
    async with listening.storage.begin(ACME.id) as uow:
        assert await said(uow) == []


async def test_an_author_whom_the_platform_does_not_know_stays_unnamed(listening: Listening) -> None:
    await _after(listening, _posted(1, author="UGONE"))

    async with listening.storage.begin(ACME.id) as uow:
        assert [m.author_id for m in await said(uow)] == [None]


async def test_a_private_channel_is_read_by_its_members_from_the_first_message_on(
    listening: Listening,
) -> None:
    await _after(listening, _posted(1, channel="GBOARD"), _posted(2, author="UBOB"))

    assert Partition(BOARD) in (await _readable(listening, "UADA")).partitions
    assert Partition(BOARD) not in (await _readable(listening, "UBOB")).partitions


async def test_members_come_and_go(listening: Listening) -> None:
    await _after(listening, _posted(1, channel="GBOARD"))
    joins = Membership(channel="GBOARD", person="UBOB", is_member=True)

    await _after(listening, joins, replace(joins, person="UADA", is_member=False))

    assert Partition(BOARD) in (await _readable(listening, "UBOB")).partitions
    assert Partition(BOARD) not in (await _readable(listening, "UADA")).partitions


async def test_nobody_reads_a_private_channel_whose_members_are_unknown(
    listening: Listening, directory: HandDirectory
) -> None:
    directory.inside["GBOARD"] = None
    await _after(listening, _posted(1, channel="GBOARD"))
    await _after(listening, Membership(channel="GBOARD", person="UBOB", is_member=True))

    assert Partition(BOARD) not in (await _readable(listening, "UADA")).partitions
    assert Partition(BOARD) not in (await _readable(listening, "UBOB")).partitions
    async with listening.storage.begin(ACME.id) as uow:
        assert (await scope_in(uow, await _channel(listening, "GBOARD"))).partitions == {Partition(BOARD)}


async def test_a_channel_that_turns_private_takes_everything_with_it(
    listening: Listening, directory: HandDirectory
) -> None:
    await _after(listening, _posted(1), _posted(2, author="UBOB"))
    directory.inside["CDATA"] = frozenset({"UADA"})

    await _after(listening, ChannelSeen(channel="CDATA", kind=ChannelKind.PRIVATE))

    async with listening.storage.begin(ACME.id) as uow:
        assert list(await passages(uow)) == [Partition(DATA)]
    assert (await _channel(listening)).name == "data"
    assert Partition(DATA) in (await _readable(listening, "UADA")).partitions
    assert Partition(DATA) not in (await _readable(listening, "UBOB")).partitions


async def test_a_guest_in_a_public_channel_sees_that_channel_alone(listening: Listening) -> None:
    await _after(listening, _posted(1), Membership(channel="CDATA", person="UGUS", is_member=True))

    assert (await _readable(listening, "UGUS")).partitions == {Partition(DATA)}
    assert (await _readable(listening, "UADA")).partitions == {PUBLIC, Partition(DATA)}
    async with listening.storage.begin(ACME.id) as uow:
        assert (await scope_in(uow, await _channel(listening))).partitions == {Partition(DATA)}


async def test_a_guest_who_is_seen_at_night_alone_has_what_was_suggested_looked_at_again(
    listening: Listening, directory: HandDirectory
) -> None:
    """With them inside, what everyone may read elsewhere is no more quoted there."""
    await _after(listening, _posted(1, channel="GBOARD"))
    key = SuggestionKey(BOARD, MessageTs("1.000001"))
    told = Suggested(key=key, asker=ADA, asked_at=minute(1), state=SuggestionState.SAID)
    async with listening.storage.begin(ACME.id) as uow:
        await uow.suggestions.put(told)
        await uow.commit()
    seen = ChannelSeen(channel="GBOARD", kind=ChannelKind.PRIVATE)

    await _after(listening, seen)
    before = await _due_again(listening)
    directory.inside["GBOARD"] = frozenset({"UADA", "UGUS", ME})
    await _after(listening, seen)

    assert before == []
    assert await _due_again(listening) == [key]


async def _due_again(listening: Listening) -> list[SuggestionKey]:
    async with listening.storage.begin(ACME.id) as uow:
        return await uow.suggestions.due(minute(9), 9)


async def test_a_channel_shared_with_another_company_is_a_place_of_its_own_until_it_is_not(
    listening: Listening, directory: HandDirectory
) -> None:
    directory.inside["CDATA"] = frozenset({"UADA"})
    await _after(listening, _posted(1), ChannelSeen(channel="CDATA", is_shared=True))
    shared = await _channel(listening)
    await _after(listening, ChannelSeen(channel="CDATA", kind=ChannelKind.PUBLIC, is_shared=False))

    assert shared.kind is ChannelKind.SHARED
    assert (await _channel(listening)).kind is ChannelKind.PUBLIC


async def test_a_renamed_or_archived_channel_keeps_what_it_had(listening: Listening) -> None:
    await _after(
        listening,
        _posted(1),
        ChannelSeen(channel="CDATA", name="warehouse"),
        ChannelSeen(channel="CDATA", is_archived=True),
    )

    found = await _channel(listening)
    assert (found.name, found.is_archived, found.kind) == ("warehouse", True, ChannelKind.PUBLIC)


async def test_a_deleted_channel_leaves_no_word_behind(listening: Listening) -> None:
    reply = _posted(2, "with pg_restore", author="UBOB", thread_ts=MessageTs("1.000001"))
    await _after(listening, _posted(1), reply, ChannelGone(channel="CDATA"))

    async with listening.storage.begin(ACME.id) as uow:
        assert (await said(uow), await passages(uow)) == ([], {})
        assert not any((await activity(uow)).values())


async def test_somebody_changes_or_leaves(listening: Listening) -> None:
    await _after(listening, _posted(1), PersonSeen(person="UADA", name="Ada Zorn", has_left=True))

    async with listening.storage.begin(ACME.id) as uow:
        (ada,) = await uow.people.by_ids([ADA])
    assert (ada.name, ada.has_left) == ("Ada Zorn", True)


@pytest.mark.parametrize(
    "other",
    [
        HomeOpened(person="UADA"),
        Asked(via=Via.COMMAND, asker="UADA", text="backup", channel="CDATA"),
        _deleted(1, channel="CNEW"),
        ChannelGone(channel="CNEW"),
    ],
)
async def test_what_is_nothing_for_us_changes_nothing(listening: Listening, other: Incoming) -> None:
    assert await _after(listening, other) == [False]


async def test_the_bot_is_invited_and_once_removed_stays_out(listening: Listening) -> None:
    joins = Membership(channel="CDATA", person=ME, is_member=True)
    await _after(listening, joins)
    async with listening.storage.begin(ACME.id) as uow:
        before = await uow.listened.all()

    await _after(listening, replace(joins, is_member=False))

    async with listening.storage.begin(ACME.id) as uow:
        after = await uow.listened.of(DATA)
    assert before == [Listened(channel_id=DATA)]
    assert after == Listened(channel_id=DATA, is_in=False)


async def test_what_somebody_had_erased_does_not_come_back(listening: Listening) -> None:
    await _after(listening, _posted(1), _posted(2, author="UBOB"))
    async with listening.storage.begin(ACME.id) as uow:
        await uow.preferences.save(ADA, Preferences(erased_at=minute(5)))
        await uow.messages.remove((DATA, MessageTs("1.000001")))
        await uow.commit()

    await _after(listening, _posted(1), _posted(9, "written later"))

    async with listening.storage.begin(ACME.id) as uow:
        assert [m.author_id for m in await said(uow)] == [BOB, ADA]


async def test_what_happened_to_a_channel_or_a_person_is_asked_anew(
    listening: Listening, directory: HandDirectory
) -> None:
    await hear(listening, ChannelSeen(channel="CDATA", name="figures"))
    await hear(listening, Membership(channel="GBOARD", person="UADA", is_member=False))
    await hear(listening, PersonSeen(person="UBOB", name="Bob Boss"))

    assert set(directory.forgotten) == {"CDATA", "GBOARD", "UBOB"}


async def test_a_channel_that_turned_private_is_closed_before_anybody_says_who_is_inside(
    listening: Listening, directory: HandDirectory, storage: Storage
) -> None:
    await hear(listening, _posted(1))

    async def members(platform_id: str) -> frozenset[str] | None:
        async with storage.begin(ACME.id) as uow:
            assert (await uow.channels.by_ids([DATA]))[DATA].kind is ChannelKind.PRIVATE
            assert await uow.channels.members(DATA) == frozenset()
        raise UnreachableError

    directory.members = members  # type: ignore[method-assign]
    with pytest.raises(UnreachableError):
        await hear(listening, ChannelSeen(channel="CDATA", kind=ChannelKind.PRIVATE))

    async with storage.begin(ACME.id) as uow:
        assert PUBLIC not in await passages(uow)
