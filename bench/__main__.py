"""``python -m bench [NAMES…]``: runs the benchmarks and prints one table."""

import importlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench import machine, table
from bench.figures import Row, Unit
from bench.materials import Materials, MissingError, Options, say

NAMES = {
    "start": "bench.measured.start",
    "question": "bench.measured.question",
    "noticing": "bench.measured.noticing",
    "import": "bench.measured.imports",
    "memory": "bench.measured.memory",
    "peers": "bench.measured.peers",
    "vectors": "bench.measured.vectors",
    "words": "bench.measured.words",
    "ranking": "bench.measured.ranking",
    "slack": "bench.measured.slack",
    "teams": "bench.measured.teams",
}
"""In the order of running: what is quick first."""

_HERE = Path(__file__).parent
_DATA = _HERE.parent.parent / "shared" / "data" / "bytecode"


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(NAMES)))
@click.option("--data", type=click.Path(path_type=Path), default=_DATA, help="The replay set's folder.")
@click.option("--home", type=click.Path(path_type=Path), help="A Kenner data folder with a finished index.")
@click.option("--scale", type=click.FloatRange(0, 10, min_open=True), default=1.0, help="Times all sizes.")
@click.option("--embed", type=click.IntRange(1), default=400, show_default=True, help="Passages to embed.")
@click.option("--seed", type=int, default=20_240_607, show_default=True, help="Of all that is random.")
def bench(names: tuple[str, ...], data: Path, home: Path | None, scale: float, embed: int, seed: int) -> None:
    """Measure Kenner beside bare libraries and its peers: all, or only NAMES.

    Takes about 30 minutes on two slow cores. Nothing else should run meanwhile.
    """
    home = home and home.absolute()
    options = Options(data=data.absolute(), home=home, scale=scale, embed=embed, seed=seed)
    run = _Run(options)
    try:
        with tempfile.TemporaryDirectory(prefix="kenner-bench-") as folder:
            run.all(Materials(options, Path(folder)), [name for name in NAMES if not names or name in names])
    finally:
        run.write(_HERE / "results" / "latest.json")
        for line in run.told():
            click.echo(line)


class _Run:
    """What came of it so far, so that a long run that ends badly has not been for nothing."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._started = datetime.now(UTC)
        self._machine = machine.description()
        self._rows: list[Row] = []
        self._loads: dict[str, tuple[float, float]] = {}
        self._missing: dict[str, str] = {}

    def all(self, materials: Materials, names: Sequence[str]) -> None:
        for name in names:
            say(f"— {name}")
            before = machine.load()
            try:
                self._rows += importlib.import_module(NAMES[name]).measure(materials)
            except MissingError as error:
                self._missing[name] = str(error)
                say(str(error))
            self._loads[name] = (before, machine.load())

    def write(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        content: dict[str, Any] = {
            "started": self._started.isoformat(),
            "machine": self._machine,
            "options": {name: str(getattr(self._options, name)) for name in Options.__dataclass_fields__},
            "load": self._loads,
            "missing": self._missing,
            "rows": table.as_json(self._rows),
        }
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def told(self) -> Iterator[str]:
        where = self._machine
        yield f"{where['cpu']}, {where['cores']} cores ({where['simd']}),"
        yield f"{table.number(where['memory'], Unit.BYTES)} of memory; {where['system']}"
        packages = ", ".join(f"{name} {version}" for name, version in where["packages"].items())
        yield f"Python {where['python']}, SQLite {where['sqlite']}, {packages}"
        loads = ", ".join(f"{name} {a:.1f} to {b:.1f}" for name, (a, b) in self._loads.items())
        yield f"Started {self._started:%Y-%m-%d %H:%M} UTC, scale {self._options.scale:g}. Load: {loads}"
        yield ""
        yield from table.lines(self._rows)
        for name, why in self._missing.items():
            yield f"{name} was left out. {why}"


if __name__ == "__main__":
    bench()
