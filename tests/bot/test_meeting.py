"""Where two people talk, and what introduces them: nothing that one of them may not read."""

from dataclasses import replace

import pytest

from bot.incoming import Via
from bot.ingestion import turn
from bot.meeting import Meeting, meeting
from bot.meeting_notes import connected_asker, connected_helper, together
from bot.ports import Storage
from bot.types import Platform
from expertise.types import ChannelKind
from tests.support.builders import ACME, person
from tests.support.meetings import ASKED, DATA, JON, LINA, MAYA, OPS, SECRET, Office, here

TEAMS = replace(ACME, platform=Platform.TEAMS, url="")


@pytest.fixture
def office(storage: Storage) -> Office:
    return Office(storage)


async def _met(office: Office) -> Meeting:
    async with office.storage.begin(ACME.id) as uow:
        return await meeting(uow, office.desk, LINA, MAYA, office.question)


async def test_they_talk_in_the_thread_where_it_was_asked(office: Office) -> None:
    await office.open()

    met = await _met(office)

    assert met.thread
    assert (met.thread.channel, met.is_group) == ("data", False)
    assert met.thread.link == "https://acme.slack.com/archives/Cdata/p1796029200000100"


async def test_not_in_a_channel_that_turned_private_before_the_helper_is_known_to_be_inside(
    office: Office,
) -> None:
    await office.open()
    async with office.storage.begin(ACME.id) as uow:
        private = await turn(uow, DATA, ChannelKind.PRIVATE)
        await uow.commit()
    await office.join(private, LINA)
    before = await _met(office)
    await office.join(private, LINA, MAYA)

    after = await _met(office)

    assert (before.thread, before.is_group) == (None, True)
    assert after.thread


@pytest.mark.parametrize("via", [Via.COMMAND, Via.DIRECT, Via.HOME, Via.MESSAGE])
async def test_what_was_asked_in_private_has_no_thread(office: Office, via: Via) -> None:
    await office.open()
    office.question = replace(office.question, via=via)

    assert (await _met(office)).thread is None


async def test_in_an_archived_channel_nobody_can_talk(office: Office) -> None:
    await office.open(replace(DATA, is_archived=True))

    assert (await _met(office)).is_group


async def test_they_share_open_channels_that_both_are_known_to_be_in(office: Office) -> None:
    shared, old = here("clients", ChannelKind.SHARED), here("old", is_archived=True)
    await office.open(shared, old)
    for channel in (OPS, shared, old, SECRET):
        await office.join(channel, LINA, MAYA)
    await office.join(DATA, LINA, JON)

    assert (await _met(office)).channels == ("clients", "ops")


async def test_they_share_the_last_thread_that_both_wrote_in_and_may_both_read(office: Office) -> None:
    group = here("group", ChannelKind.GROUP)
    await office.open(group)
    await office.join(SECRET, LINA)
    await office.join(group, LINA, MAYA)
    await office.talk(OPS, 1, LINA, MAYA)
    await office.talk(OPS, 2, MAYA, JON, LINA)
    await office.talk(OPS, 3, LINA, JON)
    await office.talk(SECRET, 4, LINA, MAYA)
    await office.talk(group, 5, LINA, MAYA)

    past = (await _met(office)).past

    assert past
    assert past.link == "https://acme.slack.com/archives/Cops/p1790000200000100"


async def test_two_who_share_nothing_are_introduced_by_their_names_alone(office: Office) -> None:
    await office.open()

    met = await _met(office)

    assert (met.channels, met.past) == ((), None)


LINA_KRAUS = person("lina", name="Lina Kraus", title="Support")
BOBBY = person("bobby", name="<!channel> *Bobby*\nsays: “yes”", title="\u202eboss")


def test_each_hears_who_the_other_is_and_what_they_share() -> None:
    met = Meeting(is_group=True, channels=("data", "ops"))

    helper = connected_helper(ASKED, "how?", LINA_KRAUS, BOBBY, met).text
    asker = connected_asker(ASKED, LINA_KRAUS, met).text

    assert "Lina Kraus (Support) knows that you help" in helper
    assert "Lina Kraus (Support) is glad to help" in asker
    assert "You are both in #data and #ops." in helper
    assert "You are both in #data and #ops." in asker


def test_names_and_titles_stay_on_their_line_and_run_as_they_should() -> None:
    note = together(LINA_KRAUS, BOBBY, "a “question”\nof two lines", Meeting())

    assert "\u202e" not in note.text
    assert "“a ‘question’ of two lines”" in note.paragraphs[0]
    assert "\n" not in note.paragraphs[0]


def test_in_teams_the_helper_opens_the_chat_if_there_is_a_link() -> None:
    met = Meeting(chat="https://teams.microsoft.com/l/chat/0/0?users=lina%40acme.example")

    with_link = connected_helper(ASKED, "how?", LINA_KRAUS, BOBBY, met)
    without = connected_helper(ASKED, "how?", LINA_KRAUS, BOBBY, Meeting())
    asker = connected_asker(ASKED, LINA_KRAUS, met)

    assert [each.link for each in with_link.buttons if each.link] == [met.chat]
    assert [each.link for each in (*without.buttons, *asker.buttons) if each.link] == []
    assert "Write to Lina in a chat" in without.text
