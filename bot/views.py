"""What the bot shows, before any platform draws it: whole sentences in frozen values.

Everything here may be seen by those who see the reply: what consent hides is already gone. ``text`` is
the whole view in plain words, for screen readers and notifications. Text of people in it is tidy (one
line, no control characters) but still hostile: whoever draws it escapes it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """Where a view is shown, which decides what it may say."""

    PRIVATE = "private"  # only the asker sees it
    IN_THREAD = "in_thread"
    HOME = "home"  # the conversation with the bot, and its home page


class Action(StrEnum):
    """What a button or a field does. The value that comes with it names what it does that to."""

    READ = "read"  # only a link
    ASK = "ask"  # value: the question's id and the person's place, "ID 2"; never who it is
    MORE = "more"
    HELPED = "helped"
    NOT_THESE = "not_these"
    SHARE = "share"
    MUTE = "mute"
    UNMUTE = "unmute"
    DRAFT = "draft"
    ASK_HERE = "ask_here"  # the home page's field for a question
    KNOW = "know"  # the home page's field for a topic
    UNKNOW = "unknow"  # takes back a topic that was declared
    HIDE = "hide"
    UNHIDE = "unhide"
    MOVED_ON = "moved_on"
    CONSENT = "consent"  # value: a Naming
    PAUSE = "pause"
    RESUME = "resume"
    NOT_BOTH_ME = "not_both_me"  # value: the other account's person id
    AT_MOST = "at_most"  # value: how much a week that one did not ask for
    HOURS = "hours"  # the home page's field for when one may be asked
    USUAL_HOURS = "usual_hours"
    RHYTHM = "rhythm"  # value: a Rhythm, as somebody chooses it on their page
    NOTE_RHYTHM = "note_rhythm"  # the same, on a weekly note
    FOLLOW = "follow"  # the home page's field for a topic
    UNFOLLOW = "unfollow"  # value: the topic, as of the next three
    FOLLOW_TOPIC = "follow_topic"  # the same elsewhere: a sentence says so
    UNFOLLOW_TOPIC = "unfollow_topic"
    TOPIC_PAGE = "topic_page"
    HAVE_A_LOOK = "have_a_look"  # value: the id of a question that waits
    MY_PAGE = "my_page"
    EXPORT = "export"
    ERASE = "erase"
    ASK_FOR_ME = "ask_for_me"  # value: the question's id, as of all that follow
    LEAVE_OUT = "leave_out"  # value: the question's id and the person's place, "ID 2"
    ADD_PERSON = "add_person"  # a field
    WHEN = "when"  # value: the question's id and an Urgency
    WITH_NAME = "with_name"  # value: the question's id and "yes" or "no"
    REWORD = "reword"  # a field
    GO = "go"
    NEVER_MIND = "never_mind"
    HELP = "help"
    NOT_NOW = "not_now"
    NOT_MY_FIELD = "not_my_field"
    REFER = "refer"
    REFER_TO = "refer_to"  # a field
    PAUSE_ME = "pause_me"
    STILL_YES = "still_yes"
    STILL_NO = "still_no"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    ASK_NEXT = "ask_next"
    STOP_ROUND = "stop_round"
    LEARN = "learn"  # a field
    POST_IF_AGREED = "post_if_agreed"  # value: the question's id; the asker says yes, and the helper is asked
    POST = "post"  # value: the question's id and a digest of the words; the helper says yes
    POST_NOT = "post_not"
    NOTEBOOK = "notebook"
    SEND_NOTEBOOK = "send_notebook"
    ALOUD = "aloud"  # a field
    ALOUD_IN = "aloud_in"  # value: the id of what was learned and a channel, "ID C1"
    ALOUD_ELSEWHERE = "aloud_elsewhere"  # a field
    ALOUD_NOT = "aloud_not"
    ALOUD_BACK = "aloud_back"
    SUGGESTION_SOLVED = "suggestion_solved"  # value: the channel's id and the ts of the message that asks
    SUGGESTION_NOT_THIS = "suggestion_not_this"  # as above, like the next two
    SUGGESTION_MUTE = "suggestion_mute"
    SUGGESTION_QUIET = "suggestion_quiet"  # value: as above, and a MutedKind
    SUGGESTION_TALK = "suggestion_talk"  # takes that back
    ASK_AGAIN = "ask_again"  # value: the id of a question that was not their field
    KEEP = "keep"  # value: a channel and a message, "C1 1.2"; makes a draft of a card
    KEEP_SOLVED = "keep_solved"  # value: the id of a question that is solved
    CARD = "card"  # value: the card's id, as of all that follow
    CARD_KEEP = "card_keep"
    CARD_DROP = "card_drop"
    CARD_FOR_ALL = "card_for_all"
    CARD_NOT_FOR_ALL = "card_not_for_all"
    CARD_EDIT = "card_edit"
    CARD_TITLE = "card_title"  # a field
    CARD_TOPICS = "card_topics"  # a field
    CARD_WORDS = "card_words"  # a field; value: the card's id, the part's place from 1, and the words
    CARD_ANEW = "card_anew"  # value: the card's id and the part's place: take the words as they are there now
    CARD_LEAVE = "card_leave"  # take my words out
    CARD_WITHDRAW = "card_withdraw"
    CARD_HOLDS = "card_holds"
    CARD_PROPOSE = "card_propose"
    CARD_PROPOSED = "card_proposed"  # a field
    CARD_ACCEPT = "card_accept"  # value: the proposal's id
    CARD_DECLINE = "card_decline"


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Asked before a button does what it says."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """``says`` is read to those who do not see where it stands, so it is whole: "Ask Maya Lind"."""

    action: Action
    label: str
    says: str
    value: str = ""
    style: Style = Style.PLAIN
    link: str | None = None
    confirm: Confirm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A line to type into. What is typed comes as the action's value, after ``about`` and a space."""

    action: Action
    label: str
    example: str
    limit: int
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of a message, whose they are, and where they stand. ``link`` is a stored permalink."""

    words: str
    by: str
    where: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A person suggested. ``account`` is their platform id, None where consent hides who it is.

    ``why`` and ``around`` are sentences; ``why`` goes on from the name. ``picture`` is an address, or ''.
    """

    name: str
    account: str | None
    title: str
    why: str
    around: str
    quoted: Quoted | None
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A knowledge card in an answer: ``words`` begin what helped, ``by`` says whose, and since when."""

    id: str
    title: str
    words: str
    by: str
    link: str | None

    @property
    def text(self) -> str:
        return joined(f"“{self.title}”", self.by, f"“{self.words}”" if self.words else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer to a question. ``mode`` is where it may be shown: "nobody" never stands in public.

    ``buttons`` lead on, ``feedback`` comes after.
    """

    mode: Mode
    hint: str
    headline: str
    people: tuple[Shown, ...]
    threads_headline: str
    threads: tuple[Quoted, ...]
    closing: str
    buttons: tuple[Button, ...]
    feedback: tuple[Button, ...]
    footer: str
    cards_headline: str = ""
    cards: tuple[ShownCard, ...] = ()

    @property
    def text(self) -> str:
        people = (joined(line_of(p), quotation_of(p.quoted)) for p in self.people)
        threads = map(quotation_of, self.threads)
        opening = joined(self.hint, self.headline)
        kept = (self.cards_headline, *(card.text for card in self.cards))
        return lines(opening, *people, *kept, self.threads_headline, *threads, self.closing, self.footer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A few sentences with their buttons. ``draft`` is text for somebody to copy."""

    paragraphs: tuple[str, ...]
    draft: str = ""
    buttons: tuple[Button, ...] = ()
    footer: str = ""

    @property
    def text(self) -> str:
        return lines(*self.paragraphs, self.draft, self.footer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a list, with what can be done about it. ``title`` is '' where ``detail`` says it all."""

    title: str
    detail: str = ""
    evidence: tuple[Quoted, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def text(self) -> str:
        if not (self.title and self.detail):
            return _ended(self.title or self.detail)
        return joined(f"{self.title}:", self.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page under its own heading. ``left_out`` counts entries that the last one stands for."""

    title: str
    body: str = ""
    entries: tuple[Entry, ...] = ()
    field: Field | None = None
    buttons: tuple[Button, ...] = ()
    left_out: int = 0

    @property
    def text(self) -> str:
        return lines(self.title, self.body, *(entry.text for entry in self.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of one's own: the home tab, or the same as a message."""

    opening: str
    sections: tuple[Section, ...]
    footer: str

    @property
    def text(self) -> str:
        return lines(self.opening, *(section.text for section in self.sections), self.footer)


def line_of(person: Shown) -> str:
    """A person in one breath: "Maya Lind (Engineer) answered … . Around now, 14:10 for them."."""
    title = f"({person.title})" if person.title else ""
    return joined(person.name, title, person.why, person.around)


def quotation_of(quoted: Quoted | None) -> str:
    """A quotation in plain words: "Maya Lind in #data, 14 March 2024: “…”"."""
    if not quoted:
        return ""
    where = f"{quoted.by} in {quoted.where}" if quoted.by else quoted.where
    return f"{where}: “{quoted.words}”"


def joined(*parts: str) -> str:
    """What there is, with spaces."""
    return " ".join(filter(None, parts))


def _ended(sentence: str) -> str:
    """With a full stop, where it has no end of its own."""
    return sentence if sentence.endswith((".", "?", "!", "…", "”")) else f"{sentence}."


def lines(*parts: str) -> str:
    """What there is, a line each."""
    return "\n".join(filter(None, parts))
