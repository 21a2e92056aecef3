"""One question in, people out: who is ranked, who never is, and what may not matter."""

import pytest

from expertise.confidence import UNREAD, Calibration, chance
from expertise.errors import EmptyQuestionError
from expertise.matcher import DETAILED, LONGEST_QUESTION, Settings
from expertise.types import Activity, Passage, Role
from index.types import PUBLIC, Partition
from tests.support.builders import channel_id, passage, person, person_id
from tests.support.evidence import World, names, scores
from tests.support.models import WordEmbedder

SECRET = Partition("c-secret")
QUESTION = "restore a postgres backup"
BACKUP = "how do I restore a postgres backup\nwith pg_restore from the nightly dump"
KEYS = "where do we rotate the vault keys\nrun the rotation playbook"
LUNCH = "who joins for lunch at noon\nthe noodle place again"


def _world(**changes: object) -> World:
    """Bob answered about backups, Cyd about keys; Ada asked both."""
    asked = ("ada", Role.ASKED)
    own: dict[str, object] = {
        "passages": {
            PUBLIC: [
                passage(1, BACKUP, spoke=[asked, ("bob", Role.ANSWERED)], thread=1, of="data"),
                passage(2, KEYS, spoke=[asked, ("cyd", Role.ANSWERED)], thread=2, of="security"),
                passage(3, LUNCH, spoke=[("dan", Role.ANSWERED)], thread=3, of="random"),
            ],
            SECRET: [passage(4, BACKUP, spoke=[("eve", Role.ANSWERED)], thread=4, of="secret")],
        },
        "people": [person(name) for name in ("ada", "bob", "cyd", "dan", "eve", "fay")],
    }
    return World(**own | changes)  # type: ignore[arg-type]


async def test_whoever_answered_something_close_comes_first() -> None:
    ranking = await _world().rank(QUESTION)

    assert names(ranking)[0] == "bob"
    assert ranking.stands_out
    assert ranking.candidates[0].evidence[0].passage.id == 1


async def test_the_nearest_threads_and_where_to_ask() -> None:
    ranking = await _world().rank("rotate vault keys")

    assert ranking.threads[0].passage.id == 2
    assert ranking.ask_in == channel_id("security")


async def test_the_thread_that_may_help_unasked_is_one_that_is_news_to_the_asker() -> None:
    found = (await _world().rank(QUESTION, asker="fay")).promising
    own = (await _world().rank(QUESTION, asker="ada")).promising

    assert found is not None
    assert found.passage.id == 1
    assert own is None


async def test_what_is_recalled_without_people_is_what_is_ranked_with_them() -> None:
    ranked = await _world().rank(QUESTION, asker="fay")
    recalled = await _world().rank(QUESTION, asker="fay", with_people=False)

    assert recalled.candidates == ()
    assert recalled.threads == ranked.threads
    assert (recalled.promising, recalled.answers) == (ranked.promising, ranked.answers)


async def test_many_near_threads_outweigh_a_nearer_one_when_saying_where() -> None:
    passages = [passage(1, BACKUP, thread=1, of="data")]
    passages += [passage(n, f"restore postgres backup notes {n}", thread=n, of="ops") for n in range(2, 6)]

    ranking = await _world(passages={PUBLIC: passages}).rank(
        "how do I restore a postgres backup with pg_restore from the nightly dump"
    )

    assert ranking.threads[0].channel_id == channel_id("data")
    assert ranking.ask_in == channel_id("ops")


async def test_recent_activity_counts_without_a_vote() -> None:
    ranking = await _world(activity={person_id("fay"): Activity(here=9, anywhere=9)}).rank(
        QUESTION, in_channel="data"
    )

    fay = next(c for c in ranking.candidates if c.person.handle == "fay")
    assert fay.evidence == ()
    assert fay.activity == Activity(here=9, anywhere=9)


async def test_the_asker_is_never_suggested() -> None:
    world = _world(activity={person_id("bob"): Activity(here=99, anywhere=99)})

    assert "bob" not in names(await world.rank(QUESTION, asker="bob"))


@pytest.mark.parametrize("flag", ["is_bot", "has_left"])
async def test_bots_and_people_who_left_are_never_suggested(flag: str) -> None:
    people = [person("ada"), person("bob", **{flag: True}), person("cyd")]

    ranking = await _world(people=people).rank(QUESTION)

    assert "bob" not in names(ranking)


async def test_somebody_unknown_is_never_suggested() -> None:
    assert "bob" not in names(await _world(people=[person("ada"), person("cyd")]).rank(QUESTION))


async def test_whoever_may_not_be_named_is_not() -> None:
    assert "bob" not in names(await _world().rank(QUESTION, unnamed=["bob"]))


async def test_whoever_may_not_be_named_does_not_shape_the_others_scores() -> None:
    activity = {
        person_id(n): Activity(here=w, anywhere=w) for n, w in (("bob", 50.0), ("cyd", 2.0), ("dan", 1.0))
    }
    with_bob = _world(activity=activity)
    without = _world(
        activity={who: a for who, a in activity.items() if who != person_id("bob")},
        passages={PUBLIC: [_without(p, "bob") for p in with_bob.passages[PUBLIC]]},
    )

    unnamed = await with_bob.rank(QUESTION, unnamed=["bob"])
    absent = await without.rank(QUESTION)

    assert scores(unnamed) == scores(absent)
    assert unnamed.stands_out == absent.stands_out


async def test_nothing_outside_the_scope_is_seen() -> None:
    open_only = _world(passages={PUBLIC: _world().passages[PUBLIC]})

    outside = await _world().rank(QUESTION)

    assert outside == await open_only.rank(QUESTION)
    assert "eve" in names(await _world().rank(QUESTION, partitions=[PUBLIC, SECRET]))


