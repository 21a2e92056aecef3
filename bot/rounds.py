"""What happens to a round: pure, so that a simulation walks the same way as the bot.

Every function takes a round as it is and a moment, and gives it as it is then, with what is to be said. What
does not fit (a press on an old card, by somebody who was never asked) changes nothing.

``paces`` are the workspace's. When they change, a wait that has begun ends when it was to; the next is as
they are then.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.hours import after
from bot.round_types import (
    PASSES,
    Due,
    End,
    Free,
    Invitation,
    Pace,
    Paces,
    Round,
    RoundState,
    Said,
    Step,
    Tell,
)
from expertise.types import PersonId

_WAITING = (RoundState.INVITING, RoundState.DRAFTED)
_NO_PRESSURE = timedelta(days=365)
"""So long after the end, nobody waits for who only wanted to have a look."""


def begin(this: Round, at: datetime, until: datetime, offer_at: datetime | None = None) -> Step:
    """The asker says that people are to be asked."""
    if this.state is not RoundState.PLANNED:
        return Step(round=this)
    begun = replace(this, state=RoundState.INVITING, opened_at=at, until=until, due=Due.WIDEN, due_at=at)
    return Step(round=replace(begun, offer_at=offer_at))


def widen(this: Round, at: datetime, free: Sequence[Free], paces: Paces) -> Step:
    """Invite the next of those who are free, best first; or wait for them; or say that nobody is left.

    ``free`` is in the order of the ranking, without whoever may not be disturbed at all. Where nobody can be
    asked yet the asker need not wait to post: nobody has answered by then, so it tells of no answer.
    """
    if this.state not in _WAITING or this.due is not Due.WIDEN:
        return Step(round=this)
    pace = paces[this.urgency]
    room = pace.most - len(this.invitations)
    left = _in_order(this, free) if room > 0 and at < this.until else []
    now = [each for each in left if each.at <= at][: min(pace.size(this.waves), room)]
    if now:
        return _invited(this, at, now, pace)
    later = min((each.at for each in left), default=this.until)
    if later >= this.until:
        return _drafted(this, at)
    waiting = replace(this, due_at=later)
    return Step(round=waiting) if this.invitations else _offered(waiting)


def offer(step: Step, at: datetime) -> Step:
    """Where nobody has said yes by then: words to post as well, while others are still asked."""
    this = step.round
    if this.offer_at is None or this.offer_at > at:
        return step
    offered = _offered(this)
    return Step(round=offered.round, said=(*step.said, *offered.said))


def look(this: Round, who: PersonId, at: datetime) -> Step:
    """Somebody wants to have a look, whom nobody asked: they may help, and never ignored it."""
    if this.state not in _WAITING or who == this.asker or this.of(who) is not None:
        return Step(round=this)
    looked = Invitation(person=who, invited_at=at, seen_by=max(this.until, at) + _NO_PRESSURE)
    return Step(
        round=replace(this, invitations=(*this.invitations, looked)), said=(Said(what=Tell.LOOK, to=who),)
    )


def accept(this: Round, free: Free, at: datetime, paces: Paces) -> Step:
    """``free`` says that they help: of two, the first does, and the other is told."""
    who = free.person
    invitation = this.of(who)
    if invitation is None or (this.state is RoundState.HELPING and who == this.helper):
        return Step(round=this)
    if not invitation.is_open or this.state not in _WAITING:
        said = (Said(what=Tell.TOO_LATE, to=who),) if this.helper else ()
        return Step(round=this, said=said)
    return _connected(this, free, at, paces[this.urgency])


def decline(this: Round, who: PersonId, reply: End, at: datetime, refers: PersonId | None = None) -> Step:
    """Somebody who is invited gives one of ``PASSES``; ``refers`` is somebody else, who is invited next."""
    invitation = this.of(who)
    if invitation is None or not invitation.is_open or reply not in PASSES:
        return Step(round=this)
    passed = _ended(this, [who], reply, at)
    if refers is not None and refers not in (this.asker, who, *this.referred):
        named = replace(passed, referred=(*passed.referred, refers))
        passed = _again(named, at) if passed.of(refers) is None else named
    return Step(round=_hurried(passed, at), said=(Said(what=Tell.THANKED, to=who),))


def leaves(this: Round, who: PersonId, at: datetime) -> Step:
    """Somebody has left, or cannot be written to; a helper is replaced."""
    if this.state.is_over:
        return Step(round=this)
    if who == this.asker:
        return stop(this, at)
    if who == this.helper:
        return _lost(this, at, End.GONE)
    invitation = this.of(who)
    if invitation is None or not invitation.is_open:
        return Step(round=this)
    return Step(round=_hurried(_ended(this, [who], End.GONE, at), at))


def ask_helper(this: Round, at: datetime, free: Free, paces: Paces) -> Step:
    """The helper has been silent for a while: is it still good? ``free`` is the helper."""
    if this.due is not Due.STILL_GOOD or this.helper is None:
        return Step(round=this)
    waits = after(free.hours, at, paces[this.urgency].silent) or this.until
    asked = replace(this, due=Due.REPLACE, due_at=waits)
    return Step(round=asked, said=(Said(what=Tell.STILL_GOOD, to=this.helper),))


def still_good(this: Round, who: PersonId, at: datetime, free: Free, paces: Paces) -> Step:
    """The helper says yes, or is seen to talk with the asker: time for it, and then the asker is asked."""
    if this.state is not RoundState.HELPING or who != this.helper:
        return Step(round=this)
    if this.was_asked_if_solved:
        return Step(round=replace(this, due=Due.GIVE_UP))
    quiet = after(free.hours, at, paces[this.urgency].quiet) or this.until
    return Step(round=replace(this, due=Due.ASK_SOLVED, due_at=quiet))


def gives_up(this: Round, who: PersonId, at: datetime) -> Step:
    """The helper says that they cannot after all."""
    if this.state is not RoundState.HELPING or who != this.helper:
        return Step(round=this)
    return _lost(this, at, End.GAVE_UP)


def replaced(this: Round, at: datetime) -> Step:
    """The helper was asked, and said nothing."""
    return _lost(this, at, End.GAVE_UP) if this.due is Due.REPLACE else Step(round=this)


def ask_solved(this: Round, at: datetime, free: Free, paces: Paces) -> Step:
    """It has been quiet: is it solved? ``free`` is the asker."""
    if this.due is not Due.ASK_SOLVED:
        return Step(round=this)
    waits = after(free.hours, at, paces[this.urgency].quiet * 5) or at
    asked = replace(this, was_asked_if_solved=True, due=Due.GIVE_UP, due_at=waits)
    return Step(round=asked, said=(Said(what=Tell.ASK_SOLVED, to=this.asker),))


def solve(this: Round, at: datetime) -> Step:
    """The asker says that it is solved, whoever solved it."""
    if this.state.is_over:
        return Step(round=this)
    over, said = _over(this, RoundState.SOLVED, at)
    thanks = [Said(what=Tell.THANK, to=this.helper)] if this.helper else []
    return Step(round=over, said=(*said, *thanks, Said(what=Tell.LEARNED, to=this.asker)))


def not_solved(this: Round, at: datetime) -> Step:
    """The asker says that it is not, and wants somebody else."""
    return _lost(this, at, End.GAVE_UP) if this.state is RoundState.HELPING else Step(round=this)


def stop(this: Round, at: datetime) -> Step:
    """The asker needs it no more, or the question is gone: everybody's card says so."""
    if this.state.is_over:
        return Step(round=this)
    over, said = _over(this, RoundState.STOPPED, at)
    helper = [Said(what=Tell.STOPPED, to=this.helper)] if this.helper else []
    return Step(round=over, said=(*said, *helper))


