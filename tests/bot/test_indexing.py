"""From rows to an index: only what is missing is embedded, and following the log equals starting anew."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.indexing import bring_up, embed_missing, publish
from bot.ingestion import put_message, remove_message, turn
from bot.ports import Storage
from expertise.types import ChannelKind, Message
from index.snapshot import IndexFolder
from index.types import PUBLIC, Embedder, Hit, Partition, Vectors
from tests.support.asking import index_folder, no_progress, refresh
from tests.support.builders import ACME, channel, message, minute, ts_of
from tests.support.models import WordEmbedder
from tests.support.rows import READING, enter, load, post

GENERAL, OPS = channel(), channel("ops")
TEXTS = [
    "how do I restore a postgres backup",
    "rotate the vault keys tonight",
    "wie und wann gibt es heute Mittag",
]
EVERYWHERE = [PUBLIC, Partition(GENERAL.id), Partition(OPS.id)]


@pytest.fixture
async def filled(storage: Storage) -> Storage:
    await enter(storage, channels=[GENERAL, OPS])
    await post(storage, [message(text, "ada", 100 * n) for n, text in enumerate(TEXTS)])
    return storage


async def test_only_what_is_missing_is_embedded(filled: Storage) -> None:
    embedder = WordEmbedder()
    assert await embed_missing(filled, ACME.id, embedder, no_progress) == 3
    await post(filled, [message("the build cache is cold", "bob", 900)])

    embedded = await embed_missing(filled, ACME.id, embedder, no_progress)

    assert embedded == 1
    assert embedder.encoded == [*TEXTS, "the build cache is cold"]
    assert await embed_missing(filled, ACME.id, embedder, no_progress) == 0


async def test_progress_counts_up_to_all(filled: Storage) -> None:
    told: list[tuple[str, int, int]] = []

    await embed_missing(filled, ACME.id, WordEmbedder(), lambda *step: told.append(step))

    assert told == [("embedding", 3, 3)]


async def test_languages_that_the_model_does_not_serve_are_left_to_words(
    filled: Storage, tmp_path: Path
) -> None:
    embedder = WordEmbedder(languages=frozenset({"en"}))
    index = index_folder(tmp_path, embedder)

    assert await embed_missing(filled, ACME.id, embedder, no_progress) == 2
    await publish(filled, ACME.id, index, embedder.model_id)

    german = WordEmbedder().encode([TEXTS[2]])[0]
    with index.open_reader() as reader:
        assert len(reader.by_meaning(german, [PUBLIC], 9)) == 2
        assert len(reader.by_words("heute Mittag", [PUBLIC], 9)) == 1


async def test_another_model_embeds_and_builds_anew(filled: Storage, tmp_path: Path) -> None:
    first, second = WordEmbedder("first@1"), WordEmbedder("second@1", dimension=32)
    await refresh(filled, index_folder(tmp_path, first), first)

    index = index_folder(tmp_path, second)
    assert await embed_missing(filled, ACME.id, second, no_progress) == 3
    generation = await publish(filled, ACME.id, index, second.model_id)

    assert (generation.model_id, generation.dimension, sum(generation.sizes.values())) == ("second@1", 32, 3)
    with index.open_reader() as reader:
        assert reader.by_meaning(second.encode([TEXTS[0]])[0], [PUBLIC], 1)[0].score == pytest.approx(1)


async def test_nothing_new_gives_the_same_answers(filled: Storage, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    index = index_folder(tmp_path, embedder)
    await refresh(filled, index, embedder)
    before = _answers(index, embedder, EVERYWHERE)

    await refresh(filled, index, embedder)

    assert _answers(index, embedder, EVERYWHERE) == before


async def test_what_comes_after_embedding_is_published_with_its_vector_the_next_time(
    filled: Storage, tmp_path: Path
) -> None:
    embedder = WordEmbedder()
    index = index_folder(tmp_path, embedder)
    async with filled.begin(ACME.id) as uow:
        head = await uow.log.head()
    await embed_missing(filled, ACME.id, embedder, no_progress)
    await post(filled, [message("the build cache is cold", "bob", 900)])

    await publish(filled, ACME.id, index, embedder.model_id, until=head)
    await embed_missing(filled, ACME.id, embedder, no_progress)
    await publish(filled, ACME.id, index, embedder.model_id)

    with index.open_reader() as reader:
        assert len(reader.by_meaning(embedder.encode([TEXTS[0]])[0], [PUBLIC], 9)) == 4


class Interrupted(WordEmbedder):
    """While it reads for the first time, something happens."""

    def __init__(self, meanwhile: Callable[[], Coroutine[Any, Any, None]]) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._meanwhile = [meanwhile]

    def encode(self, texts: Sequence[str]) -> Vectors:
        while self._meanwhile:
            asyncio.run_coroutine_threadsafe(self._meanwhile.pop()(), self._loop).result(10)
        return super().encode(texts)


@pytest.mark.parametrize("rebuild", [False, True])
async def test_what_a_bot_hears_while_a_command_embeds_gets_its_vector_before_it_is_left_alone(
    filled: Storage, tmp_path: Path, *, rebuild: bool
) -> None:
    async def meanwhile() -> None:
        await post(filled, [message("the build cache is cold", "bob", 900)])

    embedder = Interrupted(meanwhile)
    index = index_folder(tmp_path, embedder)

    embedded, _ = await bring_up(filled, ACME.id, index, embedder, no_progress, rebuild=rebuild)
    later, _ = await bring_up(filled, ACME.id, index, embedder, no_progress)

    assert (embedded, later) == (3, 1)
    with index.open_reader() as reader:
        assert len(reader.by_meaning(embedder.encode([TEXTS[0]])[0], [PUBLIC], 9)) == 4


async def test_an_empty_workspace_has_an_empty_index(storage: Storage, tmp_path: Path) -> None:
    await enter(storage)

    generation = await publish(storage, ACME.id, index_folder(tmp_path, WordEmbedder()), "words@1")

    assert generation.sizes == {}


async def test_the_log_is_forgotten_once_the_index_has_it(filled: Storage, tmp_path: Path) -> None:
    await refresh(filled, index_folder(tmp_path, WordEmbedder()), WordEmbedder())

    async with filled.begin(ACME.id) as uow:
        assert await uow.log.since(0, 99) == []
        assert await uow.log.head() > 0


async def test_a_damaged_index_is_built_anew(filled: Storage, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    index = index_folder(tmp_path, embedder)
    await refresh(filled, index, embedder)
    for manifest in (tmp_path / "generations").iterdir():
        manifest.write_text("{")

    await refresh(filled, index_folder(tmp_path, embedder), embedder)

    with index_folder(tmp_path, embedder).open_reader() as reader:
        assert len(reader.by_words("backup", [PUBLIC], 9)) == 1


async def test_a_log_that_lost_lines_is_made_good(filled: Storage, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    index = index_folder(tmp_path, embedder)
    await refresh(filled, index, embedder)
    await post(filled, [message("the build cache is cold", "bob", 900)])
    async with filled.begin(ACME.id) as uow:
        await uow.log.trim(await uow.log.head())
        await uow.commit()

    await refresh(filled, index, embedder)

    with index.open_reader() as reader:
        assert len(reader.by_words("cache", [PUBLIC], 9)) == 1


async def test_an_index_folder_from_a_backup_is_built_anew(filled: Storage, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    old = index_folder(tmp_path / "old", embedder)
    await refresh(filled, old, embedder)
    await post(filled, [message("the build cache is cold", "bob", 100)])  # as many passages as before
    await refresh(filled, index_folder(tmp_path / "new", embedder), embedder)

    await refresh(filled, old, embedder)

    with old.open_reader() as reader:
        assert len(reader.by_words("cache", [PUBLIC], 9)) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_following_the_log_equals_building_anew(memory: Storage, tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    embedder = WordEmbedder()
    await enter(memory, channels=[GENERAL, OPS])
    followed = index_folder(tmp_path / "followed", embedder)
    await load(memory, [_random_message(chance) for _ in range(20)])
    await refresh(memory, followed, embedder)
    for _ in range(4):
        await _live_a_little(memory, chance)
        await refresh(memory, followed, embedder)

    anew = index_folder(tmp_path / "anew", embedder)
    await publish(memory, ACME.id, anew, embedder.model_id, rebuild=True)

    for partitions in (EVERYWHERE, [PUBLIC], EVERYWHERE[1:]):
        assert _answers(followed, embedder, partitions) == _answers(anew, embedder, partitions)


async def _live_a_little(storage: Storage, chance: Random) -> None:
    async with storage.begin(ACME.id) as uow:
        for _ in range(6):
            where = chance.choice(await uow.channels.all())
            act = chance.random()
            if act < 0.2:
                await turn(uow, where, chance.choice([ChannelKind.PUBLIC, ChannelKind.PRIVATE]))
            elif act < 0.4:
                await remove_message(uow, where, ts_of(minute(30 * chance.randrange(40))), READING)
            else:
                await put_message(uow, where, _random_message(chance, where.name), READING)
        await uow.commit()


def _random_message(chance: Random, of: str | None = None) -> Message:
    words = chance.choices(
        ["backup", "restore", "postgres", "vault", "keys", "rotate", "build", "cache", "server"], k=8
    )
    at = 30 * chance.randrange(40)
    return message(
        " ".join(words), chance.choice(["ada", "bob"]), at, of=of or chance.choice(["general", "ops"])
    )


def _answers(index: IndexFolder, embedder: Embedder, partitions: Collection[Partition]) -> list[list[Hit]]:
    questions = ["restore backup", "vault keys", "server cache build"]
    with index.open_reader() as reader:
        by_meaning = [reader.by_meaning(v, partitions, 50) for v in embedder.encode(questions)]
        by_words = [reader.by_words(question, partitions, 50) for question in questions]
    return [_rounded(hits) for hits in by_meaning + by_words]


def _rounded(hits: list[Hit]) -> list[Hit]:
    """Their last digits depend on how the index came about, so near ties may come in either order."""
    rounded = [Hit(passage_id=hit.passage_id, score=round(hit.score, 3)) for hit in hits]
    return sorted(rounded, key=lambda hit: (-hit.score, hit.passage_id))
