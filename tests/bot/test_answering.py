"""Answers: what they say, and that nothing a reader may not see shapes a letter of them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from adapters import console
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.errors import UnknownChannelError, UnknownPersonError
from bot.ingestion import put_message, remove_message, turn
from bot.ports import Storage
from bot.telling import Answer, shorten
from expertise.errors import EmptyQuestionError
from expertise.types import Channel, ChannelKind, Message, MessageKind
from tests.support.asking import LATER, Bot
from tests.support.builders import ACME, channel, message, minute, person, person_id, ts_of
from tests.support.rows import PEOPLE, READING, enter, load, post

DATA, SECRET = channel("data"), channel("secret", ChannelKind.PRIVATE)
QUESTION = "restore a postgres backup"
THREAD = [
    message("how do I restore a postgres backup?", "ada", 0, thread=0, of="data"),
    message("with pg_restore from the nightly dump", "bob", 1, thread=0, of="data"),
]
HIDDEN = [
    message("can we restore the postgres backup of payroll?", "cyd", 5, thread=5, of="secret"),
    message("I restore the postgres backup tonight", "dan", 6, thread=5, of="secret"),
]


@pytest.fixture
async def bot(storage: Storage) -> Bot:
    """Bob answered in #data; Dan in #secret, where Cyd and Dan are."""
    await enter(storage, channels=[DATA, SECRET, channel("random")], members={"secret": ["cyd", "dan"]})
    await load(storage, [*THREAD, *HIDDEN, message("noodles for lunch at noon", "eve", 30, of="random")])
    bot = Bot(storage)
    await bot.refresh()
    return bot


# ------------------------------------------------------------------ what is said


async def test_whoever_answered_is_suggested_with_their_words(bot: Bot) -> None:
    answer = await bot.ask(QUESTION)

    first = answer.suggestions[0]
    assert first.person == person("bob")
    assert first.quotation
    assert first.quotation.text == "with pg_restore from the nightly dump"
    assert first.quotation.author == person("bob")
    assert (
        first.quotation.link
        == f"https://acme.slack.com/archives/Cdata/p{_digits(1)}?thread_ts={ts_of(minute(0))}&cid=Cdata"
    )
    assert [c.name for c in first.channels] == ["data"]


async def test_the_nearest_thread_is_quoted_by_its_first_message(bot: Bot) -> None:
    answer = await bot.ask(QUESTION)

    assert answer.threads[0].text == "how do I restore a postgres backup?"
    assert answer.ask_in == DATA


async def test_a_thread_about_something_else_is_not_shown(bot: Bot) -> None:
    answer = await bot.ask(QUESTION)

    assert len(answer.ranking.threads) == 2
    assert len(answer.threads) == 1


async def test_a_thread_in_which_the_asker_alone_spoke_is_no_help(storage: Storage, bot: Bot) -> None:
    await post(storage, [message(QUESTION, "dan", 90, thread=90, of="data")])
    await bot.refresh()

    own = await bot.ask(QUESTION, asker="dan")
    others = await bot.ask(QUESTION, asker="eve")

    assert person("dan") not in [thread.author for thread in own.threads]
    assert person("dan") in [thread.author for thread in others.threads]


async def test_at_most_so_many_are_suggested(bot: Bot) -> None:
    answer = await bot.ask(QUESTION, asker="dan")

    assert 1 <= len(answer.suggestions) <= 3
    assert all(s.person != person("dan") for s in answer.suggestions)


async def test_on_nonsense_nobody_is_suggested_and_no_thread(bot: Bot) -> None:
    answer = await bot.ask("zxqv florbish wugglefrump")

    assert (answer.suggestions, answer.threads) == ((), ())


@pytest.mark.parametrize("asker", ["dan", "DAN", "@dan", "Dan", "Udan"])
async def test_the_asker_goes_by_any_of_their_names(bot: Bot, asker: str) -> None:
    answer = await bot.ask(QUESTION, asker=asker)

    ranked = {candidate.person.handle for candidate in answer.ranking.candidates}
    assert "cyd" in ranked
    assert "dan" not in ranked


async def test_an_empty_question_is_refused(bot: Bot) -> None:
    with pytest.raises(EmptyQuestionError):
        await bot.ask("…")