def give_up(this: Round, at: datetime) -> Step:
    """Nobody was free in time; or nobody said any more whether it is solved."""
    if this.due is not Due.GIVE_UP:
        return Step(round=this)
    if this.state is RoundState.PLANNED:
        return Step(round=_over(this, RoundState.STOPPED, at)[0])
    if this.state is RoundState.HELPING:
        over, said = _over(this, RoundState.HELPED, at)
        return Step(round=over, said=said)
    over, said = _over(this, RoundState.NOBODY, at)
    return Step(round=over, said=(*said, Said(what=Tell.NOBODY, to=this.asker)))


# ------------------------------------------------------------------ how it goes on


def _in_order(this: Round, free: Sequence[Free]) -> list[Free]:
    """Those who were not invited yet; whoever was named by somebody comes first."""
    left = [each for each in free if each.person != this.asker and this.of(each.person) is None]
    places = {person: place for place, person in enumerate(this.referred)}
    return sorted(left, key=lambda each: places.get(each.person, len(places)))


def _invited(this: Round, at: datetime, now: Sequence[Free], pace: Pace) -> Step:
    new = [
        Invitation(
            person=each.person, invited_at=at, seen_by=after(each.hours, at, pace.ignored) or this.until
        )
        for each in now
    ]
    windows = [after(each.hours, at, pace.window) or this.until for each in now]
    invited = replace(
        this,
        invitations=(*this.invitations, *new),
        waves=this.waves + 1,
        due=Due.WIDEN,
        due_at=min(*windows, this.until),
    )
    return Step(round=invited, said=tuple(Said(what=Tell.INVITE, to=each.person) for each in now))


