"""The cards of an invitation: what somebody is asked, what becomes of it, what the asker hears."""

from collections.abc import Iterator

from bot import chat_phrases
from bot import inviting_phrases as say
from bot.chat_phrases import draft
from bot.chat_types import QuestionId
from bot.first_names import short_name
from bot.quoting import NAME, inside, tidy
from bot.round_types import End
from bot.views import Action, Button, Field, Note, Page, Section, Style
from expertise.types import Person

SOMEBODY = say.SOMEBODY
_QUESTION, _MENTIONED = 2_000, 150
_NAME_TYPED = 80
_PASSED = {
    End.NOT_NOW: say.PASSED_NOT_NOW,
    End.NOT_MY_FIELD: say.PASSED_NOT_MY_FIELD,
    End.PAUSED: say.PASSED_PAUSED,
    End.REFERRED: say.REFERRED,
}


def called(person: Person, *, is_named: bool = True) -> str:
    """What somebody is called; whoever wants no name told is a colleague."""
    return (tidy(person.name, NAME) if is_named else "") or say.SOMEBODY


def called_shortly(asker: Person, reader: Person, *, is_named: bool = True) -> str:
    """The same once their whole name was said on this card; ``reader`` may have the same first name."""
    short = short_name(called(asker), [called(reader)])
    return short if is_named else say.SOMEBODY


def invitation(
    question_id: QuestionId, question: str, asker: str, why: str, *, is_referred: bool, short: str = ""
) -> Note:
    """To one person: will you help? ``asker`` is as ``called``, ``short`` as ``called_shortly``.

    ``why`` goes on from "because you": "wrote the steps in May".
    """
    again = short or asker
    reason = say.named_you(again) if is_referred else say.why_you(why, again)
    return Note(
        paragraphs=(say.stuck(asker, inside(tidy(question, _QUESTION))), reason),
        buttons=(
            button(Action.HELP, say.HELP, say.help_says(asker), question_id, Style.PRIMARY),
            button(Action.NOT_NOW, say.NOT_NOW, say.NOT_NOW, question_id),
            button(Action.NOT_MY_FIELD, say.NOT_MY_FIELD, say.NOT_MY_FIELD, question_id),
            button(Action.REFER, say.REFER, say.REFER_SAYS, question_id),
            button(Action.PAUSE_ME, say.PAUSE, say.PAUSE_SAYS, question_id),
        ),
    )


def referring(question_id: QuestionId) -> Page:
    """Asks who may know instead."""
    field = Field(
        action=Action.REFER_TO,
        label=say.REFER_TO,
        example=say.REFER_EXAMPLE,
        limit=_NAME_TYPED,
        about=question_id,
    )
    return Page(
        opening=say.REFER_OPENING,
        sections=(Section(title=say.REFER_TITLE, field=field),),
        footer=say.REFER_FOOTER,
    )


def passed(end: End) -> Note:
    """Their card, when they do not help; a break can be ended where it was taken."""
    return Note(paragraphs=(_PASSED[end],), buttons=(_back(),) if end is End.PAUSED else ())


def taken(asker: str) -> Note:
    return Note(paragraphs=(say.taken(asker),))


def over(asker: str) -> Note:
    return Note(paragraphs=(say.over(asker),))


def too_late() -> Note:
    return Note(paragraphs=(say.TOO_LATE,))


def still_good(question_id: QuestionId, question: str, asker: str) -> Note:
    return Note(
        paragraphs=(say.still_good(asker), *about(question)),
        buttons=(
            button(Action.STILL_YES, say.STILL_YES, say.STILL_YES, question_id, Style.PRIMARY),
            button(Action.STILL_NO, say.STILL_NO, say.STILL_NO, question_id),
        ),
    )


def lost(question: str) -> Note:
    return Note(paragraphs=(say.LOST, *about(question)))


def drafted(question: str) -> Note:
    return Note(paragraphs=(say.DRAFTED,), draft=draft(tidy(question, _QUESTION)))


def meanwhile(question_id: QuestionId, question: str) -> Note:
    """Words to post while others are still asked, and the way to end that."""
    return Note(
        paragraphs=(say.MEANWHILE, say.MEANWHILE_DRAFT),
        draft=draft(tidy(question, _QUESTION)),
        buttons=(button(Action.STOP_ROUND, say.STOP, say.STOP_SAYS, question_id),),
    )


def nobody(question: str, where_else: str = "") -> Note:
    told = (say.NOBODY, where_else) if where_else else (say.NOBODY,)
    return Note(paragraphs=told, draft=draft(tidy(question, _QUESTION)))


def is_it_solved(question_id: QuestionId, question: str) -> Note:
    return Note(
        paragraphs=(say.SOLVED_QUESTION, *about(question)),
        buttons=(
            button(Action.SOLVED, say.SOLVED, say.SOLVED, question_id, Style.PRIMARY),
            button(Action.NOT_SOLVED, say.NOT_SOLVED, say.NOT_SOLVED, question_id),
            button(Action.ASK_NEXT, say.ASK_NEXT, say.ASK_NEXT_SAYS, question_id),
        ),
    )


def released(asker: str) -> Note:
    return Note(paragraphs=(say.released(asker),))


def rested() -> Note:
    """To somebody who has not answered for long."""
    return Note(paragraphs=(say.RESTED,), buttons=(_back(),))


def thanked(asker: str, question: str) -> Note:
    return Note(paragraphs=(say.thanked(asker), *about(question)))


def stopped_helper(asker: str) -> Note:
    return Note(paragraphs=(say.stopped(asker),))


def started(question_id: QuestionId, question: str) -> Note:
    """The asker's card once it has begun."""
    return Note(
        paragraphs=(say.STARTED, *about(question)),
        buttons=(button(Action.STOP_ROUND, say.STOP, say.STOP_SAYS, question_id),),
    )


def button(
    action: Action, label: str, says: str, question_id: QuestionId, style: Style = Style.PLAIN
) -> Button:
    """One that is about a question."""
    return Button(action=action, label=label, says=says, value=question_id, style=style)


def _back() -> Button:
    return Button(action=Action.RESUME, label=chat_phrases.RESUME, says=chat_phrases.RESUME_SAYS)


def about(question: str) -> Iterator[str]:
    """Which question is meant, as somebody may have several; nothing where its words are gone."""
    if question:
        yield f"“{inside(tidy(question, _MENTIONED))}”"
