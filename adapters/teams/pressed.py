"""What people do with the bot's own means: buttons and fields of cards, and the menu of a message."""

from collections.abc import Iterator

from adapters.json_fields import Raw, child, children, text
from adapters.teams.activities import Chat, Reading, bot_of, chat_of, moment, place_of, thread_of, who
from adapters.teams.html import Mention, plain_text
from adapters.teams.text import harmless
from bot.incoming import Asked, Command, Commanded, Incoming, Pressed, Via
from bot.views import Action
from expertise.types import MessageTs

OURS = "kenner"
"""Under this name a button carries what it does; whatever else it brings was typed into the card."""

FIND, LEARNED = "findSomeone", "sayWhatILearned"
"""The message extension's commands on a message, as the manifest registers them."""

KEEP = "keepLearned"
"""The other one."""


def is_from_a_card(activity: Raw) -> bool:
    """Whether a message is none, but a button that an older client sends as one."""
    return bool(child(child(activity, "value"), OURS))


def card_sent(activity: Raw) -> Iterator[Incoming]:
    """A button of a client that knows no ``Action.Execute``."""
    yield from _done(activity, child(activity, "value"))


def action(activity: Raw, _reading: Reading) -> Iterator[Incoming]:
    """A button, or a field that was sent. What carries nothing of ours is not ours."""
    yield from _done(activity, child(child(child(activity, "value"), "action"), "data"))


def on_a_message(activity: Raw, reading: Reading) -> Iterator[Incoming]:
    """On somebody's message: its words are a question, what its author learned, or a thread to be kept."""
    value = child(activity, "value")
    said, command = child(value, "messagePayload"), text(value, "commandId")
    if said and command == FIND:
        yield _asked(activity, said, reading)
    elif said and command == KEEP:
        yield _kept(activity, said)
    elif said and command == LEARNED:
        yield _learned(activity, said, reading)


def _kept(activity: Raw, said: Raw) -> Pressed:
    place = _shared(activity)
    return Pressed(
        action=Action.KEEP, value=f"{place} {text(said, 'id')}", person=who(activity), channel=place, ts=None
    )


def _asked(activity: Raw, said: Raw, reading: Reading) -> Asked:
    ts = text(said, "id")
    root = text(said, "replyToId")
    return Asked(
        via=Via.MESSAGE,
        asker=who(activity),
        text=_words(said, bot_of(activity, reading)),
        channel=_shared(activity),
        thread_ts=(MessageTs(root) if moment(root) else thread_of(activity))
        if _has_threads(activity)
        else None,
        ts=MessageTs(ts) if moment(ts) else None,
        written_at=moment(ts),
    )


def _learned(activity: Raw, said: Raw, reading: Reading) -> Commanded:
    """Somebody else's words are not theirs to say: they are asked for their own."""
    author, person = text(child(child(said, "from"), "user"), "id"), child(activity, "from")
    is_theirs = bool(author) and author == text(person, "aadObjectId")
    words = _words(said, bot_of(activity, reading)) if is_theirs else ""
    return Commanded(command=Command.ALOUD, person=who(activity), text=words, channel=_shared(activity))


def _done(activity: Raw, data: Raw) -> Iterator[Incoming]:
    ours = child(data, OURS)
    name = text(ours, "action")
    value = text(ours, "value")
    if ours.get("is_field") is True:
        typed = harmless(text(data, name))
        value = f"{value} {typed}" if value else typed
    if name == Action.ASK_HERE:
        yield Asked(via=Via.HOME, asker=who(activity), text=value.strip(), channel=None)
    elif name:
        card = text(activity, "replyToId")
        yield Pressed(
            action=name,
            value=value,
            person=who(activity),
            channel=_shared(activity),
            ts=MessageTs(card) if card else None,
            thread_ts=thread_of(activity),
        )


def _shared(activity: Raw) -> str | None:
    """Where others are too: what is said to somebody alone has no place beside them."""
    return None if chat_of(activity) is Chat.PERSONAL else place_of(activity)


def _has_threads(activity: Raw) -> bool:
    return chat_of(activity) is Chat.CHANNEL


def _words(said: Raw, bot: str) -> str:
    body = child(said, "body")
    if text(body, "contentType") != "html":
        return harmless(text(body, "content")).strip()
    names = [
        Mention(
            label=text(each, "mentionText"),
            is_me=bool(bot)
            and text(child(child(each, "mentioned"), "application"), "id") == bot.removeprefix("28:"),
        )
        for each in children(said, "mentions")
    ]
    return plain_text(text(body, "content"), names).lstrip(" \t\r\n,:;-–—")
