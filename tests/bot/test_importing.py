"""A history becomes rows: what is asked for and no more, once however often, and on where it stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot import identity
from bot.audience import scope_for
from bot.errors import NotImportedError, PrivateChannelError
from bot.history import RawChannel, RawMessage, Reason
from bot.importing import ImportReport, Selection, as_past, import_history
from bot.ingestion import bury_message, put_message
from bot.ports import Storage
from expertise.consent import Preferences
from expertise.membership import MOST_MEMBERS
from expertise.types import ChannelKind, MessageKind, PersonId
from index.types import PUBLIC, Partition
from tests.support.asking import no_progress
from tests.support.builders import ACME, minute, person
from tests.support.histories import MemoryHistory, raw, raw_channel, raw_person
from tests.support.rows import READING, activity, nearly, passages, said

DATA, OPS = raw_channel("data"), raw_channel("ops")
BOARD = raw_channel("board", ChannelKind.PRIVATE, members=["ada", "bob", "ghost"])
DAYS: dict[RawChannel, dict[str, list[RawMessage]]] = {
    DATA: {
        "2024-03-01": [raw("how do I restore a backup?", "ada", 0, thread=0)],
        "2024-03-02": [raw("with pg_restore", "bob", 1, thread=0), raw("by the book", "ghost", 2, thread=0)],
    },
    OPS: {
        "2024-03-01": [raw("the new server is up", "cyd", 5), raw("ping", "pager", 6, kind=MessageKind.BOT)]
    },
    BOARD: {"2024-03-01": [raw("we sell the company", "ada", 9)]},
}
PEOPLE = [*map(raw_person, ["ada", "bob", "cyd"]), raw_person("pager", is_bot=True)]


async def test_a_private_channel_is_not_asked_for_as_if_it_were_public(memory: Storage) -> None:
    with pytest.raises(PrivateChannelError, match="board"):
        await _import(memory, Selection(include=("data", "Board")))


async def test_public_channels_come_in_and_no_others(storage: Storage) -> None:
    report = await _import(storage)

    assert (report.people, report.channels, report.added, report.already_read) == (3, 2, 5, 0)
    assert report.read == {MessageKind.PERSON: 4, MessageKind.BOT: 1}
    assert report.left_out_channels == ["board"]
    async with storage.begin(ACME.id) as uow:
        assert {c.name for c in await uow.channels.all()} == {"data", "ops"}
        assert [p.text for p in (await passages(uow))[PUBLIC]] == [
            "how do I restore a backup?\nwith pg_restore\nby the book",
            "the new server is up",
        ]
        assert await uow.messages.stale_channels() == []


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(include=("data",)), {"data"}),
        (Selection(include=("#DATA", "Cops")), {"data", "ops"}),
        (Selection(exclude=("#data",)), {"ops"}),
        (Selection(exclude=("not there",)), {"data", "ops"}),
        (Selection(private=("board",)), {"data", "ops", "board"}),
        (Selection(include=("ops",), private=("Cboard",)), {"ops", "board"}),
        (Selection(private=("board",), exclude=("board",)), {"data", "ops"}),
    ],
)
async def test_channels_are_chosen_by_name(memory: Storage, selection: Selection, chosen: set[str]) -> None:
    report = await _import(memory, selection)

    async with memory.begin(ACME.id) as uow:
        assert {c.name for c in await uow.channels.all()} == chosen
    assert set(report.left_out_channels) == {"data", "ops", "board"} - chosen


async def test_a_channel_that_is_not_there_is_an_error_before_anything_is_written(storage: Storage) -> None:
    history = MemoryHistory(PEOPLE, DAYS)

    with pytest.raises(NotImportedError, match="nope, secret") as caught:
        await _import(storage, Selection(include=("data", "#Secret"), private=("nope",)), history)

    assert caught.value.names == ["nope", "secret"]
    assert history.read == []
    async with storage.registry() as registry:
        assert await registry.workspaces.all() == []


async def test_a_private_channel_brings_its_members_and_stays_apart(storage: Storage) -> None:
    await _import(storage, Selection(private=("board",)))

    board = identity.channel_id(ACME.id, "Cboard")
    async with storage.begin(ACME.id) as uow:
        assert await uow.channels.members(board) == {_id("ada"), _id("bob")}
        assert [p.text for p in (await passages(uow))[Partition(board)]] == ["we sell the company"]


async def test_a_public_channel_brings_colleagues_who_are_in_it_and_lets_nobody_read_more(
    storage: Storage,
) -> None:
    people = [
        *PEOPLE,
        raw_person("gone", has_left=True),
        raw_person("guest", is_outsider=True),
        raw_person("dan"),
    ]
    data = raw_channel("data", members=["ada", "pager", "gone", "guest", "ghost", "dan"])
    days = {data: DAYS[DATA], BOARD: DAYS[BOARD]}

    await _import(storage, Selection(private=("board",)), MemoryHistory(people, days))

    async with storage.begin(ACME.id) as uow:
        members = await uow.channels.members(identity.channel_id(ACME.id, "Cdata"))
        scopes = [await scope_for(uow, _id(who)) for who in ("dan", "ada")]
    board = Partition(identity.channel_id(ACME.id, "Cboard"))
    assert members == {_id("ada"), _id("dan")}
    assert [scope.partitions for scope in scopes] == [{PUBLIC}, {PUBLIC, board}]


@pytest.mark.parametrize(("size", "kept"), [(MOST_MEMBERS, MOST_MEMBERS), (MOST_MEMBERS + 1, 0)])
async def test_of_a_crowd_in_a_public_channel_nobody_is_kept(memory: Storage, size: int, kept: int) -> None:
    names = [f"p{n}" for n in range(size)]
    history = MemoryHistory(
        [*map(raw_person, names)], {raw_channel("data", members=names): {}, raw_channel("ops"): {}}
    )

    await _import(memory, history=history)

    async with memory.begin(ACME.id) as uow:
        assert len(await uow.channels.members(identity.channel_id(ACME.id, "Cdata"))) == kept


async def test_members_of_a_channel_that_is_private_now_are_those_of_the_file(storage: Storage) -> None:
    open_ = raw_channel("data", members=["ada", "bob"])
    await _import(storage, history=MemoryHistory(PEOPLE, {open_: DAYS[DATA]}))
    closed = raw_channel("data", ChannelKind.PRIVATE, members=["bob"])

    await _import(
        storage,
        Selection(private=("data",)),
        MemoryHistory(PEOPLE, {closed: DAYS[DATA]}, fingerprint="second"),
    )

    async with storage.begin(ACME.id) as uow:
        scopes = [await scope_for(uow, _id(who)) for who in ("ada", "bob")]
    assert [len(scope.partitions) for scope in scopes] == [1, 2]


async def test_the_same_file_again_adds_nothing(storage: Storage) -> None:
    await _import(storage)
    async with storage.begin(ACME.id) as uow:
        before = await said(uow), await passages(uow), await activity(uow), await uow.log.head()
    history = MemoryHistory(PEOPLE, DAYS)

    report = await _import(storage, history=history)

    assert (report.added, report.passages, report.already_read, report.read.total()) == (0, 0, 3, 0)
    assert history.read == []
    async with storage.begin(ACME.id) as uow:
        assert (await said(uow), await passages(uow), await activity(uow), await uow.log.head()) == before


async def test_a_newer_file_adds_what_is_new(storage: Storage) -> None:
    await _import(storage)
    later = {**DAYS, OPS: {**DAYS[OPS], "2024-03-02": [raw("the old server is gone", "cyd", 300)]}}

    report = await _import(storage, history=MemoryHistory(PEOPLE, later, fingerprint="second"))

    assert (report.added, report.passages, report.already_read) == (1, 1, 0)


async def test_an_import_that_was_cut_off_goes_on_where_it_stopped(storage: Storage) -> None:
    class _CutOff(MemoryHistory):
        def messages(self, day: str, /) -> Sequence[RawMessage]:
            if day.startswith("ops"):
                raise KeyboardInterrupt
            return super().messages(day)

    with pytest.raises(KeyboardInterrupt):
        await _import(storage, history=_CutOff(PEOPLE, DAYS))
    history = MemoryHistory(PEOPLE, DAYS)

    report = await _import(storage, history=history)

    assert history.read == ["ops/2024-03-01"]
    assert (report.added, report.already_read, report.passages) == (2, 2, 2)


async def test_an_export_with_fewer_channels_keeps_what_there_was(storage: Storage) -> None:
    await _import(storage)

    await _import(storage, history=MemoryHistory(PEOPLE, {OPS: DAYS[OPS]}, fingerprint="second"))

    async with storage.begin(ACME.id) as uow:
        assert len((await passages(uow))[PUBLIC]) == 2


async def test_a_channel_that_has_turned_private_moves(storage: Storage) -> None:
    await _import(storage)
    closed = raw_channel("data", ChannelKind.PRIVATE, members=["ada"])
    history = MemoryHistory(PEOPLE, {closed: DAYS[DATA], OPS: DAYS[OPS]}, fingerprint="second")

    await _import(storage, Selection(private=("data",)), history)

    data = Partition(identity.channel_id(ACME.id, "Cdata"))
    async with storage.begin(ACME.id) as uow:
        kept = await passages(uow)
        assert {p: len(own) for p, own in kept.items()} == {PUBLIC: 1, data: 1}
        assert _id("bob") not in await uow.activity.busiest({PUBLIC}, None, minute(9), 9)


async def test_authors_whom_the_file_does_not_list_stay_unnamed_and_are_counted(storage: Storage) -> None:
    report = await _import(storage)

    async with storage.begin(ACME.id) as uow:
        (unnamed,) = [m for m in await said(uow) if m.text == "by the book"]
    assert unnamed.author_id is None
    assert report.left_out == {"names of authors whom the export does not list": 1, str(Reason.HIDDEN): 1}


async def test_a_message_twice_in_one_file_comes_in_once(memory: Storage) -> None:
    twice = {OPS: {"1": [raw("the first", at=1)], "2": [raw("the second", at=1), raw("the third", at=2)]}}

    report = await _import(memory, history=MemoryHistory(PEOPLE, twice))

    async with memory.begin(ACME.id) as uow:
        assert [m.text for m in await said(uow)] == ["the first", "the third"]
    assert report.added == 2


async def test_memory_and_database_keep_the_same(memory: Storage, sqlite: Storage) -> None:
    kept: list[Any] = []
    for storage in (memory, sqlite):
        await _import(storage, Selection(private=("board",)))
        async with storage.begin(ACME.id) as uow:
            kept.append(
                (await said(uow), await passages(uow), nearly(await activity(uow)), await uow.log.head())
            )

    assert kept[0] == kept[1]


def test_a_past_is_the_public_part_in_time_order() -> None:
    past = as_past(ACME, MemoryHistory(PEOPLE, DAYS))

    assert [c.name for c in past.channels] == ["data", "ops"]
    assert [m.text for m in past.messages][-2:] == ["the new server is up", "ping"]
    assert [m.text for m in as_past(ACME, MemoryHistory(PEOPLE, DAYS), latest=1).messages] == ["ping"]


async def test_what_was_deleted_or_edited_since_the_file_was_made_stays_so(storage: Storage) -> None:
    await _import(storage)
    data = identity.channel_id(ACME.id, "Cdata")
    async with storage.begin(ACME.id) as uow:
        channel = (await uow.channels.by_ids([data]))[data]
        question, answer, _ = [m for m in await said(uow) if m.channel_id == data]
        await bury_message(uow, channel, answer.ts, answer.at, READING)
        edited = replace(question, text="how do I restore a dump?", edited_at=minute(50))
        await put_message(uow, channel, edited, READING)
        await uow.commit()

    await _import(storage, history=MemoryHistory(PEOPLE, DAYS, fingerprint="the same, made elsewhere"))

    async with storage.begin(ACME.id) as uow:
        kept = {m.ts: (m.kind, m.text) for m in await said(uow) if m.channel_id == data}
    assert kept[answer.ts] == (MessageKind.TOMBSTONE, "")
    assert kept[question.ts] == (MessageKind.PERSON, "how do I restore a dump?")


async def test_who_had_their_words_erased_does_not_get_them_back(storage: Storage) -> None:
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    async with storage.begin(ACME.id) as uow:
        await uow.people.save([replace(person("bob"), id=PersonId(_id("bob")))])
        await uow.preferences.save(PersonId(_id("bob")), Preferences(erased_at=minute(60)))
        await uow.commit()

    await _import(storage)

    async with storage.begin(ACME.id) as uow:
        assert "with pg_restore" not in [m.text for m in await said(uow)]


async def test_of_the_same_message_the_later_state_in_a_file_is_kept(memory: Storage) -> None:
    first, second = raw("the first", at=1), raw("the second", at=1, edited_at=minute(9))
    gone = raw("", None, at=2, kind=MessageKind.TOMBSTONE)
    days = {OPS: {"1": [second, gone], "2": [first, raw("the third", at=2)]}}

    await _import(memory, history=MemoryHistory(PEOPLE, days))

    async with memory.begin(ACME.id) as uow:
        assert [m.text for m in await said(uow)] == ["the second", ""]


STANDARD = replace(raw_channel("team", ChannelKind.PRIVATE, members=["ada"]), is_standard=True)


async def test_a_standard_channel_comes_in_unasked_for_its_members_alone(storage: Storage) -> None:
    report = await _import(storage, history=MemoryHistory(PEOPLE, {STANDARD: DAYS[OPS], BOARD: {}}))

    async with storage.begin(ACME.id) as uow:
        scopes = [await scope_for(uow, _id(who)) for who in ("ada", "bob")]
    assert report.left_out_channels == ["board"]
    assert [len(scope.partitions) for scope in scopes] == [2, 1]


@pytest.mark.parametrize(
    ("told", "insiders"),
    [
        ({"members": None}, ["ada"]),
        ({"is_listed": False, "kind": ChannelKind.PUBLIC}, ["ada"]),
        ({}, ["bob"]),
    ],
)
async def test_what_a_file_does_not_tell_of_a_channel_stays_as_it_is_known(
    storage: Storage, told: dict[str, Any], insiders: list[str]
) -> None:
    await _import(storage, history=MemoryHistory(PEOPLE, {STANDARD: {}}))
    again = replace(STANDARD, **{"name": "another", "members": ("Ubob",)} | told)

    await _import(storage, history=MemoryHistory(PEOPLE, {again: DAYS[OPS]}, fingerprint="second"))

    async with storage.begin(ACME.id) as uow:
        (channel,) = await uow.channels.all()
        assert await uow.channels.members(channel.id) == {_id(who) for who in insiders}
    assert channel.kind is ChannelKind.PRIVATE
    assert channel.name == ("team" if "is_listed" in told else "another")


async def test_a_new_channel_whose_members_nobody_tells_is_read_by_nobody(storage: Storage) -> None:
    untold = replace(STANDARD, members=None, is_listed=False)

    await _import(storage, history=MemoryHistory(PEOPLE, {untold: DAYS[OPS]}))

    async with storage.begin(ACME.id) as uow:
        assert [len((await scope_for(uow, _id(who))).partitions) for who in ("ada", "bob")] == [1, 1]


async def test_a_public_channel_that_closes_with_untold_members_is_read_by_nobody(storage: Storage) -> None:
    await _import(storage, history=MemoryHistory(PEOPLE, {raw_channel("team", members=["ada"]): {}}))
    closed = replace(STANDARD, members=None)

    await _import(storage, history=MemoryHistory(PEOPLE, {closed: DAYS[OPS]}, fingerprint="second"))

    async with storage.begin(ACME.id) as uow:
        assert len((await scope_for(uow, _id("ada"))).partitions) == 1


async def test_whom_only_messages_name_does_not_change_who_is_known(storage: Storage) -> None:
    await _import(storage)
    named = [
        replace(raw_person("ada"), name="Ada by hearsay", is_outsider=True, is_listed=False),
        replace(raw_person("eve"), is_outsider=True, is_listed=False),
    ]

    await _import(storage, history=MemoryHistory(named, {OPS: {}}, fingerprint="second"))

    async with storage.begin(ACME.id) as uow:
        people = await uow.people.by_platform_ids(["Uada", "Ueve"])
    assert {who: (it.name, it.is_outsider) for who, it in people.items()} == {
        "Uada": ("Ada", False),
        "Ueve": ("Eve", True),
    }


def test_a_past_has_no_channel_that_not_everyone_may_read() -> None:
    past = as_past(ACME, MemoryHistory(PEOPLE, {STANDARD: DAYS[OPS], DATA: DAYS[DATA]}))

    assert [channel.name for channel in past.channels] == ["data"]


async def _import(
    storage: Storage, selection: Selection | None = None, history: MemoryHistory | None = None
) -> ImportReport:
    chosen: Mapping[Any, Any] = DAYS
    return await import_history(
        storage,
        ACME,
        history or MemoryHistory(PEOPLE, chosen),
        selection or Selection(),
        READING,
        no_progress,
    )


def _id(handle: str) -> str:
    return identity.person_id(ACME.id, f"U{handle}")