async def test_the_same_question_has_the_same_answer() -> None:
    assert await _world().rank(QUESTION) == await _world().rank(QUESTION)


async def test_equal_people_come_by_id() -> None:
    both = [("cyd", Role.ANSWERED), ("bob", Role.ANSWERED)]
    world = _world(passages={PUBLIC: [passage(1, BACKUP, spoke=both)]})

    ranking = await world.rank(QUESTION)

    assert names(ranking) == ["bob", "cyd"]
    assert len(set(scores(ranking).values())) == 1


@pytest.mark.parametrize("text", ["", "   \n", "?!…", "🙂🙂"])
async def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(EmptyQuestionError):
        await _world().rank(text)


async def test_nobody_stands_out_on_nonsense() -> None:
    ranking = await _world(embedder=WordEmbedder(dimension=4096)).rank("zxqv florbish wugglefrump")

    assert not ranking.stands_out


async def test_nobody_stands_out_by_activity_alone() -> None:
    world = _world(people=[person("fay")], activity={person_id("fay"): Activity(here=9, anywhere=9)})

    ranking = await world.rank(QUESTION)

    assert names(ranking) == ["fay"]
    assert not ranking.stands_out


async def test_nobody_stands_out_where_nothing_was_ever_said() -> None:
    ranking = await _world(passages={PUBLIC: []}).rank(QUESTION)

    assert (ranking.candidates, ranking.threads, ranking.stands_out, ranking.ask_in) == ((), (), False, None)


async def test_words_alone_suffice_where_the_model_does_not_serve_the_question() -> None:
    world = _world(embedder=WordEmbedder(languages=frozenset({"en"})))

    assert (await world.rank("wie restore postgres backup")).stands_out
    assert not (await world.rank("wie und wo essen wir heute zu mittag")).stands_out


async def test_only_what_is_close_makes_anybody_stand_out() -> None:
    close = Settings(closeness=0.0)
    never = Settings(closeness=9.9)

    assert (await _world(settings=close).rank(QUESTION)).stands_out
    assert not (await _world(settings=never).rank(QUESTION)).stands_out


async def test_a_german_question_to_an_english_model_goes_by_words_alone() -> None:
    world = _world(embedder=WordEmbedder(languages=frozenset({"en"})))
    encoded = len(world.embedder.encoded)

    ranking = await world.rank("wie mache ich restore vom postgres backup")

    assert world.search.asked_by_meaning == 0
    assert len(world.embedder.encoded) == encoded
    assert names(ranking)[0] == "bob"


async def test_words_alone_are_as_sure_as_words_alone_are() -> None:
    world = _world(embedder=WordEmbedder(languages=frozenset({"en"})))

    read = await world.rank("restore postgres backup")
    unread = await world.rank("wie restore postgres backup")

    assert read.calibration == Calibration()
    assert unread.calibration == UNREAD
    assert unread.confidence == pytest.approx(chance(list(unread.utilities.values()), 3, UNREAD))


async def test_a_question_too_short_for_the_detector_goes_by_its_stop_words() -> None:
    world = _world(embedder=WordEmbedder(languages=frozenset({"en"})), detect=lambda _: "und")

    await world.rank("wo ist die Kantine?")
    await world.rank("postgres backup")

    assert world.search.asked_by_meaning == 1


@pytest.mark.parametrize("languages", [None, frozenset({"en", "de"})])
async def test_a_german_question_goes_by_meaning_where_the_model_serves_it(
    languages: frozenset[str] | None,
) -> None:
    world = _world(embedder=WordEmbedder(languages=languages))

    await world.rank("wie mache ich restore vom postgres backup")

    assert world.search.asked_by_meaning == 1


async def test_only_the_beginning_of_a_very_long_question_is_read() -> None:
    text = "restore a postgres backup ".ljust(LONGEST_QUESTION)

    assert scores(await _world().rank(text + KEYS)) == scores(await _world().rank(text))


async def test_all_evidence_and_every_thread_is_kept_so_that_counts_are_true() -> None:
    passages = [
        passage(n, f"restore postgres backup {n}", spoke=[("bob", Role.ANSWERED)], thread=n)
        for n in range(1, 9)
    ]

    ranking = await _world(passages={PUBLIC: passages}).rank(QUESTION)

    assert len(ranking.candidates[0].evidence) == len(passages)
    assert len(ranking.threads) == len(passages)


@pytest.mark.parametrize(
    ("settings", "told_of"), [(Settings(closeness=9.0), DETAILED), (Settings(), DETAILED + 20)]
)
async def test_in_a_crowd_only_the_best_and_those_with_close_words_are_told_of(
    settings: Settings, told_of: int
) -> None:
    crowd = [f"p{number:03}" for number in range(DETAILED + 20)]
    spoke = [(who, Role.ANSWERED) for who in crowd]
    passages = [passage(1, "restore postgres backup", spoke=spoke, thread=1)]
    world = _world(people=list(map(person, crowd)), passages={PUBLIC: passages}, settings=settings)

    ranking = await world.rank(QUESTION)

    assert len(ranking.utilities) == len(crowd)
    assert [c.person.id for c in ranking.candidates] == list(ranking.utilities)[:told_of]
    assert all(ranking.utilities[c.person.id] == c.score for c in ranking.candidates)


def _without(found: Passage, name: str) -> Passage:
    kept = [
        (s.person_id.removeprefix("p-"), s.role) for s in found.speakers if s.person_id != person_id(name)
    ]
    return passage(found.id, found.text, spoke=kept, thread=found.id, of=found.channel_id.removeprefix("c-"))
