"""Draws answers and notes as Slack messages: pure. The last step on the way of a question but sending.

Each message says everything in its ``text``, which is what screen readers and notifications have; the
blocks are the same for the eye. Names are bold, or links to a profile: no name pings anybody.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack.blocks import DIVIDER, Block, Controls, context, image, markup, plain, section
from adapters.slack.text import bold, escaped, linked, literal
from bot.suggestion_views import SuggestionView
from bot.views import AnswerView, Note, Quoted, Shown, ShownCard, joined

Message = dict[str, Any]
"""Arguments of ``chat.postMessage`` and its kin, without channel and thread."""

OUTGOING = "kenner_outgoing"
"""The type of our message metadata: by its key a message is found again after a crash."""

_WHOLE = 3_900
"""``chat.update`` refuses texts from 4,000 characters on."""
_ACCOUNT = re.compile(r"[A-Za-z0-9]+")
_NAME, _TITLE, _WHY, _PLACE = 400, 400, 1_500, 900


def answer(view: AnswerView, url: str = "") -> Message:
    """An answer as ``text`` and ``blocks``. ``url`` is the workspace's, '' where it is not known."""
    return message(view.text, _answer(view, url))


def suggestion(view: SuggestionView) -> Message:
    """A past answer as ``text`` and ``blocks``."""
    return message(view.text, _suggestion(view))


def note(view: Note) -> Message:
    """A note as ``text`` and ``blocks``."""
    return message(view.text, _note(view))


def posted(drawn: Message, key: str) -> Message:
    """For a channel, a thread or a direct message: it carries its outgoing ``key``, and unfolds nothing."""
    metadata = {"event_type": OUTGOING, "event_payload": {"key": key}}
    return drawn | {"metadata": metadata, "unfurl_links": False, "unfurl_media": False}


def person_link(account: str | None, url: str) -> str | None:
    """The profile's page, which pings nobody; None where it cannot be told."""
    if not account or not url or not _ACCOUNT.fullmatch(account):
        return None
    return f"{url.rstrip('/')}/team/{account}"


def place(quoted: Quoted) -> Block:
    """Where something was said, as a link where there is one."""
    return markup(linked(quoted.link, quoted.where, _PLACE))


def message(text: str, blocks: Iterator[Block]) -> Message:
    """A message of these blocks that is read aloud as this text. Slack looks for no names or links in it."""
    return {"text": escaped(text, _WHOLE), "blocks": list(blocks), "parse": "none", "link_names": False}


def _answer(view: AnswerView, url: str) -> Iterator[Block]:
    yield section(plain(f"{view.hint} {view.headline}"))
    for person in view.people:
        yield from _person(person, url)
    if view.cards:
        yield section(plain(view.cards_headline))
        for card in view.cards:
            yield from _card(card)
    if view.threads:
        yield section(plain(view.threads_headline))
        yield from map(_thread, view.threads)
    if view.closing:
        yield section(plain(view.closing))
    controls = Controls()
    yield from controls.rows(view.buttons)
    yield from controls.rows(view.feedback)
    yield context(plain(view.footer))


def _person(person: Shown, url: str) -> Iterator[Block]:
    name = linked(person_link(person.account, url), person.name, _NAME)
    title = f" ({literal(person.title, _TITLE)})" if person.title else ""
    said = literal(f"{person.why} {person.around}", _WHY)
    who = f"*{name}*" if name.startswith("<") else bold(person.name, _NAME)
    yield section(markup(f"{who}{title} {said}"), image(person.picture, person.name))
    if person.quoted:
        yield context(plain(f"“{person.quoted.words}”"), place(person.quoted))


def _card(card: ShownCard) -> Iterator[Block]:
    yield section(markup(bold(f"“{card.title}”", _NAME)))
    where = Quoted(words="", by="", where=card.by, link=card.link)
    yield context(place(where), *([plain(f"“{card.words}”")] if card.words else []))


def _thread(thread: Quoted) -> Block:
    return context(markup(literal(thread.by, _NAME)), place(thread), plain(f"“{thread.words}”"))


def _suggestion(view: SuggestionView) -> Iterator[Block]:
    yield section(plain(view.opening))
    for quote in view.quotes:
        yield section(plain(joined(quote.intro, f"“{quote.words}”")))
        if quote.link:
            yield context(markup(linked(quote.link, quote.read, _PLACE)))
    for words in filter(None, (view.deeper, view.closing)):
        yield section(plain(words))
    yield from Controls().rows(view.buttons)
    yield context(plain(view.footer))


def _note(view: Note) -> Iterator[Block]:
    for paragraph in view.paragraphs:
        yield section(plain(paragraph))
    if view.draft:
        yield from (DIVIDER, section(plain(view.draft)), DIVIDER)
    yield from Controls().rows(view.buttons)
    if view.footer:
        yield context(plain(view.footer))
