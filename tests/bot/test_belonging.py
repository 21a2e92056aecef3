"""Where nobody can be shown, those who are where the question belongs: who, in which order, and who never."""

import json
from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

import pytest

from adapters import console
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import answering, belonging
from bot.audience import scope_for
from bot.ingestion import turn
from bot.knowing import declare
from bot.ports import Storage, UnitOfWork
from bot.telling import Answer
from expertise.types import Channel, ChannelKind, Message, Person, PersonId, Scope
from tests.support.asking import Bot
from tests.support.builders import ACME, channel, message, minute, person, person_id
from tests.support.models import WordEmbedder
from tests.support.rows import PEOPLE, enter, load

QUESTION = "restore a postgres backup"
CROWD = tuple(f"p{n}" for n in range(20))
POSTGRES = channel("help-postgres", purpose="Questions about databases")


async def _bot(
    *messages: Message,
    channels: Sequence[Channel] = (POSTGRES,),
    members: Mapping[str, Collection[str]] | None = None,
    people: Sequence[Person] = (),
    storage: Storage | None = None,
) -> Bot:
    storage = storage or MemoryStorage()
    everyone = {p.handle: p for p in [*map(person, (*PEOPLE, *CROWD)), *people]}
    inside = {"help-postgres": ["ada", "bob", "cyd"]} if members is None else members
    await enter(storage, people=list(everyone.values()), channels=channels, members=inside)
    await load(storage, messages)
    bot = Bot(storage, embedder=WordEmbedder(dimension=4096))
    await bot.refresh()
    return bot


def _names(answer: Answer) -> list[str]:
    return [suggestion.person.handle for suggestion in answer.suggestions]


def _printed(answer: Answer) -> str:
    return "\n".join([*console.lines(answer, is_private=True), json.dumps(console.as_json(answer))])


# ------------------------------------------------------------------ who is suggested


async def test_without_history_members_of_a_channel_about_it_are_suggested(storage: Storage) -> None:
    bot = await _bot(storage=storage)

    answer = await bot.ask(QUESTION)

    assert sorted(_names(answer)) == ["ada", "bob", "cyd"]
    assert "is in #help-postgres, where such things belong." in _printed(answer)
    assert answer.belongs_in == POSTGRES
    assert not answer.ranking.stands_out


async def test_at_most_so_many_and_about_something_else_nobody(storage: Storage) -> None:
    bot = await _bot(storage=storage)

    assert len((await bot.ask(QUESTION, top=2)).suggestions) == 2
    assert _names(await bot.ask("who tunes a harpsichord?")) == []


async def test_who_answers_there_comes_first() -> None:
    lunch = [
        message("where do we meet at noon?", "ada", 0, thread=0, of="help-postgres"),
        message("in the canteen downstairs", "cyd", 1, thread=0, of="help-postgres"),
    ]
    bot = await _bot(*lunch)

    assert _names(await bot.ask(QUESTION))[0] == "cyd"


async def test_nobody_is_mixed_in_where_somebody_can_be_shown() -> None:
    words = [
        message("how do I restore a postgres backup?", "eve", 0, thread=0, of="talk"),
        message("with pg_restore from the nightly dump", "dan", 1, thread=0, of="talk"),
    ]
    bot = await _bot(*words, channels=[POSTGRES, channel("talk")])

    answer = await bot.ask(QUESTION)

    assert not {"ada", "bob", "cyd"} & set(_names(answer))
    assert answer.belongs_in is None
    assert "help postgres: Questions about databases" not in bot.embedder.encoded


async def test_a_declared_topic_is_a_better_reason() -> None:
    bot = await _bot()
    async with bot.storage.begin(ACME.id) as uow:
        await declare(uow, {person_id("dan"): ["postgres"]}, minute(0))

    assert _names(await bot.ask(QUESTION)) == ["dan"]


async def test_where_nobody_is_known_to_be_there_the_channel_is_named() -> None:
    bot = await _bot(members={})

    answer = await bot.ask(QUESTION)

    assert answer.suggestions == ()
    assert "#help-postgres is for such things" in _printed(answer)
    assert console.as_json(answer)["ask_in"] == "help-postgres"


async def test_of_a_crowd_nobody_is_suggested_but_of_the_next_channel() -> None:
    small = channel("backups", purpose="restore a backup, tape by tape")
    bot = await _bot(channels=[POSTGRES, small], members={"help-postgres": CROWD, "backups": ["ada"]})

    answer = await bot.ask(QUESTION)

    assert _names(answer) == ["ada"]
    assert [c.name for c in answer.suggestions[0].member_of] == ["backups"]


# ------------------------------------------------------------------ turns


async def test_equals_take_turns_and_an_answer_for_one_person_counts_nobody() -> None:
    bot = await _bot()

    apart = {_names(await bot.ask(QUESTION, asker="dan"))[0] for _ in range(3)}
    firsts = [_names(await bot.ask(QUESTION, at=minute(2_000 + n)))[0] for n in range(6)]

    assert len(apart) == 1
    assert sorted(firsts[:3]) == ["ada", "bob", "cyd"]
    assert sorted(firsts[3:]) == ["ada", "bob", "cyd"]


async def test_without_turns_the_lot_alone_decides() -> None:
    bot = await _bot()
    bot.fairness = 0.0

    answers = [_names(await bot.ask(QUESTION)) for _ in range(3)]
    others = {_names(await bot.ask(f"{QUESTION} {n}"))[0] for n in range(20)}

    assert answers[0] == answers[1] == answers[2]
    assert others == {"ada", "bob", "cyd"}


