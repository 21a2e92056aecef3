"""In Teams: how much one is asked, and the notebook, as cards in the chat with the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running import until
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Json
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import Office, answered, handled, words


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with FakeTeams() as fake:
        fake.limits.is_on = False
        yield fake


def control(message: Json, action: str, value: str | None = None) -> Json:
    """A button or field's button of its card, by what it does."""
    found: list[Json] = []

    def look(part: object) -> None:
        if isinstance(part, dict):
            sent = part.get("data", {}).get("kenner", {}) if isinstance(part.get("data"), dict) else {}
            if sent.get("action") == action and value in (None, sent.get("value")):
                found.append(part)
            for each in part.values():
                look(each)
        elif isinstance(part, list):
            for each in part:
                look(each)

    look(message["attachments"])
    return found[0]


async def test_the_notebook_and_what_one_chooses_about_being_asked_are_cards(
    teams: FakeTeams, tmp_path: Path
) -> None:
    office = Office(teams)
    async with teams_bot(teams, tmp_path, naming="opt-out") as service:
        await teams.install(office.cem)
        await teams.say(office.cem, office.cem, "Notebook")
        notebook = await answered(teams, office.cem)
        await teams.say(office.cem, office.cem, "me")
        page = await answered(teams, office.cem, times=2)
        never = control(page, "at_most", "0")

        await teams.press(office.cem, office.cem, page["id"], never["verb"], never["data"])
        await handled(service)

        assert "Your notebook" in words(notebook)
        await until(lambda: "nothing that you did not ask for" in words(teams.said(office.cem)[-1]))
