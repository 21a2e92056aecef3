"""Draws answers, notes and pages as Teams messages: pure. The last step on the way of a question but sending.

A message is a card. What the eye reads in it a screen reader reads too, in the same order; notifications
have it as ``summary``, and clients that draw no cards as ``fallbackText``. There is no ``text``: Teams would
show it above the card once more. No name pings anybody, for no message of ours names one as a mention.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapters.teams.elements import (
    Controls,
    Element,
    beside,
    box,
    card,
    heading,
    paragraph,
    paragraphs,
    row,
    run,
)
from adapters.teams.text import defused, shortened
from bot import chat_phrases, teams_app_phrases
from bot.homepage import shortened as shorter_page
from bot.suggestion_views import SuggestionView
from bot.views import (
    Action,
    AnswerView,
    Button,
    Confirm,
    Entry,
    Note,
    Page,
    Quoted,
    Section,
    Shown,
    ShownCard,
    joined,
)

Message = dict[str, object]
"""An activity of type ``message``, without what says where it goes."""

CARD = "application/vnd.microsoft.card.adaptive"
LIMIT = 80_000
"""Bytes of a message in UTF-16, as Teams counts: of the 100 KB that it takes, so many are advised."""

_NAME, _TITLE, _PLACE = 120, 120, 300
_HEARD = (4_000, 1_000, 200)
"""How much is heard where a card is not drawn: less where it would take room from the card itself."""
_ANSWER = ((4_000, 600), (1_000, 600), (200, 200), (200, 80))
"""How much is heard, and the characters of a reason or quotation."""
_PAGES = ((12, 3), (12, 2), (12, 1), (10, 1), (8, 1), (6, 0), (4, 0), (2, 0), (1, 0))
"""Entries of a list, and links beside each."""


def answer(view: AnswerView) -> Message:
    """An answer as a card."""
    return _fitting(_message(list(_answer(view, most)), view.text, heard) for heard, most in _ANSWER)


def suggestion(view: SuggestionView) -> Message:
    """A past answer as a card."""
    return _fitting(_message(list(_suggestion(view)), view.text, heard) for heard in _HEARD)


def note(view: Note) -> Message:
    """A note as a card."""
    return _fitting(_message(list(_note(view)), view.text, heard) for heard in _HEARD)


def page(view: Page) -> Message:
    """Somebody's page as a card; of long lists as much as there is room for, and that there is more."""
    shorter = [shorter_page(view, entries, evidence) for entries, evidence in _PAGES]
    return _fitting(
        _message(list(_page(each, has_rows=has_rows)), each.text, heard)
        for each in shorter
        for has_rows in (True, False)
        for heard in _HEARD[1:]
    )


def size(drawn: Message) -> int:
    """Bytes, as Teams counts them."""
    return len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le", "replace"))


def _fitting(drafts: Iterable[Message]) -> Message:
    """The first that is small enough; the last, which is as small as can be, where none is."""
    drawn: Message = {}
    for drawn in drafts:
        if size(drawn) <= LIMIT:
            break
    return drawn


def _message(body: list[Element], text: str, heard: int) -> Message:
    said = shortened(text, heard)
    return {
        "type": "message",
        "summary": defused(said),
        "attachments": [{"contentType": CARD, "content": card(body, said)}],
    }


def _answer(view: AnswerView, most: int) -> Iterator[Element]:
    if view.hint:
        yield paragraph(run(view.hint, isSubtle=True, size="Small"))
    yield paragraph(run(view.headline, weight="Bolder"))
    for person in view.people:
        yield beside(person.picture, person.name, _person(person, most))
    if view.cards:
        yield paragraph(run(view.cards_headline, weight="Bolder"), spacing="Large")
        for card in view.cards:
            yield from _card(card, most)
    if view.threads:
        yield paragraph(run(view.threads_headline, weight="Bolder"), spacing="Large")
        for thread in view.threads:
            yield _thread(thread, most)
    if view.closing:
        yield from paragraphs(view.closing)
    yield from Controls().rows(view.buttons)
    yield from Controls().rows([_from_afar(button) for button in view.feedback])
    yield paragraph(run(view.footer, isSubtle=True, size="Small"))


def _person(person: Shown, most: int) -> Iterator[Element]:
    name = run(person.name, limit=_NAME, weight="Bolder")
    title = [run(f"({person.title})", limit=_TITLE)] if person.title else []
    yield paragraph(name, *title, run(joined(person.why, person.around), limit=most))
    if person.quoted:
        yield paragraph(_words(person.quoted, most), _place(person.quoted), spacing="Small")


