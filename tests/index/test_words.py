"""Finding by word, as people do it."""

import time
from pathlib import Path

import pytest

from index.types import PUBLIC
from tests.index.builders import SECRET, change, entries, folder, numbers

TEXTS = {
    1: "The database said SQLSTATE 57P01, terminating connection due to administrator command",
    2: "Android Bluetooth: GATT 133 on connect, retry after closing the client",
    3: "Status 133 of 200 invoices was reached today",
    4: "call wasm_init_memory before foo::bar, or it returns 0x8005",
    5: "Chrome shows ERR_CERT_DATE_INVALID because of the clock",
    6: "Die Rechnungsprüfung macht Frau Schmidt in der Buchhaltung",
    7: "請求書の承認フローは田中さんに聞いてください",
    8: "会議室の予約方法について",
    9: "configuration of the load balancer",
    10: "we were deploying the service when it crashed",
}


def find(tmp_path: Path, text: str, k: int = 3) -> list[int]:
    index = folder(tmp_path)
    if index.current() is None:
        index.publish([change(entries(TEXTS))], watermark=1)
    with index.open_reader() as reader:
        return numbers(reader.by_words(text, [PUBLIC], k))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what is SQLSTATE 57P01?", 1),
        ("sqlstate: 57p01", 1),
        ("Help! GATT 133 again", 2),
        ("wasm_init_memory", 4),
        ("undefined foo::bar", 4),
        ("0x8005", 4),
        ("err_cert_date_invalid", 5),
        ("invoice", 3),
        ("who deployed services", 10),
        ("Wer prüft eine Rechnung?", 6),
        ("Rechnungen Prüfung", 6),
        ("請求書", 7),
        ("承認は誰ですか", 7),
        ("会議室を予約したい", 8),
        ("config", 9),
    ],
)
def test_finds_first(tmp_path: Path, question: str, first: int) -> None:
    assert find(tmp_path, question)[:1] == [first]


@pytest.mark.parametrize(
    "question", ["", "   ", "??", "zzzzqqqq", "\x00", "' DROP 9=9 --", 'a:"b" AND ( *', "\ud800"]
)
def test_what_is_not_there_finds_nothing(tmp_path: Path, question: str) -> None:
    assert find(tmp_path, question) == []


def test_forty_thousand_characters_are_soon_searched(tmp_path: Path) -> None:
    find(tmp_path, "")
    question = " ".join(f"word{n} the was of" for n in range(2_600)) + " GATT 133"
    assert len(question) > 40_000

    started = time.perf_counter()
    found = find(tmp_path, question)

    assert 2 in found
    assert time.perf_counter() - started < 1.0


def test_equal_passages_come_by_number(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(entries(dict.fromkeys(range(300, 0, -1), "the build is broken")))], watermark=1)

    with index.open_reader() as reader:
        assert numbers(reader.by_words("broken build", [PUBLIC], 5)) == [1, 2, 3, 4, 5]


def test_coverage_weighs_rare_words(tmp_path: Path) -> None:
    index = folder(tmp_path)
    usual = {n: f"the build of today number {n}" for n in range(100, 200)}
    index.publish([change(entries(TEXTS | usual))], watermark=1)

    with index.open_reader() as reader:
        assert reader.coverage("the wasm_init_memory", TEXTS[4], [PUBLIC]) == pytest.approx(1.0)
        assert reader.coverage("the wasm_init_memory", TEXTS[5], [PUBLIC]) == 0.0
        assert 0.2 < reader.coverage("bluetooth chrome", TEXTS[5], [PUBLIC]) < 0.8
        assert reader.coverage("the of today", "the of today", [PUBLIC]) == 0.0
        assert reader.coverage("", TEXTS[1], [PUBLIC]) == 0.0


def test_a_greeting_is_no_rare_word_however_seldom_it_is(tmp_path: Path) -> None:
    index = folder(tmp_path)
    greeted = {20: "hi all, the terraform plan is ready"}
    index.publish([change(entries(TEXTS | greeted))], watermark=1)

    with index.open_reader() as reader:
        assert reader.coverage("hi", greeted[20], [PUBLIC]) == 0.0
        assert reader.coverage("hi, terraform", greeted[20], [PUBLIC]) == 1.0


