"""Draws somebody's own page: as the home tab, or as a message for ``/whoknows me``. Pure."""

from collections.abc import Iterator

from adapters.slack.blocks import Block, Controls, context, header, markup, plain, section
from adapters.slack.render import Message, message, place
from adapters.slack.text import bold, literal
from bot.views import Entry, Page, Section

_TITLE, _DETAIL = 800, 1_500
_BUTTONS_BESIDE = 1


def home(page: Page) -> Block:
    """The ``view`` of ``views.publish``."""
    return {"type": "home", "blocks": list(_page(page))}


def page_message(page: Page) -> Message:
    """The same as a message; give it a page without fields."""
    return message(page.text, _page(page))


def _page(page: Page) -> Iterator[Block]:
    controls = Controls()
    yield context(plain(page.opening))
    for part in page.sections:
        yield from _section(part, controls)
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
