"""What a solved thread leaves behind: its question and what answered it, word for word.

Nothing is written here. A part is a whole message, or whole sentences of one in their order, with ``MARK``
where something between them was left out. What was chosen can always be found in the message again.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import log1p

from expertise.pieces import MARK, Piece, chosen, joined, pieces_of
from expertise.questions import looks_like_question
from expertise.topics import CHAT
from expertise.types import Message, MessageKind, MessageTs, PersonId, Role
from index.short_texts import telling_words
from index.stopwords import subject_terms
from index.terms import question_terms, surfaces

QUESTION, ANSWER = 700, 900
"""Characters of the question, and of one answer, beyond which sentences are chosen."""

ANSWERS = 3
"""Messages at most that answer: who wants all of it reads the thread."""

TITLE = 90
TOPICS = 4
_TELLS = 2
_SHORT, _LONG = 3, 30

_FEWEST_LETTERS = 12
_NEARLY = 0.5
"""A further answer is kept that is worth so much of the best one."""

_WORKED = re.compile(
    r"\b(?:(?:that|this|it|which) (?:worked|works|fixed|solved|did (?:it|the trick)|helped|was it)"
    r"|(?:works|working|solved|fixed|sorted)(?: now)?\b[!.]|did the trick|makes sense|perfect\b"
    r"|thank(?:s| you)|thx|tysm|danke|hat geklappt|funktioniert|merci|gracias)",
    re.IGNORECASE,
)
_FOUND_OUT = re.compile(
    r"\b(?:turns? out|the (?:problem|issue|cause|solution|fix) (?:was|is)|i (?:fixed|solved|figured)"
    r"|solved it by|lag an|gelöst)",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"```.*?(?:```|\Z)|\S*(?:://|@)\S*", re.DOTALL)
_WRITTEN = re.compile(r"\w+(?:[-.]\w+)*")
_CODE = re.compile(r"```|`[^`\n]+`")
_GREETING = re.compile(
    r"^\W*(?:(?:hi|hey|hello|hallo|moin|good (?:morning|afternoon|evening))\b[^,.!?:\n]{0,30}[,.!:]+\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of one person out of one message. ``role``: asked, or answered."""

    author_id: PersonId
    ts: MessageTs
    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What is kept of a thread, in the order in which it was said; the title is the asker's own words."""

    title: str
    parts: tuple[Part, ...]
    topics: tuple[str, ...] = ()


def extract(thread: Sequence[Message], unsaid: Collection[str] = ()) -> Extract | None:
    """The question and what answered it; None where nobody else answered, or the question is gone.

    ``thread`` in time order. Who opened it asked; answers are what others said near to it, first what was
    thanked for, and what the asker says it was in the end. ``unsaid`` are words that are no topics: names.
    """
    said = [m for m in thread if m.kind is MessageKind.PERSON and m.author_id and m.text.strip()]
    if not said or said[0].ts != thread[0].ts:
        return None
    asked, rest = _opening(said)
    question = "\n".join(m.text for m in asked)
    answers = _answers(rest, asked[0].author_id, question)
    if not any(m.author_id != asked[0].author_id for m in answers):
        return None
    parts = (
        *(_part(m, Role.ASKED, QUESTION, "") for m in _asking(asked)),
        *(_part(m, Role.ANSWERED, ANSWER, question) for m in answers),
    )
    title = title_of(question)
    return Extract(title=title, parts=parts, topics=topics_of(title, parts, unsaid))


def title_of(question: str) -> str:
    """The first sentence with a question mark that says something, else the first that asks, else the first.

    Without a greeting, and cut between words.
    """
    pieces = pieces_of(question)
    sentences = [_GREETING.sub("", " ".join(each.text.split())) for each in pieces if not each.is_code]
    telling = [each for each in sentences if len(set(telling_words(each))) >= _TELLS]
    asking = [each for each in telling if each.endswith("?")] or [*filter(looks_like_question, telling)]
    first = next(iter([*asking, *telling, *filter(None, sentences)]), " ".join(question.split()))
    return _shortened(first)


def topics_of(title: str, parts: Sequence[Part], unsaid: Collection[str] = ()) -> tuple[str, ...]:
    """What it is about, in a few of its own words: those of the title that come back, then frequent ones.

    ``unsaid`` are words that name people.
    """
    texts = [title, *(part.text for part in parts)]
    away = {*_terms(" ".join(unsaid)), *_terms(" ".join(CHAT))}
    used = Counter(term for text in texts for term in set(_terms(text)) - away)
    spelled = {term: word for text in reversed(texts) for term, word in surfaces(_prose(text)).items()}
    asked = set(_terms(title))
    written = {word for text in texts for word in _WRITTEN.findall(text)}
    told = [t for t, n in used.items() if n > 1 and spelled.get(t) in written and not t.isnumeric()]
    told.sort(key=lambda term: (term not in asked, -used[term], -len(term), term))
    return tuple(spelled[term] for term in told if _LONG >= len(term) >= _SHORT)[:TOPICS]


