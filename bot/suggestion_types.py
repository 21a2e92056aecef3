"""A suggestion: somebody asked in a channel, and a past thread may answer; or why nothing was said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from expertise.types import ChannelId, MessageTs, PersonId


class Suggesting(StrEnum):
    """How the bot suggests in a channel."""

    OFF = "off"
    SHADOW = "shadow"  # decides and keeps what it would have done, and says nothing
    PRIVATE = "private"  # to the asker alone
    IN_THREAD = "in_thread"  # before everyone there; a newcomer alone hears it all the same


class SuggestionState(StrEnum):
    WAITING = "waiting"  # a person may be first
    SILENT = "silent"  # there is a reason
    SHADOW = "shadow"  # would have been said
    SAID = "said"
    WITHDRAWN = "withdrawn"  # was said, and is no more: what it quoted changed, or may not be read


class Silence(StrEnum):
    """Why nothing was said."""

    OFF = "off"  # the channel's mode by now, or the channel is closed
    GONE = "gone"  # the message was deleted, or asks for nothing any more
    ANSWERED = "answered"  # by a person
    ASKED = "asked"  # the bot was asked by its name
    MUTED = "muted"
    OUTSIDER = "outsider"
    ENOUGH = "enough"  # got as much this week as they want unasked
    NOTHING = "nothing"  # no past thread is near
    UNSURE = "unsure"  # its chance to answer is too small
    NO_WORDS = "no_words"  # nothing in it can be quoted as an answer, or whose it is may not be named
    TOO_LATE = "too_late"  # nobody was there to say it in time
    FAILED = "failed"


class Opinion(StrEnum):
    """What the asker said of it."""

    SOLVED = "solved"
    NOT_THIS = "not_this"


class SuggestionKey(NamedTuple):
    """The message that asks."""

    channel_id: ChannelId
    ts: MessageTs


class Source(NamedTuple):
    """A message that is quoted, and whose it is."""

    channel_id: ChannelId
    ts: MessageTs
    author_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is quoted of a thread: what one person said in a row. ``thread_ts`` names the thread."""

    channel_id: ChannelId
    thread_ts: MessageTs
    author_id: PersonId
    messages: tuple[MessageTs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What became of one message that asks, without anybody's words.

    ``due_at``: when it is to be decided, or, once it was said, looked at again because something that it
    stands on has changed. ``mode`` is the one that it was decided in, ``chance`` that the thread answers.
    ``excerpts`` are quoted, ``deeper`` named as who could go deeper. ``edition`` counts how often
    what was said has changed.
    """

    key: SuggestionKey
    asker: PersonId
    asked_at: datetime
    state: SuggestionState = SuggestionState.WAITING
    due_at: datetime | None = None
    silence: Silence | None = None
    mode: Suggesting | None = None
    chance: float | None = None
    excerpts: tuple[Excerpt, ...] = ()
    deeper: tuple[PersonId, ...] = ()
    opinion: Opinion | None = None
    edition: int = 0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The messages that are quoted, each once."""
        return tuple(
            Source(each.channel_id, ts, each.author_id) for each in self.excerpts for ts in each.messages
        )

    @property
    def is_in_thread(self) -> bool:
        """Whether everyone in the channel sees it."""
        return self.mode is Suggesting.IN_THREAD
