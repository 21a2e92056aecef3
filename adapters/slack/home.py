"""Draws somebody's own page: as the home tab, or as a message for ``/whoknows me``. Pure."""

from collections.abc import Iterator

from adapters.slack.blocks import Block, Controls, context, header, markup, plain, section
from adapters.slack.render import Message, message, place
from adapters.slack.text import bold, literal
from bot.homepage import shortened
from bot.views import Entry, Page, Section

_TITLE, _DETAIL = 800, 1_500
_MESSAGE, _HOME = 50, 100
"""Blocks that Slack takes in a message and on a home tab."""
_SHORTER = ((8, 3), (5, 1), (3, 0), (1, 0))
"""Entries of a list, and links beside each."""
_BUTTONS_BESIDE = 1


def home(page: Page) -> Block:
    """The ``view`` of ``views.publish``."""
    return {"type": "home", "blocks": _fitting(page, _HOME)[1]}


def page_message(page: Page) -> Message:
    """The same as a message; give it a page without fields."""
    told, blocks = _fitting(page, _MESSAGE)
    return message(told.text, iter(blocks))


def _fitting(page: Page, most: int) -> tuple[Page, list[Block]]:
    """The page, of its long lists as much as there is room for, in so many blocks."""
    told, blocks = page, list(_page(page))
    for entries, evidence in _SHORTER:
        if len(blocks) <= most:
            break
        told = shortened(page, entries, evidence)
        blocks = list(_page(told))
    return told, blocks


def _page(page: Page) -> Iterator[Block]:
    controls = Controls()
    if page.opening:
        yield context(plain(page.opening))
    for part in page.sections:
        yield from _section(part, controls)
    if page.footer:
        yield context(plain(page.footer))


def _section(part: Section, controls: Controls) -> Iterator[Block]:
    yield header(part.title)
    if part.body:
        yield section(plain(part.body))
    for entry in part.entries:
        yield from _entry(entry, controls)
    if part.field:
        yield controls.field(part.field)
    yield from controls.rows(part.buttons)


def _entry(entry: Entry, controls: Controls) -> Iterator[Block]:
    """One button stands beside its entry, in one row; several below."""
    is_beside = len(entry.buttons) == _BUTTONS_BESIDE
    between = " " if is_beside and not entry.evidence else "\n"
    words = markup(f"{bold(entry.title, _TITLE)}{between}{literal(entry.detail, _DETAIL)}".strip())
    yield section(words, controls.button(entry.buttons[0]) if is_beside else None)
    if entry.evidence:
        yield context(*map(place, entry.evidence))
    if not is_beside:
        yield from controls.rows(entry.buttons)
