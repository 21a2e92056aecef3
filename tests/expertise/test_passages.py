"""Cutting: every word is found again, nothing is longer than the model reads, borders stay."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from expertise.passages import LONGEST_TALK, TalkCutter, conversations, cut
from expertise.types import Message, MessageKind, Passage, Thread
from tests.support.builders import message, minute, person_id, talk, thread, ts_of
from tests.support.models import WordTokens, detect

TOKENS = WordTokens(64)
WORDS = st.sampled_from(
    ["backup", "restore", "postgres", "how", "key", "rotate", "vault", "yes", "ok", "über"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=90).map(" ".join)
SAID = st.tuples(st.sampled_from(["ada", "bob", "cyd"]), TEXTS)
TALKS = st.lists(SAID, min_size=1, max_size=9)
GAPS = st.lists(st.sampled_from([0, 1, 5, 19, 20, 21, 90]), min_size=1, max_size=130)


@given(TALKS)
def test_no_passage_is_longer_than_the_model_reads(said: list[tuple[str, str]]) -> None:
    for passage in cut(talk(*said), TOKENS, detect):
        assert TOKENS.count(passage.text) <= TOKENS.max_tokens


@given(TALKS)
def test_everything_said_is_in_the_passages_in_order(said: list[tuple[str, str]]) -> None:
    passages = cut(talk(("ada", "how does one restore backups"), *said), TOKENS, detect)

    lead = "how does one restore backups"
    words = " ".join(p.text.removeprefix(lead) for p in passages).split()

    assert words == " ".join(text for _, text in said).split()


@given(TALKS, TALKS)
def test_what_is_said_later_moves_no_border(said: list[tuple[str, str]], more: list[tuple[str, str]]) -> None:
    before = cut(talk(*said), TOKENS, detect)
    after = cut(talk(*said, *more), TOKENS, detect)

    assert [_border(p) for p in before[:-1]] == [_border(p) for p in after][: len(before[:-1])]


@given(TALKS)
def test_passages_are_numbered_from_zero(said: list[tuple[str, str]]) -> None:
    passages = cut(talk(*said), TOKENS, detect)

    assert [p.ordinal for p in passages] == list(range(len(passages)))


@given(TALKS)
def test_the_characters_of_speakers_add_up_to_what_was_said(said: list[tuple[str, str]]) -> None:
    passages = cut(talk(("ada", "how does one restore backups"), *said), TOKENS, detect)

    counted = sum(s.characters for p in passages for s in p.speakers)
    spoken = sum(len(w) for _, text in said for w in text.split()) + len("howdoesonerestorebackups")

    assert counted >= spoken


def test_a_short_thread_is_one_passage() -> None:
    (passage,) = cut(talk(("ada", "how do I restore?"), ("bob", "with pg_restore")), TOKENS, detect)

    assert passage.text == "how do I restore?\nwith pg_restore"
    assert (passage.started_at, passage.ended_at) == (minute(0), minute(1))
    assert passage.id == 0


def test_a_later_passage_begins_with_the_opening_question() -> None:
    passages = cut(talk(("ada", "how do I restore?"), ("bob", "first " * 62)), WordTokens(64), detect)

    assert passages[1].text.startswith("how do I restore?\nfirst first")


def test_a_thread_that_says_next_to_nothing_has_no_passage() -> None:
    assert cut(talk(("ada", "ok"), ("bob", "👍 1 2 3 4 5 6 7 8 9 10 11")), TOKENS, detect) == []


def test_quotations_give_nobody_words() -> None:
    (passage,) = cut(
        talk(("ada", "how do I restore a database?"), ("bob", "> how do I restore a database?\nask Cyd")),
        TOKENS,
        detect,
    )

    assert passage.text.count("restore") == 1
    assert [s.characters for s in passage.speakers if s.person_id == person_id("bob")] == [len("ask Cyd")]


def test_a_speaker_is_linked_to_their_longest_message() -> None:
    (passage,) = cut(
        talk(
            ("ada", "how do I restore?"),
            ("bob", "hm"),
            ("bob", "run pg_restore on the dump"),
            ("bob", "there"),
        ),
        TOKENS,
        detect,
    )

    bob = next(s for s in passage.speakers if s.person_id == person_id("bob"))
    assert bob.ts == ts_of(minute(2))


def test_bots_have_no_words_and_the_unknown_no_part() -> None:
    bot = message("an automatic and long reminder", "pager", 1, thread=0, kind=MessageKind.BOT)
    unknown = message("somebody unknown says much", None, 2, thread=0)

    (passage,) = cut(thread(message("how do I restore?", thread=0), bot, unknown), TOKENS, detect)

    assert passage.text == "how do I restore?\nsomebody unknown says much"
    assert [speaker.person_id for speaker in passage.speakers] == [person_id("ada")]


def test_each_passage_has_its_own_language() -> None:
    passages = cut(talk(("ada", "word " * 64), ("bob", "und so " * 7)), TOKENS, detect)

    assert [p.language for p in passages] == ["en", "de"]


def test_no_message_no_passage() -> None:
    assert (
        cut(Thread(channel_id=message("").channel_id, ts=ts_of(minute(0)), messages=()), TOKENS, detect) == []
    )


def test_talk_is_cut_where_more_than_twenty_minutes_pass() -> None:
    said = [message("a", at=0), message("b", at=20), message("c", at=41), message("d", at=42)]

    assert _texts(conversations(said)) == [["a", "b"], ["c", "d"]]


def test_talk_without_a_pause_is_cut_after_forty_messages() -> None:
    said = [message(str(at), at=at) for at in range(LONGEST_TALK + 3)]

    assert [len(talk) for talk in _texts(conversations(said))] == [LONGEST_TALK, 3]


def test_only_people_make_conversation() -> None:
    said = [
        message("a", at=0),
        message("joined", at=15, kind=MessageKind.SYSTEM),
        message("reminder", at=19, kind=MessageKind.BOT),
        message("b", at=25),
    ]

    assert _texts(conversations(said)) == [["a"], ["b"]]


@given(GAPS, st.data())
def test_what_is_said_later_ends_no_conversation_otherwise(gaps: list[int], data: st.DataObject) -> None:
    said = _said(gaps)
    length = data.draw(st.integers(0, len(said)))

    before = _texts(conversations(said[:length]))
    after = _texts(conversations(said))

    assert before[:-1] == after[: len(before[:-1])]
    if before:
        assert before[-1] == after[len(before) - 1][: len(before[-1])]


@given(GAPS, st.data())
def test_a_later_reply_to_a_message_moves_no_border(gaps: list[int], data: st.DataObject) -> None:
    said = _said(gaps)
    parents = data.draw(st.sets(st.sampled_from([m.ts for m in said])))

    whole = _texts(conversations(said))
    rest = _texts(conversations([_as_parent(m) if m.ts in parents else m for m in said]))

    texts = {m.text for m in said if m.ts not in parents}
    assert rest == [kept for one in whole if (kept := [text for text in one if text in texts])]


@given(GAPS)
def test_the_cutter_gives_a_conversation_once_it_has_ended(gaps: list[int]) -> None:
    cutter = TalkCutter()

    given_out = [talk for m in _said(gaps) for talk in cutter.feed(m)] + list(cutter.finish())

    assert given_out == list(conversations(_said(gaps)))
    assert list(cutter.finish()) == []


def _border(passage: Passage) -> tuple[object, ...]:
    said = [(s.person_id, s.characters, s.ts) for s in passage.speakers]
    return passage.ordinal, passage.text, passage.started_at, passage.ended_at, said


def _texts(talks: object) -> list[list[str]]:
    return [[m.text for m in one.messages] for one in talks]  # type: ignore[attr-defined]


def _said(gaps: Sequence[int]) -> list[Message]:
    """Messages with these minutes between them; a second more, so that no two are of one time."""
    at = 0.0
    said = []
    for number, gap in enumerate(gaps):
        at += gap + (1 / 1024 if gap == 0 else 0)
        said.append(message(str(number), at=at))
    return said


def _as_parent(said: Message) -> Message:
    return Message(
        channel_id=said.channel_id,
        ts=said.ts,
        at=said.at,
        author_id=said.author_id,
        text=said.text,
        thread_ts=said.ts,
    )
