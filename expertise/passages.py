"""Cuts talk into passages: threads as they are, unthreaded talk by pauses, both to what a model reads.

A border is decided by the messages before it and the one after it, never by anything later: what
was cut stays cut, so replay sees what the bot would have seen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from expertise.questions import looks_like_question
from expertise.readable import readable
from expertise.types import Message, MessageKind, Passage, PersonId, Role, Speaker, Thread

PAUSE = timedelta(minutes=20)
"""Silence that ends a conversation outside threads."""

LONGEST_TALK = 40
"""Top-level messages after which a conversation without a pause is cut all the same."""

_LEAD_TOKENS = 48
_FEWEST_LETTERS = 12


class Tokens(Protocol):
    """How a model counts text."""

    @property
    def max_tokens(self) -> int: ...
    def counts(self, texts: list[str]) -> list[int]: ...
    def split(self, text: str, limit: int) -> list[str]: ...


class TalkCutter:
    """Cuts the unthreaded talk of one channel into conversations, message by message.

    Parents of threads count when looking for a pause, so that a later reply to one moves no
    border; their text belongs to their thread.
    """

    def __init__(self) -> None:
        self._talk: list[Message] = []

    def feed(self, message: Message) -> Iterator[Thread]:
        """Take the next top-level message in time order; gives the conversation that it ends, if any."""
        if message.kind is not MessageKind.PERSON:
            return
        talk = self._talk
        if talk and (is_pause(talk[-1].at, message.at) or len(talk) >= LONGEST_TALK):
            yield from self.finish()
        self._talk.append(message)

    def finish(self) -> Iterator[Thread]:
        """The conversation under way, if anything was said in it."""
        said = tuple(message for message in self._talk if message.thread_ts is None)
        self._talk = []
        if said:
            yield Thread(channel_id=said[0].channel_id, ts=said[0].ts, messages=said)


def conversations(top_level: Iterable[Message]) -> Iterator[Thread]:
    """The conversations among one channel's top-level messages in time order."""
    cutter = TalkCutter()
    for message in top_level:
        yield from cutter.feed(message)
    yield from cutter.finish()


def is_pause(earlier: datetime, later: datetime) -> bool:
    """Whether a conversation ends between two top-level messages."""
    return later - earlier > PAUSE


def roles(thread: Thread) -> Mapping[PersonId, Role]:
    """Everyone who spoke: the one who opened a thread asked, the others answered.

    A statement to which nobody replied is told: nobody asked for it.
    Where the opening message is gone, or no known person's, nobody can be said to have asked.
    """
    spoken = _spoken(thread)
    parts = {message.author_id: Role.ANSWERED for message in spoken if message.author_id}
    opener = spoken[0] if spoken and spoken[0].ts == thread.ts else None
    if opener and opener.author_id:
        is_asking = len(parts) > 1 or looks_like_question(opener.text)
        parts[opener.author_id] = Role.ASKED if is_asking else Role.TOLD
    return parts


def answers(thread: Thread) -> dict[PersonId, datetime]:
    """Those who answered somebody else, and when they first did: what activity counts."""
    parts = roles(thread)
    first: dict[PersonId, datetime] = {}
    if len(parts) > 1:
        for message in _spoken(thread):
            if message.author_id and parts[message.author_id] is Role.ANSWERED:
                first.setdefault(message.author_id, message.at)
    return first


def _spoken(thread: Thread) -> list[Message]:
    return [m for m in thread.messages if m.kind is MessageKind.PERSON and m.author_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    message: Message
    text: str
    tokens: int


def cut(thread: Thread, tokens: Tokens, detect: Callable[[str], str]) -> list[Passage]:
    """The passages of a thread, in order, each at most ``tokens.max_tokens`` long.

    Every passage but the first begins with the head of the opening message, so that a late answer
    is still found by its question. ``detect`` gives a text's language. Passages that say next to
    nothing are left out. Ids are 0: the store gives them.
    """
    pieces = list(_pieces(thread, tokens))
    if not pieces:
        return []
    is_long = sum(piece.tokens for piece in pieces) > tokens.max_tokens
    lead = tokens.split(pieces[0].text, _LEAD_TOKENS)[0] if is_long else ""
    parts = roles(thread)
    drafts = [
        _passage(thread, group, lead if number else "", parts)
        for number, group in enumerate(_groups(pieces, lead, tokens))
    ]
    kept = [draft for draft in drafts if sum(map(str.isalpha, draft.text)) >= _FEWEST_LETTERS]
    return [replace(draft, ordinal=number, language=detect(draft.text)) for number, draft in enumerate(kept)]


def _pieces(thread: Thread, tokens: Tokens) -> Iterator[_Piece]:
    room = tokens.max_tokens - _LEAD_TOKENS - 2
    persons = (message for message in thread.messages if message.kind is MessageKind.PERSON)
    said = [(message, text) for message in persons if (text := readable(message.text))]
    for (message, text), length in zip(said, tokens.counts([text for _, text in said]), strict=True):
        parts = [text] if length <= room else tokens.split(text, room)
        lengths = [length] if len(parts) == 1 else tokens.counts(parts)
        for part, its_length in zip(parts, lengths, strict=True):
            yield _Piece(message=message, text=part, tokens=its_length)


def _groups(pieces: Sequence[_Piece], lead: str, tokens: Tokens) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    used = 0
    (head,) = tokens.counts([lead])
    for piece in pieces:
        if group and used + piece.tokens > tokens.max_tokens:
            yield group
            group, used = [], head
        group.append(piece)
        used += piece.tokens
    yield group


def _passage(thread: Thread, group: Sequence[_Piece], lead: str, parts: Mapping[PersonId, Role]) -> Passage:
    return Passage(
        channel_id=thread.channel_id,
        thread_ts=thread.ts,
        ordinal=0,
        text="\n".join(filter(None, [lead, *(piece.text for piece in group)])),
        language="",
        started_at=group[0].message.at,
        ended_at=group[-1].message.at,
        speakers=_speakers(group, parts),
    )


def _speakers(group: Sequence[_Piece], parts: Mapping[PersonId, Role]) -> tuple[Speaker, ...]:
    said: dict[PersonId, list[_Piece]] = {}
    for piece in group:
        if piece.message.author_id:
            said.setdefault(piece.message.author_id, []).append(piece)
    return tuple(_speaker(person, own, parts[person]) for person, own in said.items())


def _speaker(person_id: PersonId, own: Sequence[_Piece], role: Role) -> Speaker:
    longest = max(own, key=lambda piece: len(piece.text))
    characters = sum(len(piece.text) for piece in own)
    return Speaker(person_id=person_id, role=role, characters=characters, ts=longest.message.ts)
