"""A conversation in Microsoft's Agents Playground, where that is installed: tests/clients/README.md."""

import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.commands.serve_command import teams_settings, teams_side
from adapters.service import Service
from adapters.teams.extension import ASK, QUESTION
from bot import chat_phrases, inviting_phrases, teams_phrases
from tests.support.chromium import chromium
from tests.support.playground import TENANT, Playground, program
from tests.support.running import an_application, running
from tests.support.slack_office import until_it
from tests.support.teams_office import handled

NEED = "restore a postgres backup"
MEGAN, ADELE = 0, 1
ROOT = 1_772_442_000_000
PICTURES = "AGENTS_PLAYGROUND_PICTURES"
"""The folder that pictures are kept in, where somebody wants to look at them."""

CONVERSATION = (
    (NEED, "Adele Vance"),
    ("I know Terraform", chat_phrases.UNKNOW),
    ("how do I tune a harpsichord?", chat_phrases.DRAFT),
    ("help", chat_phrases.HELP_OPENING),
)


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Playground]:
    """The page, and the bot beside it; the team has talked."""
    where: list[str] = []
    path = program()
    local = {"teams_local": True, "teams_tenant_id": TENANT, "naming": "opt-out"}
    application = await an_application(tmp_path, **local)
    settled = teams_settings(application.settings)
    side = teams_side(replace(settled, wishes=replace(settled.wishes, refresh_seconds=0.05)))
    async with running(application, [side], where.append):
        assert side.service
        async with Playground(path, f"{where[0]}/api/messages", tmp_path) as page:
            await page.install(page.general)
            await page.hear(MEGAN, ROOT, f"how do I {NEED} from yesterday?")
            await page.hear(ADELE, ROOT + 60_000, f"to {NEED} use pg_restore", ROOT)
            await page.install(page.personal)
            await until_it(lambda: _heard(side.service), 2)
            await handled(side.service)
            yield page


async def _heard(service: Service | None) -> int:
    assert service
    async with service._parts.storage.begin(service.workspace.id) as uow:
        return await uow.transcript.count()


async def test_a_whole_conversation(page: Playground) -> None:
    await page.say(page.me, page.personal, NEED)
    answer = await page.card(lambda words: "Adele Vance" in words)
    await page.press(page.personal, answer, chat_phrases.ask("Adele"))
    plan = await page.card(lambda words: inviting_phrases.PLAN_PEOPLE in words)
    await page.press(page.personal, plan, inviting_phrases.GO)
    begun = await page.card(lambda words: inviting_phrases.STARTED in words)
    pressed = await page.press(page.personal, answer, chat_phrases.HELPED)
    thanks = await page.card(lambda words: chat_phrases.THANKS in words)
    await page.say(page.me, page.personal, "me")
    own = await page.card(lambda words: chat_phrases.PAGE_OPENING in words)
    await page.press(page.personal, own, chat_phrases.PAUSE)
    paused = await page.card(lambda words: chat_phrases.PAUSED_BODY in words)
    for _ in range(2):  # somebody's first three questions are answered in private
        await page.say(page.me, page.personal, NEED)
    await page.say(page.me, page.general, f"@Kenner who can {NEED}?")
    shared = await page.card(lambda words: chat_phrases.ALL_CAN_READ in words)
    typed = await page.typed(page.personal, ASK, QUESTION, NEED)

    assert begun["messageId"] == plan["messageId"]
    assert pressed["value"] == teams_phrases.DONE
    assert len({each["messageId"] for each in (answer, thanks, own, shared)}) == 4
    assert paused["messageId"] == own["messageId"]
    assert "Adele Vance" in json.dumps(shared)
    assert [each["preview"]["content"]["title"] for each in typed["composeExtension"]["attachments"]]


async def test_a_picture_of_it(page: Playground, tmp_path: Path) -> None:
    async with chromium(page.address, (1400, 1500)) as seen:
        await seen.shows("Connected.")
        for words, drawn in CONVERSATION:
            await seen.type(words)
            await seen.shows(drawn)
        taken = await seen.picture()

    assert taken.startswith(b"\x89PNG")
    (Path(os.environ.get(PICTURES) or tmp_path) / "teams-conversation.png").write_bytes(taken)


def test_without_it_the_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGENTS_PLAYGROUND", raising=False)

    with pytest.raises(pytest.skip.Exception, match="AGENTS_PLAYGROUND"):
        program()
