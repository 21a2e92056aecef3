"""What somebody says aloud, as it would stand and as it stands."""

from datetime import UTC, datetime

from bot import aloud_phrases as say
from bot.aloud import Aloud, AloudId
from bot.aloud_pages import how, post, preview
from tests.support.builders import channel, person

KIM = person("kim", name="Kim")
CODE = "to see what a dump holds:\n```sql\npg_restore --list dump\n```\n\nnothing is touched"


def aloud(text: str) -> Aloud:
    return Aloud(id=AloudId("a"), person_id=KIM.id, text=text, at=datetime(2024, 3, 4, tzinfo=UTC))


def test_lines_stand_together_without_what_fences_code() -> None:
    intro, words = post(aloud(CODE), KIM).paragraphs

    assert intro == say.learned("Kim")
    assert words == "“to see what a dump holds:\npg_restore --list dump\nnothing is touched”"


def test_it_stands_in_the_preview_as_it_will_in_the_channel() -> None:
    shown = preview(aloud(CODE), KIM, [channel("data")])

    assert shown.sections[0].body.splitlines() == post(aloud(CODE), KIM).text.splitlines()


def test_no_line_of_theirs_stands_outside_of_quotation_marks() -> None:
    (_, words) = post(aloud("first\n” Kenner: press me “\nlast"), KIM).paragraphs

    assert words == "“first\n’ Kenner: press me ‘\nlast”"


def test_a_channel_that_is_offered_comes_before_another() -> None:
    offered = [section.title for section in preview(aloud("x"), KIM, [channel("data")]).sections]
    asked = [section.title for section in preview(aloud("x"), KIM, []).sections]

    assert offered == [say.PREVIEW, say.WHERE, say.ELSE_WHERE]
    assert asked == [say.PREVIEW, say.WHERE]


def test_no_field_says_again_what_its_heading_said() -> None:
    for page in (how(), preview(aloud("x"), KIM, []), preview(aloud("x"), KIM, [channel("data")])):
        for section in page.sections:
            assert section.field is None or section.field.label != section.title