async def test_an_asker_unknown_or_of_a_name_that_several_have_is_refused(bot: Bot) -> None:
    async with bot.storage.begin(ACME.id) as uow:
        await uow.people.save([person("bob", name="Robert"), person("rob", name="Robert")])
        await uow.commit()

    with pytest.raises(UnknownPersonError, match="Robert") as several:
        await bot.ask(QUESTION, asker="Robert")
    with pytest.raises(UnknownPersonError, match="nobody") as none:
        await bot.ask(QUESTION, asker="nobody")

    assert (several.value.matches, none.value.matches) == (2, 0)


# ------------------------------------------------------------------ what changes after the index was made


async def test_a_deleted_message_is_quoted_no_more(bot: Bot) -> None:
    async with bot.storage.begin(ACME.id) as uow:
        await remove_message(uow, DATA, ts_of(minute(1)), READING)
        await uow.commit()

    before_publishing = await bot.ask(QUESTION)
    await bot.refresh()

    assert "pg_restore" not in _printed(before_publishing)
    assert "pg_restore" not in _printed(await bot.ask(QUESTION))


async def test_an_edited_message_is_quoted_as_it_is_now(bot: Bot) -> None:
    async with bot.storage.begin(ACME.id) as uow:
        edited = message("how do I restore a postgres backup, please?", "ada", 0, thread=0, of="data")
        await uow.messages.add(DATA.id, [edited])
        await uow.commit()

    assert (await bot.ask(QUESTION)).threads[0].text == edited.text


async def test_a_tombstone_is_not_quoted(bot: Bot) -> None:
    async with bot.storage.begin(ACME.id) as uow:
        gone = message("This message was deleted.", "ada", 0, thread=0, of="data", kind=MessageKind.TOMBSTONE)
        await put_message(uow, DATA, gone, READING)
        await uow.commit()
    await bot.refresh()

    answer = await bot.ask("pg_restore from the nightly dump")

    assert "bob" in _names(answer)
    assert answer.threads == ()


async def test_a_channel_that_turned_private_is_gone_before_the_next_index(bot: Bot) -> None:
    async with bot.storage.begin(ACME.id) as uow:
        await turn(uow, DATA, ChannelKind.PRIVATE)
        await uow.commit()

    answer = await bot.ask(QUESTION)

    assert answer.suggestions == ()
    assert answer.ask_in != DATA
    assert "pg_restore" not in _printed(answer)


# ------------------------------------------------------------------ the audit log


async def test_an_operator_who_asks_as_somebody_is_written_down(bot: Bot) -> None:
    await bot.ask(QUESTION, asker="dan", operator="root")

    async with bot.storage.begin(ACME.id) as uow:
        (entry,) = await uow.audit.all()
    assert (entry.actor, entry.action, entry.subject, entry.at) == ("root", "ask-as", person_id("dan"), LATER)
    assert QUESTION not in repr(entry)


async def test_asking_for_oneself_is_not_written_down(bot: Bot) -> None:
    await bot.ask(QUESTION)
    await bot.ask(QUESTION, asker="dan")

    async with bot.storage.begin(ACME.id) as uow:
        assert await uow.audit.all() == []


# ------------------------------------------------------------------ what nobody else may see


async def test_a_member_is_told_what_others_are_not(bot: Bot) -> None:
    assert "dan" in _names(await bot.ask(QUESTION, asker="cyd"))
    assert "payroll" not in _printed(await bot.ask(QUESTION, asker="bob"))
    assert "payroll" not in _printed(await bot.ask(QUESTION))


async def test_a_channel_one_is_not_in_is_as_unknown_as_one_that_is_not_there(bot: Bot) -> None:
    errors = []
    for name in ("secret", "nowhere"):
        with pytest.raises(UnknownChannelError) as caught:
            await bot.ask(QUESTION, asker="bob", channel=name)
        errors.append(repr(caught.value).replace(name, "NAME"))

    assert errors[0] == errors[1]
    assert (await bot.ask(QUESTION, asker="cyd", channel="#Secret")).suggestions


@dataclass(frozen=True, kw_only=True)
class Acme:
    """A small random workspace."""

    channels: tuple[Channel, ...]
    members: dict[str, list[str]]
    messages: tuple[Message, ...]
    questions: tuple[tuple[str, str | None], ...]


TOPICS = (
    "postgres backup restore dump",
    "vault key rotate secret",
    "build cache runner flake",
    "invoice tax payroll",
)
VISIBLE = ("general", "data", "ops")


