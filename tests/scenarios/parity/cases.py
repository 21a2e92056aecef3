"""Which conversations there are: each tells one capability, for every platform at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.scenarios.parity.scene import Scene
from tests.support.models import WordEmbedder

Tell = Callable[[Scene], Awaitable[None]]

ALL: "list[Case]" = []
"""As they are told: see ``told.py``."""


class Bot(StrEnum):
    """How the workspace wants it. Conversations that want the same share one bot."""

    USUAL = "usual"
    CAREFUL = "careful"  # people hear of it before they are named
    PATIENT = "patient"  # people may be asked at any hour, and weeks go by
    SUGGESTS = "suggests"  # past answers, where people ask nobody by name; and nobody asked anybody before
    AGREED = "agreed"  # only who agreed is named; the first conversation finds an empty workspace


SETTINGS: Mapping[Bot, Mapping[str, object]] = {
    Bot.USUAL: {"naming": "opt-out", "named_a_week": 2},
    Bot.CAREFUL: {"naming": "notice", "named_a_week": 2},
    Bot.PATIENT: {"naming": "opt-out", "workday": "00:00-00:00", "workdays": "mon,tue,wed,thu,fri,sat,sun"},
    Bot.SUGGESTS: {"naming": "opt-out", "unasked_a_week": 99},
    Bot.AGREED: {"naming": "opt-in"},
}


def served() -> dict[str, Any]:
    """How every bot is served here: it never says that it looks, and words that differ are far apart."""
    return {"patience": 60.0, "embedder": WordEmbedder(dimension=512)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``shows`` is the capability in words; ``differs`` are the names of declared differences."""

    chapter: str
    shows: str
    need: str
    tell: Tell = field(repr=False)
    bot: Bot = Bot.USUAL
    differs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.tell.__name__


def shows(
    chapter: str, what: str, *, need: str, bot: Bot = Bot.USUAL, differs: tuple[str, ...] = ()
) -> Callable[[Tell], Tell]:
    """A conversation that shows it. ``need`` is what it is about, in words that no other one uses."""

    def keep(tell: Tell) -> Tell:
        ALL.append(Case(chapter=chapter, shows=what, need=need, tell=tell, bot=bot, differs=differs))
        return tell

    return keep
