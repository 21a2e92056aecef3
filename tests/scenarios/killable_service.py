"""``kenner serve`` as it is, but for a model that reads words, so that it starts at once.

Everything else is told by its environment, as an operator would; and where a fake Teams is, if there is one.
"""

import asyncio
import os

from adapters.commands import serve_command
from adapters.settings import Settings
from adapters.wiring import Application
from tests.support.models import WordEmbedder
from tests.support.rows import READING

if __name__ == "__main__":
    if address := os.environ.get("FAKE_TEAMS"):
        from tests.support.teams.leading import lead_to

        lead_to(address)
    application = Application(Settings())
    application.__dict__ |= {"embedder": WordEmbedder(), "reading": READING}
    asyncio.run(serve_command._serve(application))
