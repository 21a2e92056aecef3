"""Many short texts against one question: by hand, and against one at a time."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.short_texts import Covered, ShortTexts, telling_words

IDF = {"terraform": 4.0, "state": 1.0, "lock": 3.0}


def _idf(word: str) -> float:
    return IDF.get(word, 2.0)


def _covered(texts: list[str], question: str) -> Covered:
    worded = ShortTexts(texts)
    return worded.covered(question, worded.weights(_idf), _idf)


def test_shares_are_weighted_by_how_rare_words_are() -> None:
    found = _covered(["Terraform", "terraform state", "the Kafka", "of the"], "where is the Terraform lock?")

    assert found.of_text.tolist() == [1.0, 4 / 5, 0.0, 0.0]
    assert found.of_question.tolist() == [4 / 7, 4 / 7, 0.0, 0.0]


@pytest.mark.parametrize("question", ["", "how do I get it to go?", "wie kann ich das mit dem?"])
def test_words_that_tell_nothing_cover_nothing(question: str) -> None:
    found = _covered(["how to", "IT", "go", "Terraform", ""], question)

    assert found.of_text.tolist() == found.of_question.tolist() == [0.0] * 5


def test_inflected_words_are_the_same() -> None:
    assert _covered(["Postgres backups"], "restore a postgres backup").of_text.tolist() == [1.0]


def test_no_texts_are_covered_by_nothing() -> None:
    assert _covered([], "terraform").of_text.shape == (0,)


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=60))
def test_many_at_once_is_as_one_by_one(texts: list[str], question: str) -> None:
    together = _covered(texts, question)

    apart = [_covered([text], question) for text in texts]
    assert together.of_text.tolist() == pytest.approx([float(each.of_text[0]) for each in apart])
    assert together.of_question.tolist() == pytest.approx([float(each.of_question[0]) for each in apart])
    assert np.all((together.of_text >= 0) & (together.of_text <= 1 + 1e-9))


def test_without_statistics_all_words_weigh_alike() -> None:
    from index.words import Rarity  # noqa: PLC0415 only here

    texts = ShortTexts(["terraform state"])

    assert Rarity(None).covered(texts, "state").of_text.tolist() == pytest.approx([0.5])
    assert Rarity(None).idf("state") == pytest.approx(log(2))
    assert telling_words("the state of the state") == ["state"]