@pytest.mark.parametrize("seed", range(60))
async def test_channels_that_a_reader_is_not_in_change_nothing(seed: int, tmp_path: Path) -> None:
    """With a real index in one workspace of ten: building one costs more than all the rest."""
    world = _random_workspace(Random(seed))
    has_index = seed % 10 == 0
    for reader in (None, *PEOPLE)[seed % 2 :: 5 if has_index else 2]:
        hidden = {name for name, inside in world.members.items() if reader not in inside}

        whole = await _asked(world, reader, without=(), root=tmp_path / f"{reader}1" if has_index else None)
        reduced = await _asked(
            world, reader, without=hidden, root=tmp_path / f"{reader}2" if has_index else None
        )

        assert whole == reduced


async def test_a_channel_that_a_reader_is_in_would_be_seen_to_matter() -> None:
    """The worlds are rich enough: a member's answers do change with their channels."""
    changed = 0
    for seed in range(10):
        world = _random_workspace(Random(seed))
        name, inside = next(iter(world.members.items()))
        whole = await _asked(world, inside[0], without=())
        changed += whole != await _asked(world, inside[0], without={name})

    assert changed >= 7


async def _asked(
    world: Acme, reader: str | None, *, without: Collection[str], root: Path | None = None
) -> list[str]:
    """All that is printed, for every question."""
    kept = [c for c in world.channels if c.name not in without]
    ids = {c.id for c in kept}
    storage = MemoryStorage()
    await enter(storage, channels=kept, members={n: m for n, m in world.members.items() if n not in without})
    messages = sorted((m for m in world.messages if m.channel_id in ids), key=lambda m: (m.at, m.channel_id))
    await load(storage, [m for m in messages if m.at < minute(300)])
    await post(storage, [m for m in messages if m.at >= minute(300)])
    bot = Bot(storage, root)
    await bot.refresh()
    return [_printed(await bot.ask(text, asker=reader, channel=where)) for text, where in world.questions]


def _random_workspace(chance: Random) -> Acme:
    closed = [
        channel("board", ChannelKind.PRIVATE),
        channel("hiring", ChannelKind.PRIVATE),
        channel("dm", ChannelKind.DIRECT),
    ]
    chosen = chance.sample(closed, chance.randint(1, 3))
    channels = (*map(channel, VISIBLE), *chosen)
    members = {c.name: chance.sample(PEOPLE, chance.randint(1, 3)) for c in chosen}
    return Acme(
        channels=channels,
        members=members,
        messages=tuple(m for c in channels for m in _random_talk(chance, c, members.get(c.name, PEOPLE))),
        questions=tuple((_words(chance, 4), chance.choice([None, *VISIBLE])) for _ in range(3)),
    )


def _random_talk(chance: Random, where: Channel, people: Collection[str]) -> list[Message]:
    said = []
    for start in range(0, chance.randint(2, 6) * 100, 100):
        asker = chance.choice(list(people))
        said.append(message(f"how about the {_words(chance, 6)}?", asker, start, thread=start, of=where.name))
        for later in range(1, chance.randint(2, 4)):
            text = f"use the {_words(chance, 8)} {where.name}"
            said.append(
                message(text, chance.choice(list(people)), start + later, thread=start, of=where.name)
            )
    return said


def _words(chance: Random, count: int) -> str:
    return " ".join(chance.choices([*chance.choice(TOPICS).split(), "zebra", "quartz"], k=count))


# ------------------------------------------------------------------ quotations


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("just right", "just right"),
        ("a\n\n b\tc", "a b c"),
        ("one two three four", "one two…"),
        ("one two, three", "one two…"),
        ("exactly ten", "exactly…"),
        ("0123456789abc", "0123456789…"),
        ("", ""),
    ],
)
def test_long_quotations_are_cut_between_words(text: str, shown: str) -> None:
    assert shorten(text, 10) == shown


def _names(answer: Answer) -> list[str]:
    return [suggestion.person.handle for suggestion in answer.suggestions]


def _printed(answer: Answer) -> str:
    """As text and as JSON, with every score of the ranking."""
    ranked = [(c.person.id, c.score, c.activity) for c in answer.ranking.candidates]
    lines = "\n".join(console.lines(answer, is_private=True))
    return "\n".join(
        [lines, json.dumps(console.as_json(answer)), repr(ranked), repr(answer.ranking.stands_out)]
    )


def _digits(at: float) -> str:
    return ts_of(minute(at)).replace(".", "")
