"""What would have been said where suggestions are in shadow: for those who may read it, and nobody else.

Kept are only links; the words are read when somebody looks, as they are then, and only what this reader may
read: a channel that turned private, a message that is gone, a person who may not be named any more are left
out. There is no other way to it, for operators neither.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot import shadow_phrases as say
from bot.audience import readable_channels, scope_for
from bot.consent import Policy, namings
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.quoting import inside, quoted, tidy
from bot.telling import Quotation
from bot.types import MessageKey, Workspace
from bot.views import Entry, Page, Quoted, Section
from expertise.consent import Naming
from expertise.types import Channel, ChannelId, Message, MessageKind, PersonId

MOST = 10
_QUESTION = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One that was not said: which message asked, when, how sure it was, and which it would quote."""

    question: MessageKey
    asked_at: datetime
    chance: float
    quoted: tuple[MessageKey, ...]


class ShadowLog(Protocol):
    """What shadow mode kept, in one workspace."""

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Kept]:
        """Those asked in these channels, the latest first."""


async def shadow_page(
    uow: UnitOfWork, workspace: Workspace, log: ShadowLog, reader: PersonId, policy: Policy, at: datetime
) -> Page:
    """The latest of what would have been said where this person may read both question and answer."""
    channels = await readable_channels(uow, await scope_for(uow, reader))
    kept = await log.in_shadow(channels.keys(), MOST)
    looking = _Looking(workspace, channels, await _messages(uow, kept))
    entries = [entry for each in kept if (entry := await looking.entry(uow, each, policy, at))]
    return Page(opening=say.OPENING, sections=(_section(entries),), footer=say.FOOTER)


def _section(entries: Sequence[Entry]) -> Section:
    body = say.intro(len(entries)) if entries else say.NOTHING
    return Section(title=say.TITLE, body=body, entries=tuple(entries))


async def _messages(uow: UnitOfWork, kept: Sequence[Kept]) -> Mapping[MessageKey, Message]:
    keys = [key for each in kept for key in (each.question, *each.quoted)]
    return await uow.transcript.by_keys(keys)


@dataclass(frozen=True, slots=True)
class _Looking:
    workspace: Workspace
    channels: Mapping[ChannelId, Channel]
    messages: Mapping[MessageKey, Message]

    async def entry(self, uow: UnitOfWork, kept: Kept, policy: Policy, at: datetime) -> Entry | None:
        question = self._readable(kept.question)
        said = [message for key in kept.quoted if (message := self._readable(key))]
        if question is None or not said or len(said) < len(kept.quoted):
            return None
        author = said[0].author_id
        if author is None or not await _may_be_named(uow, author, question.text, policy, at):
            return None
        where, answer = self.channels[question.channel_id], self._quoted(said)
        return Entry(
            title=f"“{inside(tidy(question.text, _QUESTION))}”",
            detail=say.entry(where.name, kept.asked_at, say.in_words(kept.chance), answer.words),
            evidence=(answer, self._asked(question, where)),
        )

    def _readable(self, key: MessageKey) -> Message | None:
        message = self.messages.get(key)
        is_there = message is not None and message.kind is MessageKind.PERSON
        return message if is_there and key[0] in self.channels else None

    def _quoted(self, said: Sequence[Message]) -> Quoted:
        words = "\n".join(message.text for message in said)
        return quoted(self._quotation(said[0], words))

    def _asked(self, question: Message, where: Channel) -> Quoted:
        link = permalink(self.workspace, where, question)
        return Quoted(words=say.THE_QUESTION, by="", where=say.place(where.name), link=link)

    def _quotation(self, message: Message, words: str) -> Quotation:
        channel = self.channels[message.channel_id]
        return Quotation(
            text=words,
            author=None,
            channel=channel,
            ts=message.ts,
            at=message.at,
            link=permalink(self.workspace, channel, message),
        )


async def _may_be_named(uow: UnitOfWork, who: PersonId, question: str, policy: Policy, at: datetime) -> bool:
    levels = await namings(uow, [who], question, at, policy)
    return levels[who] is Naming.BY_NAME
