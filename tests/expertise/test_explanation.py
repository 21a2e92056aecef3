"""The facts behind a place in the ranking."""

from expertise.explanation import Also, explain
from expertise.types import Activity, Candidate, Evidence, Role, Signal
from tests.support.builders import channel_id, minute, passage, person, person_id


def test_counts_times_and_channels_are_those_of_answers() -> None:
    explanation = explain(
        _candidate(
            _evidence(1, Role.ASKED, of="ops", at=50),
            _evidence(2, Role.ANSWERED, of="data", at=10),
            _evidence(3, Role.ANSWERED, of="data", at=20),
            _evidence(4, Role.ANSWERED, of="infra", at=5),
        )
    )

    assert (explanation.answered, explanation.asked) == (3, 1)
    assert explanation.last_at == minute(20)
    assert explanation.channels == (channel_id("data"), channel_id("infra"))
    assert explanation.best
    assert explanation.best.passage.id == 2


def test_whoever_only_asked_is_told_by_that() -> None:
    explanation = explain(_candidate(_evidence(1, Role.ASKED, of="ops", at=50)))

    assert (explanation.answered, explanation.asked) == (0, 1)
    assert explanation.last_at == minute(50)
    assert explanation.channels == (channel_id("ops"),)


def test_what_was_told_unasked_is_not_called_an_answer() -> None:
    explanation = explain(
        _candidate(
            _evidence(1, Role.ASKED, of="ops", at=50),
            _evidence(2, Role.TOLD, of="data", at=10),
        )
    )

    assert (explanation.answered, explanation.told, explanation.asked) == (0, 1, 1)
    assert explanation.channels == (channel_id("data"),)


def test_what_is_not_close_is_not_told() -> None:
    explanation = explain(
        _candidate(
            _evidence(1, Role.ANSWERED, of="ops", at=50, is_close=False),
            _evidence(2, Role.ANSWERED, of="data", at=10),
        )
    )

    assert explanation.answered == 1
    assert explanation.channels == (channel_id("data"),)


def test_without_evidence_there_is_nothing_to_tell() -> None:
    explanation = explain(_candidate())

    assert (explanation.answered, explanation.asked, explanation.last_at, explanation.best) == (
        0,
        0,
        None,
        None,
    )
    assert explanation.channels == ()


def test_only_the_strongest_of_what_put_somebody_there_is_said() -> None:
    every = (Signal.WORDS, Signal.LATELY, Signal.HERE, Signal.TIES)

    assert explain(_candidate(here=1.0, lately=1.0, reasons=every)).also is Also.LATELY
    assert explain(_candidate(here=1.0, lately=1.0, reasons=every[2:])).also is Also.HERE
    assert explain(_candidate(reasons=(Signal.TIES,))).also is Also.KNOWN
    assert explain(_candidate(here=1.0, lately=1.0)).also is None


def test_lately_is_not_said_of_what_is_long_ago() -> None:
    told = explain(_candidate(here=0.2, lately=0.2, reasons=(Signal.HERE, Signal.LATELY)))

    assert told.also is None


def test_without_a_channel_it_is_where_such_things_are_discussed() -> None:
    assert explain(_candidate(reasons=(Signal.HERE,))).also is Also.THERE


def _candidate(
    *evidence: Evidence, here: float = 0.0, lately: float = 0.0, reasons: tuple[Signal, ...] = ()
) -> Candidate:
    return Candidate(
        person=person("ada"),
        score=0.0,
        evidence=evidence,
        activity=Activity(here=here, lately=lately),
        reasons=reasons,
    )


def _evidence(number: int, role: Role, *, of: str, at: float, is_close: bool = True) -> Evidence:
    found = passage(number, of=of, ended=minute(at), thread=number)
    return Evidence(
        person_id=person_id("ada"),
        passage=found,
        role=role,
        ts=found.thread_ts,
        words=1 / number,
        meaning=0.0,
        is_close=is_close,
    )
