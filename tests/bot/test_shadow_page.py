"""The page of shadow mode: for those who may read question and answer, as they are now, and nobody else."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest

from bot.consent import Policy, decide
from bot.ingestion import remove_message, turn
from bot.ports import Storage
from bot.shadow_page import Kept, shadow_page
from bot.shadow_phrases import NOTHING
from bot.views import Page
from expertise.consent import Mode, Naming
from expertise.types import ChannelId, ChannelKind
from tests.support.asking import LATER
from tests.support.builders import ACME, channel, channel_id, message, minute, person_id, ts_of
from tests.support.rows import READING, enter, post

DATA, SECRET = channel("data"), channel("secret", ChannelKind.PRIVATE)
OPEN = Policy(mode=Mode.OPT_OUT)
ASKED = "how do I restore the orders table?"
SAID = "take the base backup and replay the log"


@dataclass
class HandLog:
    """Implements ``bot.shadow_page.ShadowLog``."""

    kept: list[Kept]

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Kept]:
        own = [each for each in self.kept if each.question[0] in channels]
        return sorted(own, key=lambda each: each.asked_at, reverse=True)[:limit]


def kept(where: str = "data", said_in: str = "data") -> Kept:
    return Kept(
        question=(channel_id(where), ts_of(minute(9))),
        asked_at=minute(9),
        chance=0.62,
        quoted=((channel_id(said_in), ts_of(minute(2))),),
    )


@pytest.fixture
async def acme(storage: Storage) -> Storage:
    await enter(storage, channels=[DATA, SECRET], members={"secret": {"ada"}})
    for where in ("data", "secret"):
        await post(storage, [message(SAID, "bob", 2, of=where), message(ASKED, "cyd", 9, of=where)])
    return storage


async def look(storage: Storage, who: str, *each: Kept, policy: Policy = OPEN) -> Page:
    async with storage.begin(ACME.id) as uow:
        return await shadow_page(uow, ACME, HandLog(list(each)), person_id(who), policy, LATER)


def titles(page: Page) -> list[str]:
    return [entry.title for entry in page.sections[0].entries]


async def test_a_reader_sees_question_answer_and_how_sure_it_was(acme: Storage) -> None:
    page = await look(acme, "dan", kept())

    (entry,) = page.sections[0].entries
    assert entry.title == f"“{ASKED}”"
    assert "#data" in entry.detail
    assert "probably helps" in entry.detail
    assert f"“{SAID}”" in entry.detail
    assert entry.evidence[0].words == SAID
    assert all(quoted.link for quoted in entry.evidence)


async def test_of_a_private_channel_only_its_members_see(acme: Storage) -> None:
    own = kept("secret", "secret")

    assert titles(await look(acme, "ada", own)) == [f"“{ASKED}”"]
    page = await look(acme, "dan", own)
    assert (titles(page), page.sections[0].body) == ([], NOTHING)


async def test_a_private_answer_to_an_open_question_is_for_its_members(acme: Storage) -> None:
    mixed = kept("data", "secret")

    assert titles(await look(acme, "dan", mixed)) == []
    assert titles(await look(acme, "ada", mixed)) == [f"“{ASKED}”"]


async def test_a_channel_that_turned_private_is_gone_at_once(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await turn(uow, DATA, ChannelKind.PRIVATE)
        await uow.commit()

    assert titles(await look(acme, "dan", kept())) == []


@pytest.mark.parametrize("at", [2, 9])
async def test_what_was_deleted_takes_the_entry_with_it(acme: Storage, at: int) -> None:
    async with acme.begin(ACME.id) as uow:
        await remove_message(uow, DATA, ts_of(minute(at)), READING)
        await uow.commit()

    assert titles(await look(acme, "dan", kept())) == []


async def test_who_may_not_be_named_is_not_quoted(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await decide(uow, person_id("bob"), Naming.NOT_AT_ALL)
        await uow.commit()

    assert titles(await look(acme, "dan", kept())) == []
    assert titles(await look(acme, "dan", kept(), policy=replace(OPEN, mode=Mode.OPT_IN))) == []


async def test_an_outsider_sees_nothing_of_open_channels(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        (dan,) = await uow.people.by_ids([person_id("dan")])
        await uow.people.save([replace(dan, is_outsider=True)])
        await uow.commit()

    assert titles(await look(acme, "dan", kept())) == []
