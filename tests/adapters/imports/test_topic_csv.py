"""Lists of who knows what, as spreadsheets write them."""

from pathlib import Path

import pytest

from adapters.imports.errors import (
    EmptyListError,
    ListColumnsError,
    ListEncodingError,
    ListLineError,
    ListMissingError,
)
from adapters.imports.topic_csv import read_topics
from bot.topic_lists import TopicLine


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "skills.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _line(number: int, person: str, topic: str) -> TopicLine:
    return TopicLine(number=number, person=person, topic=topic)


@pytest.mark.parametrize(
    "content",
    [
        "person,topic\nmaya,terraform\njürgen,Kafka\n",
        "person,topic\r\nmaya,terraform\r\njürgen,Kafka",
        "\ufeffPerson;Topic\r\nmaya;terraform\r\njürgen;Kafka\r\n",
        "Topic\t PERSON \nterraform\tmaya\nKafka\t jürgen\n",
        "id,topic,since,person\n1,terraform,2020,maya\n2,Kafka,,jürgen\n",
        'person,topic\n"maya","terraform"\n"jürgen",Kafka\n,\n\n',
    ],
)
def test_every_spreadsheet_gives_the_same_lines(tmp_path: Path, content: str) -> None:
    assert read_topics(_file(tmp_path, content)) == [
        _line(2, "maya", "terraform"),
        _line(3, "jürgen", "Kafka"),
    ]


def test_commas_in_quotes_belong_to_the_topic(tmp_path: Path) -> None:
    assert read_topics(_file(tmp_path, 'person,topic\nmaya,"a, b"\n')) == [_line(2, "maya", "a, b")]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "person,topic\n", "person,topic\n\n , \n"])
def test_an_empty_list_is_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(EmptyListError):
        read_topics(_file(tmp_path, content))


@pytest.mark.parametrize(
    "content", [b"person,topic\nJ\xfcrgen,x\n", "person,topic\nmaya,x\n".encode("utf-16")]
)
def test_another_encoding_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ListEncodingError):
        read_topics(_file(tmp_path, content))


def test_missing_columns_are_told_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(ListColumnsError) as caught:
        read_topics(_file(tmp_path, "name,topic\nmaya,x\n"))

    assert caught.value.found == ["name", "topic"]


@pytest.mark.parametrize(
    ("content", "line"),
    [("person,topic\nmaya,x\nmaya\n", 3), ('person,topic\nmaya,"x\n', 2), ('person,topic\n"a"b,x\n', 2)],
)
def test_a_broken_line_is_told_by_its_number(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(ListLineError) as caught:
        read_topics(_file(tmp_path, content))

    assert caught.value.line == line


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(ListMissingError):
            read_topics(path)
