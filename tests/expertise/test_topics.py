"""Topics: words that several people used, and never a name."""

from collections import Counter

from expertise.topics import FEWEST, topics
from expertise.types import PersonId

SUBJECTS = (
    "postgres backup restore",
    "kafka partition lag",
    "vault token rotate",
    "react button styles",
    "ssh proxy firewall",
    "invoice ledger booking",
)
ASKERS = [PersonId(f"p{number % 25}") for number in range(FEWEST + 90)]


def _texts() -> list[str]:
    return [
        f"How is {SUBJECTS[n % 6]} done, Maya? `secret{n}` https://x.example/q{n}" for n in range(len(ASKERS))
    ]


def test_questions_of_a_subject_share_a_topic() -> None:
    found = topics(_texts(), ASKERS, {"maya"})

    assert found is not None
    by_subject = [Counter(found[start::6]) for start in range(6)]
    assert max(map(len, by_subject)) == 1
    for (label,), subject in zip(by_subject, SUBJECTS, strict=True):
        assert set(label.split(", ")) == set(subject.split())


def test_no_label_holds_a_name_or_a_word_of_few() -> None:
    texts = _texts()[:FEWEST]
    texts[0] += " zanzibar zanzibar zanzibar"
    found = topics(texts, ASKERS[:FEWEST], {"maya", "kafka"})

    said = set(" ".join(found or []).replace(",", "").split())
    assert said
    assert not said & {"maya", "kafka", "zanzibar", "secret", "https", "example"}


def test_few_questions_have_no_topics() -> None:
    assert topics(["how do I restore?"] * (FEWEST - 1), [None] * (FEWEST - 1), ()) is None


def test_questions_without_shared_words_have_no_topics() -> None:
    assert topics(["???"] * FEWEST, [None] * FEWEST, ()) is None
