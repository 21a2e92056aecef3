"""Messages: posted, edited, deleted, addressed to the bot. One activity tells all of that at once."""

import re
from collections.abc import Iterator
from datetime import datetime

from adapters.json_fields import Raw, child, children, text
from adapters.plain import link_of_a_card
from adapters.teams.activities import (
    Chat,
    Reading,
    bot_of,
    chat_of,
    kind_of,
    mentioned,
    moment,
    place_of,
    thread_of,
    time_of,
    ts_of,
    what_happened,
    who,
)
from adapters.teams.errors import MalformedActivityError
from adapters.teams.html import Mention, plain_text
from adapters.teams.pressed import card_sent, is_from_a_card
from adapters.teams.text import harmless
from bot.incoming import Asked, Command, Commanded, Deleted, Incoming, Posted, Via
from bot.typed_words import about_a_topic
from expertise.types import MessageKind

_HTML = "text/html"
_FILE = "application/vnd.microsoft.teams.file.download.info"
_AT = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>", re.IGNORECASE)
_AFTER_A_NAME = " \t\r\n,:;-–—"
_WORDS = {
    "help": Command.HELP,
    "me": Command.ME,
    "notebook": Command.NOTEBOOK,
    "shadow": Command.SHADOW,
}
_I_KNOW = re.compile(r"i know\b[ \t:]*(?P<topic>[^\n?]*)", re.IGNORECASE)
_LEARNED = re.compile(r"(?:til|today i learned)\b[ \t:,]*(?P<words>.*)", re.IGNORECASE | re.DOTALL)
_MOST_WORDS = 8
"""Of a topic that somebody knows: what is longer is rather a question."""


def message(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    """Posted, and a question where the bot is named or alone with somebody; or a card's button."""
    if is_from_a_card(activity):
        yield from card_sent(activity)
    elif _is_own(activity, reading):
        return
    elif chat_of(activity) is Chat.PERSONAL:
        yield from _direct(activity, reading)
    else:
        yield from _said(activity, reading)


def update(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    """An edit, or a deletion taken back: the message as it is now. A question is asked once, as ever."""
    if chat_of(activity) is not Chat.PERSONAL and not _is_own(activity, reading):
        yield from _said(activity, reading)


def deletion(activity: Raw, _reading: Reading) -> Iterator[Incoming]:
    """Teams keeps a deleted message for a while, to be taken back; for us it is gone."""
    if chat_of(activity) is not Chat.PERSONAL:  # nothing of it was kept
        yield Deleted(channel=place_of(activity), ts=ts_of(activity), at=_said_at(activity))


def _said(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    kind = _kind(activity)
    yield Posted(
        channel=place_of(activity),
        ts=ts_of(activity),
        at=_said_at(activity),
        author=who(activity),
        text="\n".join(filter(None, [_words(activity), *_files(activity)])),
        thread_ts=thread_of(activity),
        kind=kind,
        edited_at=time_of(activity) if what_happened(activity) == "editMessage" else None,
        is_restored=what_happened(activity) == "undeleteMessage",
    )
    # Bots that mention each other would talk forever.
    if kind is MessageKind.PERSON and names_us(activity, reading):
        yield _by_name(activity, question(activity, reading))


def _by_name(activity: Raw, words: str) -> Asked | Commanded:
    """A question; or the word that asks how past answers are suggested there."""
    if words.strip().casefold() != Command.HERE:
        return _asked(activity, Via.MENTION, words)
    return Commanded(command=Command.HERE, person=who(activity), text="", channel=place_of(activity))


def names_us(activity: Raw, reading: Reading) -> bool:
    """Whether it mentions the bot."""
    return any(_is(each, bot_of(activity, reading)) for each in mentioned(activity))


def _said_at(activity: Raw) -> datetime:
    at = moment(text(activity, "id")) or time_of(activity)
    if at is None:
        raise MalformedActivityError(kind_of(activity), "timestamp")
    return at


def _direct(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    words = question(activity, reading)
    if _kind(activity) is not MessageKind.PERSON:
        return
    if words.casefold() in _WORDS:
        yield Commanded(command=_WORDS[words.casefold()], person=who(activity), text="")
    elif (link := link_of_a_card(words)) is not None:
        yield Commanded(command=Command.CARD, person=who(activity), text=link)
    elif (found := _I_KNOW.fullmatch(words)) and len(found["topic"].split()) <= _MOST_WORDS:
        yield Commanded(command=Command.KNOW, person=who(activity), text=found["topic"].strip())
    elif topic := about_a_topic(words):
        yield Commanded(command=topic[0], person=who(activity), text=topic[1])
    elif found := _LEARNED.fullmatch(words):
        yield Commanded(command=Command.ALOUD, person=who(activity), text=found["words"].strip())
    elif words or not children(activity, "attachments"):
        yield _asked(activity, Via.DIRECT, words)


def _asked(activity: Raw, via: Via, words: str) -> Asked:
    ts = ts_of(activity)
    return Asked(
        via=via,
        asker=who(activity),
        text=words,
        channel=place_of(activity),
        thread_ts=thread_of(activity),
        ts=ts,
        written_at=moment(ts) or time_of(activity),
    )


def question(activity: Raw, reading: Reading) -> str:
    """The words of a message as a question: without the bot's name, and without names of files."""
    return _words(activity, me=bot_of(activity, reading)).strip().lstrip(_AFTER_A_NAME)


def _words(activity: Raw, me: str = "") -> str:
    """What was said, without the name of ``me``. Where there is HTML too, it says more than the text."""
    names = _mentions(activity, me)
    bodies = [text(each, "content") for each in children(activity, "attachments") if _is_html(each)]
    said = text(activity, "text")
    if any(bodies):
        return plain_text("\n".join(bodies), names)
    if text(activity, "textFormat") == "xml":
        return plain_text(said, names)
    mine = {each.label for each in names if each.is_me}
    labels = {each.label for each in names}
    return harmless(
        _AT.sub(lambda at: _named(at[1], mine, labels) or at[0], said.replace("\r\n", "\n"))
    ).strip()


def _named(label: str, mine: set[str], labels: set[str]) -> str:
    if label in mine:
        return " "
    return f"@{label}" if label in labels else ""


def _mentions(activity: Raw, me: str) -> list[Mention]:
    return [Mention(label=_label(each), is_me=bool(me) and _is(each, me)) for each in mentioned(activity)]


def _label(mention: Raw) -> str:
    found = _AT.fullmatch(text(mention, "text").strip())
    return found[1] if found else text(child(mention, "mentioned"), "name")


def _is(mention: Raw, bot: str) -> bool:
    return bool(bot) and text(child(mention, "mentioned"), "id") == bot


def _is_html(attachment: Raw) -> bool:
    return text(attachment, "contentType") == _HTML


def _files(activity: Raw) -> Iterator[str]:
    for each in children(activity, "attachments"):
        if text(each, "contentType") == _FILE:
            yield harmless(text(each, "name"))


def _kind(activity: Raw) -> MessageKind:
    sender = child(activity, "from")
    is_bot = text(sender, "id").startswith("28:") or text(sender, "role") == "bot"
    return MessageKind.BOT if is_bot else MessageKind.PERSON


def _is_own(activity: Raw, reading: Reading) -> bool:
    bot = bot_of(activity, reading)
    return bool(bot) and text(child(activity, "from"), "id") == bot
