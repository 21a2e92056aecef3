"""What consent needs from storage."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from expertise.consent import Naming, Preferences
from expertise.types import Message, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenTopic:
    """A topic somebody does not want to be suggested for; ``terms`` as word search has them, rarest first."""

    person_id: PersonId
    topic: str
    terms: tuple[str, ...]
    hidden_at: datetime


class PreferenceStore(Protocol):
    """What people decided about themselves, in one workspace."""

    async def of(self, people: Collection[PersonId]) -> Mapping[PersonId, Preferences]:
        """Who decided nothing, and was never told, is missing."""

    async def save(self, person_id: PersonId, preferences: Preferences) -> None: ...

    async def saying(self, naming: Naming) -> frozenset[PersonId]:
        """Everybody who decided this."""

    async def paused(self, at: datetime) -> frozenset[PersonId]: ...


class HiddenTopicStore(Protocol):
    """Topics that people hid."""

    async def of(self, person_id: PersonId) -> list[HiddenTopic]:
        """By topic."""

    async def concerning(self, terms: Collection[str]) -> list[HiddenTopic]:
        """Those whose rarest term is among these, by person and topic."""

    async def hide(self, topic: HiddenTopic) -> None: ...

    async def show(self, person_id: PersonId, topic: str) -> None: ...


class NamingStore(Protocol):
    """How often people were named in a week. Weeks count from 1970."""

    async def at_least(self, count: int, week: int) -> frozenset[PersonId]: ...

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""


class OwnWords(Protocol):
    """What one person wrote in threads."""

    async def latest(self, person_id: PersonId, limit: int) -> list[Message]:
        """Their latest messages that stand in threads, the newest first; ties by channel and ts."""
