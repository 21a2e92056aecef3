"""Turn the cast and the channel texts into a Slack export: `python -m sample.build OUT.zip`.

The text format is described in README.md beside this file. The same texts always give the same bytes: ids are
hashes of handles and channel names, and nothing in the zip depends on the clock.
"""

from __future__ import annotations

import io
import json
import re
import sys
import uuid
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sample.texts import (
    Channel,
    Json,
    Message,
    People,
    Person,
    Place,
    SampleError,
    load_people,
    parse_channel,
    slack_id,
)

HERE = Path(__file__).parent
NEWCOMER_AFTER = timedelta(days=60)

_TOKEN = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)"
    r"|<@(?P<user>[a-z][a-z0-9_.-]*)>"
    r"|<#(?P<channel>[a-z0-9][a-z0-9_-]*)>"
    r"|<(?P<link>(?:https?://|mailto:)[^\s<>|]+)(?P<label>\|[^<>\n]*)?>"
    r"|(?P<bare>https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"*_])",
    re.DOTALL,
)


def main(arguments: list[str]) -> int:
    """Build the export named on the command line."""
    if len(arguments) != 1:
        print("usage: python -m sample.build OUT.zip", file=sys.stderr)
        return 2
    try:
        data = build(HERE)
    except SampleError as error:
        print(error, file=sys.stderr)
        return 1
    Path(arguments[0]).write_bytes(data)
    return 0


def build(folder: Path) -> bytes:
    """The bytes of the export made of a folder's people.toml and channels/*.txt."""
    people = load_people(folder / "people.toml")
    paths = sorted((folder / "channels").glob("*.txt"))
    channels = [parse_channel(path.read_text("utf-8"), path.name) for path in paths]
    return pack(export(people, channels))


def export(people: People, channels: list[Channel]) -> dict[str, list[Json]]:
    """The export's files by name."""
    for channel in channels:
        _check_channel(channel, people)
        _stamp(channel)
    ids = {channel.name: channel.id for channel in channels}
    public = [channel for channel in channels if not channel.private]
    private = [channel for channel in channels if channel.private]
    files: dict[str, list[Json]] = {
        "users.json": [_user(person) for person in people.values()],
        "channels.json": [_channel(channel, people) for channel in public],
        "groups.json": [_channel(channel, people) for channel in private],
    }
    newcomers = _newcomers(channels)
    for channel in channels:
        messages = _joins(channel, people, newcomers) + _messages(channel, people, ids)
        files |= _by_day(channel.name, messages)
    return files


def _check_channel(channel: Channel, people: People) -> None:
    for handle in channel.members:
        if handle not in people:
            raise Place(f"{channel.name}.txt", 1).error(f"nobody in people.toml is called {handle!r}")
    for message in channel.messages:
        person = people.get(message.handle)
        if person is None:
            raise message.place.error(f"nobody in people.toml is called {message.handle!r}")
        if person.left and message.when.date() > person.left:
            raise message.place.error(f"{message.handle} left on {person.left}")
        if channel.private and message.handle not in channel.members:
            raise message.place.error(f"{message.handle} is no member of this private channel")


def _stamp(channel: Channel) -> None:
    """Give every message its ts: unique in the channel, and in order within a block."""
    taken: Counter[int] = Counter()
    for message in channel.messages:
        seconds = int(message.when.timestamp())
        message.ts = f"{seconds}.{100 + taken[seconds]:06d}"
        taken[seconds] += 1


def _user(person: Person) -> Json:
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.handle,
        "deleted": person.left is not None,
        "real_name": person.name,
        "tz": person.tz,
        "profile": {"real_name": person.name, "display_name": person.handle, "title": person.title},
        "is_bot": person.bot,
    }


def _channel(channel: Channel, people: People) -> Json:
    members = [people[handle].id for handle in _members(channel, people)]
    creator = members[0] if members else ""
    created = int(channel.blocks[0].start.timestamp()) // 86400 * 86400 if channel.blocks else 0
    return {
        "id": channel.id,
        "name": channel.name,
        "created": created,
        "creator": creator,
        "is_archived": False,
        "is_general": channel.name == "general",
        "members": members,
        "topic": {"value": escape(channel.topic), "creator": creator, "last_set": created},
        "purpose": {"value": escape(channel.purpose), "creator": creator, "last_set": created},
    }


def _members(channel: Channel, people: People) -> list[str]:
    if channel.members:
        return channel.members
    handles = dict.fromkeys(message.handle for message in channel.messages)
    return [handle for handle in handles if not people[handle].bot]


