"""Weights in use: answers go by them, every change is written down, and one can go back."""

from datetime import timedelta

import pytest

from bot import rankers
from bot.errors import UnknownRankerError
from bot.ports import Storage
from bot.types import Ranker
from expertise.confidence import Calibration
from expertise.matcher import Settings
from expertise.ranker import PRIOR, Choice, Learned, with_declared
from expertise.types import Signal
from tests.support.asking import LATER, Bot
from tests.support.builders import ACME, channel, message
from tests.support.rows import enter, load

ONLY_WORDS = Learned(choice=Choice.ADAPTED, weights={Signal.WORDS: 1.0}, learned_from=90, tested_on=30)
ONLY_LATELY = Learned(choice=Choice.HABIT, weights={Signal.LATELY: 1.0}, learned_from=95, tested_on=31)
PRIOR_KEPT = Learned(choice=Choice.PRIOR, weights={Signal.WORDS: 9.0})
SHIPPED = Settings(depth=77)


@pytest.fixture
async def acme(storage: Storage) -> Storage:
    await enter(storage, channels=[channel("data")])
    return storage


async def test_at_first_the_shipped_weights_are_in_use(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        assert await rankers.in_use(uow, SHIPPED) is SHIPPED
        assert await rankers.overview(uow) == rankers.Overview(in_use=None, since=None, kept=[])


async def test_what_is_learned_is_kept_used_and_written_down(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        first = await rankers.keep(uow, ONLY_WORDS, "root", LATER)
        second = await rankers.keep(uow, ONLY_LATELY, "root", LATER + timedelta(days=1))

    async with acme.begin(ACME.id) as uow:
        settings, found, audit = (
            await rankers.in_use(uow, SHIPPED),
            await rankers.overview(uow),
            await uow.audit.all(),
        )
    weights = with_declared(ONLY_LATELY.weights)
    assert settings == Settings(depth=77, weights=weights, calibration=Calibration())
    assert (first.number, second.number) == (1, 2)
    assert found == rankers.Overview(in_use=second, since=LATER + timedelta(days=1), kept=[first, second])
    assert [(e.action, e.actor, e.detail) for e in audit] == [
        (rankers.LEARNED, "root", "1 adapted"),
        (rankers.LEARNED, "root", "2 habit"),
    ]


async def test_one_can_go_back_to_any_and_to_the_shipped_ones(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await rankers.keep(uow, ONLY_WORDS, "root", LATER)
        await rankers.keep(uow, ONLY_LATELY, "root", LATER)
    weights = []
    for number in (1, None, 2):
        async with acme.begin(ACME.id) as uow:
            await rankers.use(uow, number, "root", LATER)
        async with acme.begin(ACME.id) as uow:
            weights.append((await rankers.in_use(uow, SHIPPED)).weights)

    async with acme.begin(ACME.id) as uow:
        details = [e.detail for e in await uow.audit.all() if e.action == rankers.CHOSEN]
    assert weights == [with_declared(ONLY_WORDS.weights), PRIOR, with_declared(ONLY_LATELY.weights)]
    assert details == ["1", "prior", "2"]


async def test_shipped_weights_that_were_kept_are_those_of_this_version(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        await rankers.keep(uow, PRIOR_KEPT, "root", LATER)

        assert await rankers.in_use(uow, SHIPPED) is SHIPPED


async def test_what_was_never_kept_is_refused_and_changes_nothing(acme: Storage) -> None:
    async with acme.begin(ACME.id) as uow:
        kept = await rankers.keep(uow, ONLY_WORDS, "root", LATER)

        with pytest.raises(UnknownRankerError, match="7") as caught:
            await rankers.use(uow, 7, "root", LATER)

    async with acme.begin(ACME.id) as uow:
        assert (await rankers.overview(uow)).in_use == kept
        assert len(await uow.audit.all()) == 1
    assert caught.value.known == [1]


@pytest.mark.parametrize(("intercept", "top", "shown"), [(99, 3, 1), (-99, 3, 3), (-99, 2, 2), (-99, 1, 1)])
async def test_as_few_are_shown_as_the_calibration_in_use_finds_likely(
    acme: Storage, intercept: float, top: int, shown: int
) -> None:
    await load(
        acme,
        [
            message(text, who, 100 * n + m, thread=100 * n, of="data")
            for n, helper in enumerate(("bob", "cyd", "dan"))
            for m, (who, text) in enumerate(
                (("ada", "how do I restore a postgres backup?"), (helper, "restore the backup by pg_restore"))
            )
        ],
    )
    bot = Bot(acme)
    await bot.refresh()
    calibrated = Ranker(
        number=1, made_at=LATER, learned=ONLY_WORDS, calibration=Calibration(intercept=intercept)
    )
    async with acme.begin(ACME.id) as uow:
        await uow.rankers.add(calibrated)
        await uow.rankers.use(1)
        await uow.commit()

    assert len((await bot.ask("restore a postgres backup", top=top)).suggestions) == shown


async def test_answers_go_by_the_weights_in_use(acme: Storage) -> None:
    """Bob has the words; Cyd has only been answering much, and about it once, in passing."""
    await load(
        acme,
        [
            message("how do I restore a postgres backup?", "ada", 0, thread=0, of="data"),
            message("restore the postgres backup with pg_restore", "bob", 1, thread=0, of="data"),
            message("is the postgres backup down?", "ada", 10_000, thread=10_000, of="data"),
            message("no, the postgres backup is fine", "cyd", 10_001, thread=10_000, of="data"),
            *(
                message(text, who, 10_100 + 100 * n + m, thread=10_100 + 100 * n, of="data")
                for n in range(6)
                for m, (who, text) in enumerate((("ada", "where is lunch?"), ("cyd", "noodles at noon")))
            ),
        ],
    )
    bot = Bot(acme, fairness=0)
    await bot.refresh()
    first = []
    for learned in (ONLY_WORDS, ONLY_LATELY):
        async with acme.begin(ACME.id) as uow:
            await rankers.keep(uow, learned, "root", LATER)
        first.append((await bot.ask("restore a postgres backup")).suggestions[0].person.handle)

    assert first == ["bob", "cyd"]
