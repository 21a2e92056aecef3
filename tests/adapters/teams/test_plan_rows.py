"""The card of a plan in Teams: a row for each person, heard and reached by keyboard as it is read."""

from adapters.teams.render import page
from bot.chat_types import QuestionId
from bot.plan_page import Line, Plan, plan_page
from bot.round_types import Urgency
from tests.support.adaptive_cards import parts, problems

PEOPLE = (
    Line(name="Maya Lind", why="answered a question like this"),
    Line(name="Jonas Weber", why="wrote the steps"),
    Line(name="", why=""),
)
DRAWN = page(
    plan_page(
        Plan(
            question_id=QuestionId("q"),
            question="how?",
            people=PEOPLE,
            urgency=Urgency.TODAY,
            is_named=True,
        )
    )
)


def rows() -> list[list[dict[str, object]]]:
    return [part["columns"] for part in parts(DRAWN) if part.get("type") == "ColumnSet"]


def test_each_person_is_one_row_with_the_button_after_the_words() -> None:
    kinds = [[column["items"][0]["type"] for column in row] for row in rows()]  # type: ignore[index]

    assert kinds == [["RichTextBlock", "ActionSet"]] * len(PEOPLE)
    assert problems(DRAWN) == []


def test_a_screen_reader_says_whom_a_button_leaves_out() -> None:
    told = [action["tooltip"] for row in rows() for action in row[1]["items"][0]["actions"]]  # type: ignore[index]

    assert told == [
        "Leave out Maya Lind, 1 of 3",
        "Leave out Jonas Weber, 2 of 3",
        "Leave out Somebody, 3 of 3",
    ]
