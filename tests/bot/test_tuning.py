"""The past measured: what is noticed, what is held against it, and which bars come of it."""

from collections.abc import Iterable
from datetime import timedelta
from math import isinf

from bot.bar_ports import SILENT, Mode
from bot.bars import AIMS
from bot.past import Past, PastQuestion, Replayed
from bot.pastquestions import opening_question
from bot.tuning import ENOUGH, Held, bars, noticed, tuned
from bot.tuning_types import Judged, Key, Truth, Verdict
from expertise.types import Channel, ChannelId, Message, Promising, Ranking
from tests.support.asking import LATER
from tests.support.builders import ACME, channel, channel_id, message, minute, passage, ts_of

OPS, DATA = channel("ops"), channel("data")
THREAD = Key(channel_id("data"), ts_of(minute(1)))


def past(messages: Iterable[Message] = (), channels: Iterable[Channel] = (OPS, DATA)) -> Past:
    return Past(workspace=ACME, people=[], channels=list(channels), messages=list(messages))


def asked(at: float, of: str = "ops") -> PastQuestion:
    return opening_question(message("how do I restore it?", "cyd", at, of=of))


def replayed(question: PastQuestion, chance: float | None) -> Replayed:
    pick = chance and Promising(
        channel_id=THREAD.channel_id, ts=THREAD.ts, passage=passage(1, thread=1, of="data"), chance=chance
    )
    ranking = Ranking(candidates=(), threads=(), stands_out=False, ask_in=None, promising=pick or None)
    return Replayed(question=question, ranking=ranking, baselines={})


def judged(question: PastQuestion, verdict: Verdict, weight: float | None = 1.0) -> Judged:
    return Judged(question=key(question), thread=THREAD, verdict=verdict, weight=weight)


def key(question: PastQuestion) -> Key:
    return Key(question.channel_id or ChannelId(""), question.ts)


def english(_text: str) -> str:
    return "en"


def test_questions_that_open_a_thread_are_noticed_in_time_order() -> None:
    said = [
        message("is that right?", "bob", 3, thread=1),
        message("where is the log?", "ada", 5),
        message("how do I restore it?", "cyd", 1, thread=1),
        message("good morning", "bob", 7),
    ]

    assert [each.ts for each in noticed(past(said))] == [ts_of(minute(1)), ts_of(minute(5))]


def test_judgements_are_the_truth_where_there_are_any() -> None:
    question, other = asked(5), asked(6)
    held = Held([judged(question, Verdict.PARTLY, 3.0)], {key(other): frozenset({THREAD})}, is_strict=False)

    case, unknown = held.case(replayed(question, 0.6)), held.case(replayed(other, 0.6))

    assert held.truth is Truth.JUDGED
    assert (case.chance, case.is_right, case.weight) == (0.6, True, 3.0)
    assert unknown.is_right is None


def test_strictly_what_helps_in_part_is_wrong() -> None:
    question = asked(5)

    held = Held([judged(question, Verdict.PARTLY)], {}, is_strict=True)

    assert held.case(replayed(question, 0.6)).is_right is False


def test_a_judgement_of_another_thread_or_one_that_was_not_drawn_says_nothing() -> None:
    question, drawn = asked(5), asked(6)
    of_another = Judged(question=key(question), thread=key(drawn), verdict=Verdict.YES, weight=1.0)
    held = Held([of_another, judged(drawn, Verdict.YES, None)], {}, is_strict=False)

    assert held.case(replayed(question, 0.6)).is_right is None
    assert held.case(replayed(drawn, 0.6)).is_right is None


def test_without_judgements_links_are_the_truth() -> None:
    right, wrong, unlinked = asked(5), asked(6), asked(7)
    held = Held([], {key(right): frozenset({THREAD}), key(wrong): frozenset({key(right)})}, is_strict=False)

    found = [held.case(replayed(each, 0.6)).is_right for each in (right, wrong, unlinked)]

    assert held.truth is Truth.LINKED
    assert found == [True, False, None]
    assert Held([], {}, is_strict=False).truth is Truth.NONE


def test_a_question_without_a_thread_is_one_that_gets_nothing() -> None:
    question = asked(5)

    case = Held([judged(question, Verdict.YES)], {}, is_strict=False).case(replayed(question, None))

    assert (case.chance, case.is_right) == (0.0, None)


def test_what_was_shown_becomes_a_bar_and_small_groups_get_none_of_their_own() -> None:
    many = [asked(at) for at in range(10, 10 + 3 * ENOUGH)]
    few = [asked(at, "data") for at in range(100, 103)]
    every = [*many, *few]
    held = Held([judged(each, Verdict.YES) for each in every], {}, is_strict=False)

    told = tuned(past(), [replayed(each, 0.62) for each in every], held, english)
    found = bars(told, LATER)

    assert [(group.name, group.questions, group.judged) for group in told.groups] == [
        ("", 63, 63),
        ("ops", 60, 60),
        ("data", 3, 3),
        ("en", 63, 63),
    ]
    assert {(each.channel_id, each.language) for each in found} == {
        (None, None),
        (OPS.id, None),
        (None, "en"),
    }
    assert {each.bar for each in found} == {0.05}
    assert {each.mode: each.aim for each in found} == AIMS
    assert all(each.measured == each.bar and each.at == LATER for each in found)


def test_where_the_aim_is_not_reached_the_bar_is_silent() -> None:
    every = [asked(at) for at in range(10, 70)]
    verdicts = [Verdict.YES if at % 2 else Verdict.NO for at in range(60)]
    held = Held([judged(*each) for each in zip(every, verdicts, strict=True)], {}, is_strict=False)

    told = tuned(past(), [replayed(each, 0.62) for each in every], held, english)

    assert {each.bar for each in bars(told, LATER)} == {SILENT}
    assert isinf(told.whole.proposals[Mode.PRIVATE].likely)
    assert (told.since, told.until) == (minute(10), minute(10) + timedelta(minutes=59))
