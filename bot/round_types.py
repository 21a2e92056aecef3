"""A round: one question carried to people, one after another, until one of them helps or it honestly ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat_types import QuestionId
from bot.hours import Hours
from expertise.types import ChannelId, PersonId


class Urgency(StrEnum):
    """When it would help, as the asker says."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    NO_HURRY = "no_hurry"


class RoundState(StrEnum):
    PLANNED = "planned"  # the asker has not said yet that people are to be asked
    INVITING = "inviting"
    HELPING = "helping"  # somebody said that they help
    DRAFTED = "drafted"  # the asker has words to post; whether somebody is left to be invited, ``due`` says
    SOLVED = "solved"
    HELPED = "helped"  # nobody said whether it is solved
    NOBODY = "nobody"  # nobody was free
    STOPPED = "stopped"  # by the asker, or because the question is gone

    @property
    def is_over(self) -> bool:
        return self in _OVER


_OVER = (RoundState.SOLVED, RoundState.HELPED, RoundState.NOBODY, RoundState.STOPPED)


class Due(StrEnum):
    """What is to be done when a round's time comes."""

    WIDEN = "widen"  # invite the next
    STILL_GOOD = "still_good"  # ask the silent helper
    REPLACE = "replace"  # the helper said nothing to that either
    ASK_SOLVED = "ask_solved"
    GIVE_UP = "give_up"


class End(StrEnum):
    """How an invitation ended. Each means something else for whom to ask the next time."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    NOT_MY_FIELD = "not_my_field"
    REFERRED = "referred"
    PAUSED = "paused"
    IGNORED = "ignored"  # had the time to answer, and did not
    TAKEN = "taken"  # somebody else was faster
    WITHDRAWN = "withdrawn"  # it was over before they answered
    GAVE_UP = "gave_up"  # accepted, and could not after all
    GONE = "gone"  # left, or cannot be written to


PASSES = (End.NOT_NOW, End.NOT_MY_FIELD, End.REFERRED, End.PAUSED)
"""What somebody may answer who does not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One person asked to help. ``seen_by``: when they will have had working time enough to answer."""

    person: PersonId
    invited_at: datetime
    seen_by: datetime
    end: End | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.end is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Somebody to be invited, and why, as goes on from "because you"; '' where nothing can be told.

    ``channels`` are those that ``why`` names: it is told to nobody who may not read them.
    """

    person: PersonId
    why: str = ""
    channels: tuple[ChannelId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Whom a question is carried to, and how far it has come.

    ``candidates`` are to be invited, best first, as the asker left them; ``referred`` before all others: whom
    those who passed named, the first one first. ``is_named``: the asker's name is told from the beginning.

    ``left_out`` are those whom the asker took off the plan: they are told of it in no way.

    ``until``: after that nobody is waited for. ``due`` happens at ``due_at``; neither is set when it is over.
    ``offer_at``: when the asker gets words to post, though others are still to be asked. It depends on no
    answer, so that it tells of none. None: they have them, or get them when nobody is left.
    """

    question_id: QuestionId
    asker: PersonId
    urgency: Urgency
    opened_at: datetime
    until: datetime
    state: RoundState = RoundState.INVITING
    due: Due | None = Due.WIDEN
    due_at: datetime | None = None
    offer_at: datetime | None = None
    waves: int = 0
    is_named: bool = True
    candidates: tuple[Chosen, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    referred: tuple[PersonId, ...] = ()
    left_out: tuple[PersonId, ...] = ()
    helper: PersonId | None = None
    was_asked_if_solved: bool = False

    @property
    def was_dropped(self) -> bool:
        """Whether it is over without anybody having been asked."""
        return self.state is RoundState.STOPPED and not self.invitations

    def of(self, person: PersonId) -> Invitation | None:
        return next((each for each in self.invitations if each.person == person), None)

    @property
    def open(self) -> tuple[Invitation, ...]:
        return tuple(each for each in self.invitations if each.is_open)

    @property
    def next_at(self) -> datetime | None:
        """When something is to be done, whatever it is; None: it is over."""
        return min((at for at in (self.due_at, self.offer_at) if at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Somebody who may be invited, and from when: not before ``at``. ``hours`` are theirs."""

    person: PersonId
    at: datetime
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long to wait, in working time of whoever is waited for, and how many to invite at once.

    ``window``: until the next is asked. ``lasts``: all of the asking, at most. ``ignored``: an invitation is
    after so long without a word. ``silent``: until a helper is asked whether it is still good. ``quiet``:
    until the asker is asked whether it is solved.

    ``waves``: sizes; the last one holds for all that follow. ``most``: whom the asker adds and whom others
    name among them. ``offers``: working time of the asker after which they get words to post, while others
    are still asked; None: not before nobody is left.
    """

    window: timedelta
    lasts: timedelta
    ignored: timedelta
    waves: tuple[int, ...] = (1,)
    most: int = 6
    silent: timedelta = timedelta(hours=4)
    quiet: timedelta = timedelta(hours=8)
    offers: timedelta | None = None

    def size(self, wave: int) -> int:
        return self.waves[min(wave, len(self.waves) - 1)]


Paces = Mapping[Urgency, Pace]

PACES: Paces = {
    Urgency.TODAY: Pace(
        window=timedelta(minutes=15),
        lasts=timedelta(hours=8),
        ignored=timedelta(hours=8),
        waves=(1, 1, 2),
        silent=timedelta(hours=2),
        offers=timedelta(minutes=15),
    ),
    Urgency.THIS_WEEK: Pace(
        window=timedelta(hours=2), lasts=timedelta(hours=40), ignored=timedelta(hours=24)
    ),
    Urgency.NO_HURRY: Pace(window=timedelta(hours=6), lasts=timedelta(hours=80), ignored=timedelta(hours=40)),
}
"""As shipped; chosen by the simulation where ``docs/inviting.md`` has a row. Operators may set others."""


class Tell(StrEnum):
    """What is to be said, and to whom."""

    INVITE = "invite"  # to somebody: will you help?
    LOOK = "look"  # to who wanted to have a look: the same, and it is no pressure
    THANKED = "thanked"  # to who passed: their card says that it is fine
    TAKEN = "taken"  # to the others: their cards say so, without a ping
    TOO_LATE = "too_late"  # to who pressed after that
    OVER = "over"  # to those still invited: nothing to do any more
    CONNECT = "connect"  # to helper and asker: where to talk
    STILL_GOOD = "still_good"  # to the helper
    LOST = "lost"  # to the asker: the helper cannot after all
    RELEASED = "released"  # to who was to help: somebody else is asked
    DRAFT = "draft"  # to the asker: words to post
    NOBODY = "nobody"  # to the asker
    ASK_SOLVED = "ask_solved"  # to the asker
    LEARNED = "learned"  # to the asker: what did you learn?
    THANK = "thank"  # to the helper, from the asker
    STOPPED = "stopped"  # to the helper: the asker needs it no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing to be said to one person."""

    what: Tell
    to: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A round after something happened, and what is to be said of it."""

    round: Round
    said: tuple[Said, ...] = ()
