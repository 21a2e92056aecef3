"""What people learned and said aloud, told to whoever may read it where it stands, with its author's name.

They said it with their name, in a channel of their choice; who wants not to be named since is a colleague.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import consent
from bot import follow_phrases as say
from bot.aloud import Aloud, AloudId
from bot.audience import readable_channels
from bot.desk import Desk
from bot.invitation_notes import called
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.quoting import inside, quoted, tidy
from bot.telling import Quotation
from bot.topic_types import Thing
from bot.topics_near import near
from bot.views import Entry
from bot.weekly_types import Reader
from expertise.consent import Naming
from expertise.types import Channel, Message, MessageKind

LOOKED_BACK = timedelta(days=365)
LOOKED_AT = 200
"""So far back somebody hears of it who looks at a topic, and so many are read for it."""

_WORDS = 200


class LearnedAloud:
    """Implements ``bot.topic_types.TopicSource``."""

    name = "aloud"
    heading = say.ALOUD_TITLE

    async def near(
        self, desk: Desk, topics: Sequence[str], since: datetime | None, until: datetime
    ) -> Mapping[str, Sequence[str]]:
        """What was said between these, the latest first."""
        async with desk.storage.begin(desk.workspace.id) as uow:
            said = await uow.aloud.since(since or until - LOOKED_BACK)
        latest = [each for each in reversed(said) if each.at < until][:LOOKED_AT]
        texts = {str(each.id): each.text for each in latest}
        return await near(desk.tools(), topics, texts) if texts else {}

    async def things(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, ids: Sequence[str]
    ) -> Sequence[Thing]:
        """What stands in channels that the reader may read."""
        channels = await readable_channels(uow, reader.scope)
        told = []
        for each in ids:
            one = await uow.aloud.get(AloudId(each))
            channel = channels.get(one.channel_id) if one and one.channel_id else None
            message = await _message(uow, one) if one and channel else None
            if one and channel and message:
                told.append(
                    Thing(entry=await _entry(uow, desk, one, channel, message), about=f"aloud {each}")
                )
        return told


async def _message(uow: UnitOfWork, one: Aloud) -> Message | None:
    """Where it stands; None where it was taken away."""
    if one.channel_id is None or one.ts is None:
        return None
    key = (one.channel_id, one.ts)
    found = (await uow.transcript.by_keys([key])).get(key)
    return found if found is not None and found.kind is not MessageKind.TOMBSTONE else None


async def _entry(uow: UnitOfWork, desk: Desk, one: Aloud, channel: Channel, message: Message) -> Entry:
    levels = await consent.namings(uow, [one.person_id], one.text, desk.clock(), desk.policy)
    (author,) = await uow.people.by_ids([one.person_id])
    by = called(author, is_named=levels[one.person_id] is Naming.BY_NAME)
    link = permalink(desk.workspace, channel, message)
    place = Quotation(text="", author=None, channel=channel, ts=message.ts, at=message.at, link=link)
    words = f"“{inside(tidy(one.text, _WORDS))}”"
    return Entry(title=say.ALOUD, detail=f"{by}: {words}", evidence=(quoted(place),))
