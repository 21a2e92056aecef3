"""``words``: search by word among half a million passages, beside tantivy as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import tantivy

from bench.figures import Row, Spread, at_most, spread, timed
from bench.materials import Materials, stage
from bench.sentences import recombined
from expertise.matcher import LONGEST_QUESTION, Settings
from index.snapshot import IndexFolder, PartitionChange
from index.types import PUBLIC, Entry, PassageId

COUNT = 500_000
QUERIES = 200
LIMIT_SECONDS = 0.02
_WARM_UP = 20
_WRITER_BYTES = 64_000_000


def measure(materials: Materials) -> Iterator[Row]:
    """One row; both search the same passages for the same questions, as deep as a question does."""
    folder, count = materials.place("words"), materials.options.scaled(COUNT)
    questions = [asked.text[:LONGEST_QUESTION] for asked in materials.questions(QUERIES + _WARM_UP)]
    passages, seed = materials.passages, materials.options.seed
    with stage(f"indexing the words of {count:,} passages"):
        _publish(folder / "ours", recombined(passages, count, seed))
    with stage(f"indexing the words of {count:,} passages in bare tantivy"):
        bare_index = _bare(materials.place("tantivy"), recombined(passages, count, seed))
    ours = _ours(folder / "ours", questions)
    bare = _bare_search(bare_index, questions)
    yield Row(
        benchmark="words",
        what=f"{count:,} passages: best {Settings().depth} of {ours.count} questions",
        ours=ours,
        beside=bare,
        beside_name="bare tantivy, en_stem, any word",
        ratio=ours.p95 / bare.p95,
        limit=at_most(ours.p95, LIMIT_SECONDS, f"p95 ≤ {LIMIT_SECONDS * 1e3:g} ms"),
        note=f"sentences of {len(passages):,} real passages, put together anew",
    )


def _publish(folder: Path, texts: Iterator[str]) -> None:
    index = IndexFolder(folder, model_id="bench", dimension=1)
    entries = (Entry(passage_id=PassageId(n), text=text, vector=None) for n, text in enumerate(texts, 1))
    index.publish([PartitionChange(partition=PUBLIC, added=entries)], watermark=1, rebuild=True)


def _ours(folder: Path, questions: Sequence[str]) -> Spread:
    depth, scope = Settings().depth, frozenset({PUBLIC})
    seconds: list[float] = []
    with IndexFolder(folder, model_id="bench", dimension=1).open_reader() as reader:
        for question in questions:
            with timed(seconds):
                reader.by_words(question, scope, depth)
    return spread(seconds[_WARM_UP:])


def _bare(folder: Path, texts: Iterator[str]) -> tantivy.Index:
    """As its documentation shows it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), str(folder))
    writer = index.writer(_WRITER_BYTES, 1)
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _bare_search(index: tantivy.Index, questions: Sequence[str]) -> Spread:
    searcher = index.searcher()
    seconds: list[float] = []
    for question in questions:
        with timed(seconds):
            query, _ = index.parse_query_lenient(question, ["text"])
            _ = searcher.search(query, Settings().depth, count=False).hits
    return spread(seconds[_WARM_UP:])
