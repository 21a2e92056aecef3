"""How somebody may be spoken of, case by case."""

from datetime import timedelta

import pytest

from expertise.consent import QUIET, Mode, Naming, Preferences, naming, stricter
from tests.support.builders import START

NOW = START
LONG_AGO = NOW - QUIET
JUST_NOW = NOW - timedelta(days=6)


@pytest.mark.parametrize(
    ("own", "mode", "expected"),
    [
        (Preferences(), Mode.NOTICE, Naming.NOT_YET),
        (Preferences(told_at=JUST_NOW), Mode.NOTICE, Naming.NOT_YET),
        (Preferences(told_at=LONG_AGO), Mode.NOTICE, Naming.BY_NAME),
        (Preferences(), Mode.OPT_OUT, Naming.BY_NAME),
        (Preferences(), Mode.OPT_IN, Naming.NOT_AT_ALL),
        (Preferences(told_at=LONG_AGO), Mode.OPT_IN, Naming.NOT_AT_ALL),
    ],
)
def test_who_has_not_decided_is_treated_as_the_workspace_has(
    own: Preferences, mode: Mode, expected: Naming
) -> None:
    assert naming(own, mode, NOW) is expected


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("wanted", Naming)
def test_what_somebody_decided_holds_in_every_mode(wanted: Naming, mode: Mode) -> None:
    assert naming(Preferences(naming=wanted, told_at=LONG_AGO), mode, NOW) is wanted


def test_a_pause_is_stronger_until_it_ends() -> None:
    paused = Preferences(naming=Naming.BY_NAME, paused_until=NOW)

    assert naming(paused, Mode.NOTICE, NOW - timedelta(seconds=1)) is Naming.NOT_AT_ALL
    assert naming(paused, Mode.NOTICE, NOW) is Naming.BY_NAME


@pytest.mark.parametrize(
    ("own", "other", "agreed"),
    [
        (None, None, None),
        (None, Naming.BY_NAME, None),
        (Naming.BY_NAME, None, Naming.BY_NAME),
        (Naming.BY_NAME, Naming.THROUGH_KENNER, Naming.THROUGH_KENNER),
        (Naming.THROUGH_KENNER, Naming.BY_NAME, Naming.THROUGH_KENNER),
        (None, Naming.NOT_AT_ALL, Naming.NOT_AT_ALL),
        (Naming.NOT_AT_ALL, Naming.THROUGH_KENNER, Naming.NOT_AT_ALL),
    ],
)
def test_of_two_accounts_the_narrower_choice_holds_and_no_yes_is_carried(
    own: Naming | None, other: Naming | None, agreed: Naming | None
) -> None:
    assert stricter(Preferences(naming=own), Preferences(naming=other)).naming is agreed


def test_of_two_pauses_the_longer_holds_and_the_rest_is_ones_own() -> None:
    own = Preferences(told_at=LONG_AGO, erased_at=JUST_NOW, paused_until=JUST_NOW)
    other = Preferences(told_at=NOW, paused_until=NOW)

    assert stricter(own, other) == Preferences(told_at=LONG_AGO, erased_at=JUST_NOW, paused_until=NOW)
    assert stricter(other, own) == other
    assert stricter(Preferences(), other).paused_until == NOW
