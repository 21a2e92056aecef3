"""Which older threads people pointed to when somebody asked: what links in replies lead to.

A link is taken for an answer where somebody else than the asker wrote it in the question's own thread. It
leads to a message by the platform's ids; the web address before them is not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from urllib.parse import unquote

from bot.past import Past
from bot.tuning_types import Key
from expertise.types import Channel, Message, MessageKind, MessageTs

_SLACK = re.compile(r"/archives/([A-Z0-9]+)/p(\d{10})(\d{6})\b")
_TEAMS = re.compile(r"/l/message/([^/\s?]+)/(\d+)")


def linked_threads(past: Past) -> dict[Key, frozenset[Key]]:
    """By question, the older threads that were linked to; questions without any are missing."""
    roots = {message.key: Key(message.channel_id, _root(message)) for message in past.messages}
    openers = {key: message for message in past.messages if (key := Key(*message.key)) == roots[message.key]}
    channels = {channel.platform_id: channel for channel in past.channels}
    found: dict[Key, set[Key]] = {}
    for message in sorted(past.messages, key=attrgetter("ts", "channel_id")):
        question = roots[message.key]
        opener = openers.get(question)
        if opener is None or not _is_by_another(message, opener):
            continue
        for linked in _linked(message.text, channels):
            thread = roots.get(linked)
            if thread and thread != question and thread.ts < question.ts:
                found.setdefault(question, set()).add(thread)
    return {question: frozenset(threads) for question, threads in found.items()}


def _root(message: Message) -> MessageTs:
    return message.thread_ts or message.ts


def _is_by_another(message: Message, opener: Message) -> bool:
    return message.kind is MessageKind.PERSON and message.author_id != opener.author_id


def _linked(text: str, channels: Mapping[str, Channel]) -> Iterator[Key]:
    for platform_id, ts in (*_in_slack(text), *_in_teams(text)):
        if channel := channels.get(platform_id):
            yield Key(channel.id, MessageTs(ts))


def _in_slack(text: str) -> Iterable[tuple[str, str]]:
    return ((found[1], f"{found[2]}.{found[3]}") for found in _SLACK.finditer(text))


def _in_teams(text: str) -> Iterable[tuple[str, str]]:
    return ((unquote(found[1]), found[2]) for found in _TEAMS.finditer(text))
