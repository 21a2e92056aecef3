"""What a step of a round says, as messages: to whom, and whether as one of its own or in place of a card."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from bot import invitation_notes as cards
from bot import meeting_notes
from bot.chat_types import Outgoing, OutgoingKind, Question
from bot.desk import Desk
from bot.meeting import Meeting, meeting
from bot.notebook_pages import what_was_learned
from bot.placing import thread_of
from bot.ports import UnitOfWork
from bot.reasons import told_to
from bot.round_types import Due, End, Round, Said, Step, Tell
from bot.views import Note, Page
from expertise.types import Person, PersonId

_CARDS = (Tell.INVITE, Tell.LOOK)
"""Ask somebody to help; what becomes of it takes their place."""

_IN_PLACE = (Tell.THANKED, Tell.TAKEN, Tell.OVER)
"""Said in place of the invitation: nobody is pinged."""

_COULD_NOT = (End.GAVE_UP, End.GONE)

TOGETHER = "together:"
"""Begins the key of what is said to two people at once; the question and the helper follow."""

_ONCE = (
    *_CARDS,
    Tell.RELEASED,
    Tell.NOBODY,
    Tell.THANK,
    Tell.LEARNED,
    Tell.STOPPED,
    *_IN_PLACE,
)


async def messages(
    uow: UnitOfWork, desk: Desk, step: Step, question: Question | None, chat: str | None = None
) -> list[Outgoing]:
    """In the order of the step; nothing to who is not there any more.

    ``chat`` is the helper's way to the asker, as ``meeting.door_to_asker`` gives it.
    """
    this = step.round
    ids = {this.asker, *(said.to for said in step.said), *([this.helper] if this.helper else [])}
    people = {person.id: person for person in await uow.people.by_ids(ids)}
    if this.asker not in people:
        return []
    text = question.text if question and question.text else ""
    met = Meeting()
    if this.helper in people and any(said.what is Tell.CONNECT for said in step.said):
        met = await meeting(uow, desk, this.asker, people[this.helper].id, question, chat)
    whys = await _whys(uow, this, [said.to for said in step.said if said.what in _CARDS])
    telling = _Telling(
        round=this,
        question=text,
        people=people,
        met=met,
        whys=whys,
        where_else=desk.manners.where_else,
        has_thread=_has_thread(question),
    )
    told = [_message(desk, telling, said) for said in step.said if said.to in people]
    return [*told, *_together(desk, telling)]


def _has_thread(question: Question | None) -> bool:
    """Whether it was asked where others can answer in a thread."""
    return question is not None and question.channel is not None and thread_of(question) is not None


async def _whys(uow: UnitOfWork, this: Round, invited: Collection[PersonId]) -> Mapping[PersonId, str]:
    """Why each of them is asked: told at this moment, so that no channel is named that they cannot read."""
    reasons = [each for each in this.candidates if each.person in invited]
    return {each.person: await told_to(uow, each, each.person) for each in reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    round: Round
    question: str
    people: Mapping[PersonId, Person]
    met: Meeting
    whys: Mapping[PersonId, str]
    where_else: str
    has_thread: bool = False

    def asker(self, *, is_named: bool = True) -> str:
        """What the asker is called."""
        return cards.called(self.people[self.round.asker], is_named=is_named)

    @property
    def known(self) -> str:
        """What the asker is called as they chose: to everybody but who helps them."""
        return self.asker(is_named=self.round.is_named)

    def known_shortly(self, reader: Person) -> str:
        """The same, once their whole name was said to that reader."""
        asker = self.people[self.round.asker]
        return cards.called_shortly(asker, reader, is_named=self.round.is_named)

    @property
    def pair(self) -> tuple[Person, Person]:
        """Asker and helper, where somebody helps."""
        return self.people[self.round.asker], self.people[self.round.helper or self.round.asker]


def _message(desk: Desk, telling: _Telling, said: Said) -> Outgoing:
    this, person = telling.round, telling.people[said.to]
    kind = OutgoingKind.INVITATION if said.what is Tell.INVITE else OutgoingKind.DIRECT
    is_in_place = said.what in _IN_PLACE or (said.what is Tell.CONNECT and said.to == this.helper)
    again = "" if said.what in _ONCE else f":{len(this.invitations) + _lost(this)}"
    invited = f"{Tell.INVITE.value}:{this.question_id}:{person.id}"
    return Outgoing(
        key=invited if said.what in _CARDS else f"{said.what.value}:{this.question_id}:{person.id}{again}",
        kind=OutgoingKind.UPDATE if is_in_place else kind,
        payload=_drawn(desk, _NOTES[said.what](telling, person)),
        intended_at=desk.clock(),
        recipient=person.platform_id,
        target_key=invited if is_in_place else None,
    )


def _lost(this: Round) -> int:
    """Helpers who could not after all: what was said before one said yes may be said again after that."""
    return sum(each.end in _COULD_NOT for each in this.invitations)


def _drawn(desk: Desk, card: Note | Page) -> str:
    return desk.drawing.page(card) if isinstance(card, Page) else desk.drawing.note(card)


def _together(desk: Desk, telling: _Telling) -> list[Outgoing]:
    """To both at once, where they have no place yet."""
    if not telling.met.is_group:
        return []
    asker, helper = telling.pair
    note = meeting_notes.together(asker, helper, telling.question, telling.met)
    said = Outgoing(
        key=f"{TOGETHER}{telling.round.question_id}:{helper.id}:{len(telling.round.invitations)}",
        kind=OutgoingKind.TOGETHER,
        payload=desk.drawing.note(note),
        intended_at=desk.clock(),
        recipient=f"{asker.platform_id},{helper.platform_id}",
    )
    return [said]


def _invitation(telling: _Telling, person: Person) -> Note:
    this = telling.round
    is_referred = person.id in this.referred
    why = telling.whys.get(person.id, "")
    return cards.invitation(
        this.question_id,
        telling.question,
        telling.known,
        why,
        short=telling.known_shortly(person),
        is_referred=is_referred,
    )


def _passed(telling: _Telling, person: Person) -> Note:
    invitation = telling.round.of(person.id)
    return cards.passed(invitation.end if invitation and invitation.end else End.NOT_NOW)


def _connected(telling: _Telling, person: Person) -> Note:
    question_id, (asker, helper) = telling.round.question_id, telling.pair
    if person.id == asker.id:
        return meeting_notes.connected_asker(question_id, helper, telling.met)
    return meeting_notes.connected_helper(question_id, telling.question, asker, helper, telling.met)


def _draft(telling: _Telling) -> Note:
    """Whether somebody is left to be asked makes it another sentence."""
    this = telling.round
    goes_on = this.due is Due.WIDEN
    return cards.meanwhile(this.question_id, telling.question) if goes_on else cards.drafted(telling.question)


_NOTES: Mapping[Tell, Callable[[_Telling, Person], Note | Page]] = {
    Tell.INVITE: _invitation,
    Tell.LOOK: _invitation,
    Tell.THANKED: _passed,
    Tell.TAKEN: lambda telling, person: cards.taken(telling.known_shortly(person)),
    Tell.TOO_LATE: lambda _telling, _: cards.too_late(),
    Tell.OVER: lambda telling, person: cards.over(telling.known_shortly(person)),
    Tell.CONNECT: _connected,
    Tell.STILL_GOOD: lambda telling, _: cards.still_good(
        telling.round.question_id, telling.question, telling.asker()
    ),
    Tell.LOST: lambda telling, _: cards.lost(telling.question),
    Tell.RELEASED: lambda telling, _: cards.released(telling.asker()),
    Tell.DRAFT: lambda telling, _: _draft(telling),
    Tell.NOBODY: lambda telling, _: cards.nobody(telling.question, telling.where_else),
    Tell.ASK_SOLVED: lambda telling, _: cards.is_it_solved(telling.round.question_id, telling.question),
    Tell.LEARNED: lambda telling, _: what_was_learned(
        telling.round.question_id, telling.question, has_thread=telling.has_thread
    ),
    Tell.THANK: lambda telling, _: cards.thanked(telling.asker(), telling.question),
    Tell.STOPPED: lambda telling, _: cards.stopped_helper(telling.asker()),
}