# ------------------------------------------------------------------ who never is


async def test_bots_people_who_left_and_the_asker_are_nobody() -> None:
    bot = await _bot(people=[person("ada", is_bot=True), person("bob", has_left=True)])

    assert _names(await bot.ask(QUESTION)) == ["cyd"]
    assert _names(await bot.ask(QUESTION, asker="cyd")) == []


async def test_whoever_may_not_be_named_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    async def without_bob(uow: UnitOfWork, asker: PersonId | None) -> Scope:
        scope = await scope_for(uow, asker)
        return Scope(partitions=scope.partitions, unnamed=frozenset({person_id("bob")}))

    monkeypatch.setattr(answering, "scope_for", without_bob)
    bot = await _bot()

    assert sorted(_names(await bot.ask(QUESTION))) == ["ada", "cyd"]
    assert "Bob" not in _printed(await bot.ask(QUESTION, top=20))


async def test_an_archived_channel_says_nothing() -> None:
    bot = await _bot(channels=[channel("help-postgres", is_archived=True)])

    answer = await bot.ask(QUESTION)

    assert (answer.suggestions, answer.belongs_in) == ((), None)


async def test_a_channel_that_turns_private_says_nothing_and_lets_nobody_in() -> None:
    bot = await _bot()
    before = await bot.ask(QUESTION)
    async with bot.storage.begin(ACME.id) as uow:
        await turn(uow, POSTGRES, ChannelKind.PRIVATE)
        await uow.commit()

    answer = await bot.ask(QUESTION)

    assert before.suggestions
    assert (answer.suggestions, answer.belongs_in) == ((), None)
    async with bot.storage.begin(ACME.id) as uow:
        assert await uow.channels.members(POSTGRES.id) == frozenset()


@pytest.mark.parametrize("seed", range(20))
async def test_a_private_channel_changes_no_letter_for_whoever_is_not_in_it(seed: int) -> None:
    """Its name, its purpose and who is in it."""
    chance = Random(seed)
    open_ = [channel(name, purpose=_some(chance)) for name in ("data", "ops", "help-postgres")]
    inside = {c.name: chance.sample(PEOPLE, chance.randint(0, 4)) for c in open_}
    names = ["postgres", "vault-keys", "backup"]
    kinds = [ChannelKind.PRIVATE, ChannelKind.GROUP, ChannelKind.DIRECT]
    closed = [channel(name, kind, purpose=_some(chance)) for name, kind in zip(names, kinds, strict=True)][
        : chance.randint(1, 3)
    ]
    theirs = {c.name: chance.sample(PEOPLE[1:], chance.randint(1, 3)) for c in closed}

    worlds = []
    for channels, members in ((open_, inside), ([*open_, *closed], inside | theirs)):
        bot = await _bot(channels=channels, members=members)
        asked = [(text, who) for text in _QUESTIONS for who in (None, "ada")]
        worlds.append([_printed(await bot.ask(text, asker=who)) for text, who in asked])

    assert worlds[0] == worlds[1]
    assert any("where such things belong" in told for told in worlds[0])


_QUESTIONS = (QUESTION, "rotate the vault key", "who knows the build cache?")
_WORDS = [
    "restore",
    "postgres",
    "backup",
    "vault",
    "key",
    "rotate",
    "build",
    "cache",
    "runner",
    "flake",
    "nightly",
]


def _some(chance: Random) -> str:
    return " ".join(chance.sample(_WORDS, 3))


# ------------------------------------------------------------------ what it costs


async def test_the_model_reads_a_channel_once_and_again_when_it_changes() -> None:
    bot = await _bot()
    for _ in range(3):
        await bot.ask(QUESTION)
    async with bot.storage.begin(ACME.id) as uow:
        await uow.channels.save([channel("help-postgres", purpose="elephants")])
        await uow.commit()
    for _ in range(3):
        await bot.ask(QUESTION)

    texts = ["help postgres: Questions about databases", "help postgres: elephants"]
    assert [bot.embedder.encoded.count(text) for text in texts] == [1, 1]


async def test_of_many_channels_a_question_waits_for_those_that_share_a_word_and_a_few_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(belonging, "AT_ONCE", 2)
    bot = await _bot(channels=[*(channel(f"a{n}") for n in range(4)), POSTGRES])

    read: list[set[str]] = []
    for _ in range(3):
        before = len(bot.embedder.encoded)
        await bot.ask(QUESTION)
        read.append(set(bot.embedder.encoded[before:]) - {QUESTION})

    assert read == [{"help postgres: Questions about databases", "a0"}, {"a1", "a2"}, {"a3"}]


async def test_another_model_reads_them_anew() -> None:
    bot = await _bot()
    await bot.ask(QUESTION)
    bot.embedder = WordEmbedder("other@1", dimension=128)

    assert (await bot.ask(QUESTION)).suggestions
    assert "help postgres: Questions about databases" in bot.embedder.encoded


async def test_memory_and_database_say_the_same(memory: Storage, sqlite: Storage) -> None:
    told: list[Any] = []
    for storage in (memory, sqlite):
        bot = await _bot(storage=storage)
        told.append([_printed(await bot.ask(QUESTION)) for _ in range(4)])

    assert told[0] == told[1]
