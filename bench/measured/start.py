"""``start``: how long the command takes to say something, and that it loads no model for it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.apart import environment
from bench.figures import Row, Spread, at_most, spread, timed
from bench.materials import Materials, stage

LIMIT_SECONDS = 0.5
HEAVY = ("torch", "faiss", "sentence_transformers", "transformers", "tantivy")
_COMMANDS = (("--help",), ("--version",), ("migrate",))
_RUNS = 15
_LOADED = """
import sys
from adapters.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(",".join(name for name in {heavy} if name in sys.modules), end="")
"""


def measure(materials: Materials) -> Iterator[Row]:
    """One row a command; the limit is on the median. ``migrate`` has nothing to do but to see that."""
    home = materials.place("start")
    _output(_kenner("migrate"), home)
    with stage(f"starting the command {_RUNS} times each way"):
        rows = [_started(arguments, home) for arguments in _COMMANDS]
    yield from rows


def _started(arguments: tuple[str, ...], home: Path) -> Row:
    heavy = _heavy(arguments, home)
    ours = _timed(_kenner(*arguments), home)
    bare = _timed([sys.executable, "-c", "pass"], home)
    return Row(
        benchmark="start",
        what=f"kenner {' '.join(arguments)}",
        ours=ours,
        beside=bare,
        beside_name="python -c pass",
        ratio=ours.p50 / bare.p50,
        limit=at_most(
            ours.p50 if not heavy else float("inf"), LIMIT_SECONDS, f"p50 ≤ {LIMIT_SECONDS:g} s, no model"
        ),
        note=f"loads {', '.join(heavy)}" if heavy else "",
    )


def _timed(command: Sequence[str], home: Path) -> Spread:
    seconds: list[float] = []
    for _ in range(_RUNS):
        with timed(seconds):
            _output(command, home)
    return spread(seconds)


def _heavy(arguments: tuple[str, ...], home: Path) -> list[str]:
    """Which of the heavy libraries the command has loaded when it ends."""
    script = _LOADED.format(heavy=HEAVY)
    last = _output([sys.executable, "-c", script, *arguments], home).splitlines()[-1:]
    return [name for name in HEAVY if last and name in last[0].split(",")]


def _kenner(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("kenner")), *arguments]


def _output(command: Sequence[str], home: Path) -> str:
    """Run in the data folder, so that no ``.env`` of this checkout is read."""
    settings = environment(KENNER_DATA_DIR=str(home))
    return subprocess.run(  # noqa: S603 - our own command
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=home, env=settings
    ).stdout
