"""Short things that the bot says beside answers: that it looks, who it is, how to ask, what went wrong."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot import being_asked_phrases as asked
from bot import chat_phrases as say
from bot import follow_phrases as follow
from bot import linking_phrases as linked
from bot import suggesting_phrases as suggest
from bot import teams_app_phrases as in_teams
from bot.errors import TooManyTopicsError, TopicError
from bot.quoting import tidy
from bot.types import Platform
from bot.views import Action, Button, Note, Style
from expertise.consent import Naming

_QUESTION, _CHANNEL = 2_000, 80


class Trouble(StrEnum):
    """What can go wrong for the person who asks; each has its sentence."""

    NO_QUESTION = "no question"
    NOTHING_READ = "nothing read yet"
    GUEST = "guest"  # from another company, or a guest of the workspace
    GONE = "gone"  # the question behind an old button was deleted or has expired
    NOT_YOURS = "not yours"  # pressed on somebody else's private answer
    BUSY = "busy"
    CANNOT_POST = "cannot post"
    CANNOT_REACH = "cannot reach"
    UNEXPECTED = "unexpected"


_SENTENCES = {
    Trouble.NO_QUESTION: say.NO_QUESTION,
    Trouble.NOTHING_READ: say.NOTHING_READ,
    Trouble.GUEST: say.GUEST,
    Trouble.GONE: say.GONE,
    Trouble.NOT_YOURS: say.NOT_YOURS,
    Trouble.BUSY: say.BUSY,
    Trouble.CANNOT_POST: say.CANNOT_POST,
    Trouble.CANNOT_REACH: say.CANNOT_REACH,
    Trouble.UNEXPECTED: say.UNEXPECTED,
}


def trouble(what: Trouble) -> Note:
    """What went wrong, and what to do about it."""
    return Note(paragraphs=(_SENTENCES[what],))


def looking(*, is_busy: bool = False) -> Note:
    """Said at once where an answer takes longer than a breath."""
    return Note(paragraphs=(say.LOOKING_LONGER if is_busy else say.LOOKING,))


def muted(value: str, *, already: bool = False) -> Note:
    """It is quiet in this thread from now on; ``value`` is the thread, for the button that undoes it."""
    undo = Button(action=Action.UNMUTE, label=say.UNMUTE, says=say.UNMUTE_SAYS, value=value)
    return Note(paragraphs=(say.ALREADY_MUTED if already else say.MUTED,), buttons=(undo,))


def unreachable(question_id: str) -> Note:
    """Said where everyone saw the question: its answer is for the asker alone, who cannot be written to."""
    here = Button(action=Action.SHARE, label=say.ANSWER_HERE, says=say.ANSWER_HERE_SAYS, value=question_id)
    return Note(paragraphs=(say.UNREACHABLE,), buttons=(here,))


def erased(also: Sequence[Platform] = ()) -> Note:
    """Everything about a person is gone, on these other platforms too."""
    return Note(paragraphs=(say.ERASED, *([linked.erased_there(also)] if also else [])))


def drafted(question: str, channel: str | None) -> Note:
    """A question in words that the asker can post; the bot does not."""
    where = say.draft_for(tidy(channel, _CHANNEL)) if channel else say.DRAFT_ANYWHERE
    return Note(paragraphs=(where,), draft=say.draft(tidy(question, _QUESTION)))


def help_note(ask: str, know: str, aloud: str) -> Note:
    """How to ask; the three are what the commands are called here."""
    ways = (
        say.help_ask(ask),
        say.HELP_MENTION,
        say.HELP_DIRECT,
        say.help_me(ask),
        say.help_notebook(ask),
        suggest.help_here(ask),
        say.help_know(know),
        say.help_card(ask),
        say.help_aloud(aloud),
        follow.help_follow(ask),
    )
    return Note(paragraphs=(say.HELP_OPENING, *ways, say.for_example(ask)), buttons=(_my_page(),))


def help_in_teams() -> Note:
    """How to ask in Teams, where the commands are words in the chat with the bot."""
    ways = (
        in_teams.HELP_HERE,
        say.HELP_MENTION,
        in_teams.HELP_ON_A_MESSAGE,
        in_teams.HELP_ME,
        in_teams.HELP_NOTEBOOK,
        suggest.HELP_HERE_IN_TEAMS,
        in_teams.HELP_KNOW,
        in_teams.HELP_CARD,
        in_teams.HELP_ALOUD,
        follow.HELP_IN_TEAMS,
    )
    return Note(paragraphs=(say.HELP_OPENING, *ways, in_teams.FOR_EXAMPLE), buttons=(_my_page(),))


def notice(named_from: date) -> Note:
    """Told to everyone before they are named for the first time, with a week to say no."""
    return Note(
        paragraphs=(say.NOTICE_OPENING, say.notice_from(named_from), say.NOTICE_CHOICE),
        buttons=(
            _my_page(Style.PRIMARY),
            consent_button(Naming.THROUGH_KENNER),
            consent_button(Naming.NOT_AT_ALL),
        ),
        footer=say.NOTICE_FOOTER,
    )


def consent_button(level: Naming) -> Button:
    """Chooses how one may be named. Never for NOT_YET, which nobody chooses."""
    return Button(
        action=Action.CONSENT,
        label=say.LEVEL_LABELS[level],
        says=say.LEVEL_SAYS[level],
        value=level.value,
    )


def _my_page(style: Style = Style.PLAIN) -> Button:
    return Button(action=Action.MY_PAGE, label=say.MY_PAGE, says=say.MY_PAGE_SAYS, style=style)


def thanks() -> Note:
    """Somebody says that an answer helped."""
    return Note(paragraphs=(say.THANKS,))


def shared_already() -> Note:
    """Somebody shares what they shared before."""
    return Note(paragraphs=(say.SHARED_ALREADY,))


def unmuted() -> Note:
    """The bot may speak in this thread again."""
    return Note(paragraphs=(say.UNMUTED,))


def unfit(error: TopicError) -> Note:
    """A topic that cannot be kept, and what to do instead."""
    if isinstance(error, TooManyTopicsError):
        return Note(paragraphs=(say.too_many_topics(error.most),))
    return Note(paragraphs=(say.UNFIT_TOPIC,))


def hours_not_read() -> Note:
    """Hours that nobody understands change nothing."""
    return Note(paragraphs=(asked.NOT_READ,))


def copy_part(part: str, number: int, of: int) -> Note:
    """A part of the copy of what is kept about somebody."""
    return Note(paragraphs=(say.copy_part(number, of),), draft=part)
