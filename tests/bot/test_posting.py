"""What helped is posted where it was asked: only in public, and only if both say yes."""

from dataclasses import replace

import pytest

from bot.chat_types import Outgoing, OutgoingKind
from bot.erasing import erase
from bot.incoming import Pressed, Via
from bot.ingestion import turn
from bot.ports import Storage
from bot.posting import solved as solved_now
from bot.pressing import press
from bot.round_types import RoundState
from bot.views import Action
from expertise.types import ChannelKind, PersonId
from tests.support.builders import ACME
from tests.support.meetings import ASKED, DATA, JON, LINA, MAYA, ROOT, Office
from tests.support.rows import READING

WORDS = "replay the log until just before the drop"


class Solved(Office):
    """Maya helped Lina, who says that it is solved."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.pressed = 0

    async def solved(self) -> None:
        await self.open()
        await self.helps()
        async with self.storage.begin(ACME.id) as uow:
            this = await self.round()
            await uow.rounds.put(replace(this, state=RoundState.SOLVED, due=None, due_at=None))
            await uow.commit()

    async def press(self, who: PersonId, action: Action, value: str = ASKED) -> str:
        """What only they are told."""
        self.pressed += 1
        async with self.storage.begin(ACME.id) as uow:
            (person,) = await uow.people.by_ids([who])
            pressed = Pressed(action=action, value=value, person=person.platform_id, channel=None, ts=None)
            await press(uow, self.desk, pressed, f"e{self.pressed}")
            said = await uow.outgoing.get(f"said:e{self.pressed}")
            await uow.commit()
        assert said
        return said.payload or ""

    async def learn(self, words: str = WORDS) -> str:
        return await self.press(LINA, Action.LEARN, f"{ASKED} {words}")

    async def kept(self, key: str) -> Outgoing | None:
        async with self.storage.begin(ACME.id) as uow:
            return await uow.outgoing.get(f"{key}:{ASKED}")

    async def digest(self) -> str:
        """What the helper's button carries."""
        async with self.storage.begin(ACME.id) as uow:
            this = await solved_now(uow, self.desk, ASKED)
        assert this
        return f"{ASKED} {this.digest}"


@pytest.fixture
def office(storage: Storage) -> Solved:
    return Solved(storage)


async def test_it_is_posted_in_the_thread_once_both_have_said_yes(office: Solved) -> None:
    await office.solved()
    offered = await office.learn()
    await office.press(LINA, Action.POST_IF_AGREED)
    asked = await office.kept("may-post")
    before = await office.kept("post")
    for _ in range(2):
        await office.press(MAYA, Action.POST, await office.digest())

    post = await office.kept("post")

    assert "May I post it in #data" in offered
    assert asked
    assert WORDS in (asked.payload or "")
    assert before is None
    assert post
    assert (post.kind, post.channel, post.thread_ts) == (OutgoingKind.REPLY, DATA.platform_id, ROOT)
    assert [word for word in ("Lina", "Maya", WORDS) if word not in (post.payload or "")] == []


async def test_a_no_is_told_to_nobody_and_posts_nothing(office: Solved) -> None:
    await office.solved()
    await office.learn()
    await office.press(LINA, Action.POST_IF_AGREED)
    told = len(await office.told())

    await office.press(MAYA, Action.POST_NOT)

    assert await office.kept("post") is None
    assert [each.recipient for each in (await office.told())[told:]] == ["Umaya"]


async def test_the_helper_alone_posts_nothing(office: Solved) -> None:
    await office.solved()
    await office.learn()

    await office.press(MAYA, Action.POST, await office.digest())

    assert await office.kept("post") is None


@pytest.mark.parametrize("who", [LINA, JON])
async def test_nobody_says_yes_for_the_helper(office: Solved, who: PersonId) -> None:
    await office.solved()
    await office.learn()
    await office.press(MAYA, Action.POST_IF_AGREED)
    assert await office.kept("may-post") is None
    await office.press(LINA, Action.POST_IF_AGREED)

    await office.press(who, Action.POST, await office.digest())

    assert await office.kept("post") is None


async def test_words_that_the_helper_has_not_seen_are_not_posted(office: Solved) -> None:
    await office.solved()
    await office.learn()
    await office.press(LINA, Action.POST_IF_AGREED)
    seen = await office.digest()
    await office.learn("Maya says that it was her fault")

    told = await office.press(MAYA, Action.POST, seen)

    assert "words have changed" in told
    assert await office.kept("post") is None


async def test_a_channel_that_turned_private_gets_nothing(office: Solved) -> None:
    await office.solved()
    await office.learn()
    await office.press(LINA, Action.POST_IF_AGREED)
    seen = await office.digest()
    async with office.storage.begin(ACME.id) as uow:
        await turn(uow, DATA, ChannelKind.PRIVATE)
        await uow.commit()

    await office.press(MAYA, Action.POST, seen)

    assert await office.kept("post") is None


@pytest.mark.parametrize("via", [Via.COMMAND, Via.DIRECT, Via.HOME, Via.MESSAGE])
async def test_what_was_asked_in_private_is_not_offered_to_be_posted(office: Solved, via: Via) -> None:
    office.question = replace(office.question, via=via)
    await office.solved()

    assert "May I post" not in await office.learn()


async def test_nothing_of_an_erased_asker_is_posted(office: Solved) -> None:
    await office.solved()
    await office.learn()
    await office.press(LINA, Action.POST_IF_AGREED)
    seen = await office.digest()
    async with office.storage.begin(ACME.id) as uow:
        (lina,) = await uow.people.by_ids([LINA])
        await erase(uow, lina, office.desk, READING)
        await uow.commit()

    await office.press(MAYA, Action.POST, seen)

    assert await office.kept("post") is None
