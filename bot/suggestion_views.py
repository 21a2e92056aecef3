"""What a suggestion looks like, before any platform draws it: whole sentences in frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import chat_phrases
from bot import suggesting_phrases as say
from bot.quoting import CHANNEL, NAME, inside, tidy
from bot.suggestion_types import Opinion, Suggested
from bot.views import Action, Button, Note, joined, lines
from expertise.types import Channel, Message, MessageTs, Person

QUOTE = 300
"""Characters of an answer that are quoted at most."""

_QUESTION = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's own words, shortened, as they stand now. ``link`` leads to the first of ``messages``."""

    words: str
    author: Person
    channel: Channel
    messages: tuple[Message, ...]
    link: str | None

    @property
    def at(self) -> datetime:
        """When the first of them was said."""
        return self.messages[0].at


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedAnswer:
    """``intro`` is a sentence that goes on with ``words``; ``link`` is a stored permalink."""

    intro: str
    words: str
    read: str
    link: str | None

    @property
    def text(self) -> str:
        return joined(self.intro, f"“{self.words}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A past answer, for whoever asked. ``text`` is all of it in plain words.

    Words of people in it are tidy, but still hostile: whoever draws it escapes them.
    """

    opening: str
    quotes: tuple[QuotedAnswer, ...]
    deeper: str
    closing: str
    buttons: tuple[Button, ...]
    footer: str

    @property
    def text(self) -> str:
        return lines(
            self.opening, *(quote.text for quote in self.quotes), self.deeper, self.closing, self.footer
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a suggestion is told with: who asked, where, and what; ``quotes`` and ``deeper`` may be named."""

    asker: Person
    channel: Channel
    question: str
    quotes: tuple[Quote, ...]
    deeper: tuple[Person, ...]
    now: datetime


def view_of(this: Suggested, told: Telling) -> SuggestionView | Note:
    """As it stands by now, with what the asker said of it."""
    where = tidy(told.channel.name, CHANNEL)
    if this.opinion is Opinion.NOT_THIS:
        return Note(paragraphs=(say.NOT_IT if this.is_in_thread else say.not_it_alone(where),))
    question = inside(tidy(told.question, _QUESTION))
    about = "" if this.is_in_thread else say.about(where, question)
    return SuggestionView(
        opening=joined(about, say.MAY_HELP),
        quotes=tuple(_quoted(told)),
        deeper=say.deeper([name_of(each) for each in told.deeper]) if told.deeper else "",
        closing=_closing(this, told),
        buttons=() if this.opinion else buttons(told.channel, this.key.ts),
        footer=say.FOOTER_THREAD if this.is_in_thread else say.footer_alone(where),
    )


def buttons(channel: Channel, ts: MessageTs) -> tuple[Button, ...]:
    """What can be said about what was suggested to that message."""
    value = value_of(channel, ts)
    return (
        Button(action=Action.SUGGESTION_SOLVED, label=say.SOLVED, says=say.SOLVED_SAYS, value=value),
        Button(action=Action.SUGGESTION_NOT_THIS, label=say.NOT_THIS, says=say.NOT_THIS_SAYS, value=value),
        Button(action=Action.SUGGESTION_MUTE, label=say.MUTE, says=say.MUTE_SAYS, value=value),
    )


def value_of(channel: Channel, ts: MessageTs) -> str:
    """Names it to whoever presses."""
    return f"{channel.platform_id} {ts}"


def name_of(person: Person) -> str:
    """What somebody is called."""
    return tidy(person.name, NAME) or chat_phrases.SOMEBODY


def _closing(this: Suggested, told: Telling) -> str:
    if this.opinion is None:
        return ""
    return say.solved_it(name_of(told.asker)) if this.is_in_thread else say.SOLVED_IT_ALONE


def _quoted(told: Telling) -> Sequence[QuotedAnswer]:
    """The second one stands in the same thread, so that it need not say where."""
    return [
        QuotedAnswer(
            intro=_intro(quote, told.now, is_first=place == 0),
            words=inside(quote.words),
            read=say.READ_IT,
            link=quote.link,
        )
        for place, quote in enumerate(told.quotes)
    ]


def _intro(quote: Quote, now: datetime, *, is_first: bool) -> str:
    who = name_of(quote.author)
    if not is_first:
        return say.also_wrote(who, quote.at, now)
    return say.wrote(who, tidy(quote.channel.name, CHANNEL), quote.at, now)
