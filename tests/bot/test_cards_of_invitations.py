"""What is offered on the cards of a plan and of an invitation."""

from bot import invitation_notes as cards
from bot.chat_types import QuestionId
from bot.plan_page import Line, Plan, plan_page
from bot.round_types import End, Urgency
from bot.views import Action

ASKED = QuestionId("q-1")


def test_a_plan_with_somebody_on_it_asks_them_and_one_without_has_a_draft() -> None:
    assert _decisions(Line(name="Maya Lind", why="")) == [Action.GO, Action.NEVER_MIND]
    assert _decisions() == [Action.NEVER_MIND]
    assert "I am looking for help with this: x" in plan_page(_plan()).text


def test_a_break_can_be_ended_where_it_was_taken() -> None:
    assert [each.action for each in cards.passed(End.PAUSED).buttons] == [Action.RESUME]
    assert cards.passed(End.NOT_NOW).buttons == ()


def test_whoever_has_several_questions_reads_which_one_is_meant() -> None:
    question = "Why is the mobile build red?"

    notes = [
        cards.started(ASKED, question),
        cards.still_good(ASKED, question, "Lina"),
        cards.lost(question),
        cards.is_it_solved(ASKED, question),
        cards.thanked("Lina", question),
    ]

    assert not [note for note in notes if f"“{question}”" not in note.text]
    assert len(cards.is_it_solved(ASKED, "").paragraphs) == 1  # its words are gone


def _decisions(*people: Line) -> list[Action]:
    return [each.action for each in plan_page(_plan(*people)).sections[-1].buttons]


def _plan(*people: Line) -> Plan:
    return Plan(question_id=ASKED, question="x", people=people, urgency=Urgency.TODAY, is_named=True)
