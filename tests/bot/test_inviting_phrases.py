"""Sentences of invitations, as they are read aloud."""

import pytest

from bot import inviting_phrases as say
from bot import phrases

TOLD = phrases.asked("one month ago", ["data"])
ANSWERED = phrases.answered(1, "one month ago", ["data"])


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (ANSWERED, "answered a question like this, one month ago (#data)"),
        (TOLD, "were looking into something like this one month ago (#data)"),
        (f"{ANSWERED}; {phrases.ALSO['lately']}", f"{ANSWERED}, and have helped others in the last weeks"),
        (f"{ANSWERED}; {phrases.ALSO['there']}", f"{ANSWERED}, and answer where such things are discussed"),
        (phrases.ALSO["here"], "have been answering lately where it was asked"),
        (phrases.knows(["Terraform"]), "say that you know “Terraform”"),
        (phrases.member_of(["ops"]), "are in #ops, where such things belong"),
    ],
)
def test_somebody_is_told_of_themselves_in_the_second_person(reason: str, told: str) -> None:
    assert f"because you {told}." in say.why_you(reason, "Lina")


def test_every_reason_is_said_in_the_second_person() -> None:
    assert not [part for part in phrases.ALSO.values() if say.of_you(part) == part]


def test_who_asks_without_a_name_is_no_capital_in_the_middle_of_a_sentence() -> None:
    said = [
        say.why_you("", say.SOMEBODY),
        say.named_you(say.SOMEBODY),
        say.help_says(say.SOMEBODY),
        say.taken(say.SOMEBODY),
        say.released(say.SOMEBODY),
    ]

    assert not [words for words in said if say.SOMEBODY in words]