def test_the_private_never_shapes_the_public(tmp_path: Path) -> None:
    """Fifteen private messages about a word were once seen to reverse two public results."""
    public = entries(TEXTS | {20: "kafka kafka broker lag", 21: "zookeeper zookeeper broker lag"})
    attack = entries({n: "kafka kafka zookeeper GATT 133 lag " * (n - 99) for n in range(100, 115)})
    before, after = folder(tmp_path / "before"), folder(tmp_path / "after")
    before.publish([change(public)], watermark=1)
    after.publish([change(attack, partition=SECRET), change(public)], watermark=1)
    after.publish([change(attack[:7], partition=SECRET)], watermark=2)

    questions = ["kafka zookeeper lag", "GATT 133", "broker", "Rechnung", "請求書"]
    with before.open_reader() as alone, after.open_reader() as beside:
        for question in questions:
            expected = alone.by_words(question, [PUBLIC], 10)
            both = beside.by_words(question, [PUBLIC, SECRET], 100)
            assert expected
            assert beside.by_words(question, [PUBLIC], 10) == expected
            assert [hit for hit in both if hit.passage_id < 100] == expected
            assert alone.coverage(question, TEXTS[2], [PUBLIC]) == beside.coverage(
                question, TEXTS[2], [PUBLIC]
            )


def test_scores_compare_across_partitions(tmp_path: Path) -> None:
    """A passage scores the same wherever it stands, however odd its neighbours."""
    neighbours = dict.fromkeys(range(500, 520), "GATT 133 " * 30)
    public, private = folder(tmp_path / "public"), folder(tmp_path / "private")
    public.publish([change(entries(TEXTS))], watermark=1)
    twin = {702: TEXTS[2]}
    private.publish(
        [change(entries(TEXTS)), change(entries(neighbours | twin), partition=SECRET)], watermark=1
    )

    with public.open_reader() as one, private.open_reader() as two:
        expected = next(h.score for h in one.by_words("GATT 133 connect", [PUBLIC], 5) if h.passage_id == 2)
        both = two.by_words("GATT 133 connect", [PUBLIC, SECRET], 50)
        found = next(h.score for h in both if h.passage_id == 702)

    assert found == pytest.approx(expected, abs=2e-4)


def test_the_public_never_shapes_what_outsiders_find(tmp_path: Path) -> None:
    """Whoever may not read what is public is not to learn from an order which words are common there."""
    own = entries(dict(enumerate(TEXTS.values(), 100)))
    common = entries(dict.fromkeys(range(1, 40), "GATT 133 connect"))
    alone, beside = folder(tmp_path / "alone"), folder(tmp_path / "beside")
    alone.publish([change(own, partition=SECRET)], watermark=1)
    beside.publish([change(own, partition=SECRET), change(common)], watermark=1)

    question = "GATT 133 wasm memory"
    with alone.open_reader() as one, beside.open_reader() as two:
        assert one.by_words(question, [SECRET], 10)
        assert one.by_words(question, [SECRET], 10) == two.by_words(question, [SECRET], 10)
        for text in TEXTS.values():
            assert one.coverage(question, text, [SECRET]) == two.coverage(question, text, [SECRET])
        assert one.coverage(question, TEXTS[2], []) == two.coverage(question, TEXTS[2], [])


def test_a_channel_that_turned_private_no_longer_shapes_the_public(tmp_path: Path) -> None:
    gone = entries({n: f"kafka lag {n}" for n in range(100, 160)})
    clean, moved = folder(tmp_path / "clean"), folder(tmp_path / "moved")
    public = entries(TEXTS | {20: "kafka broker", 21: "zookeeper broker"})
    clean.publish([change(public)], watermark=1)
    moved.publish([change([*public, *gone])], watermark=1)
    moved.publish([change(removed=range(100, 160)), change(gone, partition=SECRET)], watermark=2)

    with clean.open_reader() as one, moved.open_reader() as two:
        expected = one.by_words("kafka zookeeper", [PUBLIC], 10)
        found = two.by_words("kafka zookeeper", [PUBLIC], 10)

    assert numbers(found) == numbers(expected) == [20, 21]
    assert found[0].score == found[1].score


def test_without_a_public_partition_private_words_are_found(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(entries(TEXTS), partition=SECRET)], watermark=1)

    with index.open_reader() as reader:
        assert numbers(reader.by_words("GATT 133", [SECRET], 1)) == [2]
        assert reader.coverage("GATT 133", TEXTS[2], [PUBLIC]) == 1.0
