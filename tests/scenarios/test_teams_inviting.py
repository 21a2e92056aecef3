"""Two people are brought together on a Teams of our own: the plan, the invitation, yes and no, the chat."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from bot import plan_phrases
from tests.support.adaptive_cards import buttons, links
from tests.support.running import until
from tests.support.slack_office import Clock
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Json, Person
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import NEED, Office, handled, words

ALWAYS = {"naming": "opt-out", "workday": "00:00-00:00", "workdays": "mon,tue,wed,thu,fri,sat,sun"}


class Together(Office):
    """Dia, too, answered something like it; Cem asks, in his chat with the bot."""

    def __init__(self, teams: FakeTeams) -> None:
        super().__init__(teams)
        self.dia = teams.world.person("dia")
        self.data.team.members.append(self.dia)

    async def talk(self) -> None:
        await super().talk()
        asked = await self.teams.say(self.cem, self.data, "how to restore a postgres backup elsewhere?")
        await self.teams.say(self.dia, self.data, "with pg_restore, too", thread=asked.activity["id"])

    async def told(self, who: Person, said: str) -> Json:
        """The card of the bot's with these words."""

        def found() -> list[Json]:
            return [each for each in self.teams.said(who) if said in words(each)]

        await until(found)
        return found()[-1]

    async def press(self, who: Person, card: Json, action: str, **typed: str) -> None:
        button = next(each for each in buttons(card).values() if each.get("verb") == action)
        pressed = await self.teams.press(who, who, card["id"], button["verb"], button["data"] | typed)
        assert pressed.status == 200

    async def plan(self) -> Json:
        await self.teams.say(self.cem, self.cem, NEED)
        await self.press(self.cem, await self.told(self.cem, "may know"), "ask")
        return await self.told(self.cem, "Whom I would ask")

    async def go(self) -> Json:
        """Cem has Ben asked, first; the invitation."""
        await self.press(self.cem, await self.plan(), "go")
        return await self.told(self.ben, "is stuck")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def here(clock: Clock, tmp_path: Path) -> AsyncIterator[Together]:
    async with FakeTeams() as teams:
        teams.limits.is_on = False
        office = Together(teams)
        async with teams_bot(teams, tmp_path, clock=clock, **ALWAYS) as service:
            await office.talk()
            await handled(service)
            for who in (office.ben, office.cem, office.dia):
                await teams.install(who)
            yield office


async def test_whoever_accepts_has_a_link_that_opens_a_chat_with_the_asker(here: Together) -> None:
    invitation = await here.go()

    await here.press(here.ben, invitation, "help")

    await here.told(here.cem, "Ben is glad to help")
    card = await here.told(here.ben, "Cem knows that you help")
    (link,) = [each for each in links(card) if "/l/chat/" in each]
    query = parse_qs(urlsplit(link).query)
    assert link.startswith("https://teams.microsoft.com/l/chat/0/0?")
    assert query["users"] == ["cem@acme.example"]
    assert query["message"] == ["Hi Cem, I may be able to help with what you asked."]
    assert card["id"] == invitation["id"]  # the invitation has changed


async def test_whoever_presses_in_a_channel_is_told_there_that_nobody_is_asked_before_they_agree(
    here: Together,
) -> None:
    reply = await here.teams.press(
        here.cem, here.data, "1", "ask", {"kenner": {"action": "ask", "value": "gone 1"}}
    )

    assert reply.reply["value"] == plan_phrases.IN_OUR_CHAT


async def test_the_card_that_says_so_while_it_goes_on_has_no_button_once_it_is_over(here: Together) -> None:
    await here.press(here.ben, await here.go(), "help")
    going = await here.told(here.cem, "I am on it")

    await here.press(here.cem, await here.told(here.cem, "glad to help"), "solved")

    over = await here.told(here.cem, "This is solved")
    assert over["id"] == going["id"]
    assert buttons(over) == {}


async def test_what_was_asked_in_a_channel_is_talked_of_in_its_thread(here: Together) -> None:
    asked = await here.teams.say(here.cem, here.data, f"@Kenner how do I {NEED}?")
    await here.press(here.cem, await here.told(here.cem, "may know"), "ask")
    await here.press(here.cem, await here.told(here.cem, "Whom I would ask"), "go")

    await here.press(here.ben, await here.told(here.ben, "is stuck"), "help")

    thread = f"{quote(here.data.id, safe='')}/{asked.activity['id']}"
    for who, said in ((here.cem, "glad to help"), (here.ben, "knows that you help")):
        assert [each for each in links(await here.told(who, said)) if thread in each]
    assert here.teams.said(here.data) == []


async def test_who_passes_is_not_told_and_the_next_is_asked(here: Together) -> None:
    invitation = await here.go()

    await here.press(here.ben, invitation, "not_now")

    await here.told(here.dia, "is stuck")
    await here.told(here.ben, "That is fine")


async def test_whoever_would_rather_name_a_colleague_types_the_name(here: Together) -> None:
    invitation = await here.go()
    await here.press(here.ben, invitation, "refer")

    await here.press(here.ben, await here.told(here.ben, "Who may know?"), "refer_to", refer_to="Ana")

    await here.told(here.ana, "Somebody whom I asked thought of you")


async def test_the_asker_stops_it_and_the_card_says_so(here: Together) -> None:
    invitation = await here.go()

    await here.press(here.cem, await here.told(here.cem, "I am on it"), "stop_round")

    over = await here.told(here.ben, "does not need it any more")
    assert over["id"] == invitation["id"]


async def test_where_one_lacks_the_app_the_next_is_asked_at_once(here: Together) -> None:
    here.teams.world.personal(here.ben).blocked = True

    await here.press(here.cem, await here.plan(), "go")

    await here.told(here.dia, "is stuck")
    assert here.teams.said(here.ben) == []
