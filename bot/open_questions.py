"""Open questions about a topic, for whoever wants to try: such as everybody can read, and that can wait."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import follow_phrases as say
from bot.chat_types import QuestionId
from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.posting import is_for_all
from bot.topic_types import Thing
from bot.topics_near import near
from bot.views import Entry
from bot.waiting_questions import look_button, may_look, stuck, waiting
from bot.weekly_types import Reader


class OpenQuestions:
    """Implements ``bot.topic_types.TopicSource``."""

    name = "open"
    heading = say.OPEN_TITLE

    async def near(
        self, desk: Desk, topics: Sequence[str], _since: datetime | None, _until: datetime
    ) -> Mapping[str, Sequence[str]]:
        """Those that are open now, whenever they were asked."""
        async with desk.storage.begin(desk.workspace.id) as uow:
            found = [each for one in await uow.rounds.waiting() if (each := await waiting(uow, one))]
            public = [q for _, q in found if await is_for_all(uow, desk, q)]
        texts = {str(each.id): each.text for each in public if each.text}
        return await near(desk.tools(), topics, texts) if texts else {}

    async def things(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, ids: Sequence[str]
    ) -> Sequence[Thing]:
        """Those that are open to the reader; an asker who stays without name is a colleague."""
        told = []
        for each in ids:
            found = await waiting(uow, QuestionId(each))
            if found and await may_look(uow, desk, *found, reader.person):
                this, question = found
                entry = Entry(
                    title=say.OPEN,
                    detail=await stuck(uow, this, question),
                    buttons=(look_button(question),),
                )
                told.append(Thing(entry=entry, about=f"question {question.id}"))
        return told
