"""What the baselines say beside a question, over real rows and a search in memory."""

from collections.abc import Iterable

from bot.comparing import Asked, Baselines, Comparison
from bot.ports import Storage
from expertise.types import Message
from tests.support.asking import Bot, tools
from tests.support.builders import ACME, channel, channel_id, message, minute, person_id, ts_of
from tests.support.rows import enter, post

ADA, BOB, CYD, DAN = map(person_id, ("ada", "bob", "cyd", "dan"))
DAY = 24 * 60
DATA, OPS = channel_id("data"), channel_id("ops")
CLOSE, NEAR, FAR = 0, 700 * DAY, 701 * DAY
HISTORY = [
    message("restore a postgres backup quickly", "ada", CLOSE, thread=CLOSE, of="data"),
    message("postgres backup restore", "bob", CLOSE + 1, thread=CLOSE, of="data"),
    message("postgres is down", "ada", NEAR, thread=NEAR, of="ops"),
    message("postgres is up", "cyd", NEAR + 1, thread=NEAR, of="ops"),
    message("where is the holiday calendar", "ada", FAR, thread=FAR, of="data"),
    message("holiday calendar page", "dan", FAR + 1, thread=FAR, of="data"),
]
"""Bob's answer is the closest and 700 days older than Cyd's; Dan's shares no word with the question."""


async def test_all_six_baselines_by_hand(memory: Storage) -> None:
    said = await _compared(memory, HISTORY, nobody=())

    assert said.people["active180"] == (CYD, DAN)
    assert said.people["channel180"] == (DAN, CYD)
    assert said.people["bm25"] == (BOB, CYD)
    assert said.people["bm25-decayed"] == (CYD, BOB)
    assert said.people["dense"][:2] == (BOB, CYD)
    assert said.people["dense-decayed"][:2] == (CYD, BOB)


async def test_threads_by_words_alone_and_by_meaning_alone(memory: Storage) -> None:
    said = await _compared(memory, HISTORY, nobody=())

    close, near = (DATA, ts_of(minute(CLOSE))), (OPS, ts_of(minute(NEAR)))
    assert said.threads["bm25"] == (close, near)
    assert said.threads["dense"][:2] == (close, near)


async def test_the_asker_and_the_excluded_are_never_named(memory: Storage) -> None:
    said = await _compared(memory, HISTORY, nobody=(CYD, BOB))

    assert all({CYD, BOB}.isdisjoint(ranking) for ranking in said.people.values())
    assert said.people["active180"] == (DAN,)


async def test_passages_of_one_thread_do_not_crowd_out_the_others(memory: Storage) -> None:
    words = "restore postgres backup " * 15
    crowd = [message(words, "bob", number, thread=0, of="data") for number in range(1, 300)]
    opening = message(words, "ada", 0, thread=0, of="data")

    said = await _compared(memory, [opening, *crowd, *HISTORY[2:]], nobody=())

    assert said.threads["bm25"] == ((DATA, opening.ts), (OPS, ts_of(minute(NEAR))))


async def _compared(storage: Storage, history: Iterable[Message], nobody: Iterable[str]) -> Baselines:
    """What is said of one question in #data, a day after the history's end."""
    await enter(storage, channels=[channel("data"), channel("ops")])
    await post(storage, history)
    bot = Bot(storage)
    await bot.refresh()
    comparison = Comparison(with_votes=True)
    comparison.take(history)
    at = minute(702 * DAY)
    asked = Asked(text="restore a postgres backup", at=at, channel_id=DATA, nobody=frozenset(nobody))
    async with storage.begin(ACME.id) as uow:
        return await comparison.rank(uow, tools(bot._search, bot.embedder, at), asked)
