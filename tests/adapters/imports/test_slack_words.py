"""What the messages of Slack exports of all ages say: files, comments, attachments, blocks."""

from __future__ import annotations

import pytest

from expertise.types import MessageKind
from tests.adapters.imports.zips import ANN, BOB, Reader


def test_an_old_upload_gives_the_comment_and_the_title(only: Reader) -> None:
    text = f"<@{ANN}|x> uploaded a file: <https://x.example/f|f.png> and commented: old words"
    comment = {"user": ANN, "comment": "new &lt;words&gt;"}
    found = only(
        text=text, subtype="file_share", bot_id=None, file={"title": "Plot", "initial_comment": comment}
    )
    assert found.text == "new <words>\nPlot"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<@{ANN}|x> uploaded a file: <https://x.example/f|f.png>", "Plot"),
        (f"<@{ANN}> shared a file: <https://x.example/f|f.png>", "Plot"),
        (f"<@{ANN}|x> uploaded a file: <https://x.example/f|f> and commented: look", "look\nPlot"),
        ("look at this", "look at this\nPlot"),
    ],
)
def test_an_old_upload_without_comment_loses_the_boilerplate(only: Reader, text: str, words: str) -> None:
    assert only(text=text, subtype="file_share", file={"title": "Plot"}).text == words


def test_who_shares_a_file_did_not_write_its_comment(only: Reader) -> None:
    file = {"title": "Plot", "initial_comment": {"user": BOB, "comment": "Bob's words"}}
    found = only(text=f"<@{ANN}> shared a file: <https://x.example/f|f>", subtype="file_share", file=file)
    assert (found.user, found.text) == (ANN, "Plot")


def test_a_comment_on_a_file_is_its_writers(only: Reader) -> None:
    file = {"title": "Plot", "user": ANN, "initial_comment": {"user": ANN, "comment": "mine"}}
    comment = {"user": BOB, "comment": f"nice, <@{ANN}>"}
    found = only(text="…commented on…", user=None, subtype="file_comment", file=file, comment=comment)
    assert (found.user, found.text, found.kind) == (BOB, "nice, @Ann", MessageKind.PERSON)


def test_files_add_their_titles(only: Reader) -> None:
    files = [{"title": "Plan", "name": "p.pdf"}, {"name": "q.pdf"}, {"id": "F1", "mode": "tombstone"}]
    assert only(text="two files", files=files).text == "two files\nPlan\nq.pdf"


def test_attachments_count_for_bots_alone(only: Reader) -> None:
    attachments = [{"title": "Build 7", "text": "failed", "fallback": "x"}, {"fallback": "y &amp; z"}]
    assert only(text="CI", attachments=attachments, bot_id="B1").text == "CI\nBuild 7\nfailed\ny & z"
    assert only(text="CI", attachments=attachments).text == "CI"


def test_blocks_speak_where_there_is_no_text(only: Reader) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "from blocks"}]}
    blocks = [{"type": "rich_text", "elements": [section]}]
    assert only(text="", blocks=blocks).text == "from blocks"
    assert only(text="from text", blocks=blocks).text == "from text"
