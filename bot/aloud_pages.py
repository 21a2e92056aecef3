"""Draws what is said aloud: how it would stand, how it stands, and what can be done about it."""

import re
from collections.abc import Sequence

from bot import aloud_phrases as say
from bot.aloud import LONGEST, Aloud, AloudId
from bot.invitation_notes import called
from bot.quoting import CHANNEL, inside, tidy
from bot.views import Action, Button, Field, Note, Page, Section, Style
from expertise.types import Channel, Person

_LINES = 20
_LINE = 500
_NAME = 80
_FENCE = re.compile(r"\s*```\w*\s*")
"""A line around code: where words are shown as they are, it says nothing."""


def how() -> Page:
    """Nothing was said yet: a field for it."""
    field = Field(action=Action.ALOUD, label=say.WORDS, example=say.WORDS_EXAMPLE, limit=LONGEST)
    return Page(opening=say.HOW, sections=(Section(title=say.WORDS_TITLE, field=field),), footer="")


def preview(one: Aloud, person: Person, offered: Sequence[Channel], before: str = "") -> Page:
    """To its author alone: as it would stand, and where. ``before`` is what must be said first."""
    never_mind = Button(action=Action.ALOUD_NOT, label=say.NEVER_MIND, says=say.NEVER_MIND_SAYS, value=one.id)
    field = Field(
        action=Action.ALOUD_ELSEWHERE,
        label=say.NAME_IT,
        example=say.NAME_EXAMPLE,
        limit=_NAME,
        about=one.id,
    )
    words = Section(title=say.PREVIEW, body="\n".join(_said(one, person)))
    here = Section(title=say.WHERE, buttons=tuple(_in(one.id, channel) for channel in offered))
    elsewhere = Section(title=say.ELSE_WHERE if offered else say.WHERE, field=field, buttons=(never_mind,))
    sections = (words, here, elsewhere) if offered else (words, elsewhere)
    return Page(opening=before or say.ONLY_YOU, sections=sections, footer="")


def post(one: Aloud, person: Person) -> Note:
    """The message that says it."""
    return Note(paragraphs=tuple(_said(one, person)))


def stands(one: Aloud, channel: Channel) -> Note:
    """To its author, once it is said."""
    back = Button(action=Action.ALOUD_BACK, label=say.TAKE_BACK, says=say.TAKE_BACK_SAYS, value=one.id)
    return Note(paragraphs=(say.said_in(name_of(channel)),), buttons=(back,))


def name_of(channel: Channel) -> str:
    """A channel's name, as it may stand in a sentence."""
    return tidy(channel.name, CHANNEL)


def _in(aloud_id: AloudId, channel: Channel) -> Button:
    name = name_of(channel)
    return Button(
        action=Action.ALOUD_IN,
        label=say.say_it_in(name),
        says=say.says_in(name),
        value=f"{aloud_id} {channel.platform_id}",
        style=Style.PRIMARY,
    )


def _said(one: Aloud, person: Person) -> list[str]:
    """Whose words, and the words in quotation marks, each line tidy: nothing in them looks like ours."""
    lines = [line for line in one.text.splitlines() if line.strip() and not _FENCE.fullmatch(line)]
    words = "\n".join(inside(tidy(line, _LINE)) for line in lines[:_LINES])
    return [say.learned(called(person)), f"“{words}”"]
