"""The card on which an asker sees who would be asked, and decides: nothing is sent before they say so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import chat_phrases
from bot import inviting_phrases as say
from bot import plan_phrases as more
from bot.chat_types import QuestionId
from bot.quoting import NAME, inside, tidy
from bot.round_types import Urgency
from bot.views import Action, Button, Entry, Field, Page, Section, Style

_QUESTION, _WHY = 2_000, 300
_TYPED_NAME, _TYPED_QUESTION = 80, 1_000
_WHEN = {Urgency.TODAY: say.TODAY, Urgency.THIS_WEEK: say.THIS_WEEK, Urgency.NO_HURRY: say.NO_HURRY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One who would be asked, in their order. ``name`` is '' where consent hides who it is."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided so far. ``is_new``: the asker has changed nothing yet."""

    question_id: QuestionId
    question: str
    people: Sequence[Line]
    urgency: Urgency
    is_named: bool
    is_new: bool = True


def plan_page(plan: Plan) -> Page:
    """Question, people, when, and whose name; what is chosen is ticked. With nobody on it, a draft."""
    if not plan.people:
        return _without_people(plan)
    return Page(
        opening=say.PLAN_OPENING,
        sections=(_question(plan), _people(plan), _manner(plan), _decision(plan)),
        footer=say.PLAN_FOOTER,
    )


def _without_people(plan: Plan) -> Page:
    """The honest end, unless the asker has somebody in mind."""
    draft = chat_phrases.draft(tidy(plan.question, _QUESTION))
    people = replace(_people(plan), title=more.IN_MIND)
    post = Section(title=more.DRAFT_TITLE, body=draft, buttons=(_never_mind(plan),))
    return Page(
        opening=more.NOBODY_FOUND if plan.is_new else say.PLAN_NOBODY_LEFT,
        sections=(_question(plan), people, post),
        footer=more.NOBODY_ASKED,
    )


def _question(plan: Plan) -> Section:
    other = Field(
        action=Action.REWORD,
        label=say.PLAN_REWORD,
        example=say.PLAN_REWORD_EXAMPLE,
        limit=_TYPED_QUESTION,
        about=plan.question_id,
    )
    return Section(title=say.PLAN_QUESTION, body=f"“{inside(tidy(plan.question, _QUESTION))}”", field=other)


def _people(plan: Plan) -> Section:
    add = Field(
        action=Action.ADD_PERSON,
        label=say.PLAN_ADD,
        example=say.PLAN_ADD_EXAMPLE,
        limit=_TYPED_NAME,
        about=plan.question_id,
    )
    return Section(
        title=say.PLAN_PEOPLE,
        body=more.ORDER if len(plan.people) > 1 else "",
        entries=tuple(_line(plan, place, line) for place, line in enumerate(plan.people, 1)),
        field=add,
    )


def _line(plan: Plan, place: int, line: Line) -> Entry:
    name = tidy(line.name, NAME) or say.PLAN_UNNAMED
    why = tidy(line.why, _WHY) if line.name else say.PLAN_UNNAMED_WHY
    leave_out = Button(
        action=Action.LEAVE_OUT,
        label=say.LEAVE_OUT,
        says=say.leave_out_says(name, place, len(plan.people)),
        value=f"{plan.question_id} {place}",
    )
    return Entry(title=name, detail=why, buttons=(leave_out,))


def _manner(plan: Plan) -> Section:
    """When, and with whose name."""
    when = [
        _choice(Action.WHEN, label, f"{plan.question_id} {urgency.value}", is_chosen=urgency is plan.urgency)
        for urgency, label in _WHEN.items()
    ]
    yes = _choice(Action.WITH_NAME, say.NAMED, f"{plan.question_id} yes", is_chosen=plan.is_named)
    no = _choice(Action.WITH_NAME, say.UNNAMED, f"{plan.question_id} no", is_chosen=not plan.is_named)
    return Section(title=more.MANNER, buttons=(*when, yes, no))


def _decision(plan: Plan) -> Section:
    go = Button(action=Action.GO, label=say.GO, says=say.GO_SAYS, value=plan.question_id, style=Style.PRIMARY)
    return Section(title=say.PLAN_READY, buttons=(go, _never_mind(plan)))


def _never_mind(plan: Plan) -> Button:
    return Button(
        action=Action.NEVER_MIND,
        label=say.NEVER_MIND,
        says=say.NEVER_MIND_SAYS,
        value=plan.question_id,
    )


def _choice(action: Action, label: str, value: str, *, is_chosen: bool) -> Button:
    shown = f"{say.CHOSEN} {label}" if is_chosen else label
    return Button(action=action, label=shown, says=label, value=value)
