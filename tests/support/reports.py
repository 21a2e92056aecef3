"""Outcomes of a replay made by hand, and the report of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.past import Past, PastQuestion, Replayed
from bot.pastwaits import Waits
from bot.report_types import Report
from bot.reporting import report
from expertise.types import Candidate, Ranking
from tests.support.builders import ACME, channel, channel_id, minute, person, person_id, ts_of

NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay")


def asked(
    number: int, helpers: Collection[str] = ("bob",), *, of: str = "data", text: str = "How do I restore it?"
) -> PastQuestion:
    return PastQuestion(
        qid=f"q{number}",
        text=text,
        ts=ts_of(minute(number)),
        at=minute(number),
        channel_id=channel_id(of),
        asker_id=person_id("ada"),
        helpers=frozenset(map(person_id, helpers)),
    )


def replayed(
    question: PastQuestion,
    ours: Sequence[str],
    habit: Sequence[str],
    anywhere: Sequence[str] | None = None,
    *,
    stands_out: bool = True,
) -> Replayed:
    return Replayed(
        question=question,
        ranking=Ranking(
            candidates=tuple(Candidate(person=person(who), score=1.0, evidence=()) for who in ours),
            threads=(),
            stands_out=stands_out,
            ask_in=None,
        ),
        baselines={
            name: tuple(map(person_id, people))
            for name, people in (("channel180", habit), ("active180", anywhere))
            if people is not None
        },
    )


def past(*more: str) -> Past:
    """Nothing was said; it is about who there is, and where."""
    people = [person(who, name=f"{who.title()} Zanzibar") for who in (*NAMES, *more)]
    return Past(workspace=ACME, people=people, channels=[channel("data"), channel("ops")], messages=[])


def outcomes() -> list[Replayed]:
    """Six questions with an answer in #data, one in #ops, and two that nobody answered."""
    rows = [
        (["bob", "cyd", "dan"], ["cyd", "bob"]),
        (["cyd", "bob", "dan"], ["cyd", "dan", "eve", "bob"]),
        (["cyd", "dan", "eve", "bob"], ["cyd", "bob"]),
        (["dan", "bob"], ["cyd", "dan", "eve", "fay", "bob"]),
        (["eve", "bob"], []),
        (["fay"], ["cyd", "dan", "eve", "fay"]),
    ]
    known = [replayed(asked(n), ours, habit, habit[1:]) for n, (ours, habit) in enumerate(rows)]
    return [
        *known,
        replayed(asked(6, of="ops"), ["bob"], ["bob"], [], stands_out=False),
        replayed(asked(7, ()), ["bob"], ["cyd"], []),
        replayed(asked(8, ()), ["bob"], ["cyd"], [], stands_out=False),
    ]


def waited() -> Waits:
    """Four answers after 1, 10, 100 and 10,000 minutes, two without, one that cannot be told."""
    return Waits(
        answered=tuple(timedelta(minutes=m) for m in (1, 10, 100, 10_000)),
        unanswered=(asked(7, ()), asked(8, ())),
        unknown=1,
        first={f"q{n}": person_id(who) for n, who in enumerate(("bob", "bob", "cyd", "dan", "eve", "fay"))},
    )


def whole(confidence: float = 0.0) -> Report:
    """``confidence`` is how sure every ranking was."""
    sure = [replace(one, ranking=replace(one.ranking, confidence=confidence)) for one in outcomes()]
    return report(past(), sure, waited())


def empty() -> Report:
    return report(past(), [], Waits())