def _newcomers(channels: list[Channel]) -> set[str]:
    """Whoever first speaks long after the workspace began."""
    first: dict[str, datetime] = {}
    for message in (message for channel in channels for message in channel.messages):
        first[message.handle] = min(message.when, first.get(message.handle, message.when))
    start = min(first.values(), default=None)
    return {handle for handle, when in first.items() if start and when - start > NEWCOMER_AFTER}


def _joins(channel: Channel, people: People, newcomers: set[str]) -> list[Json]:
    """The `channel_join` messages, a minute before the first word of each who joins."""
    if not channel.blocks:
        return []
    joins = []
    for position, handle in enumerate(_members(channel, people)):
        if people[handle].bot or not (channel.private or handle in newcomers):
            continue
        spoken = [message.when for message in channel.messages if message.handle == handle]
        seconds = int(min(spoken, default=channel.blocks[0].start).timestamp()) - 60
        joins.append(_join(people[handle], f"{seconds}.{900 + position:06d}"))
    return joins


def _join(person: Person, ts: str) -> Json:
    text = f"<@{person.id}> has joined the channel"
    return {"type": "message", "subtype": "channel_join", "user": person.id, "text": text, "ts": ts}


def _messages(channel: Channel, people: People, ids: dict[str, str]) -> list[Json]:
    found = []
    for block in channel.blocks:
        rendered = [_message(channel, message, people, ids) for message in block.messages]
        if block.threaded and len(rendered) > 1:
            _tie(rendered)
        found += rendered
    return found


def _message(channel: Channel, message: Message, people: People, ids: dict[str, str]) -> Json:
    person = people[message.handle]
    if message.deleted:
        return _tombstone(message.ts)
    text = slack_text(message.text, people, ids, message.place)
    shape: Json = {"type": "message", "text": text, "ts": message.ts, "team": TEAM_ID}
    if person.bot:
        shape |= {"subtype": "bot_message", "bot_id": person.bot_id, "username": person.name}
    else:
        shape |= {"user": person.id, "client_msg_id": _uuid(f"{channel.name}/{message.ts}")}
    if message.mark == "*":
        shape["edited"] = {"user": person.id, "ts": f"{int(message.when.timestamp()) + 95}.000000"}
    return shape


def _tombstone(ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": "USLACKBOT",
        "hidden": True,
        "ts": ts,
    }


def _tie(thread: list[Json]) -> None:
    """Mark the first message as the parent of the rest."""
    parent, replies = thread[0], thread[1:]
    users = list(dict.fromkeys(_author(reply) for reply in replies))
    parent |= {
        "thread_ts": parent["ts"],
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1]["ts"],
        "replies": [{"user": _author(reply), "ts": reply["ts"]} for reply in replies],
    }
    for reply in replies:
        reply |= {"thread_ts": parent["ts"], "parent_user_id": _author(parent)}


def _author(message: Json) -> str:
    return str(message.get("user") or message["bot_id"])


def _by_day(name: str, messages: list[Json]) -> dict[str, list[Json]]:
    days: dict[str, list[Json]] = {}
    for message in sorted(messages, key=lambda message: str(message["ts"])):
        day = datetime.fromtimestamp(int(message["ts"].split(".")[0]), UTC).date()
        days.setdefault(f"{name}/{day.isoformat()}.json", []).append(message)
    return days


def slack_text(text: str, people: People, channels: dict[str, str], place: Place) -> str:
    """The text as Slack stores it: ids for names, everything else escaped."""
    parts, end = [], 0
    for match in _TOKEN.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(_token(match, people, channels, place))
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _token(match: re.Match[str], people: People, channels: dict[str, str], place: Place) -> str:
    found = match.groupdict()
    if found["user"]:
        if found["user"] not in people:
            raise place.error(f"a mention of nobody in people.toml: {match[0]}")
        return f"<@{people[found['user']].id}>"
    if found["channel"]:
        if found["channel"] not in channels:
            raise place.error(f"no such channel: {match[0]}")
        return f"<#{channels[found['channel']]}|{found['channel']}>"
    if link := found["link"] or found["bare"]:
        return f"<{escape(link)}{escape(found['label'] or '')}>"
    return escape(match[0])


def escape(text: str) -> str:
    """Slack's three escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://halden-water.example/{name}"))


def pack(files: dict[str, list[Json]]) -> bytes:
    """The files as a zip that holds no trace of when or where it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date_time=(2026, 11, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, json.dumps(content, ensure_ascii=False, indent=1))
    return buffer.getvalue()


TEAM_ID = slack_id("T", "halden-water")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