def _card(card: ShownCard, most: int) -> Iterator[Element]:
    yield paragraph(run(f"“{card.title}”", limit=_PLACE, weight="Bolder"), spacing="Small")
    place = _place(Quoted(words=card.words, by="", where=card.by, link=card.link))
    words = run(f"“{shortened(card.words, most)}”", italic=True, size="Small")
    yield paragraph(place, *([words] if card.words else []), spacing="None")


def _thread(thread: Quoted, most: int) -> Element:
    by = [run(thread.by, limit=_NAME, weight="Bolder", size="Small")] if thread.by else []
    return paragraph(*by, _place(thread), _words(thread, most), spacing="Small")


def _words(quoted: Quoted, most: int) -> Element:
    return run(f"“{shortened(quoted.words, most)}”", italic=True, size="Small")


def _place(quoted: Quoted) -> Element:
    """Where something was said, as a link where there is one."""
    return run(quoted.where, limit=_PLACE, link=quoted.link, isSubtle=True, size="Small")


def _from_afar(button: Button) -> Button:
    """A private answer stands in the chat with the bot: what can be shared is shared where it was asked."""
    if button.action is not Action.SHARE:
        return button
    says = teams_app_phrases.SHARE_SAYS
    confirm = Confirm(
        title=teams_app_phrases.SHARE_TITLE,
        text=teams_app_phrases.SHARE_TEXT,
        yes=chat_phrases.SHARE_YES,
        no=chat_phrases.SHARE_NO,
    )
    return replace(button, label=teams_app_phrases.SHARE, says=says, confirm=confirm)


def _suggestion(view: SuggestionView) -> Iterator[Element]:
    yield from paragraphs(view.opening)
    for quote in view.quotes:
        yield paragraph(run(quote.intro))
        there = [run(quote.read, link=quote.link, size="Small")] if quote.link else []
        yield box([paragraph(run(f"“{quote.words}”", italic=True)), *(paragraph(each) for each in there)])
    for words in filter(None, (view.deeper, view.closing)):
        yield from paragraphs(words)
    yield from Controls().rows(view.buttons)
    yield paragraph(run(view.footer, isSubtle=True, size="Small"))


def _note(view: Note) -> Iterator[Element]:
    for words in view.paragraphs:
        yield from paragraphs(words)
    if view.draft:
        yield box(paragraphs(view.draft))
    yield from Controls().rows(view.buttons)
    if view.footer:
        yield paragraph(run(view.footer, isSubtle=True, size="Small"))


def _page(view: Page, *, has_rows: bool) -> Iterator[Element]:
    """``has_rows``: what can be done about an entry stands beside it, which takes more bytes."""
    controls = Controls(has_fields=any(part.field for part in view.sections))
    if view.opening:
        yield paragraph(run(view.opening, isSubtle=True, size="Small"))
    for part in view.sections:
        yield from _section(part, controls, has_rows=has_rows)
    if view.footer:
        yield paragraph(run(view.footer, isSubtle=True, size="Small"), spacing="Large")


def _section(part: Section, controls: Controls, *, has_rows: bool) -> Iterator[Element]:
    yield heading(part.title)
    if part.body:
        yield from paragraphs(part.body)
    for entry in part.entries:
        if has_rows and _is_one_row(entry):
            yield row(_words_of(entry), controls.rows(entry.buttons))
        else:
            yield from _entry(entry, controls)
    if part.field:
        yield from controls.field(part.field)
    yield from controls.rows(part.buttons)


def _is_one_row(entry: Entry) -> bool:
    """With one button, which stands beside; what a button opens before it acts would have no room there."""
    return len(entry.buttons) == 1 and not entry.evidence and not entry.buttons[0].confirm


def _words_of(entry: Entry) -> Element:
    if not entry.title:
        return paragraph(run(entry.detail))
    detail = [run(entry.detail, isSubtle=True)] if entry.detail else []
    return paragraph(run(entry.title, weight="Bolder"), *detail)


def _entry(entry: Entry, controls: Controls) -> Iterator[Element]:
    yield _words_of(entry)
    if entry.evidence:
        yield paragraph(*map(_place, entry.evidence), between=" · ", spacing="Small")
    yield from controls.rows(entry.buttons)