def _offered(this: Round) -> Step:
    """Only to who has no words yet, and was to have them before nobody is left."""
    if this.offer_at is None:
        return Step(round=this)
    offered = replace(this, state=RoundState.DRAFTED, offer_at=None)
    return Step(round=offered, said=(Said(what=Tell.DRAFT, to=this.asker),))


def _drafted(this: Round, at: datetime) -> Step:
    """Who is invited may still say yes until the end. Words are given once."""
    ends_at = max(this.until, at)
    drafted = replace(this, state=RoundState.DRAFTED, due=Due.GIVE_UP, due_at=ends_at, offer_at=None)
    has_words = this.state is RoundState.DRAFTED
    return Step(round=drafted, said=() if has_words else (Said(what=Tell.DRAFT, to=this.asker),))


def _connected(this: Round, free: Free, at: datetime, pace: Pace) -> Step:
    who = free.person
    others = [each.person for each in this.open if each.person != who]
    taken = _ended(_ended(this, [who], End.ACCEPTED, at), others, End.TAKEN, at)
    silent = after(free.hours, at, pace.silent) or this.until
    helping = replace(
        taken, state=RoundState.HELPING, helper=who, due=Due.STILL_GOOD, due_at=silent, offer_at=None
    )
    told = [Said(what=Tell.TAKEN, to=each) for each in others]
    connected = [Said(what=Tell.CONNECT, to=each) for each in (this.asker, who)]
    return Step(round=helping, said=(*connected, *told))


def _lost(this: Round, at: datetime, end: End) -> Step:
    """The helper cannot: the asker hears it, and the next is invited."""
    helper = this.helper
    if helper is None:
        return Step(round=this)
    invitations = tuple(
        replace(each, end=end, ended_at=at) if each.person == helper else each for each in this.invitations
    )
    again = replace(
        this,
        state=RoundState.INVITING,
        invitations=invitations,
        helper=None,
        was_asked_if_solved=False,
        due=Due.WIDEN,
        due_at=at,
    )
    released = () if end is End.GONE else (Said(what=Tell.RELEASED, to=helper),)
    return Step(round=again, said=(Said(what=Tell.LOST, to=this.asker), *released))


def _over(this: Round, state: RoundState, at: datetime) -> tuple[Round, tuple[Said, ...]]:
    """Nobody is waited for any more. Who had time enough, and said nothing, ignored it."""
    ignored = [each.person for each in this.open if each.seen_by <= at]
    others = [each.person for each in this.open if each.seen_by > at]
    ended = _ended(_ended(this, ignored, End.IGNORED, at), others, End.WITHDRAWN, at)
    said = tuple(Said(what=Tell.OVER, to=each) for each in (*ignored, *others))
    return replace(ended, state=state, due=None, due_at=None, offer_at=None), said


def _ended(this: Round, who: Sequence[PersonId], end: End, at: datetime) -> Round:
    invitations = tuple(
        replace(each, end=end, ended_at=at) if each.is_open and each.person in who else each
        for each in this.invitations
    )
    return replace(this, invitations=invitations)


def _hurried(this: Round, at: datetime) -> Round:
    """Where nobody is left who could say yes, there is nothing to wait for."""
    is_waiting = this.due is Due.WIDEN and not this.open
    return replace(this, due_at=at) if is_waiting else this


def _again(this: Round, at: datetime) -> Round:
    """Somebody is left after all."""
    return replace(this, due=Due.WIDEN, due_at=at) if this.due is Due.GIVE_UP else this
