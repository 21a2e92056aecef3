"""``vectors``: search by meaning among a million, the public partition and scopes of private ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.apart import measured
from bench.figures import Limit, Row, Spread, Unit, at_least, at_most, recall, single, spread, timed
from bench.materials import Materials, stage
from bench.vectors import Corpus, made, nearest
from expertise.matcher import Settings
from index.exact import ExactIndex
from index.reader import IndexReader
from index.snapshot import IndexFolder, PartitionChange
from index.types import PUBLIC, Entry, Partition, PassageId

COUNT = 1_000_000
PRIVATE_SHARE = 0.15
PRIVATE_PARTS = 200
QUERIES = 500
K = 10
DEPTHS = (K, Settings().depth)
PUBLIC_SECONDS = 0.002
RECALL = 0.97
SCOPE_SECONDS = 0.005
SCOPES = {"1 %": 0.01, "10 %": 0.1}
RESIDENT_BYTES = 0.6e9
SCOPE_QUERIES = 200
"""Fewer, for memory too: a large scope is slow, and asked once more for every depth."""
_WARM_UP = 50
_EXACT_QUERIES = 10


def measure(materials: Materials) -> Iterator[Row]:
    """Public partition, scopes, memory."""
    folder = materials.place("vectors")
    corpus = _corpus(materials, folder)
    with stage(f"building an index of {len(corpus.vectors):,} vectors"):
        publish(folder / "index", corpus)
    with opened(folder / "index", corpus) as reader:
        yield from _public(reader, corpus)
        for name, share in SCOPES.items():
            scope = corpus.scope(round(share * len(corpus.vectors)), materials.options.seed)
            yield from _scoped(reader, corpus, name, scope)
    yield _resident(folder, corpus, materials.options.scale)


def _corpus(materials: Materials, folder: Path) -> Corpus:
    count = materials.options.scaled(COUNT)
    with stage(f"mixing {count:,} vectors from {len(materials.vectors):,} real ones"):
        return made(
            materials.vectors,
            folder / "vectors",
            count=count,
            private=round(PRIVATE_SHARE * count),
            private_parts=PRIVATE_PARTS,
            queries=QUERIES,
            seed=materials.options.seed,
        )


def publish(folder: Path, corpus: Corpus) -> None:
    """Builds the index as the product does. Row n is passage n + 1; its text is empty."""
    index = IndexFolder(folder, model_id="bench", dimension=corpus.vectors.shape[1])
    changes = (
        PartitionChange(partition=partition, added=_entries(corpus, rows))
        for partition, rows in corpus.partitions.items()
    )
    index.publish(changes, watermark=1, rebuild=True)


def _entries(corpus: Corpus, rows: range) -> Iterator[Entry]:
    for row in rows:
        yield Entry(passage_id=PassageId(row + 1), text="", vector=corpus.vectors[row])


def opened(folder: Path, corpus: Corpus) -> IndexReader:
    """A reader of what ``publish`` made, as the product opens it."""
    dimension = corpus.vectors.shape[1]
    return IndexFolder(folder, model_id="bench", dimension=dimension, faiss_threads=1).open_reader()


def _public(reader: IndexReader, corpus: Corpus) -> Iterator[Row]:
    """For as many as a peer is asked for, and for as many as a question asks for."""
    rows = corpus.partitions[PUBLIC]
    exact, truth = _exactly(corpus, rows), nearest(corpus, [rows], K).tolist()
    for k in DEPTHS:
        ours, found = _searched(reader, corpus, [PUBLIC], k)
        share = recall([ids[:K] for ids in found], truth)
        yield Row(
            benchmark="vectors",
            what=f"public, {len(rows):,}: nearest {k}",
            ours=ours,
            beside=exact,
            beside_name="exact, in NumPy",
            ratio=ours.p95 / exact.p95,
            limit=_below(ours, PUBLIC_SECONDS),
        )
        yield Row(
            benchmark="vectors",
            what=f"public: recall@{K} of the nearest {k}",
            ours=single(share, Unit.SHARE),
            limit=at_least(share, RECALL, f"≥ {RECALL}"),
        )


def _scoped(reader: IndexReader, corpus: Corpus, name: str, scope: dict[Partition, range]) -> Iterator[Row]:
    corpus = replace(corpus, queries=corpus.queries[:SCOPE_QUERIES])
    sizes, truth = [len(rows) for rows in scope.values()], nearest(corpus, scope.values(), K).tolist()
    for k in DEPTHS:
        ours, found = _searched(reader, corpus, scope, k)
        share = recall([ids[:K] for ids in found], truth)
        yield Row(
            benchmark="vectors",
            what=f"scope of {name}, {sum(sizes):,}: nearest {k}",
            ours=ours,
            limit=_below(ours, SCOPE_SECONDS),
            note=f"{len(sizes)} partitions, the largest of {max(sizes, default=0):,}; recall@{K} {share:.3f}",
        )


def _below(ours: Spread, seconds: float) -> Limit:
    return at_most(ours.p95, seconds, f"p95 ≤ {seconds * 1e3:g} ms")


def _searched(
    reader: IndexReader, corpus: Corpus, partitions: Iterable[Partition], k: int
) -> tuple[Spread, Sequence[Sequence[int]]]:
    """Seconds, warm, and the rows found, best first."""
    names = frozenset(partitions)
    for query in corpus.queries[-_WARM_UP:]:
        reader.by_meaning(query, names, k)
    seconds: list[float] = []
    found = []
    for query in corpus.queries:
        with timed(seconds):
            hits = reader.by_meaning(query, names, k)
        found.append([hit.passage_id - 1 for hit in hits])
    return spread(seconds), found


def _exactly(corpus: Corpus, rows: range) -> Spread:
    index = ExactIndex(np.array(rows), np.asarray(corpus.vectors[rows.start : rows.stop]))
    seconds: list[float] = []
    for query in corpus.queries[: _EXACT_QUERIES + 1]:
        with timed(seconds):
            index.search(query, K)
    return spread(seconds[1:])


def _resident(folder: Path, corpus: Corpus, scale: float) -> Row:
    np.save(folder / "queries.npy", corpus.queries[:SCOPE_QUERIES])
    with stage("opening the index in a process of its own"):
        told = measured("search", folder / "index", folder / "queries.npy", K)
    taken = float(told["after"] - told["before"])
    files = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    return Row(
        benchmark="vectors",
        what="memory after every partition was asked",
        ours=single(taken, Unit.BYTES),
        beside=single(float(corpus.vectors.nbytes), Unit.BYTES),
        beside_name="the vectors as float32",
        ratio=taken / corpus.vectors.nbytes,
        limit=at_most(taken, RESIDENT_BYTES, f"{RESIDENT_BYTES / 1e9:g} GB") if scale >= 1 else None,
        note=f"{files / 1e6:,.0f} MB on disk in {len(corpus.partitions)} partitions",
    )
