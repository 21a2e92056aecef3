"""Which words of a past thread answer a question: chosen, never written. Pure, and the same every time.

What one person said in a row is one turn. A turn speaks for itself by how near it is to the question and how
much it says; and those who talked have often judged it: whoever asked thanks, or says that it does not work.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from math import log1p

from expertise.questions import looks_like_question
from expertise.readable import readable
from expertise.types import Message, MessageKind, MessageTs, PersonId, Thread

LEAST = 0.4
"""What a turn must be worth to be quoted: below it most are asides."""

NEAR = 0.2
"""How near it must be to the question: below it most talk of something else."""

SECOND = 0.9
"""How near to the best one a second turn must come, to be quoted beside it."""

_IN_A_ROW = timedelta(minutes=15)
_MOST_IN_A_ROW = 5
_FEWEST_LETTERS = 20
_FULL = 300
"""Characters from which on more of them say no more about whether it answers."""

FIRST = 0.08
"""What it adds to be the first to say something: most answers are."""

_SUBSTANCE, _SHOWN, _SOLVED, _THANKED, _LATER = 0.35, 0.1, 0.3, 0.15, 0.05
_REFUSED, _ASKS, _HEDGES = 0.25, 0.35, 0.25
_SHOWS = re.compile(r"```|`[^`\n]+`|https?://", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:no idea|not (?:really )?sure|(?:can['’]?t|cannot) help|(?:don['’]t|do not) (?:really )?know"
    r"|haven['’]t (?:ever )?(?:used|tried)|keine ahnung|weiß (?:ich )?(?:auch )?nicht"
    r"|je ne sais pas|ni idea)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thanks|thank you|thx|ty|cheers|perfect|awesome|great|brilliant|lovely|makes sense|good to know"
    r"|got it|danke|super|merci|gracias)\b",
    re.IGNORECASE,
)
_SOLVES = re.compile(
    r"\b(?:solved|fixed it|fixes it|that did it|that did the trick|that was it|(?:it|that|this|now) works"
    r"|worked|works (?:now|fine|great|perfectly|like a charm)|klappt|funktioniert jetzt|gelöst|ça marche"
    r"|funciona)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:(?:does|did|do|is|was)(?: not|n['’]t) (?:work|help|seem|fix|change)|no luck"
    r"|still (?:fails|failing|get|not|the same|broken)|same error|tried that"
    r"|geht nicht|klappt nicht|funktioniert nicht|immer noch)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What one person said in a row, in order, and what it is worth as an answer."""

    author_id: PersonId
    messages: tuple[Message, ...]
    worth: float
    near: float


def answering(thread: Thread, nearness: Mapping[MessageTs, float]) -> list[Answering]:
    """The turns of a thread that answer what was asked in it, best first, ties by time.

    ``nearness`` is how near each message is to the question, -1..1; what is missing is not near at all.
    Whoever asked there does not answer themselves.
    """
    turns = list(_turns(thread.messages))
    asked = _where_it_is_asked(turns, nearness)
    if asked is None:
        return []
    asker, after = turns[asked].author, turns[asked + 1 :]
    found = [
        Answering(
            author_id=turn.author,
            messages=turn.messages,
            worth=_worth(turn, nearness) + _judged(after[place + 1 :], asker),
            near=_near(turn, nearness),
        )
        for place, turn in enumerate(map(_without_asking_back, after))
        if turn.author != asker and turn.letters >= _FEWEST_LETTERS
    ]
    if found:
        found[0] = replace(found[0], worth=found[0].worth + FIRST)
    return sorted(found, key=lambda each: (-each.worth, each.messages[0].at, each.messages[0].ts))


def worth_quoting(turns: Sequence[Answering], most: int = 2) -> list[Answering]:
    """Those that may be quoted, of turns in order: the best, and what comes close to it."""
    fit = [each for each in turns if each.worth >= LEAST and each.near >= NEAR]
    return [each for each in fit if each.worth >= SECOND * fit[0].worth][:most]


@dataclass(frozen=True, slots=True)
class _Turn:
    author: PersonId
    messages: tuple[Message, ...]
    text: str

    @property
    def letters(self) -> int:
        return sum(map(str.isalpha, self.text))


def _turns(messages: Sequence[Message]) -> Iterator[_Turn]:
    said = [m for m in messages if m.kind is MessageKind.PERSON and m.author_id and m.text.strip()]
    row: list[Message] = []
    for before, message in pairwise([None, *said]):
        if message is None:
            continue
        if before is not None and not _goes_on(row, before, message):
            yield _turn(row)
            row = []
        row.append(message)
    if row:
        yield _turn(row)


def _goes_on(row: Sequence[Message], before: Message, message: Message) -> bool:
    is_same = before.author_id == message.author_id and message.at - before.at <= _IN_A_ROW
    return is_same and len(row) < _MOST_IN_A_ROW


def _turn(row: Sequence[Message]) -> _Turn:
    author = row[0].author_id
    assert author is not None  # noqa: S101 for the type: those without were left out
    return _Turn(author, tuple(row), "\n".join(readable(message.text) for message in row))


def _without_asking_back(turn: _Turn) -> _Turn:
    """What is said in a row often ends by asking back: that answers nothing."""
    row = list(turn.messages)
    while len(row) > 1 and _asks(row[-1].text):
        row.pop()
    return _turn(row) if len(row) < len(turn.messages) else turn


def _where_it_is_asked(turns: Sequence[_Turn], nearness: Mapping[MessageTs, float]) -> int | None:
    """The turn that asks for the same: the first one, or a later question that is clearly nearer."""
    if not turns:
        return None
    nearest = max(
        range(len(turns)),
        key=lambda place: (looks_like_question(turns[place].text), _near(turns[place], nearness), -place),
    )
    is_nearer = _near(turns[nearest], nearness) > _near(turns[0], nearness) + _CLEARLY
    return nearest if is_nearer and looks_like_question(turns[nearest].text) else 0


_CLEARLY = 0.1


def _worth(turn: _Turn, nearness: Mapping[MessageTs, float]) -> float:
    substance = min(1.0, log1p(len(turn.text)) / log1p(_FULL)) ** 2
    shows = _SHOWN if _SHOWS.search(turn.text) else 0.0
    asks = _ASKS if _asks(turn.text) else 0.0
    hedges = _HEDGES if _UNSURE.search(turn.text) else 0.0
    return max(0.0, _near(turn, nearness)) + _SUBSTANCE * substance + shows - asks - hedges


def _near(turn: _Turn, nearness: Mapping[MessageTs, float]) -> float:
    return max(nearness.get(message.ts, 0.0) for message in turn.messages)


def _asks(text: str) -> bool:
    """Whether it begins or ends by asking."""
    whole = text.strip()
    first = _SENTENCE.match(whole)
    return whole.endswith(_MARKS) or bool(first and first[0].rstrip().endswith(_MARKS))


_MARKS = ("?", "？", "؟")
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?？؟](?=\s|$)|$)")


def _judged(after: Sequence[_Turn], asker: PersonId) -> float:
    """What whoever asked said of it next: at once, or after others had spoken."""
    for place, turn in enumerate(after):
        if turn.author == asker:
            if _DENIES.search(turn.text):
                return -_REFUSED if place == 0 else 0.0
            return _praise(turn.text) if place == 0 else min(_LATER, _praise(turn.text))
    return 0.0


def _praise(text: str) -> float:
    if _SOLVES.search(text):
        return _SOLVED
    return _THANKED if _THANKS.search(text) else 0.0
