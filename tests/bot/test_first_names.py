"""What people are called the second time."""

import pytest

from bot.first_names import short_name
from bot.quoting import tidy


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Maya Lind", "Maya"),
        ("maya lind", "maya"),
        ("MAYA LIND", "MAYA"),
        ("Jean-Luc Picard", "Jean-Luc"),
        ("D’Arcy Wood", "D’Arcy"),
        ("Zoë Ní Bhriain", "Zoë"),
        ("Zoe\u0308 Meyer", "Zoe\u0308"),
        ("Ольга Петрова", "Ольга"),
        ("מאיה לינד", "מאיה"),
        ("ليلى حداد", "ليلى"),
        (tidy("ليلى حداد", 60), tidy("ليلى", 60)),
    ],
)
def test_by_the_first_name(name: str, called: str) -> None:
    assert short_name(name) == called


@pytest.mark.parametrize(
    "name",
    [
        "Maya",
        "maya.lind",
        "@maya_lind",
        "mlind42 (contractor)",
        "Dr. Maya Lind",
        "Dr Lind",
        "Frau Lind",
        "Lind, Maya",
        "LIND Maya",
        "van Dyke",
        "J. R. Smith",
        "J Smith",
        "山田 太郎",
        "김 민수",
        "やまだ たろう",
        "عبد الله حداد",
        "3D Printing",
        "",
        "   ",
    ],
)
def test_whole_where_no_first_name_is_plain(name: str) -> None:
    assert short_name(name) == name


@pytest.mark.parametrize("other", ["Maya Weber", "maya", "MAYA WEBER"])
def test_whole_where_somebody_else_on_the_card_is_called_so(other: str) -> None:
    assert short_name("Maya Lind", ["Jon Weber", other]) == "Maya Lind"


def test_by_the_first_name_where_the_others_are_called_otherwise() -> None:
    assert short_name("Maya Lind", ["Mayan Weber", "Dr. Maya Roth", "Lind"]) == "Maya"
