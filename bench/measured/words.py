"""``words``: search by word among half a million passages, beside tantivy as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import tantivy

from bench.figures import Row, Spread, at_most, spread, timed, turns
from bench.materials import Materials, stage
from bench.sentences import recombined
from expertise.matcher import LONGEST_QUESTION, Settings
from index.reader import IndexReader
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
    texts = recombined(materials.passages, count, materials.options.seed)
    with stage(f"indexing the words of {count:,} passages, both ways"):
        reader, bare_index = _built(folder, materials.place("tantivy"), texts)
    with reader, stage(f"asking {QUERIES} questions"):
        ours, bare = _asked(reader, bare_index, questions)
    yield Row(
        benchmark="words",
        what=f"{count:,} passages: best {Settings().depth} of {ours.count} questions",
        ours=ours,
        beside=bare,
        beside_name="bare tantivy, en_stem, any word",
        ratio=ours.p95 / bare.p95,
        limit=at_most(ours.p95, LIMIT_SECONDS, f"p95 ≤ {LIMIT_SECONDS * 1e3:g} ms"),
        note=f"sentences of {len(materials.passages):,} real passages, put together anew",
    )


def _built(folder: Path, bare_folder: Path, texts: Iterator[str]) -> tuple[IndexReader, tantivy.Index]:
    """Both indexes in one pass. The bare one is as tantivy's documentation shows it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    bare = tantivy.Index(builder.build(), str(bare_folder))
    writer = bare.writer(_WRITER_BYTES, 1)

    def entries() -> Iterator[Entry]:
        for number, text in enumerate(texts, 1):
            writer.add_document(tantivy.Document(text=text))
            yield Entry(passage_id=PassageId(number), text=text, vector=None)

    index = IndexFolder(folder, model_id="bench", dimension=1)
    index.publish([PartitionChange(partition=PUBLIC, added=entries())], watermark=1, rebuild=True)
    writer.commit()
    writer.wait_merging_threads()
    bare.reload()
    return index.open_reader(), bare


def _asked(reader: IndexReader, bare_index: tantivy.Index, questions: Sequence[str]) -> tuple[Spread, Spread]:
    """Ours and bare; they take turns in going first."""
    depth, scope, searcher = Settings().depth, frozenset({PUBLIC}), bare_index.searcher()
    ours: list[float] = []
    bare: list[float] = []
    for number, question in enumerate(questions):
        for is_ours in turns(number):
            with timed(ours if is_ours else bare):
                if is_ours:
                    reader.by_words(question, scope, depth)
                else:
                    query, _ = bare_index.parse_query_lenient(question, ["text"])
                    _ = searcher.search(query, depth, count=False).hits
    return spread(ours[_WARM_UP:]), spread(bare[_WARM_UP:])
