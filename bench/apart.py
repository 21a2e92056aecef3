"""What must be measured in a process of its own: ``python -m bench.apart WHAT …`` prints one JSON object."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.machine import peak, resident

ROOT = Path(__file__).parent.parent


def measured(what: str, *arguments: Path | int) -> dict[str, Any]:
    """Run ``what`` in a fresh process. Raises ``subprocess.CalledProcessError`` if it fails."""
    command = [sys.executable, "-m", "bench.apart", what, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT, env=environment())  # noqa: S603 - our own
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def environment(**settings: str) -> dict[str, str]:
    """Ours, but with these and no other ``KENNER_…`` settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KENNER_")} | settings


def import_rows(export: str, home: str) -> dict[str, Any]:
    """All of an import but the embedding; the most memory that it took."""
    from adapters.commands.import_command import import_export  # noqa: PLC0415 - a process does one thing
    from adapters.storage.schema import migrate  # noqa: PLC0415
    from bench.materials import application_at  # noqa: PLC0415
    from bot.importing import Selection  # noqa: PLC0415

    application = application_at(Path(home))
    before = peak()

    async def go() -> int:
        await migrate(application.settings.url)
        return (await import_export(application, Path(export), Selection(), embed=False)).added

    return {"messages": asyncio.run(go()), "before": before, "peak": peak()}


def search_vectors(folder: str, queries: str, k: str) -> dict[str, Any]:
    """Memory that an index takes once every partition was asked every query; libraries not counted."""
    import numpy as np  # noqa: PLC0415

    from index.exact import as_ids  # noqa: PLC0415
    from index.faiss_index import FaissIndex  # noqa: PLC0415
    from index.snapshot import IndexFolder  # noqa: PLC0415
    from index.types import PassageId  # noqa: PLC0415

    vectors = np.load(queries)
    FaissIndex.build(as_ids([PassageId(1)]), vectors[:1]).search(vectors[0], 1)  # the library and its threads
    before = resident()
    index = IndexFolder(Path(folder), model_id="bench", dimension=vectors.shape[1], faiss_threads=1)
    reader = index.open_reader()
    generation = reader.generation
    for query in vectors:
        reader.by_meaning(query, generation.folders if generation else (), int(k))
    return {"before": before, "after": resident()}


_WHAT = {"import": import_rows, "search": search_vectors}

if __name__ == "__main__":
    outcome = _WHAT[sys.argv[1]](*sys.argv[2:])  # type: ignore[operator] # each takes its own arguments
    sys.stdout.write(json.dumps(outcome))
