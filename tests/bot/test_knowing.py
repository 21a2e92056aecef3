"""What people declare: how it is kept, what is refused, and what an operator leaves behind."""

from collections.abc import Sequence

import pytest

from bot.errors import (
    EmptyTopicError,
    TooLongTopicError,
    TooManyTopicsError,
    TopicError,
    TopicLinesError,
    UnknownPersonError,
    UnprintableTopicError,
)
from bot.knowing import LONGEST, MOST, Told, declare, declared_by, fit, forget
from bot.ports import Storage
from bot.topic_lists import TopicLine, declare_list
from tests.support.builders import ACME, minute, person, person_id
from tests.support.rows import enter

ADA, BOB = person_id("ada"), person_id("bob")
NOW = minute(0)


@pytest.fixture
async def settled(storage: Storage) -> Storage:
    await enter(storage)
    return storage


async def _topics(storage: Storage, name: str = "ada") -> list[str]:
    async with storage.begin(ACME.id) as uow:
        return [each.topic for each in await declared_by(uow, person_id(name))]


async def _declare(storage: Storage, *topics: str, operator: str | None = None) -> Told:
    async with storage.begin(ACME.id) as uow:
        return await declare(uow, {ADA: topics}, NOW, operator)


async def _audited(storage: Storage) -> list[tuple[str, str, object, str]]:
    async with storage.begin(ACME.id) as uow:
        return [(e.action, e.actor, e.subject, e.detail) for e in await uow.audit.all()]


# ------------------------------------------------------------------ one person


async def test_what_is_declared_is_kept_once_and_renewed(settled: Storage) -> None:
    first = await _declare(settled, "  Terraform ", "state\t locks", "terraform")
    again = await _declare(settled, "TERRAFORM", "Kafka")

    assert (first, again) == (Told(new=2, renewed=0), Told(new=1, renewed=1))
    assert await _topics(settled) == ["Kafka", "state locks", "TERRAFORM"]


async def test_what_is_forgotten_is_gone(settled: Storage) -> None:
    await _declare(settled, "Terraform", "Kafka")

    async with settled.begin(ACME.id) as uow:
        gone = await forget(uow, ADA, ["terraform ", "postgres"], NOW)

    assert gone == 1
    assert await _topics(settled) == ["Kafka"]


async def test_what_somebody_says_of_themselves_is_no_operators_act(settled: Storage) -> None:
    await _declare(settled, "Terraform")

    assert await _audited(settled) == []


async def test_what_an_operator_does_for_somebody_is_written_down_without_words(settled: Storage) -> None:
    await _declare(settled, "Terraform", "Kafka", operator="root")
    async with settled.begin(ACME.id) as uow:
        await forget(uow, ADA, ["kafka"], NOW, "root")
        await forget(uow, ADA, ["kafka"], NOW, "root")

    assert await _audited(settled) == [
        ("topics-declared-for", "root", ADA, "2"),
        ("topics-forgotten-for", "root", ADA, "1"),
    ]


@pytest.mark.parametrize(
    ("topic", "error"),
    [
        ("", EmptyTopicError),
        (" \t…", EmptyTopicError),
        ("a\x07b", UnprintableTopicError),
        ("a\nb", UnprintableTopicError),
        ("a\u2028b", UnprintableTopicError),
        ("a\u202eb", UnprintableTopicError),
        ("a\x00", UnprintableTopicError),
        ("\udc80a", UnprintableTopicError),
        ("x" * (LONGEST + 1), TooLongTopicError),
    ],
)
async def test_what_is_no_topic_is_refused_and_nothing_is_declared(
    settled: Storage, topic: str, error: type[TopicError]
) -> None:
    with pytest.raises(error):
        await _declare(settled, "Kafka", topic)

    assert await _topics(settled) == []


@pytest.mark.parametrize(
    "topic", ["C++", "Straßenverkehr", "日本語", "می\u200cخواهم", "x" * LONGEST, "🚀 launches"]
)
def test_topics_of_every_script_are_kept_as_written(topic: str) -> None:
    assert fit(topic) == topic


async def test_one_person_has_so_many_topics_at_most(settled: Storage) -> None:
    await _declare(settled, *(f"topic {n}" for n in range(MOST)))
    await _declare(settled, "TOPIC 0")

    with pytest.raises(TooManyTopicsError):
        await _declare(settled, "one more")

    assert len(await _topics(settled)) == MOST


# ------------------------------------------------------------------ a list


async def _list(storage: Storage, *rows: tuple[str, str]) -> Told:
    lines = [TopicLine(number=n, person=who, topic=what) for n, (who, what) in enumerate(rows, 2)]
    async with storage.begin(ACME.id) as uow:
        return await declare_list(uow, lines, "root", NOW)


async def test_a_list_is_declared_for_everyone_and_again_without_a_change(settled: Storage) -> None:
    rows = [("ada", "Terraform"), ("@Bob", "Kafka"), ("Uada", "Postgres")]

    assert await _list(settled, *rows) == Told(new=3, renewed=0)
    before = (await _topics(settled), await _topics(settled, "bob"))
    assert await _list(settled, *rows) == Told(new=0, renewed=3)

    assert before == (await _topics(settled), await _topics(settled, "bob"))
    assert before == (["Postgres", "Terraform"], ["Kafka"])
    assert len(await _audited(settled)) == 4


async def test_of_a_list_with_wrong_lines_nothing_is_declared_and_all_of_them_are_told(
    settled: Storage,
) -> None:
    async with settled.begin(ACME.id) as uow:
        await uow.people.save([person("eve", name="Ada")])
        await uow.commit()

    rows = [("bob", "Kafka"), ("nobody", "x"), ("Ada", "y"), ("bob", ""), ("Uada", "x" * 101)]
    faults = await _faults(settled, rows)

    assert {line: type(error) for line, error in faults.items()} == {
        3: UnknownPersonError,
        4: UnknownPersonError,
        5: EmptyTopicError,
        6: TooLongTopicError,
    }
    assert await _topics(settled, "bob") == []
    assert await _audited(settled) == []


async def test_whoever_would_have_too_many_is_told_by_their_last_line(settled: Storage) -> None:
    rows = [("ada", f"topic {n}") for n in range(MOST + 1)]

    faults = await _faults(settled, [*rows, ("bob", "Kafka")])

    assert {line: type(error) for line, error in faults.items()} == {MOST + 2: TooManyTopicsError}
    assert await _topics(settled, "bob") == []


async def _faults(storage: Storage, rows: Sequence[tuple[str, str]]) -> dict[int, Exception]:
    with pytest.raises(TopicLinesError) as caught:
        await _list(storage, *rows)
    return dict(caught.value.faults)
