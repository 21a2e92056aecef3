"""``memory``: the most that an import takes must not grow with the export."""

from collections.abc import Iterator
from typing import Any

from bench.apart import measured
from bench.exports import repeated
from bench.figures import Row, Spread, Unit, at_most, single
from bench.materials import Materials, stage

TIMES = 10
LIMIT = 1.3


def measure(materials: Materials) -> Iterator[Row]:
    """One row: the export, and the same export ten times over."""
    with stage(f"writing the export {TIMES} times over"):
        large = repeated(materials.export, materials.folder / "repeated.zip", TIMES)
    with stage("importing the export in a process of its own"):
        once = measured("import", materials.export, materials.place("import-once"))
    with stage(f"importing it {TIMES} times over in a process of its own"):
        often = measured("import", large, materials.place("import-often"))
    ratio = often["peak"] / once["peak"]
    yield Row(
        benchmark="memory",
        what=f"import of {often['messages']:,} messages, no embedding",
        ours=_peak(often),
        beside=_peak(once),
        beside_name=f"of {once['messages']:,}",
        ratio=ratio,
        limit=at_most(ratio, LIMIT, f"{LIMIT:g} ×"),
        note=f"before the first row: {once['before'] / 1e6:.0f} MB",
    )


def _peak(told: dict[str, Any]) -> Spread:
    return single(float(told["peak"]), Unit.BYTES)
