"""Equal people take turns at the first place, and nothing private shows in whose turn it is."""

from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.ports import Storage, UnitOfWork
from bot.telling import Answer
from expertise.types import ChannelKind, Message, PersonId
from tests.support.asking import LATER, Bot
from tests.support.builders import ACME, channel, message, person_id
from tests.support.rows import PEOPLE, enter, load

QUESTION = "restore a postgres backup"
DATA, SECRET = channel("data"), channel("secret", ChannelKind.PRIVATE)
BOTH = {"bob", "cyd"}


def _thread(start: float, helper: str, of: str = "data") -> list[Message]:
    return [
        message("how do I restore a postgres backup?", "ada", start, thread=start, of=of),
        message("restore it with pg_restore from the dump", helper, start + 1, thread=start, of=of),
    ]


EQUAL = [*_thread(0, "bob"), *_thread(100, "cyd")]
INSIDE = [each for start in (200, 300, 400) for each in _thread(start, "cyd", "secret")]


async def _bot(storage: Storage, *, fairness: float = 0.2, with_secret: bool = False) -> Bot:
    channels = [DATA, SECRET] if with_secret else [DATA]
    members = {"secret": ["cyd", "dan"]} if with_secret else {}
    await enter(storage, channels=channels, members=members)
    await load(storage, [*EQUAL, *(INSIDE if with_secret else [])])
    bot = Bot(storage, fairness=fairness)
    await bot.refresh()
    return bot


def _first(answer: Answer) -> str:
    return answer.suggestions[0].person.handle


async def _load(bot: Bot) -> dict[str, float]:
    async with bot.storage.begin(ACME.id) as uow:
        found = await uow.load.of([person_id(name) for name in PEOPLE], LATER)
    return {who.removeprefix("p-"): round(load, 6) for who, load in found.items()}


async def test_two_equal_people_come_first_in_turn(storage: Storage) -> None:
    bot = await _bot(storage)

    first = [_first(await bot.ask(QUESTION)) for _ in range(4)]

    assert {*first[:2]} == BOTH
    assert first[2:] == first[:2]
    assert await _load(bot) == {"bob": 2.0, "cyd": 2.0}


async def test_scores_fall_and_everyone_is_still_there(storage: Storage) -> None:
    bot = await _bot(storage)

    for _ in range(2):
        answer = await bot.ask(QUESTION)

        scores = [suggestion.score for suggestion in answer.suggestions]
        assert scores == sorted(scores, reverse=True)
        assert {s.person.handle for s in answer.suggestions} >= BOTH


async def test_switched_off_nobody_takes_turns_and_nothing_is_kept(storage: Storage) -> None:
    bot = await _bot(storage, fairness=0)

    assert len({_first(await bot.ask(QUESTION)) for _ in range(3)}) == 1
    assert await _load(bot) == {}


async def test_where_nobody_stands_out_nobody_is_counted(storage: Storage) -> None:
    bot = await _bot(storage)

    assert (await bot.ask("zxqv florbish wugglefrump")).suggestions == ()

    assert await _load(bot) == {}


@pytest.mark.parametrize("operator", [None, "root"])
async def test_an_answer_for_one_person_alone_counts_nobody(storage: Storage, operator: str | None) -> None:
    bot = await _bot(storage)

    assert (await bot.ask(QUESTION, asker="eve", operator=operator)).suggestions

    assert await _load(bot) == {}


async def test_whose_turn_it_is_holds_for_everyone(storage: Storage) -> None:
    bot = await _bot(storage)

    first = _first(await bot.ask(QUESTION))

    assert {first, _first(await bot.ask(QUESTION, asker="eve"))} == BOTH


async def test_what_is_asked_and_said_in_private_changes_nobody_elses_turn(storage: Storage) -> None:
    """Two worlds, one with a private channel where Cyd is first: others' answers are the same, all along."""
    beside = await _bot(storage, with_secret=True)
    without = await _bot(MemoryStorage())
    told: list[list[object]] = [[], []]
    for bot, heard in zip((beside, without), told, strict=True):
        for reader in (None, "eve", None, "eve", None):
            for _ in range(3):
                await bot.ask(QUESTION, asker="dan")
                if bot is beside:
                    inside = await bot.ask(QUESTION, asker="dan", channel="secret")
                    assert _first(inside) == "cyd"
            heard.append(_seen(await bot.ask(QUESTION, asker=reader)))

    assert told[0] == told[1]
    assert await _load(beside) == await _load(without)


def _seen(answer: Answer) -> Sequence[object]:
    return [
        (s.person, s.score, s.explanation.last_at, s.quotation and s.quotation.text)
        for s in answer.suggestions
    ]


async def test_a_count_that_cannot_be_written_does_not_cost_the_answer(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await _bot(storage)
    _break_load(monkeypatch)

    with capture_logs() as logged:
        answer = await bot.ask(QUESTION)

    assert answer.suggestions
    (line,) = logged
    assert (line["log_level"], line["workspace"]) == ("warning", ACME.id)
    assert QUESTION not in repr(line)


def _break_load(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: object, who: PersonId, at: object) -> None:
        raise OSError("read-only")

    for place in ("adapters.storage.load.SqlLoadStore", "adapters.storage.memory.load.MemoryLoadStore"):
        monkeypatch.setattr(f"{place}.add", fail)


async def test_another_writer_costs_an_answer_half_a_second_at_most(storage: Storage) -> None:
    bot = await _bot(storage)

    async with storage.begin(ACME.id) as other:
        await _write(other)
        with capture_logs() as logged:
            answer = await bot.ask(QUESTION)

    assert answer.suggestions
    assert [type(line["exc_info"]).__name__ for line in logged] == ["LockedError"]


async def _write(uow: UnitOfWork) -> None:
    await uow.messages.set_stale(DATA.id, is_stale=True)
