"""``peers``: our vector search beside other engines that a Python program can hold in itself."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bench.engines.engine import Engine
from bench.engines.kenner import Kenner
from bench.figures import Row, Unit, recall, single, spread, timed
from bench.materials import Materials, MissingError, stage
from bench.vectors import Corpus, made, nearest
from index.types import Partition

COUNT = 100_000
PRIVATE_SHARE = 0.1
PRIVATE_PARTS = 10
QUERIES = 200
K = 10
_WARM_UP = 20


@dataclass(slots=True)
class _Record:
    """What came of one engine's searches."""

    seconds: list[float] = field(default_factory=list)
    found: list[Sequence[int]] = field(default_factory=list)


def measure(materials: Materials) -> Iterator[Row]:
    """Building, then searching everywhere and within a tenth, the engines in turns at each query."""
    corpus = made(
        materials.vectors,
        materials.place("peers") / "vectors",
        count=materials.options.scaled(COUNT),
        private=round(PRIVATE_SHARE * materials.options.scaled(COUNT)),
        private_parts=PRIVATE_PARTS,
        queries=QUERIES + _WARM_UP,
        seed=materials.options.seed,
    )
    engines = _engines(materials)
    try:
        yield from _built(engines, corpus)
        yield from _compared(engines, corpus, "everywhere", None)
        yield from _compared(engines, corpus, "scope of 10 %", frozenset(corpus.private))
    finally:
        for engine in engines:
            engine.close()


def _engines(materials: Materials) -> list[Engine]:
    """Ours first. Raises ``MissingError`` where the peers are not installed."""
    try:
        from bench.engines.chroma import Chroma  # noqa: PLC0415 - installed by `make bench` alone
        from bench.engines.lance import Lance  # noqa: PLC0415
    except ImportError as error:
        raise MissingError("The peers are not installed. `make bench` installs them.") from error
    return [
        Kenner(materials.place("peer-kenner")),
        Chroma(materials.place("peer-chroma")),
        Lance(materials.place("peer-lance")),
    ]


def _built(engines: Sequence[Engine], corpus: Corpus) -> Iterator[Row]:
    took: dict[str, list[float]] = {}
    for engine in engines:
        with stage(f"building {len(corpus.vectors):,} vectors in {engine.name}"):
            seconds = took.setdefault(engine.name, [])
            with timed(seconds):
                engine.build(corpus)
    ours, *others = took.items()
    for name, theirs in others:
        yield Row(
            benchmark="peers",
            what=f"building {len(corpus.vectors):,}",
            ours=spread(ours[1]),
            beside=spread(theirs),
            beside_name=name,
            ratio=ours[1][0] / theirs[0],
        )


def _compared(
    engines: Sequence[Engine], corpus: Corpus, where: str, partitions: Collection[Partition] | None
) -> Iterator[Row]:
    with stage(f"searching {where}"):
        ours, *others = _searched(engines, corpus, partitions)
    chosen = corpus.partitions.values() if partitions is None else [corpus.partitions[p] for p in partitions]
    truth = nearest(corpus, chosen, K)[_WARM_UP:].tolist()
    for engine, theirs in zip(engines[1:], others, strict=True):
        mine, other = spread(ours.seconds), spread(theirs.seconds)
        yield Row(
            benchmark="peers",
            what=f"{where}: nearest {K}",
            ours=mine,
            beside=other,
            beside_name=engine.name,
            ratio=mine.p95 / other.p95,
        )
        yield Row(
            benchmark="peers",
            what=f"{where}: recall@{K}",
            ours=single(recall(ours.found, truth), Unit.SHARE),
            beside=single(recall(theirs.found, truth), Unit.SHARE),
            beside_name=engine.name,
        )


def _searched(
    engines: Sequence[Engine], corpus: Corpus, partitions: Collection[Partition] | None
) -> list[_Record]:
    records = [_Record() for _ in engines]
    for number, query in enumerate(corpus.queries):
        for turn in range(len(engines)):
            at = (number + turn) % len(engines)
            seconds: list[float] = []
            with timed(seconds):
                found = engines[at].search(query, partitions, K)
            if number >= _WARM_UP:
                records[at].seconds += seconds
                records[at].found.append(found)
    return records
