"""What people do on a chat platform and see there, in words that no platform has to itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from adapters.service import Service
from tests.scenarios.parity.said import Said
from tests.support.slack_office import Clock


class Kind(StrEnum):
    """Who may read a place."""

    OPEN = "open"  # everyone in the workspace
    CLOSED = "closed"  # its members
    GROUP = "group"  # a chat of several


class Role(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"  # of another company
    UNSEEN = "unseen"  # a member of whom the bot never heard
    BOT = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody. ``id`` is what the bot knows them by."""

    name: str
    id: str
    account: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place where several talk."""

    name: str
    kind: Kind
    id: str
    place: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that somebody wrote."""

    who: Who
    where: Where | None
    id: str
    raw: Any = field(repr=False)


class Places(Protocol):
    """Who is there, and where one talks."""

    async def person(self, name: str, role: Role = Role.MEMBER) -> Who: ...

    async def place(self, name: str, kind: Kind, *members: Who) -> Where: ...

    async def join(self, who: Who, where: Where) -> None: ...

    async def leave(self, who: Who, where: Where) -> None: ...


class Endings(Protocol):
    """What becomes of places."""

    async def rename(self, by: Who, where: Where, name: str) -> None: ...

    async def archive(self, by: Who, where: Where) -> None: ...

    async def remove(self, by: Who, where: Where) -> None:
        """Delete it, with everything in it."""

    async def put_out(self, by: Who, where: Where) -> None:
        """Take the bot out of it."""


class Talk(Protocol):
    """What is said among people. ``thread`` is the message that begins it."""

    async def say(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message: ...

    async def edit(self, message: Message, text: str) -> None: ...

    async def delete(self, message: Message) -> None: ...


class Asking(Protocol):
    """The ways to ask. Each returns once the platform has told the bot."""

    async def ask_in(self, who: Who, where: Where, text: str, thread: Message | None = None) -> Message:
        """By the bot's name, before everyone there."""

    async def ask_directly(self, who: Who, text: str) -> None:
        """In the conversation with the bot."""

    async def ask_by_command(self, who: Who, where: Where, text: str) -> None:
        """Without words before others: the slash command, or what comes nearest to it."""

    async def ask_about(self, who: Who, message: Message) -> None:
        """By "Find someone who knows", in the menu of a message."""

    async def keep(self, who: Who, message: Message) -> None:
        """By "Keep what was learned", in the menu of a message."""


class Aloud(Protocol):
    """Saying what one just learned."""

    async def learned(self, who: Who, text: str) -> None:
        """In the conversation with the bot."""

    async def say_aloud(self, who: Who, message: Message) -> None:
        """In the menu of a message."""


class OwnPage(Protocol):
    """What is somebody's own."""

    async def open_page(self, who: Who) -> None: ...

    def page(self, who: Who) -> Said | None:
        """As it is now."""

    async def know(self, who: Who, topic: str) -> None:
        """By ``/iknow``, or in words."""

    async def tell(self, who: Who, words: str) -> None:
        """By ``/whoknows``, or in words alone: what is no question, such as "follow terraform"."""

    async def help(self, who: Who) -> None: ...


class Using(Protocol):
    """What people do with what the bot said."""

    async def press(self, who: Who, said: Said, action: str, place: int = 1) -> None:
        """The button that does that; ``place`` tells several from each other."""

    async def forge(self, who: Who, said: Said, action: str, value: str) -> None:
        """Send what no button carries, or one of long ago."""

    async def type_into(self, who: Who, said: Said, action: str, text: str) -> None: ...

    def hold(self) -> None:
        """From now on the bot hears of nothing, until ``release``."""

    async def release(self, *, backwards: bool = False) -> None:
        """In order, or the last first: nobody promises an order."""

    async def redeliver(self) -> None:
        """The platform brings the last thing once more."""

    def refuse_next(self) -> None:
        """The next thing that the bot says in a place is not taken there."""


class Seeing(Protocol):
    """What is to be seen."""

    def seen(self, who: Who) -> list[Said]:
        """All that the bot said before them, the earliest first, as it is now."""

    def wrong(self) -> list[str]:
        """What the platform would have refused, or people could not use, since the last look."""

    async def arrived(self) -> None:
        """The platform has told the bot everything."""


class Chat(Places, Endings, Talk, Asking, Aloud, OwnPage, Using, Seeing, Protocol):
    """One platform with the bot on it. ``clock`` is the bot's."""

    platform: str
    service: Service
    clock: Clock

    def begin(self) -> None:
        """A conversation begins, with people and places of its own."""
