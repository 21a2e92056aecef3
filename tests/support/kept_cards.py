"""A workspace in which threads are kept as cards, without a platform: what is said are rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from bot.card_telling import tell_authors
from bot.card_types import Card, CardId
from bot.chat_types import Outgoing
from bot.consent import Policy
from bot.hours import Hours
from bot.incoming import Via
from bot.manners import Manners
from bot.views import Action
from expertise.consent import Mode
from expertise.types import ChannelKind, Message, Person
from tests.support.asked_worlds import ChatBot, settled
from tests.support.builders import ACME, message, minute, person, ts_of
from tests.support.worlds import Said, World, a_channel

ALWAYS = Hours(start=time(), end=time(), days=frozenset(range(7)), zone="UTC")
DATA, BOARD = a_channel("data"), a_channel("board", ChannelKind.PRIVATE)
NAMES = ("ada", "bob", "cyd", "dan", "eve", "gil")
QUESTION = "how do I restore a dropped postgres table?"
ANSWER = "restore the base backup, then replay the log until just before the drop"
ASKED = "restore a dropped postgres table"


def thread(
    of: str = "data", start: float = 0, question: str = QUESTION, answer: str = ANSWER
) -> list[Message]:
    """Ada asks, Bob answers, Ada says that it worked."""
    said = [
        message(question, "ada", start, thread=start),
        message(answer, "bob", start + 1, thread=start),
        message("that worked, thank you!", "ada", start + 2, thread=start),
    ]
    return [replace(each, channel_id=a_channel(of).id) for each in said]


class Library:
    """The bot, and what people do with cards."""

    def __init__(self, bot: ChatBot) -> None:
        self.bot = bot

    async def press(
        self, who: str, action: Action, value: str = "", where: str | None = None
    ) -> Sequence[Outgoing]:
        return await self.bot.press(action, value, who, where)

    async def told(self, who: str, action: Action, value: str = "", where: str | None = None) -> str:
        """All that was said after a press."""
        rows = await self.press(who, action, value, where)
        return "\n".join(str(row.payload) for row in rows)

    async def draft(self, who: str = "ada", of: str = "data", start: float = 0) -> str:
        return await self.told(who, Action.KEEP, f"C{of} {ts_of(minute(start))}", of)

    async def keep(self, who: str = "ada", of: str = "data", start: float = 0) -> CardId:
        """A thread is kept; the card's id."""
        await self.draft(who, of, start)
        card = await self.of_thread(of, start)
        await self.press(who, Action.CARD_KEEP, card.id)
        return card.id

    async def of_thread(self, of: str = "data", start: float = 0) -> Card:
        async with self.bot.storage.begin(ACME.id) as uow:
            card = await uow.cards.of_thread(a_channel(of).id, ts_of(minute(start)))
        assert card
        return card

    async def card(self, card_id: CardId) -> Card:
        async with self.bot.storage.begin(ACME.id) as uow:
            card = await uow.cards.of(card_id)
        assert card
        return card

    async def seen(self, who: str, card_id: CardId) -> str:
        return await self.told(who, Action.CARD, card_id)

    async def asked(
        self, who: str = "gil", text: str = ASKED, via: Via = Via.COMMAND, where: str = "data"
    ) -> str:
        """What is answered."""
        _, rows = await self.bot.ask(Said(asker=who, text=text, via=via, where=where))
        return str(rows[0].payload)

    async def tell(self) -> list[Outgoing]:
        """Authors are told who may be."""
        return await self.bot.rows(await tell_authors(self.bot.desk))


async def a_library(*threads: list[Message], people: Sequence[Person] = (), **fields: Any) -> Library:
    changed = {each.handle: each for each in people}
    usual: dict[str, Any] = {
        "preferences": {},
        "hidden": (),
        "declared": (),
        "policy": Policy(mode=Mode.OPT_OUT),
        "acts": (),
    }
    world = World(
        people=tuple(changed.get(name, person(name)) for name in NAMES),
        channels=(DATA, BOARD),
        members={"board": ("ada", "bob", "cyd")},
        messages=tuple(each for own in threads or [thread()] for each in own),
        **usual | fields,
    )
    bot = await settled(world)
    bot.desk = replace(bot.desk, manners=Manners(hours=ALWAYS))
    return Library(bot)
