"""Who may be named, and how: what people decided, and what holds where they decided nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

QUIET = timedelta(days=7)
"""How long somebody who was told has to say no, before silence is taken for consent."""


class Mode(StrEnum):
    """What holds in a workspace for those who have not decided."""

    NOTICE = "notice"  # they are told, and named after seven quiet days
    OPT_IN = "opt-in"  # only who agreed is suggested
    OPT_OUT = "opt-out"  # everybody is named who did not decline


class Naming(StrEnum):
    """How a person lets Kenner speak of them."""

    BY_NAME = "by_name"
    THROUGH_KENNER = "through_kenner"  # it may ask them; nobody is told who they are
    NOT_AT_ALL = "not_at_all"
    NOT_YET = "not_yet"  # was told a few days ago, and can still say no: counts, and no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person decided. ``told_at``: when they were told that they may be named.

    ``erased_at``: what they wrote until then was forgotten, and is not to come back.
    """

    naming: Naming | None = None
    told_at: datetime | None = None
    paused_until: datetime | None = None
    erased_at: datetime | None = None


def stricter(own: Preferences, other: Preferences) -> Preferences:
    """One's own, but where the other is narrower: how one may be named, and how long a pause lasts.

    It allows nothing that was not allowed before: a yes that was given elsewhere is none here.
    """
    is_narrower = _RESERVE[other.naming] > _RESERVE[own.naming]
    pauses = [each.paused_until for each in (own, other) if each.paused_until]
    return replace(
        own, naming=other.naming if is_narrower else own.naming, paused_until=max(pauses, default=None)
    )


_RESERVE: Mapping[Naming | None, int] = {
    None: 0,
    Naming.BY_NAME: 0,
    Naming.THROUGH_KENNER: 1,
    Naming.NOT_AT_ALL: 2,
}
"""How narrowly each holds; NOT_YET is nobody's decision."""


def naming(own: Preferences, mode: Mode, at: datetime) -> Naming:
    """How somebody may be spoken of at a time."""
    if own.paused_until and at < own.paused_until:
        return Naming.NOT_AT_ALL
    if own.naming:
        return own.naming
    if mode is Mode.OPT_OUT:
        return Naming.BY_NAME
    if mode is Mode.OPT_IN:
        return Naming.NOT_AT_ALL
    is_settled = own.told_at is not None and own.told_at + QUIET <= at
    return Naming.BY_NAME if is_settled else Naming.NOT_YET
