"""Who is named, and how, is theirs to say: told first, by name, through the bot, not at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.reading_back import reconcile
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Json, User
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, Clock, Office, actions


@asynccontextmanager
async def running(
    office: Office, folder: Path, clock: Clock | None = None, **settings: object
) -> AsyncIterator[None]:
    async with slack_bot(office.slack, folder, clock=clock or Clock(), **settings) as office.service:
        yield


async def choose(office: Office, who: User, level: str) -> None:
    """On one's own page."""
    page = await office.command(who, "me")
    await office.slack.press(who, page, choosing(page, level))
    await office.handled()


def choosing(where: Json, value: str, action: str = "consent") -> str:
    """The button that does that to that."""
    found = [e for b in where["blocks"] for e in b.get("elements", ()) if e.get("value") == value]
    return str(next(e["action_id"] for e in found if e["action_id"].startswith(action)))


async def test_people_are_told_once_and_named_after_seven_quiet_days(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock):
        early = await office.command(office.cem, NEED)
        await until(lambda: office.from_bot(office.ben))
        clock.pass_time(days=6)
        still = await office.command(office.cem, NEED)
        clock.pass_time(days=1, minutes=1)
        late = await office.command(office.cem, NEED)
        await office.handled()

    for card in (early, still):
        assert "Ben" not in str(card)
        assert "One person may help" in card["text"]
        assert "I name nobody yet" in card["text"]
    assert "Ben" in late["text"]
    (notice,) = office.from_bot(office.ben)
    assert "Until then I name you to nobody" in notice["text"]
    assert {"my_page", "consent"} <= actions(notice)


async def test_who_says_no_to_the_notice_is_never_named(office: Office, tmp_path: Path) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock):
        await office.command(office.cem, NEED)
        await until(lambda: office.from_bot(office.ben))
        (notice,) = office.from_bot(office.ben)
        await office.slack.press(office.ben, notice, choosing(notice, "not_at_all"))
        await office.handled()
        clock.pass_time(days=30)
        card = await office.command(office.cem, NEED)

    assert "Ben" not in str(card)


async def test_with_opt_in_only_who_agreed_is_suggested(office: Office, tmp_path: Path) -> None:
    async with running(office, tmp_path, naming="opt-in"):
        before = await office.command(office.cem, NEED)
        await choose(office, office.ben, "by_name")
        after = await office.command(office.cem, NEED)

    assert "nobody stands out" in before["text"]
    assert office.from_bot(office.ben) == []
    assert "Ben" in after["text"]


async def test_by_name_only_through_kenner_and_not_at_all(office: Office, tmp_path: Path) -> None:
    async with running(office, tmp_path, **OFF):
        named_ = await office.command(office.cem, NEED)
        await choose(office, office.ben, "through_kenner")
        through = await office.command(office.cem, NEED)
        await office.pressed(office.cem, through, "ask")
        await until(lambda: office.from_bot(office.cem))
        (plan,) = office.from_bot(office.cem)
        await choose(office, office.ben, "not_at_all")
        none = await office.command(office.cem, NEED)

    assert "Ben" in named_["text"]
    assert "Somebody" in through["text"]
    assert "Ben" not in str(through)
    assert office.ben.id not in str(through)
    assert "Somebody" in plan["text"]
    assert "Ben" not in str(plan)
    assert "Ben" not in str(none)
    assert "Somebody answered" not in none["text"]


async def test_a_hidden_topic_and_a_pause_and_back(office: Office, slack: FakeSlack, tmp_path: Path) -> None:
    ops = slack.world.channel("ops", office.cem, office.ben, slack.bot)
    await office.thread(ops, office.cem, "how to restore a postgres backup elsewhere?", office.ben)
    async with running(office, tmp_path, **OFF):
        page = await office.command(office.ben, "me")
        assert "postgres" in page["text"]
        await slack.press(office.ben, page, choosing(page, "postgres", "hide"))
        await office.handled()
        hidden = await office.command(office.cem, NEED)
        page = await office.command(office.ben, "me")
        await office.pressed(office.ben, page, "unhide")
        await office.handled()
        shown = await office.command(office.cem, NEED)
        await office.pressed(office.ben, page, "pause")
        await office.handled()
        paused = await office.command(office.cem, NEED)
        page = await office.command(office.ben, "me")
        await office.pressed(office.ben, page, "resume")
        await office.handled()
        back = await office.command(office.cem, NEED)

    assert "Ben" not in hidden["text"]
    assert "Ben" in shown["text"]
    assert "Ben" not in paused["text"]
    assert "Ben" in back["text"]


async def test_nobody_is_named_before_everyone_more_often_in_a_week_than_allowed(
    office: Office, tmp_path: Path
) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock, named_a_week=2, **OFF):
        await office.seasoned(office.cem)
        alone = [await office.command(office.cem, NEED) for _ in range(3)]  # which counts for nothing
        for _ in range(2):
            asked = await office.mention(office.cem, NEED)
            await until(partial(office.answers, asked))
            assert "Ben" in office.answers(asked)[0]["text"]
        capped = await office.command(office.cem, NEED)
        clock.pass_time(days=7)
        next_week = await office.command(office.cem, NEED)

    assert all("Ben" in card["text"] for card in alone)
    assert "Ben" not in capped["text"]
    assert "Ben" in next_week["text"]


async def test_iknow_keeps_good_topics_and_says_why_it_does_not_keep_others(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    async with running(office, tmp_path, **OFF):
        page = await office.command(office.ana, "Kubernetes networking", "/iknow")
        before = page["text"]
        empty = await office.command(office.ana, "  ", "/iknow")
        long = await office.command(office.ana, "x" * 3_000, "/iknow")
        signs = await office.command(office.ana, "!!!", "/iknow")
        found = await office.command(office.cem, "Kubernetes networking")
        await office.pressed(office.ana, page, "unknow")
        await office.handled()
        gone = await office.command(office.cem, "Kubernetes networking")

    assert "Kubernetes networking" in before
    assert "/iknow" in empty["text"]
    assert "cannot keep that as a topic" in long["text"]
    assert "cannot keep that as a topic" in signs["text"]
    assert "Ana" in found["text"]
    assert "Ana" not in gone["text"]


async def test_a_copy_holds_what_is_kept_about_them(office: Office, tmp_path: Path) -> None:
    async with running(office, tmp_path, **OFF):
        await office.command(office.cem, NEED)
        page = await office.command(office.cem, "me")
        await office.pressed(office.cem, page, "export")
        await until(lambda: office.from_bot(office.cem))
        await office.handled()

    copies = office.from_bot(office.cem)
    assert NEED in "".join(each["text"] for each in copies)
    assert "This is all that I keep about you" in copies[0]["text"]


async def test_what_was_erased_does_not_come_back(office: Office, slack: FakeSlack, tmp_path: Path) -> None:
    clock = Clock()
    async with running(office, tmp_path, clock, **OFF):
        page = await office.command(office.ben, "me")
        await office.pressed(office.ben, page, "erase")
        await until(lambda: office.from_bot(office.ben))
        await office.handled()
        parts = office.service._parts if office.service else None
        assert parts
        await reconcile(parts.listening, parts.history, office.data.id, clock() - timedelta(days=1))
        first = slack.messages(office.data)[1]
        stored = await office.stored(first)
        card = await office.command(office.cem, NEED)

    assert "Done. I have forgotten" in office.from_bot(office.ben)[-1]["text"]
    assert stored == []
    assert "Ben" not in str(card)
    assert "pg_restore" not in str(card)
