"""The cards of two people who are brought together: who the other is, what they share, where they talk."""

from collections.abc import Iterator

from bot import inviting_phrases as say
from bot.chat_types import QuestionId
from bot.invitation_notes import button, called, called_shortly
from bot.meeting import Meeting
from bot.quoting import TITLE, inside, tidy
from bot.views import Action, Button, Note, Style, joined
from expertise.types import Person

_QUESTION = 1_000


def connected_helper(
    question_id: QuestionId, question: str, asker: Person, helper: Person, met: Meeting
) -> Note:
    """The helper's card, when they said yes. Whoever asked without a name is named from now on."""
    name, short = called(asker), called_shortly(asker, helper)
    return Note(
        paragraphs=(
            joined(say.helping(introduced(asker)), _where(met) or say.talk_to(short)),
            *([say.stuck(short, inside(tidy(question, _QUESTION)))] if question else []),
            *_shared(met),
        ),
        buttons=(
            *_ways(met, name),
            *_past(met),
            button(Action.STILL_NO, say.STILL_NO, say.STILL_NO, question_id),
        ),
    )


def connected_asker(question_id: QuestionId, helper: Person, met: Meeting) -> Note:
    """The asker hears who helps."""
    return Note(
        paragraphs=(
            joined(say.helps(introduced(helper)), _where(met) or say.THEY_WRITE),
            *_shared(met),
        ),
        buttons=(
            *_to_thread(met),
            *_past(met),
            button(Action.SOLVED, say.SOLVED, say.SOLVED, question_id),
            button(Action.ASK_NEXT, say.ASK_NEXT, say.ASK_NEXT_SAYS, question_id),
        ),
    )


def together(asker: Person, helper: Person, question: str, met: Meeting) -> Note:
    """To both of them, in a conversation of their own."""
    words = inside(tidy(question, _QUESTION))
    return Note(
        paragraphs=(say.meet(introduced(asker), introduced(helper), words), *_shared(met)),
        buttons=tuple(_past(met)),
        footer=say.MEET_FOOTER,
    )


def write_to(other: Person, profile: str | None) -> Note:
    """To one of them, where there is no conversation of their own."""
    name = called(other)
    link = [_link(say.PROFILE, say.profile_says(name), profile)] if profile else []
    return Note(paragraphs=(say.write_to(name),), buttons=tuple(link))


def introduced(person: Person) -> str:
    """Name and title."""
    return say.with_title(called(person), tidy(person.title, TITLE))


def _where(met: Meeting) -> str:
    """'' where one of them opens a chat."""
    if met.thread:
        return say.talk_in(met.thread.channel)
    return say.TALK_IN_GROUP if met.is_group else ""


def _shared(met: Meeting) -> Iterator[str]:
    """One line, if there is anything."""
    channels = say.in_common(met.channels) if met.channels else ""
    past = say.last_together(met.past.channel, met.past.first.at.date()) if met.past else ""
    if shared := joined(channels, past):
        yield shared


def _ways(met: Meeting, name: str) -> Iterator[Button]:
    yield from _to_thread(met)
    if not met.thread and met.chat:
        yield _link(say.OPEN_CHAT, say.open_chat_says(name), met.chat, Style.PRIMARY)


def _to_thread(met: Meeting) -> Iterator[Button]:
    if met.thread:
        says = say.open_thread_says(met.thread.channel)
        yield _link(say.OPEN_THREAD, says, met.thread.link, Style.PRIMARY)


def _past(met: Meeting) -> Iterator[Button]:
    if met.past:
        yield _link(say.SEE_PAST, say.SEE_PAST_SAYS, met.past.link)


def _link(label: str, says: str, link: str, style: Style = Style.PLAIN) -> Button:
    return Button(action=Action.READ, label=label, says=says, link=link, style=style)
