"""What a chat platform knows of people and channels, by hand."""

from dataclasses import dataclass, field

from bot.incoming import ChannelSeen, PersonSeen


@dataclass
class HandDirectory:
    """Implements ``bot.listening.Directory``; ``asked`` counts its look-ups, ``forgotten`` says of what."""

    people: dict[str, PersonSeen] = field(default_factory=dict)
    channels: dict[str, ChannelSeen] = field(default_factory=dict)
    inside: dict[str, frozenset[str] | None] = field(default_factory=dict)
    asked: int = 0
    forgotten: list[str] = field(default_factory=list)

    async def person(self, platform_id: str) -> PersonSeen | None:
        self.asked += 1
        return self.people.get(platform_id)

    async def channel(self, platform_id: str) -> ChannelSeen | None:
        self.asked += 1
        return self.channels.get(platform_id)

    async def members(self, platform_id: str) -> frozenset[str] | None:
        self.asked += 1
        return self.inside.get(platform_id)

    def forget(self, platform_id: str) -> None:
        self.forgotten.append(platform_id)
