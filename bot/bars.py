"""From which chance on a past answer is said: measured on the past of a workspace, never guessed.

A bar belongs to a way of saying it, and to a channel and a language, or to all of them. Where nothing was
measured the shipped ones hold. Feedback may raise a bar, and lower it again as far as it was measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.bar_ports import SILENT, Bar, Mode
from bot.ports import UnitOfWork
from bot.suggestion_types import Suggesting
from bot.types import AuditEntry
from expertise.shares import wilson
from expertise.types import Channel, ChannelId, ChannelKind

ADOPTED = "bars-adopted"
"""Act in the audit log."""


AIMS = {Mode.PRIVATE: 0.80, Mode.IN_THREAD: 0.90}
"""What share of what is said shall be right, unless an operator wants another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Chances from which on a past answer is said; ``SILENT``: never."""

    private: float
    in_thread: float


DEFAULT = Bars(private=0.5, in_thread=0.7)
"""Where nothing was adopted: rather right than wrong, and before everyone clearly so. No measurement shows
that an aim is reached there; suggestions are off until somebody wants them."""

SHADOW = 0.4
"""From here on shadow mode has something to look at, also where every bar is ``SILENT``."""


async def bars_of(uow: UnitOfWork, channel: Channel, language: str) -> Bars:
    """The bars that hold for a question in this channel and language: the most particular of each mode.

    Only public channels are measured; in others those of all channels hold.
    """
    found = await uow.bars.near(channel.id, language)
    return Bars(
        private=_holding(found, Mode.PRIVATE, DEFAULT.private),
        in_thread=_holding(found, Mode.IN_THREAD, DEFAULT.in_thread),
    )


def _holding(found: Iterable[Bar], mode: Mode, otherwise: float) -> float:
    own = [each for each in found if each.mode is mode]
    best = max(own, key=lambda each: (each.channel_id is not None, each.language is not None), default=None)
    return best.bar if best else otherwise


async def adopt(uow: UnitOfWork, bars: Sequence[Bar], by: str, now: datetime) -> None:
    """Have these hold from now on, and no others; who did so is written to the audit log."""
    await uow.hold()
    await uow.bars.replace(bars)
    detail = " ".join(f"{mode}:{sum(each.mode is mode for each in bars)}" for mode in Mode)
    await uow.audit.add(AuditEntry(at=now, action=ADOPTED, actor=by, subject=None, detail=detail))
    await uow.commit()


STEP = 0.05
MANY = 10
"""Opinions below which a bar stays where it is."""


def moved(bar: Bar, right: int, of: int) -> Bar:
    """The bar after so many opinions on what was said above it, of which so many said that it helped.

    Under the aim it rises by a step, beyond the last one it is silent. It sinks again only while the lower
    end of the opinions' interval reaches the aim, and never below what was measured to reach it.
    """
    if of < MANY:
        return bar
    share = wilson(right, of)
    if share.value < bar.aim:
        higher = round(bar.bar + STEP, 2)
        return replace(bar, bar=higher if higher < 1 else SILENT)
    if share.low >= bar.aim:
        return replace(bar, bar=max(bar.measured, round(bar.bar - STEP, 2)))
    return bar


async def follow_opinions(uow: UnitOfWork, now: datetime) -> None:
    """Move each bar by what was said of the suggestions above it since it was adopted, or last moved."""
    await uow.hold()
    before = await uow.bars.all()
    public = [each.id for each in await uow.channels.all() if each.kind is ChannelKind.PUBLIC]
    after = [await _followed(uow, bar, public, now) for bar in before]
    if after != before:
        await uow.bars.replace(after)
        await uow.commit()


async def _followed(uow: UnitOfWork, bar: Bar, public: Sequence[ChannelId], now: datetime) -> Bar:
    """With another time only if it moves: an opinion counts once, and few gather until they are enough.

    What is said of suggestions in channels that are not public moves no bar that holds elsewhere.
    """
    channels = [each for each in public if bar.channel_id in (None, each)]
    said = await uow.suggestions.opinions(Suggesting(bar.mode.value), bar.at, channels)
    after = moved(bar, said.count, said.of)
    return bar if after == bar else replace(after, at=now)
