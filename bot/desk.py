"""What answering in chat works with: the rows, the rules, and the platform's way of drawing things."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.answering import Tools
from bot.consent import Policy
from bot.manners import Manners
from bot.measuring import Meter
from bot.ports import Clock, Storage
from bot.showing import Around
from bot.suggestion_views import SuggestionView
from bot.types import Workspace
from bot.views import AnswerView, Note, Page
from expertise.types import Person, PersonId


class Drawing(Protocol):
    """Draws views for one platform, as JSON that its ``ChatPlatform`` can send."""

    def answer(self, view: AnswerView, reply_url: str | None = None) -> str: ...

    def suggestion(self, view: SuggestionView) -> str: ...

    def note(self, note: Note, reply_url: str | None = None) -> str: ...

    def page(self, page: Page, reply_url: str | None = None) -> str: ...

    def home(self, page: Page) -> str | None:
        """None where the platform has no home pages: everything is shown in the chat with the bot."""


class Faces(Protocol):
    """Who is around, asked of the platform at this moment and never kept."""

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]: ...


class Doors(Protocol):
    """How people are written to, asked of the platform at this moment and never kept."""

    async def chat_with(self, person: Person, words: str) -> str | None:
        """A link that opens a chat with somebody, with words for whoever opens it; None: there is none."""


class NoDoors:
    """Implements ``Doors`` where links open no chats."""

    async def chat_with(self, person: Person, words: str) -> None:
        """None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answering in chat needs. ``tools`` raises IndexMissingError where nothing was read yet."""

    storage: Storage
    workspace: Workspace
    tools: Callable[[], Tools]
    policy: Policy
    faces: Faces
    drawing: Drawing
    clock: Clock
    meter: Meter
    manners: Manners = field(default_factory=Manners)
    doors: Doors = field(default_factory=NoDoors)
