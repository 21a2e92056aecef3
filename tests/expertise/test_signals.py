"""What speaks for a person besides votes: here, anywhere, lately, ties."""

from collections.abc import Collection, Sequence
from datetime import datetime

import pytest

from expertise.signals import TIE_HALF_LIFE_DAYS, Gatherer
from expertise.types import Activity, ChannelId, PersonId, Question, Scope, Signal
from index.types import PUBLIC, Partition
from tests.support.builders import channel_id, minute, person_id
from tests.support.evidence import ActivityRows, TieRows

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")
DAY = 24 * 60


class PlacedActivity(ActivityRows):
    """Says who answers in which channel."""

    def __init__(self, here: dict[ChannelId, dict[str, float]]) -> None:
        super().__init__({})
        self._here = here

    async def around(
        self,
        people: Collection[PersonId],
        partitions: Collection[Partition],
        channels: Sequence[ChannelId | None],
        at: datetime,
        limit: int,
    ) -> dict[ChannelId | None, dict[PersonId, Activity]]:
        return {
            channel: {
                person_id(who): Activity(here=each, anywhere=1.0, lately=0.5) for who, each in own.items()
            }
            for channel in channels
            for own in [self._here.get(channel, {}) if channel else {}]
        }


def _question(**fields: object) -> Question:
    whole: dict[str, object] = {
        "text": "backup",
        "asked_at": minute(0),
        "scope": Scope(partitions=frozenset({PUBLIC})),
    }
    return Question(**whole | fields)  # type: ignore[arg-type]


async def test_without_a_channel_the_likeliest_places_count_by_their_share() -> None:
    activity = PlacedActivity(
        {channel_id("data"): {"ada": 3.0, "bob": 1.0}, channel_id("ops"): {"bob": 2.0, "cyd": 2.0}}
    )
    places = {channel_id("data"): 0.8, channel_id("ops"): 0.2}

    found = await Gatherer(activity, TieRows(())).gather(_question(), (), places, {})

    assert found.values[Signal.HERE] == {
        ADA: pytest.approx(0.8 * 3 / 4),
        BOB: pytest.approx(0.8 * 1 / 4 + 0.2 * 1 / 2),
        CYD: pytest.approx(0.2 * 1 / 2),
    }
    assert found.people == {ADA, BOB, CYD}


async def test_a_channel_that_is_given_is_the_place() -> None:
    activity = PlacedActivity({channel_id("data"): {"ada": 3.0}, channel_id("ops"): {"bob": 2.0}})

    found = await Gatherer(activity, TieRows(())).gather(
        _question(channel_id=channel_id("ops")), (), {channel_id("data"): 1.0}, {}
    )

    assert found.values[Signal.HERE] == {BOB: 1.0}
    assert found.values[Signal.ANYWHERE] == {BOB: 1.0}
    assert found.values[Signal.LATELY] == {BOB: 0.5}


async def test_whoever_may_not_be_named_takes_no_share() -> None:
    activity = PlacedActivity({channel_id("ops"): {"ada": 3.0, "bob": 1.0}})
    scope = Scope(partitions=frozenset({PUBLIC}), unnamed=frozenset({ADA}))

    found = await Gatherer(activity, TieRows(())).gather(
        _question(scope=scope, channel_id=channel_id("ops")), (), {}, {}
    )

    assert found.values[Signal.HERE] == {BOB: 1.0}


async def test_ties_fade_and_find_nobody_by_themselves() -> None:
    ties = [(BOB, minute(0)), (BOB, minute(-TIE_HALF_LIFE_DAYS * DAY)), (CYD, minute(0))]
    gatherer = Gatherer(ActivityRows({}), TieRows(ties))

    found = await gatherer.gather(_question(asker_id=ADA), (), {}, {})

    assert found.values[Signal.TIES] == {BOB: pytest.approx(1.5), CYD: 1.0}
    assert found.people == set()
    assert (await gatherer.gather(_question(), (), {}, {})).values[Signal.TIES] == {}
