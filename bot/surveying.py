"""Looks around when the bot starts: who is there, the channels that it is in, and those it is to join."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.incoming import ChannelSeen, Membership, PersonSeen
from bot.keeping_up import to_join
from bot.listening import Listening, hear, see_people

_MANY_PEOPLE = 500


class Surroundings(Protocol):
    """All that the platform shows the bot of one workspace. Each may raise ``ChatError``."""

    def everyone(self) -> AsyncIterator[PersonSeen]:
        """Every account, those too that were closed."""

    def joined(self) -> AsyncIterator[ChannelSeen]:
        """Every channel that the bot is in; no direct messages."""

    def listed(self) -> AsyncIterator[ChannelSeen]:
        """The open channels that the operator wants it to be in."""

    async def join(self, platform_id: str) -> bool:
        """Join one of those; everyone there sees that. False where the platform says no."""


async def survey(listening: Listening, surroundings: Surroundings) -> None:
    """Let rows follow what is there now. Done twice it changes nothing."""
    await see_everyone(listening, surroundings)
    joined = [seen async for seen in surroundings.joined()]
    for seen in joined:
        await hear(listening, seen)
        await _enter(listening, seen.channel)
    await _join(listening, surroundings)


async def see_everyone(listening: Listening, surroundings: Surroundings) -> None:
    """People as they are now, also those of whom no event told."""
    people = [seen async for seen in surroundings.everyone()]
    for start in range(0, len(people), _MANY_PEOPLE):
        await see_people(listening, people[start : start + _MANY_PEOPLE])


async def _join(listening: Listening, surroundings: Surroundings) -> None:
    """Channels on the operator's list; one that we were removed from stays as it is."""
    listed = [seen async for seen in surroundings.listed()]
    for seen in listed:
        await hear(listening, seen)
    for platform_id in await to_join(listening, [seen.channel for seen in listed]):
        if await surroundings.join(platform_id):
            await _enter(listening, platform_id)


async def _enter(listening: Listening, platform_id: str) -> None:
    await hear(listening, Membership(channel=platform_id, person=listening.me, is_member=True))
