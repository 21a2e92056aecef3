"""Who is where a question belongs: public channels that by name and purpose are about it, and their members.

The weakest of reasons. It is looked for only where nobody can be shown for words or a declared topic, so
it stands above nobody, and most of all where nothing was ever said. Purposes and members are those of
today: replay, which asks in the past, must not know them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import exp, log, log2

import numpy as np

from expertise.nearness import NEAR, WARMTH, Readings, nearness
from expertise.types import Channel, ChannelId, ChannelKind, PersonId
from index.short_texts import Covered, Shares, ShortTexts
from index.types import Vectors

MEANT = 0.25
"""Cosine below which a channel is not near, whatever its words, where a model has read both. A name is often
one common word: of thirty questions held against thirty channels, "running costs" (.21) came near #running,
"sales tax" (.20) #sales, "design of the retry queue" (.19) #design, and none that was right lay below .32."""

MOST_MEMBERS = 200
"""Being in a larger channel says nothing, nor does being in one where ``MOST_SHARE`` of the people are."""

MOST_SHARE = 0.2
FEW = 25
"""In a small workspace so many are no crowd yet, while they are at most half of the people."""

LONGEST = 300
"""Characters that the model reads of a name and purpose; Slack allows 80 and 250."""

_CUT = re.compile(r"[-_./\s]+")
_KINDS = """
ask channel chat discuss discussion group guild interest proj project public random sig squad talk team wg
"""
"""Words that say what sort of channel it is, and nothing of what it is about."""

_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A channel near a question, and how near."""

    channel: Channel
    nearness: float


class Subjects:
    """What channels are about, made ready once for many questions. Immutable.

    Of a channel's name alone, and of name and purpose together, the nearer one counts: a long purpose must
    not hide the word that says it all. The model has read them together.
    """

    def __init__(self, channels: Sequence[Channel], vectors: Mapping[str, Vectors]) -> None:
        """``vectors`` are those of the texts that a model has read, by text: see ``spoken``."""
        self._channels = channels
        names = [_name(channel) for channel in channels]
        purposes = [channel.purpose for channel in channels]
        self.texts = ShortTexts([*names, *map(" ".join, zip(names, purposes, strict=True))])
        self._readings = Readings([vectors.get(spoken(channel)) for channel in channels])

    def near(self, covered: Covered, vector: Vectors | None) -> list[Near]:
        """Best first, ties by channel id.

        ``covered`` is how the question covers ``texts``; ``vector`` of shape (dimension,) its own.
        """
        cosines = self._readings.cosines(vector)
        both_ways = nearness(np.tile(cosines, 2), covered).reshape(2, -1)
        how_near: Shares = np.where(self._is_meant(cosines, vector), both_ways.max(axis=0), 0.0)
        found = [
            Near(channel=self._channels[each], nearness=float(how_near[each]))
            for each in np.flatnonzero(how_near >= NEAR).tolist()
        ]
        return sorted(found, key=lambda near: (-near.nearness, near.channel.id))

    def _is_meant(self, cosines: Shares, vector: Vectors | None) -> Shares:
        if vector is None:
            return np.ones_like(cosines)
        return np.where(self._readings.is_read, cosines >= MEANT, 1.0)


def has_subject(channel: Channel) -> bool:
    """Whether a question may belong there: where everyone may look, and somebody still might answer."""
    return channel.kind is ChannelKind.PUBLIC and not channel.is_archived


def spoken(channel: Channel) -> str:
    """Name and purpose as the model reads them: ``help-db_admin`` is "help db admin"."""
    name = " ".join(_CUT.split(channel.name)).strip()
    return f"{name}: {channel.purpose}"[:LONGEST] if channel.purpose else name[:LONGEST]


def _name(channel: Channel) -> str:
    kinds = _KINDS.split()
    return " ".join(word for word in _CUT.split(channel.name) if word.casefold() not in kinds)


# ------------------------------------------------------------------ members


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A near channel with its ``size``, and of its members those who may be named.

    ``answers`` is how often each of them has lately been answering there: decayed counts.
    """

    near: Near
    size: int
    answers: Mapping[PersonId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who is where the question belongs, with the channels that say so, the nearest first."""

    person_id: PersonId
    score: float
    channels: tuple[ChannelId, ...]


def says_something(size: int, people: int) -> bool:
    """Whether being one of so many in a channel sets somebody apart, among so many in the workspace."""
    return size <= min(MOST_MEMBERS, people / 2, max(FEW, MOST_SHARE * people))


def by_turns(
    memberships: Sequence[Membership], load: Mapping[PersonId, float], question: str
) -> list[Member]:
    """Everyone in them, best first: the logarithm of what each one's channels amount to.

    A channel is worth ``exp((nearness - 1) / WARMTH) / log2(1 + size)``, and as much again for each answer.
    Equals come by who has come first less lately (``load``), then by lot: another one for each question, the
    same whenever it is asked, so that nobody stands in front for their id.
    """
    found: dict[PersonId, tuple[float, tuple[ChannelId, ...]]] = {}
    for one in memberships:
        worth = exp((one.near.nearness - 1) / WARMTH) / log2(1 + one.size)
        for person_id, answers in one.answers.items():
            amount, channels = found.get(person_id, (0.0, ()))
            found[person_id] = (amount + worth * (1 + answers), (*channels, one.near.channel.id))
    members = [
        Member(person_id=who, score=round(log(amount), _DECIMALS), channels=channels)
        for who, (amount, channels) in found.items()
    ]
    return sorted(members, key=lambda m: (-m.score, load.get(m.person_id, 0.0), lot(question, m.person_id)))


def lot(question: str, person_id: PersonId) -> bytes:
    """Where somebody's turn is for a question: evenly spread, and always the same."""
    asked = " ".join(question.split()).casefold()
    return blake2b(f"{asked}\0{person_id}".encode(), digest_size=16).digest()


def everyone_in(memberships: Sequence[Membership]) -> Collection[PersonId]:
    """Each once."""
    return {person_id for one in memberships for person_id in one.answers}
