"""How a weekly note looks, what is said to whoever wants it less often, and its place on their page."""

from collections.abc import Iterable, Mapping

from bot import weekly_phrases as say
from bot.views import Action, Button, Note, Page, Section
from bot.weekly_types import Line
from bot.weeks import Rhythm


def weekly_note(lines: Iterable[Line]) -> Page:
    """Under their headings, in the order in which these first come; how often, at the end."""
    under: dict[str, list[Line]] = {}
    for line in lines:
        under.setdefault(line.heading, []).append(line)
    sections = [
        Section(title=heading, entries=tuple(each.entry for each in told)) for heading, told in under.items()
    ]
    how_often = Section(
        title=say.HOW_OFTEN,
        buttons=(
            _button(Action.NOTE_RHYTHM, Rhythm.MONTHLY, say.LESS_OFTEN),
            _button(Action.NOTE_RHYTHM, Rhythm.NEVER, say.STOP),
        ),
    )
    return Page(opening=say.OPENING, sections=(*sections, how_often), footer=say.FOOTER)


def changed(rhythm: Rhythm) -> Note:
    """To whoever chose it on a note: it can be taken back."""
    back = _button(Action.NOTE_RHYTHM, Rhythm.WEEKLY, say.WEEKLY_AGAIN)
    return Note(paragraphs=(_CHANGED[rhythm],), buttons=() if rhythm is Rhythm.WEEKLY else (back,))


def rhythm_section(rhythm: Rhythm) -> Section:
    """On somebody's page; what holds is no button."""
    others = [(each, label) for each, label in _LABELS.items() if each is not rhythm]
    return Section(
        title=say.TITLE,
        body=_HOLDS[rhythm],
        buttons=tuple(_button(Action.RHYTHM, each, label) for each, label in others),
    )


def _button(action: Action, rhythm: Rhythm, label: str) -> Button:
    return Button(action=action, label=label, says=_SAYS[rhythm], value=rhythm.value)


_HOLDS: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: say.WEEKLY,
    Rhythm.MONTHLY: say.MONTHLY,
    Rhythm.NEVER: say.NEVER,
}
_LABELS: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: say.WEEKLY_AGAIN,
    Rhythm.MONTHLY: say.LESS_OFTEN,
    Rhythm.NEVER: say.STOP,
}
_SAYS: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: say.WEEKLY_AGAIN_SAYS,
    Rhythm.MONTHLY: say.LESS_OFTEN_SAYS,
    Rhythm.NEVER: say.STOP_SAYS,
}
_CHANGED: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: say.WEEKLY_FROM_NOW,
    Rhythm.MONTHLY: say.MONTHLY_FROM_NOW,
    Rhythm.NEVER: say.NEVER_FROM_NOW,
}
