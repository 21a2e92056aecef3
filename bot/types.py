"""Records that pass between the use cases and the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from expertise.confidence import Calibration
from expertise.ranker import Learned
from expertise.types import ChannelId, Declared, MessageTs, PersonId, WorkspaceId
from index.types import Partition, PassageId


class Platform(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack team or a Teams tenant. ``url`` is the base of its message links, or empty."""

    id: WorkspaceId
    platform: Platform
    platform_id: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexChange:
    """One line of the log that index generations follow: a passage came into or left a partition."""

    sequence: int
    partition: Partition
    passage_id: PassageId
    is_added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unembedded:
    """A passage that has no vector of the model in use."""

    passage_id: PassageId
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Somebody answered in a thread: the one thing that activity counts.

    ``sign`` is -1 where an edit or a deletion takes it back.
    """

    channel_id: ChannelId
    person_id: PersonId
    at: datetime
    sign: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRows:
    """All that is declared in a workspace, after so many changes; by person, then topic."""

    changes: int
    rows: Sequence[Declared]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """An act of an operator that touches somebody's privacy or everyone's answers. Never message text."""

    at: datetime
    action: str
    actor: str
    subject: PersonId | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """Learned weights as they were kept, with their replay figures. ``number`` counts up in the workspace."""

    number: int
    made_at: datetime
    learned: Learned
    calibration: Calibration


MessageKey = tuple[ChannelId, MessageTs]
