"""What somebody sees of the bot, whatever it was drawn with: words, buttons, fields, and who else sees it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.chat_phrases import ASK_UNNAMED, ask
from bot.views import Action

OWN_PAGE = frozenset({Action.CONSENT, Action.EXPORT, Action.ERASE})
"""What only somebody's own page offers, all at once."""

THEIR_CHAT, THE_GROUP, THEIR_PAGE = "their chat with the bot", "the group", "their page"
"""What places without a name are called here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """``asks`` is what it asks before it acts; ``leads`` where it leads, and '' where it does something."""

    action: str
    label: str
    says: str
    asks: str = ""
    leads: str = ""

    @property
    def fact(self) -> str:
        asks = f" asks “{self.asks}”" if self.asks else ""
        return f"button {self.action} [{self.label}] says “{self.says}”{asks}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to type into."""

    action: str
    label: str
    example: str

    @property
    def fact(self) -> str:
        return f"field {self.action} “{self.label}”, for example “{self.example}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message or page of the bot. ``is_alone``: whoever sees it is the only one.

    ``place`` is what the place is called, ``within`` the message whose thread it stands in, or ''. ``drawn``
    is the platform's own form of it.
    """

    id: str
    words: str
    buttons: tuple[Button, ...]
    fields: tuple[Line, ...] = ()
    is_alone: bool
    place: str
    within: str = ""
    links: tuple[str, ...] = ()
    drawn: Any = field(compare=False, repr=False)

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(each.action for each in self.buttons)

    @property
    def is_page(self) -> bool:
        return self.actions >= OWN_PAGE

    @property
    def facts(self) -> tuple[str, ...]:
        """Everything that must not depend on the platform, a line each."""
        sees = "alone in" if self.is_alone else "with all in"
        thread = ", in the thread" if self.within else ""
        return (
            f"{sees} {self.place}{thread}: {self.words}",
            *(each.fact for each in self.buttons),
            *(each.fact for each in self.fields),
            *(f"link to {each}" for each in self.links),
        )

    @property
    def suggested(self) -> tuple[str, ...]:
        """Who is named and can be asked, in order; '' stands for somebody unnamed."""
        asking = [each for each in self.buttons if each.action == Action.ASK]
        return tuple("" if each.label == ASK_UNNAMED else each.says.removeprefix(ask("")) for each in asking)


def plain(parts: Iterable[str]) -> str:
    """Words as they are seen: in one line, without the characters that nobody sees."""
    shown = "".join(c for c in " ".join(parts) if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    return " ".join(shown.split())
