"""What a file of Graph's JSON holds: a page of an answer, a list, one object a line, or a single one.

A page says in its ``@odata.context`` of which team and channel it is; hand-made lists may say it in each
object, as ``teamId`` and ``channelId``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from urllib.parse import unquote

from adapters.imports.archive import parsed
from adapters.imports.errors import BrokenJsonError, UnexpectedShapeError
from adapters.imports.sources import Source
from adapters.json_fields import Raw, text

ENDINGS = (".json", ".jsonl", ".ndjson")
_LINES = (".jsonl", ".ndjson")
_TEAM = re.compile(r"teams\('([^']+)'\)")
_CHANNEL = re.compile(r"channels\('([^']+)'\)")
_CHANNEL_ID = "19:"


class Shape(Enum):
    """What an object is."""

    MESSAGE = auto()
    CHANNEL = auto()
    MEMBER = auto()
    USER = auto()
    TEAM = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object, and the team and channel that its page is of, or ''."""

    raw: Raw
    team: str
    channel: str


def is_json(member: str) -> bool:
    """Whether a file's name says so."""
    return member.casefold().endswith(ENDINGS)


def records(source: Source, member: str) -> Iterator[Record]:
    """Every object of a file, in order; replies that came within a message follow it.

    Raises BrokenJsonError, UnexpectedShapeError, or what ``Source.read`` does.
    """
    for value in _values(member, source.read(member)):
        page = value if isinstance(value, dict) else {"value": value}
        found = page.get("value", [page])
        if not isinstance(found, list):
            raise UnexpectedShapeError(member)
        context = text(page, "@odata.context")
        for raw in found:
            yield from _with_replies(raw, _named(_TEAM, context), _named(_CHANNEL, context))


def shape_of(record: Record, member: str) -> Shape:
    """By its fields; a file's name decides between a team and a user of whom little is told."""
    raw = record.raw
    if "messageType" in raw or ("body" in raw and "createdDateTime" in raw):
        return Shape.MESSAGE
    if "userId" in raw:
        return Shape.MEMBER
    if "membershipType" in raw or text(raw, "id").startswith(_CHANNEL_ID):
        return Shape.CHANNEL
    if "userPrincipalName" in raw or PurePosixPath(member).stem.casefold() == "users":
        return Shape.USER
    return Shape.TEAM if "id" in raw and "displayName" in raw else Shape.UNKNOWN


def _values(member: str, data: bytes) -> Iterator[object]:
    if member.casefold().endswith(_LINES):
        yield from _lines(member, data)
        return
    try:
        whole = parsed(member, data)
    except BrokenJsonError as error:
        if error.line < 2 or error.column != 1:  # noqa: PLR2004 a second value begins with the second line
            raise
        yield from _lines(member, data)
        return
    yield whole


def _lines(member: str, data: bytes) -> Iterator[object]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield parsed(member, line)
            except BrokenJsonError as error:
                raise BrokenJsonError(member, line=number, column=error.column) from error


def _with_replies(raw: object, team: str, channel: str) -> Iterator[Record]:
    if not isinstance(raw, dict):
        yield Record(raw={}, team=team, channel=channel)
        return
    yield Record(
        raw=raw,
        team=(text(raw, "teamId") or team).casefold(),
        channel=text(raw, "channelId") or channel,
    )
    replies = raw.get("replies")
    for reply in replies if isinstance(replies, list) else ():
        yield from _with_replies(reply, team, channel)


def _named(pattern: re.Pattern[str], context: str) -> str:
    found = pattern.search(context)
    return unquote(found[1]) if found else ""
