"""Topics that somebody follows: how one does it, and what the page of a topic shows."""

from dataclasses import replace

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent, knowing
from bot import follow_phrases as say
from bot.copying import copy
from bot.erasing import erase
from bot.errors import IndexMissingError
from bot.following import MOST
from bot.incoming import Command
from bot.topic_pages import Part, topic_page
from bot.typed_words import about_a_topic
from bot.views import Action, Entry
from expertise.consent import Naming
from tests.support.builders import ACME
from tests.support.rows import READING
from tests.support.weekly_office import (
    BEA,
    JON,
    MAYA,
    SECRET,
    TOLD,
    WeeklyOffice,
)


@pytest.fixture
async def office() -> WeeklyOffice:
    office = WeeklyOffice(MemoryStorage())
    await office.open()
    return office


# ------------------------------------------------------------------ the page of a topic


async def test_a_topics_page_shows_what_one_may_read_and_who_lets_themselves_be_seen(
    office: WeeklyOffice,
) -> None:
    await office.solves(JON, channel=SECRET)
    await office.waits(is_named=False)
    await office.follows(JON)
    async with office.storage.begin(ACME.id) as uow:
        await knowing.declare(uow, {MAYA: ["Orders database"], BEA: ["orders database"]}, office.now)
    async with office.storage.begin(ACME.id) as uow:
        await consent.decide(uow, BEA, Naming.THROUGH_KENNER)
        await uow.commit()

    for_maya = (await office.types(MAYA, Command.TOPIC, "orders database"))[0]
    for_bea = (await office.types(BEA, Command.TOPIC, "orders database"))[0]

    assert "Maya: says that they know “Orders database”." in for_maya
    assert "A colleague is stuck" in for_maya
    words = TOLD.removeprefix(f"{say.SOLVED}: ")
    assert words not in for_maya
    assert words in for_bea
    assert [name for name in ("Jon", "Bea:", "Lina") if name in for_maya] == []


async def test_of_a_topic_without_anything_the_page_says_so_and_offers_to_follow_it(
    office: WeeklyOffice,
) -> None:
    before = (await office.types(MAYA, Command.TOPIC, "kite surfing"))[0]
    unfit = (await office.types(MAYA, Command.TOPIC, "?!"))[0]

    assert "There is nothing here yet that you can read" in before
    assert "A few plain words" in unfit


async def test_before_anything_can_be_found_the_page_is_there_all_the_same(office: WeeklyOffice) -> None:
    def nothing_read() -> None:
        raise IndexMissingError

    await office.solves(MAYA)
    office.desk = replace(office.desk, tools=nothing_read)

    assert "There is nothing here yet" in (await office.types(MAYA, Command.TOPIC, "orders database"))[0]


# ------------------------------------------------------------------ following


async def test_one_follows_by_a_word_and_ones_page_lists_it(office: WeeklyOffice) -> None:
    told = await office.types(BEA, Command.FOLLOW, "Terraform")
    page = (await office.said(await office.press(BEA, Action.MY_PAGE, "")))[0]
    after = (await office.said(await office.press(BEA, Action.UNFOLLOW, "terraform")))[0]

    assert "You follow “Terraform” now" in told[0]
    assert "What I follow" in page
    assert "Terraform" in page
    assert "Terraform" not in after


async def test_what_is_no_topic_or_too_much_is_not_followed(office: WeeklyOffice) -> None:
    for number in range(MOST):
        await office.types(BEA, Command.FOLLOW, f"topic {number}")

    more = await office.types(BEA, Command.FOLLOW, "one more")
    again = await office.types(BEA, Command.FOLLOW, "TOPIC 1")
    unfit = await office.types(BEA, Command.FOLLOW, "!!")

    assert f"You follow {MOST} topics already" in more[0]
    assert "You follow “TOPIC 1” now" in again[0]
    assert "A few plain words" in unfit[0]


async def test_a_guest_follows_nothing(office: WeeklyOffice) -> None:
    async with office.storage.begin(ACME.id) as uow:
        (bea,) = await uow.people.by_ids([BEA])
        await uow.people.save([replace(bea, is_outsider=True)])
        await uow.commit()

    for command in (Command.FOLLOW, Command.TOPIC):
        assert "only help members" in (await office.types(BEA, command, "terraform"))[0]


async def test_what_one_follows_is_in_ones_copy_and_gone_with_an_erasure(office: WeeklyOffice) -> None:
    await office.follows(BEA, "Terraform")
    async with office.storage.begin(ACME.id) as uow:
        (bea,) = await uow.people.by_ids([BEA])
        before = await copy(uow, bea)
        await erase(uow, bea, office.desk, READING)
        after = await copy(uow, bea)

    assert '"Terraform"' in before
    assert '"Terraform"' not in after


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("follow terraform", (Command.FOLLOW, "terraform")),
        ("Follow: state locks", (Command.FOLLOW, "state locks")),
        ("unfollow terraform ", (Command.UNFOLLOW, "terraform")),
        ("topic terraform", (Command.TOPIC, "terraform")),
        ("follow", None),
        ("followers of a topic", None),
        ("follow what the docs say about a restore?", None),
        ("topic modelling of a great many documents from all our old wikis", None),
    ],
)
def test_what_is_typed_about_a_topic_is_no_question(words: str, meant: tuple[Command, str] | None) -> None:
    assert about_a_topic(words) == meant


def test_under_its_heading_nothing_says_again_what_it_is() -> None:
    solved = Entry(title=say.SOLVED, detail="“why?” Ana and Ben worked it out.")
    page = topic_page("Terraform", [Part(heading=say.SOLVED_TITLE, entries=(solved,))], [], is_followed=True)

    assert page.text.splitlines()[1:3] == [say.SOLVED_TITLE, solved.detail]
