"""A week of shadow mode, replayed: people first, then what is near and sure enough."""

from dataclasses import replace
from datetime import timedelta

from bot.past import Past, PastQuestion, Replayed
from bot.shadow_week import Outcome, asked_in, shadow_week
from expertise.types import Message, Promising, Ranking, Role
from tests.support.builders import ACME, channel, channel_id, message, minute, passage, person, ts_of

ANSWER = message("take the base backup", "bob", 2, thread=1, of="data")
OLD = [message("how to restore?", "ada", 1, thread=1, of="data"), ANSWER]


def asks(at: float) -> Message:
    return message("restore it, but how?", "cyd", at)


def week(said: list[Message], *chances: float | None) -> tuple[Past, list[PastQuestion], list[Replayed]]:
    past = Past(
        workspace=ACME,
        people=[person("bob")],
        channels=[channel(), channel("data")],
        messages=[*OLD, *said],
    )
    questions = asked_in(past, minute(9), minute(99))
    outcome = [_replayed(*each) for each in zip(questions, chances, strict=True)]
    return past, questions, outcome


def _replayed(question: PastQuestion, chance: float | None) -> Replayed:
    found = passage(1, thread=1, of="data", spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)])
    spoken = tuple(each._replace(ts=ANSWER.ts) for each in found.speakers)
    pick = chance and Promising(
        channel_id=channel_id("data"),
        ts=ts_of(minute(1)),
        passage=replace(found, speakers=spoken),
        chance=chance,
    )
    ranking = Ranking(candidates=(), threads=(), stands_out=False, ask_in=None, promising=pick or None)
    return Replayed(question=question, ranking=ranking, baselines={})


def test_only_what_was_asked_in_that_time_counts() -> None:
    _, questions, _ = week([asks(10), asks(98), asks(99)], None, None)

    assert [question.at for question in questions] == [minute(10), minute(98)]


def test_each_question_has_one_outcome() -> None:
    answered = message("so", "bob", 20, thread=10)
    past, _, outcome = week([asks(10), answered, asks(40), asks(60), asks(80)], 0.9, None, 0.3, 0.7)

    found = shadow_week(past, outcome, 0.4, timedelta(minutes=15))

    assert found.counts == {
        Outcome.ANSWERED: 1,
        Outcome.NOTHING: 1,
        Outcome.UNSURE: 1,
        Outcome.SAID: 1,
    }
    (would,) = found.said
    assert (would.question.at, would.chance, would.message, would.where.name) == (
        minute(80),
        0.7,
        ANSWER,
        "data",
    )
    assert would.author == person("bob")


def test_a_person_who_comes_late_or_the_asker_themselves_does_not_keep_it_from_speaking() -> None:
    late = [message("hm", "cyd", 11, thread=10), message("so", "bob", 30, thread=10)]
    past, _, outcome = week([asks(10), *late], 0.9)

    found = shadow_week(past, outcome, 0.4, timedelta(minutes=15))

    assert found.counts == {Outcome.SAID: 1}
