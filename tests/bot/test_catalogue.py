"""Declared topics on the way of a question: read once, followed, and never in the way."""

import json
from collections.abc import Sequence

import pytest

from adapters import console
from adapters.storage.memory.declared import MemoryDeclaredStore
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import answering, catalogue
from bot.audience import scope_for
from bot.catalogue import Catalogue, embed_topics
from bot.knowing import declare, forget
from bot.ports import Storage, UnitOfWork
from bot.telling import Answer
from expertise.types import PersonId, Scope
from index.types import Vectors
from tests.support.asking import Bot
from tests.support.builders import ACME, channel, message, minute, person_id
from tests.support.models import WordEmbedder
from tests.support.rows import enter, load

QUESTION = "restore a postgres backup"
THREAD = [
    message("how do I restore a postgres backup?", "ada", 0, thread=0, of="data"),
    message("with pg_restore from the nightly dump", "bob", 1, thread=0, of="data"),
]


@pytest.fixture
async def bot(storage: Storage) -> Bot:
    """Bob answered in #data."""
    return await _bot(storage)


async def _bot(storage: Storage) -> Bot:
    await enter(storage, channels=[channel("data")])
    await load(storage, THREAD)
    bot = Bot(storage)
    await bot.refresh()
    return bot


async def _say(storage: Storage, name: str, *topics: str) -> None:
    async with storage.begin(ACME.id) as uow:
        await declare(uow, {person_id(name): topics}, minute(0))


def _knows(answer: Answer) -> dict[str, tuple[str, ...]]:
    return {c.person.handle: c.knows for c in answer.ranking.candidates if c.knows}


def _printed(answer: Answer) -> str:
    ranked = [(c.person.id, c.score, c.signals, c.reasons) for c in answer.ranking.candidates]
    return json.dumps(console.as_json(answer)) + repr(ranked) + repr(answer.ranking.confidence)


async def test_whoever_declares_it_is_suggested_without_any_words_of_theirs(bot: Bot) -> None:
    await _say(bot.storage, "dan", "Kafka", "lunch")

    answer = await bot.ask("our kafka consumer lags")

    (first,) = answer.suggestions
    assert (first.person.handle, first.explanation.knows, first.quotation) == ("dan", ("Kafka",), None)


async def test_what_is_declared_and_forgotten_counts_with_the_next_question(bot: Bot) -> None:
    seen = [_knows(await bot.ask(QUESTION))]
    await _say(bot.storage, "dan", "Postgres")
    seen.append(_knows(await bot.ask(QUESTION)))
    async with bot.storage.begin(ACME.id) as uow:
        await forget(uow, person_id("dan"), ["postgres"], minute(0))
    seen.append(_knows(await bot.ask(QUESTION)))

    assert seen == [{}, {"dan": ("Postgres",)}, {}]


async def test_the_model_reads_a_topic_once(bot: Bot) -> None:
    await _say(bot.storage, "dan", "Postgres", "Kafka")
    for _ in range(3):
        await bot.ask(QUESTION)
    other = Bot(bot.storage)
    await other.ask(QUESTION)

    assert [bot.embedder.encoded.count(topic) for topic in ("Postgres", "Kafka")] == [1, 1]
    assert "Postgres" not in other.embedder.encoded


async def test_of_many_new_topics_a_question_waits_for_a_few(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "AT_ONCE", 2)
    await _say(bot.storage, "dan", *(f"topic {n}" for n in range(5)))
    before = len(bot.embedder.encoded)

    read = []
    for _ in range(4):
        await bot.ask(QUESTION)
        read.append(len([text for text in bot.embedder.encoded[before:] if text.startswith("topic")]))

    assert read == [2, 4, 5, 5]


async def test_all_are_read_at_once_where_there_is_time(bot: Bot) -> None:
    await _say(bot.storage, "dan", *(f"topic {n}" for n in range(5)))

    assert await embed_topics(bot.storage, ACME.id, bot.embedder) == 5
    assert await embed_topics(bot.storage, ACME.id, bot.embedder) == 0
    assert await embed_topics(bot.storage, ACME.id, WordEmbedder("other@1")) == 5


async def test_where_a_vector_cannot_be_stored_the_answer_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = await _bot(MemoryStorage())
    await _say(bot.storage, "dan", "Postgres")
    monkeypatch.setattr(MemoryDeclaredStore, "put_vectors", _refuses)

    assert _knows(await bot.ask(QUESTION)) == {"dan": ("Postgres",)}


async def test_where_nobody_declares_anything_nothing_is_kept_and_nothing_differs(storage: Storage) -> None:
    bot = await _bot(storage)
    with_catalogue = await bot.ask(QUESTION, asker="dan")
    await _say(storage, "eve", "sourdough")
    async with storage.begin(ACME.id) as uow:
        await forget(uow, person_id("eve"), ["sourdough"], minute(0))

    async with storage.begin(ACME.id) as uow:
        assert await Catalogue().topics(uow, storage, ACME.id, bot.embedder) is None
    assert _printed(await bot.ask(QUESTION, asker="dan")) == _printed(with_catalogue)


@pytest.mark.parametrize("topic", ["Postgres", "restore a postgres backup", "sourdough"])
async def test_a_topic_of_somebody_who_may_not_be_named_changes_no_letter(
    topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def without_dan(uow: UnitOfWork, asker: PersonId | None) -> Scope:
        scope = await scope_for(uow, asker)
        return Scope(partitions=scope.partitions, unnamed=frozenset({person_id("dan")}))

    monkeypatch.setattr(answering, "scope_for", without_dan)
    worlds = []
    for topics in ((), (topic,)):
        bot = await _bot(MemoryStorage())
        await _say(bot.storage, "eve", "postgres backups")
        await _say(bot.storage, "dan", *topics)
        worlds.append([_printed(await bot.ask(text)) for text in (QUESTION, "who bakes sourdough?", "kafka")])

    assert worlds[0] == worlds[1]
    assert "eve" in worlds[0][0]


async def _refuses(self: object, model_id: str, rows: Sequence[object], vectors: Vectors) -> None:
    raise OSError("read only")
