"""How an answer looks in its place, and so who is told of it: pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.chat_types import OutgoingKind, Question, QuestionState, Shown
from bot.offering import Offer
from bot.placing import Place
from bot.showing import Around, Showing, answer_view, asked_by_place
from bot.telling import Answer
from bot.views import AnswerView, Mode
from expertise.consent import Naming
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What is to be said, and kept: ``shown`` are those whom a button may ask, by their places from 1."""

    view: AnswerView
    kind: OutgoingKind
    shown: tuple[Shown, ...]

    @property
    def outcome(self) -> QuestionState:
        """What became of the question."""
        is_answer = self.view.people or self.view.threads or self.view.cards
        return QuestionState.ANSWERED if is_answer else QuestionState.NOBODY


def presented(
    told: Answer,
    question: Question,
    place: Place,
    levels: Mapping[PersonId, Naming],
    around: Mapping[PersonId, Around],
) -> Presented:
    """An answer as that place wants it; ``levels`` says who may be named, ``around`` who is there now."""
    told = replace(told, question=question.text or told.question)  # in the asker's own words
    showing = Showing(
        mode=place.mode,
        offer=_offer(told, question, place),
        consent=levels,
        today=told.asked_at.date(),
        around=around,
    )
    view = answer_view(told, showing)
    shown = [
        Shown(person_id=who, position=position, is_named=levels.get(who) is Naming.BY_NAME)
        for position, who in enumerate(asked_by_place(told, showing), 1)
    ]
    return Presented(view=view, kind=_kind(place, view), shown=tuple(shown))


def _offer(told: Answer, question: Question, place: Place) -> Offer:
    shown = frozenset(s.person.id for s in told.suggestions)
    candidates = (c.person.id for c in told.ranking.candidates if c.can_be_shown)
    return Offer(
        question_id=question.id,
        has_more=any(who not in shown for who in candidates),
        can_share=question.channel is not None and place.mode is Mode.PRIVATE,
    )


def _kind(place: Place, view: AnswerView) -> OutgoingKind:
    """Where nobody stands out, nobody but the asker sees it."""
    is_alone = view.mode is Mode.PRIVATE and place.kind is OutgoingKind.REPLY
    return OutgoingKind.PRIVATE if is_alone else place.kind
