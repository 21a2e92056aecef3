"""How well past answers would have helped, from which chance on, and how often: measured on the past.

The replay gives the thread and its chance as they were; the truth is what somebody judged, or where nobody
did, what people linked to. Only public channels are looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.bar_ports import Bar, Mode
from bot.bars import AIMS
from bot.noticing_questions import asks_for_help
from bot.past import Past, PastQuestion, Replayed
from bot.pastquestions import opening_question
from bot.tuning_types import Group, Judged, Key, Truth, Tuning, Verdict
from expertise.curve import Case, Curve, curve, proposed
from expertise.ports import Detect
from expertise.types import ChannelId, MessageKind

T = TypeVar("T")

ENOUGH = 20
"""Judged questions from which on a channel or a language gets a bar of its own."""

MOST_GROUPS = 12


def noticed(past: Past) -> list[PastQuestion]:
    """The messages that open a thread and ask for help, in time order."""
    openings = (
        message
        for message in past.messages
        if message.kind is MessageKind.PERSON
        and message.author_id
        and message.thread_ts in {None, message.ts}
        and asks_for_help(message.text)
    )
    return sorted(map(opening_question, openings), key=lambda each: (each.ts, each.qid))


class Held:
    """Says of a question and a thread whether it helps, and how many questions the case stands for."""

    def __init__(
        self, judged: Iterable[Judged], linked: Mapping[Key, frozenset[Key]], *, is_strict: bool
    ) -> None:
        right = {Verdict.YES} if is_strict else {Verdict.YES, Verdict.PARTLY}
        self._judged = {
            (each.question, each.thread): (each.verdict in right, each.weight)
            for each in judged
            if each.weight is not None
        }
        self._linked = linked

    @property
    def truth(self) -> Truth:
        """Judgements, where there are any; else links."""
        if self._judged:
            return Truth.JUDGED
        return Truth.LINKED if self._linked else Truth.NONE

    def case(self, one: Replayed) -> Case:
        """What came of a question; without a thread it has no chance."""
        pick = one.ranking.promising
        if pick is None or one.question.channel_id is None:
            return Case(chance=0.0, is_right=None)
        question = Key(one.question.channel_id, one.question.ts)
        thread = Key(pick.channel_id, pick.ts)
        if self._judged:
            is_right, weight = self._judged.get((question, thread), (None, None))
            return Case(chance=pick.chance, is_right=is_right, weight=weight or 1.0)
        linked = self._linked.get(question)
        return Case(chance=pick.chance, is_right=None if linked is None else thread in linked)


def tuned(
    past: Past,
    outcome: Sequence[Replayed],
    held: Held,
    detect: Detect,
    aims: Mapping[Mode, float] = AIMS,
    *,
    is_strict: bool = False,
) -> Tuning:
    """The curve of all questions, and those of the larger channels and languages, drawn towards it."""
    cases = [(one.question, held.case(one)) for one in outcome]
    every = [case for _, case in cases]
    whole = curve(every)
    names = {channel.id: channel.name for channel in past.channels}
    group = partial(_group, aims=aims)
    parts = [
        group(own, curve(own, whole), channel_id=key, name=names.get(key, ""))
        for key, own in _grouped(cases, lambda question: question.channel_id)
        if key
    ] + [
        group(own, curve(own, whole), language=key, name=key)
        for key, own in _grouped(cases, lambda question: detect(question.text))
    ]
    return Tuning(
        workspace=past.workspace.name,
        since=min((question.at for question, _ in cases), default=None),
        until=max((question.at for question, _ in cases), default=None),
        truth=held.truth,
        is_strict=is_strict,
        groups=[group(every, whole, name=""), *parts],
    )


def _grouped(
    cases: Sequence[tuple[PastQuestion, Case]], key_of: Callable[[PastQuestion], T]
) -> list[tuple[T, list[Case]]]:
    """The largest groups first."""
    keys = [key_of(question) for question, _ in cases]
    return [
        (key, [case for own, (_, case) in zip(keys, cases, strict=True) if own == key])
        for key, _ in Counter(keys).most_common(MOST_GROUPS)
    ]


def _group(
    cases: Sequence[Case],
    own: Curve,
    *,
    aims: Mapping[Mode, float],
    name: str,
    channel_id: ChannelId | None = None,
    language: str | None = None,
) -> Group:
    return Group(
        channel_id=channel_id,
        language=language,
        name=name,
        questions=len(cases),
        judged=sum(case.is_right is not None for case in cases),
        curve=own,
        proposals={mode: proposed(own, aim) for mode, aim in aims.items()},
    )


def bars(tuning: Tuning, at: datetime) -> list[Bar]:
    """What was shown to reach the aims: for all, and for the channels and languages with enough of their own.

    Where it was not shown the bar is silent.
    """
    return [
        Bar(
            channel_id=group.channel_id,
            language=group.language,
            mode=mode,
            bar=proposal.shown,
            measured=proposal.shown,
            aim=proposal.aim,
            judged=proposal.judged,
            at=at,
        )
        for group in tuning.groups
        if group.is_whole or group.judged >= ENOUGH
        for mode, proposal in group.proposals.items()
    ]