def _terms(text: str) -> list[str]:
    words = _prose(text)
    return subject_terms(words, question_terms(words).words)


def _prose(text: str) -> str:
    """Without blocks of code and addresses, whose words are no subjects."""
    return _NO_PROSE.sub(" ", text)


def is_said_in(part: str, message: str) -> bool:
    """Whether words that were chosen from a message still stand in it, in the same order."""
    start = 0
    for words in filter(None, map(str.strip, part.split(MARK))):
        found = message.find(words, start)
        if found < 0:
            return False
        start = found + len(words)
    return True


def _opening(said: Sequence[Message]) -> tuple[list[Message], list[Message]]:
    """What the asker said before anybody else spoke, and all the rest."""
    asker = said[0].author_id
    end = next((n for n, m in enumerate(said) if m.author_id != asker), len(said))
    return list(said[:end]), list(said[end:])


def _asking(asked: Sequence[Message]) -> Iterator[Message]:
    """The first message, and of those that follow the ones that ask, while there is room."""
    room = QUESTION
    for number, message in enumerate(asked):
        if number == 0 or (looks_like_question(message.text) and len(message.text) <= room):
            yield message
            room -= len(message.text)


def _answers(rest: Sequence[Message], asker: PersonId | None, question: str) -> list[Message]:
    """The best, and those that are nearly as good, in time order."""
    worth = {m.ts: _worth(n, rest, asker, question) for n, m in enumerate(rest)}
    ranked = sorted((m for m in rest if worth[m.ts] > 0), key=lambda m: (-worth[m.ts], m.at, m.ts))
    kept = {m.ts for m in ranked[:ANSWERS] if worth[m.ts] >= _NEARLY * worth[ranked[0].ts]}
    return [m for m in rest if m.ts in kept]


def _worth(place: int, rest: Sequence[Message], asker: PersonId | None, question: str) -> float:
    """0: it is no answer. Long ones say more, but not in proportion; a question back says less."""
    message = rest[place]
    words = sum(_letters(piece.text) for piece in pieces_of(message.text) if not piece.is_quoted)
    is_code = bool(_CODE.search(message.text))
    if words < _FEWEST_LETTERS and not is_code:
        return 0.0
    if message.author_id == asker:
        return 2.0 * log1p(words) if _FOUND_OUT.search(message.text) else 0.0
    shared = len(set(telling_words(message.text)) & set(telling_words(question)))
    worth = log1p(words) * (1 + min(shared, 4) / 4) * (1.3 if is_code else 1.0)
    if _only_asks(message.text):
        worth *= 0.25
    if _thanked(place, rest, asker):
        worth *= 2.5
    return worth / (1 + place / 15)


def _thanked(place: int, rest: Sequence[Message], asker: PersonId | None) -> bool:
    """Whether the asker's next words are thanks, or say that it works."""
    said = next((m for m in rest[place + 1 :] if m.author_id == asker), None)
    if said is None or not _WORKED.search(said.text):
        return False
    between = rest[place + 1 : rest.index(said)]
    return all(m.author_id == rest[place].author_id for m in between) or len(between) <= 1


def _only_asks(text: str) -> bool:
    """Whether it is a question and little else."""
    sentences = [piece.text for piece in pieces_of(text)]
    asking = [each for each in sentences if looks_like_question(each)]
    return bool(asking) and 2 * sum(map(len, asking)) >= sum(map(len, sentences))


def _part(message: Message, role: Role, most: int, question: str) -> Part:
    text = part_of(message, most, question)
    return Part(author_id=PersonId(message.author_id or ""), ts=message.ts, role=role, text=text)


def part_of(message: Message, most: int, question: str) -> str:
    """All of it where it is short; else the sentences that share most with the question.

    Lines that quote are somebody else's words, and left out.
    """
    wanted = frozenset(telling_words(question))
    text = message.text.strip()
    own = [piece for piece in pieces_of(text) if not piece.is_quoted] or pieces_of(text)
    if sum(len(piece.text) for piece in own) > most:
        own = chosen(own, most, lambda piece: _tells(piece, wanted))
    return joined(text, own)


def _tells(piece: Piece, wanted: frozenset[str]) -> float:
    if not wanted:
        return 0.0  # of a question the beginning
    shared = len(wanted.intersection(telling_words(piece.text)))
    return shared + (1.0 if piece.is_code or _CODE.search(piece.text) else 0.0)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _shortened(line: str) -> str:
    if len(line) <= TITLE:
        return line
    return line[: TITLE + 1].rsplit(" ", 1)[0][:TITLE].rstrip(" ,.;:") + "…"
