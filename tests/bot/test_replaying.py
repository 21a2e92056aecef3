"""A history walked in time: at a question nothing later exists, however it is scrambled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import replaying
from bot.importing import as_past
from bot.past import Past, PastQuestion, Replayed
from bot.pastquestions import past_questions
from bot.ports import Storage
from bot.replaying import Replay
from bot.storedpast import stored_past
from expertise.matcher import Settings
from expertise.types import Message
from tests.support.asking import index_folder, no_progress
from tests.support.builders import ACME, channel, channel_id, message, minute, person, person_id, ts_of
from tests.support.histories import MemoryHistory, raw, raw_channel, raw_person
from tests.support.models import WordEmbedder
from tests.support.rows import PEOPLE, READING, enter, load, said

CHANNELS = [channel("data"), channel("ops")]
THREADS = 12
TOPICS = ("postgres backup restore", "vault key rotate", "build cache runner")


async def test_messages_after_a_question_do_not_matter(tmp_path: Path) -> None:
    past = _past()
    questions = _questions(past)
    whole = await _replay(past, questions, tmp_path / "whole")

    for number in (2, 5, 8):
        scrambled = _scrambled(past, questions[number].ts)
        again = await _replay(scrambled, questions[: number + 1], tmp_path / f"scrambled{number}")
        assert [_outcome(one) for one in again] == [_outcome(one) for one in whole[: number + 1]]


async def test_scrambling_earlier_messages_would_be_seen(tmp_path: Path) -> None:
    past = _past()
    questions = _questions(past)
    scrambled = _scrambled(past, questions[0].ts)

    whole = await _replay(past, questions, tmp_path / "whole")

    assert [_outcome(one) for one in await _replay(scrambled, questions, tmp_path / "other")] != [
        _outcome(one) for one in whole
    ]


async def test_that_a_message_will_get_replies_is_not_known_before_they_come(tmp_path: Path) -> None:
    opening = message("how do I restore a postgres backup?", "ada", 0, thread=0, of="data")
    answered = message("with pg_restore", "bob", 50, thread=0, of="data")
    storage = MemoryStorage()
    past = replace(_past(), messages=[opening, answered])

    (one, _) = await _replay(past, [_question(40), _question(60)], tmp_path, storage)

    assert [t.ts for t in one.ranking.threads] == [opening.ts]
    assert one.ranking.threads[0].passage.speakers[0].role.value == "asked"
    async with storage.begin(ACME.id) as uow:
        assert [m.thread_ts for m in await said(uow)] == [opening.ts, opening.ts]


async def test_a_reply_and_no_reply_look_the_same_before_it_comes(tmp_path: Path) -> None:
    with_reply, without = [
        [
            message("how do I restore a postgres backup?", "ada", 0, thread=parent, of="data"),
            message("and the vault?", "cyd", 1, of="data"),
        ]
        for parent in (0, None)
    ]

    (one,) = await _replay(replace(_past(), messages=with_reply), [_question(40)], tmp_path / "1")
    (other,) = await _replay(replace(_past(), messages=without), [_question(40)], tmp_path / "2")

    assert _outcome(one) == _outcome(other)
    assert len(one.ranking.threads) == 1


async def test_between_questions_of_one_moment_nothing_is_published_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [replace(_question(40), qid=qid) for qid in ("a", "b")]
    published: list[int] = []
    publish = replaying.publish

    async def counted(*arguments: Any, **options: Any) -> Any:
        published.append(1)
        return await publish(*arguments, **options)

    monkeypatch.setattr(replaying, "publish", counted)
    one, other, later = await _replay(_past(), [*asked, _question(200)], tmp_path)

    assert len(published) == 2
    assert _names(one) == _names(other)
    assert one.question.ts < later.question.ts


async def test_the_message_of_the_question_itself_is_not_there_yet(tmp_path: Path) -> None:
    asked = message("how do I restore a postgres backup?", "ada", 40, of="data")

    (one,) = await _replay(replace(_past(), messages=[asked]), [_question(40)], tmp_path)

    assert one.ranking.threads == ()


async def test_a_long_stretch_at_once_ranks_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = _past()
    questions = _questions(past)[4:]
    one_by_one = await _replay(past, questions, tmp_path / "1")

    monkeypatch.setattr(replaying, "_BULK", 1)
    at_once = await _replay(past, questions, tmp_path / "2")

    assert [_names(one) for one in at_once] == [_names(one) for one in one_by_one]
    for one, other in zip(at_once, one_by_one, strict=True):
        assert [c.score for c in one.ranking.candidates] == pytest.approx(
            [c.score for c in other.ranking.candidates]
        )


async def test_memory_and_database_rank_the_same(sqlite: Storage, tmp_path: Path) -> None:
    past = _past()
    questions = _questions(past)[-3:]

    in_memory = await _replay(past, questions, tmp_path / "memory")
    in_database = await _replay(past, questions, tmp_path / "database", sqlite)

    assert [_outcome(one) for one in in_memory] == [_outcome(one) for one in in_database]


async def test_what_an_export_says_of_people_and_channels_at_its_end_does_not_matter(tmp_path: Path) -> None:
    past = _past()
    questions = _questions(past)
    later = replace(
        past,
        people=[replace(p, has_left=True, title="postgres backup restore") for p in past.people],
        channels=[replace(c, is_archived=True, purpose="postgres backup restore") for c in past.channels],
    )

    plain = await _replay(past, questions, tmp_path / "1")

    assert [_outcome(one) for one in await _replay(later, questions, tmp_path / "2")] == [
        _outcome(one) for one in plain
    ]


async def test_who_is_in_a_channel_when_it_is_exported_does_not_matter(tmp_path: Path) -> None:
    pasts = []
    for inside in ((), PEOPLE):
        where = raw_channel("data", members=inside)
        days = {"1": [raw("how do I restore a postgres backup?", "ada", 0), raw("use pg_restore", "bob", 1)]}
        pasts.append(as_past(ACME, MemoryHistory([*map(raw_person, PEOPLE)], {where: days})))
    unheard = [replace(_question(90), text="who knows the data of harpsichords?", channel_id=None)]
    storage = MemoryStorage()

    without = await _replay(pasts[0], unheard, tmp_path / "1")
    (one,) = await _replay(pasts[1], unheard, tmp_path / "2", storage)

    assert [_outcome(one)] == [_outcome(each) for each in without]
    assert not any(candidate.member_of for candidate in one.ranking.candidates)
    async with storage.begin(ACME.id) as uow:
        channels = await uow.channels.all()
        assert [(await uow.channels.members(c.id), c.purpose) for c in channels] == [(frozenset(), "")]


async def test_what_is_imported_is_replayed_without_who_is_where(tmp_path: Path) -> None:
    imported, walked = MemoryStorage(), MemoryStorage()
    await enter(imported, channels=[channel("data")], members={"data": PEOPLE})
    await load(imported, [message("how do I restore a postgres backup?", "ada", 0, of="data")])

    await _replay(await stored_past(imported, ACME), [_question(90)], tmp_path, walked)

    async with imported.begin(ACME.id) as uow, walked.begin(ACME.id) as other:
        assert len(await uow.channels.members(channel_id("data"))) == len(PEOPLE)
        assert await other.channels.members(channel_id("data")) == frozenset()


async def test_a_question_without_a_letter_finds_nobody_and_stops_nothing(tmp_path: Path) -> None:
    questions = [replace(_question(5_000), text="?!"), _question(5_001)]

    nothing, something = await _replay(_past(), questions, tmp_path)

    assert (nothing.ranking.candidates, nothing.ranking.threads) == ((), ())
    assert nothing.habit
    assert something.ranking.candidates


async def test_votes_are_counted_only_where_they_are_wanted(tmp_path: Path) -> None:
    walk = _walk(MemoryStorage(), tmp_path)

    (one,) = [one async for one in walk.run(_past(), [_question(5_000)])]

    assert sorted(one.baselines) == ["active180", "channel180"]
    assert one.baseline_threads == {}


async def test_bots_are_nobody_for_a_baseline(tmp_path: Path) -> None:
    past = _past()
    with_bot = replace(past, people=[replace(p, is_bot=p.handle == "bob") for p in past.people])

    (one,) = await _replay(with_bot, [_question(5_000)], tmp_path)

    assert len(one.baselines) == 6
    assert all(ranking and person_id("bob") not in ranking for ranking in one.baselines.values())


async def test_the_habit_names_whoever_answers_here_but_not_the_asker_nor_the_excluded(
    tmp_path: Path,
) -> None:
    past = _past()
    asked = replace(_question(5_000), asker_id=person_id("ada"), excluded=frozenset({person_id("bob")}))

    (plain,) = await _replay(past, [_question(5_000)], tmp_path / "1")
    (one,) = await _replay(past, [asked], tmp_path / "2")

    assert one.habit == tuple(p for p in plain.habit if p not in {person_id("ada"), person_id("bob")})
    assert person_id("bob") not in _names(one)
    assert plain.habit


async def test_questions_come_back_in_time_order_with_progress(tmp_path: Path) -> None:
    past = _past()
    told: list[tuple[str, int, int]] = []
    replay = _walk(MemoryStorage(), tmp_path, lambda *step: told.append(step))

    order = [one.question.ts async for one in replay.run(past, [_question(900), _question(300)])]

    assert order == [ts_of(minute(300)), ts_of(minute(900))]
    assert told == [("replaying", 1, 2), ("replaying", 2, 2)]


def test_past_questions_are_threads_that_somebody_known_answered() -> None:
    messages = [
        message("I am Bob and new here", "bob", 0),
        message("how do I restore?", "ada", 10, thread=10),
        message("with pg_restore", "bob", 11, thread=10),
        message("welcome me too", "cyd", 12, thread=10),
        message("anyone?", "ada", 20, thread=20),
        message("me again", "ada", 21, thread=20),
        message("a first question", "dan", 30, thread=30),
        message("from somebody new", "eve", 31, thread=30),
    ]

    (question,) = past_questions(messages, held_out=1.0)

    assert (question.text, question.asker_id, question.ts) == (
        "how do I restore?",
        person_id("ada"),
        ts_of(minute(10)),
    )
    assert question.helpers == {person_id("bob")}


def test_only_the_last_share_is_held_out() -> None:
    held_out = past_questions(_past().messages, held_out=0.5)

    assert held_out == [q for q in past_questions(_past().messages, held_out=1.0) if q in held_out]
    assert len(held_out) <= THREADS / 2


# ------------------------------------------------------------------ a small past


def _past() -> Past:
    chance = Random(7)
    messages = []
    for number in range(THREADS):
        start = 300.0 * number
        where, topic = chance.choice(["data", "ops"]), chance.choice(TOPICS)
        asker, *helpers = chance.sample(PEOPLE, 3)
        messages.append(message(f"how do I {topic} case {number}?", asker, start, thread=start, of=where))
        for later, helper in enumerate(helpers, 1):
            messages.append(
                message(f"{topic} like so {number}", helper, start + 40 * later, thread=start, of=where)
            )
        messages.append(message(f"by the way, {topic}", chance.choice(PEOPLE), start + 90, of=where))
    return Past(workspace=ACME, people=[person(who) for who in PEOPLE], channels=CHANNELS, messages=messages)


def _questions(past: Past) -> list[PastQuestion]:
    questions = past_questions(past.messages, held_out=1.0)
    assert len(questions) > 8
    return questions


def _question(at: float) -> PastQuestion:
    return PastQuestion(
        qid=str(at),
        text="restore a postgres backup",
        ts=ts_of(minute(at)),
        at=minute(at),
        channel_id=channel_id("data"),
        asker_id=None,
    )


def _scrambled(past: Past, since: str) -> Past:
    """Every message from then on says something else, by somebody else, elsewhere, a little later."""
    chance = Random(1)
    return replace(past, messages=[m if m.ts < since else _other(m, chance) for m in past.messages])


def _other(known: Message, chance: Random) -> Message:
    at = known.at + timedelta(seconds=chance.randrange(60))
    return replace(
        known,
        at=at,
        ts=ts_of(at),
        text=f"{chance.choice(TOPICS)} {chance.choice(TOPICS)}",
        author_id=person_id(chance.choice(PEOPLE)),
        channel_id=known.channel_id,
    )


async def _replay(
    past: Past, questions: Sequence[PastQuestion], root: Path, storage: Storage | None = None
) -> list[Replayed]:
    walk = _walk(storage or MemoryStorage(), root)
    return [one async for one in walk.run(past, questions, with_votes=True)]


def _walk(storage: Storage, root: Path, on_progress: replaying.Progress = no_progress) -> Replay:
    embedder = WordEmbedder()
    return Replay(storage, ACME, index_folder(root, embedder), READING, embedder, Settings(), on_progress)


def _names(one: Replayed) -> list[str]:
    return [c.person.id for c in one.ranking.candidates]


def _outcome(one: Replayed) -> tuple[object, ...]:
    """Everything that a measure could see; a question's own helpers are the truth, not the outcome."""
    ranked = [(c.person.id, c.score, c.activity) for c in one.ranking.candidates]
    threads = [(t.channel_id, t.ts, t.score, t.passage.speakers) for t in one.ranking.threads]
    said = (one.ranking.stands_out, one.ranking.ask_in)
    return one.question.qid, ranked, threads, said, one.baselines, one.baseline_threads
