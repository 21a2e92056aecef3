"""The cast and the channel texts, read and checked: README.md beside this file describes the format."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "```"

Json = dict[str, Any]

_HEADER = re.compile(r"(channel|kind|purpose|topic|members):\s*(.*)")
_BLOCK = re.compile(r"(==|--)\s+(\d{4}-\d\d-\d\d \d\d:\d\d)\s*")
_LINE = re.compile(r"(?:(\+\S*)\s+)?([a-z][a-z0-9_.-]*)([*!]?):(?:\s+(.*))?")
_OFFSET = re.compile(r"\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


class SampleError(ValueError):
    """A mistake in the sample's texts; the message names file and line."""


@dataclass(frozen=True)
class Place:
    """Where something stands, for error messages."""

    file: str
    line: int

    def error(self, text: str) -> SampleError:
        return SampleError(f"{self.file}:{self.line}: {text}")


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    handle: str
    name: str
    title: str
    tz: str
    left: date | None = None
    bot: bool = False

    @property
    def id(self) -> str:
        return slack_id("U", self.handle)

    @property
    def bot_id(self) -> str:
        return slack_id("B", self.handle)

    @property
    def author_id(self) -> str:
        """What stands for this person in a thread's list of repliers."""
        return self.bot_id if self.bot else self.id


@dataclass
class Message:
    """One message as written in a channel file."""

    place: Place
    handle: str
    when: datetime
    mark: str
    lines: list[str]
    ts: str = ""

    @property
    def deleted(self) -> bool:
        return self.mark == "!"

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


@dataclass
class Block:
    """A thread, or a stretch of talk in the channel itself."""

    place: Place
    threaded: bool
    start: datetime
    messages: list[Message] = field(default_factory=list)


@dataclass
class Channel:
    """One channel file."""

    name: str
    private: bool = False
    purpose: str = ""
    topic: str = ""
    members: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def id(self) -> str:
        return slack_id("C", self.name)

    @property
    def messages(self) -> list[Message]:
        return [message for block in self.blocks for message in block.messages]


People = dict[str, Person]


def load_people(path: Path) -> People:
    """The cast by handle, in the file's order."""
    rows = tomllib.loads(path.read_text("utf-8"))["people"]
    return {row["handle"]: _person(row) for row in rows}


def _person(row: Json) -> Person:
    left = date.fromisoformat(str(row["left"])) if "left" in row else None
    return Person(row["handle"], row["name"], row["title"], row["tz"], left, bool(row.get("bot", False)))


def parse_channel(text: str, file: str) -> Channel:
    """Read one channel file; `file` is its name in error messages."""
    return _Parser(file).parse(text)


class _Parser:
    """Reads a channel file line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.channel = Channel(name="")
        self.fence: Place | None = None

    def parse(self, text: str) -> Channel:
        for number, line in enumerate(text.splitlines(), start=1):
            self._line(line.rstrip(), Place(self.file, number))
        if self.fence is not None:
            raise self.fence.error("this code block is never closed")
        if not self.channel.name:
            raise Place(self.file, 1).error("no 'channel:' line")
        self._check_blocks()
        return self.channel

    def _line(self, line: str, place: Place) -> None:
        if self.fence is not None or line.startswith("  "):
            self._continue(line, place)
        elif not line or line.startswith("#"):
            return
        elif match := _BLOCK.fullmatch(line):
            self._open_block(match, place)
        elif not self.channel.blocks:
            self._header(line, place)
        else:
            self._message(line, place)

    def _continue(self, line: str, place: Place) -> None:
        if line and not line.startswith("  "):
            raise place.error("a continuation line is indented by two spaces (is a code block left open?)")
        if not self.channel.blocks or not self.channel.blocks[-1].messages:
            raise place.error("this line continues no message")
        self.channel.blocks[-1].messages[-1].lines.append(line[2:])
        if line.count(FENCE) % 2:
            self.fence = None if self.fence else place

    def _header(self, line: str, place: Place) -> None:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise place.error(f"neither a header nor the start of a block: {line!r}")
        key, value = match.groups()
        if key == "channel":
            self.channel.name = value
        elif key == "kind":
            if value not in ("public", "private"):
                raise place.error(f"kind is 'public' or 'private', not {value!r}")
            self.channel.private = value == "private"
        elif key == "members":
            self.channel.members = [handle for handle in re.split(r"[,\s]+", value) if handle]
        elif key == "topic":
            self.channel.topic = value
        else:
            self.channel.purpose = value

    def _open_block(self, match: re.Match[str], place: Place) -> None:
        try:
            start = datetime.strptime(match[2], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        except ValueError:
            raise place.error(f"no such time: {match[2]}") from None
        blocks = self.channel.blocks
        if blocks and start < blocks[-1].start:
            raise place.error("this block starts before the one above it")
        blocks.append(Block(place, match[1] == "==", start))

    def _message(self, line: str, place: Place) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            raise place.error(f"not a message line: {line!r}")
        offset, handle, mark, text = match.groups()
        block = self.channel.blocks[-1]
        if mark == "!" and (block.messages or not block.threaded):
            raise place.error("only the opening line of a thread can be deleted")
        when = self._when(block, offset, place)
        block.messages.append(Message(place, handle, when, mark, [text or ""]))
        if (text or "").count(FENCE) % 2:
            self.fence = place

    def _when(self, block: Block, offset: str | None, place: Place) -> datetime:
        if not block.messages:
            if offset:
                raise place.error("the opening line of a block has no offset")
            return block.start
        if not offset:
            raise place.error("this line needs an offset such as +5m")
        return block.messages[-1].when + parse_offset(offset, place)

    def _check_blocks(self) -> None:
        for block in self.channel.blocks:
            if not block.messages:
                raise block.place.error("a block without messages")
            for message in block.messages:
                if not message.text.strip():
                    raise message.place.error("a message without text")
            if block.messages[0].deleted and len(block.messages) == 1:
                raise block.place.error("a deleted message leaves a trace only where it has replies")


def parse_offset(text: str, place: Place) -> timedelta:
    """`+14m`, `+2h`, `+3d`, or several at once: `+1d2h`."""
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise place.error(f"not an offset: {text!r} (write +14m, +2h, +3d or +1d2h)")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def slack_id(prefix: str, name: str) -> str:
    """An id of Slack's shape, always the same for the same name."""
    return prefix + "0" + hashlib.sha256(f"{prefix}:{name}".encode()).hexdigest()[:9].upper()
