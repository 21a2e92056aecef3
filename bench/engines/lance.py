"""LanceDB, in this process: inverted lists of HNSW graphs over 8-bit codes, a bitmap for the filter."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa

from bench.vectors import Corpus
from index.types import Partition, Vectors


class Lance:
    """An ``Engine``. ``IVF_HNSW_SQ`` is its kind nearest to ours; all else as by default."""

    name = "lancedb"

    def __init__(self, folder: Path) -> None:
        self._database: Any = lancedb.connect(str(folder))
        self._table: Any = None

    def build(self, corpus: Corpus) -> None:
        """The partition is a column."""
        names = [name for name, rows in corpus.partitions.items() for _ in rows]
        dimension = corpus.vectors.shape[1]
        values = pa.FixedSizeListArray.from_arrays(pa.array(corpus.vectors.ravel()), dimension)
        rows = pa.table({"row": range(len(names)), "partition": names, "vector": values})
        self._table = self._database.create_table("bench", rows)
        self._table.create_index(metric="cosine", index_type="IVF_HNSW_SQ")
        self._table.create_scalar_index("partition", index_type="BITMAP")

    def search(self, query: Vectors, partitions: Collection[Partition] | None, k: int) -> Sequence[int]:
        """Filtered, before the search, where partitions are given."""
        wanted = self._table.search(query).metric("cosine").select(["row", "_distance"]).limit(k)
        if partitions is not None:
            names = ", ".join(f"'{name}'" for name in sorted(partitions))
            wanted = wanted.where(f"partition IN ({names})", prefilter=True)
        return [int(row) for row in wanted.to_arrow()["row"].to_pylist()]

    def close(self) -> None:
        """The folder is taken away by whoever made it."""
        self._table = None
        self._database = None
