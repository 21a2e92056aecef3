"""What happens on a chat platform, in our words: platform folders translate in, use cases act on it.

Ids here are the platform's own, for nothing has been looked up yet. Text is plain: mentions are
names, links are labels, entities are characters.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.types import Platform
from expertise.types import ChannelKind, MessageKind, MessageTs


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A delivery as it came: kept before it is acknowledged, once per ``event_id`` and workspace.

    ``body`` is JSON. ``lane`` is what it must be in order with (a channel, a person). ``is_urgent``: it goes
    before talk, also of its lane, for somebody waits for it, or it changes who may see what.
    """

    platform: Platform
    workspace: str
    event_id: str
    kind: str
    lane: str
    body: str
    received_at: datetime
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message was posted, or edited: as it is now. A tombstone has neither author nor words.

    ``is_restored``: its deletion was taken back.
    """

    channel: str
    ts: MessageTs
    at: datetime
    author: str | None
    text: str
    thread_ts: MessageTs | None = None
    kind: MessageKind = MessageKind.PERSON
    edited_at: datetime | None = None
    is_restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A message is gone. ``at`` is when it was said."""

    channel: str
    ts: MessageTs
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Somebody, or the bot itself, came into a channel or left it."""

    channel: str
    person: str
    is_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSeen:
    """A channel as it is now; what is None was not told."""

    channel: str
    name: str | None = None
    kind: ChannelKind | None = None
    purpose: str | None = None
    is_archived: bool | None = None
    is_shared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelGone:
    """A channel was deleted, with everything in it."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen:
    """Somebody as they are now. ``is_outsider``: a guest, or from another company.

    ``email`` is the address that the platform vouches for, '' where there is none; None: it was not told.
    """

    person: str
    name: str
    handle: str = ""
    title: str = ""
    time_zone: str = ""
    picture: str = ""
    is_bot: bool = False
    has_left: bool = False
    is_outsider: bool = False
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The bot was uninstalled, or its tokens were revoked: ``uninstalled``, ``revoked``."""

    reason: str


class Via(StrEnum):
    """How a question was put, which decides where it is answered."""

    COMMAND = "command"  # a slash command: privately
    MENTION = "mention"  # in the thread
    DIRECT = "direct"  # in the conversation with the bot
    MESSAGE = "message"  # a shortcut on somebody's message: privately
    HOME = "home"  # the home page's own field: in the conversation with the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody asks who knows. ``response_url`` answers in private for half an hour, where given.

    ``ts`` is the message that asks, or that was asked about: a question is asked once per channel and
    ``ts``, however often it is told. ``written_at`` is when that message was written, as its platform
    tells it. ``text`` may be empty: somebody only called the bot's name.
    """

    via: Via
    asker: str
    text: str
    channel: str | None
    thread_ts: MessageTs | None = None
    ts: MessageTs | None = None
    written_at: datetime | None = None
    response_url: str | None = None


class Command(StrEnum):
    """What a command asks for, where it is no question."""

    ME = "me"  # what the bot thinks of me
    KNOW = "know"  # I know this; without words: how to say so
    CARD = "card"  # keep the thread of the message that a link leads to
    NOTEBOOK = "notebook"  # what I asked, learned and helped with
    ALOUD = "aloud"  # what I just learned
    FOLLOW = "follow"  # tell me once a week what is new about this
    UNFOLLOW = "unfollow"
    TOPIC = "topic"  # what there is about this
    HERE = "here"  # how past answers are suggested in this channel
    SHADOW = "shadow"  # what would have been suggested
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A command other than a question."""

    command: Command
    person: str
    text: str
    channel: str | None = None
    response_url: str | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button was pressed, or a field sent. Anybody may have pressed it, at any time.

    ``value`` is what we put into it, or what was typed. ``is_ephemeral``: the message that carries it
    is one that only ``person`` sees, and changes through ``response_url`` alone.
    """

    action: str
    value: str
    person: str
    channel: str | None
    ts: MessageTs | None
    thread_ts: MessageTs | None = None
    is_ephemeral: bool = False
    response_url: str | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form was sent: the fields by their names."""

    form: str
    person: str
    fields: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """Somebody looks at the bot's home page."""

    person: str


Incoming = (
    Posted
    | Deleted
    | Membership
    | ChannelSeen
    | ChannelGone
    | PersonSeen
    | Removed
    | Asked
    | Commanded
    | Pressed
    | Submitted
    | HomeOpened
)
