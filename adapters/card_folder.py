"""Writes cards into a folder, a Markdown file each, as ``adapters/imports/card_markdown.py`` reads them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from adapters.imports.card_markdown import AUTHORS, CONFIRMED, ID, SOURCE, TITLE, TOPICS
from adapters.plain import storable
from bot.card_exporting import Exported
from bot.cards_phrases import ADDED, ANSWERED, ASKED
from expertise.types import Role

_HEADINGS = {Role.ASKED: ASKED, Role.ANSWERED: ANSWERED, Role.TOLD: ADDED}
_NO_NAME = re.compile(r"[^\w]+")
_LONGEST_NAME = 60


def write_cards(folder: Path, cards: Sequence[Exported]) -> None:
    """One file each, over those of the same cards. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for card in cards:
        (folder / file_name(card)).write_text(markdown(card), "utf-8", newline="\n")


def file_name(card: Exported) -> str:
    """The title in few letters, and enough of the id to tell cards of one title apart."""
    slug = _NO_NAME.sub("-", card.title.casefold()).strip("-")[:_LONGEST_NAME].strip("-") or "card"
    return f"{slug}-{card.id[:8]}.md"


def markdown(card: Exported) -> str:
    """The file. People's words are quotations, so that nothing in them can begin a heading or a head."""
    head = {
        TITLE: card.title,
        TOPICS: list(card.topics),
        AUTHORS: list(card.authors),
        SOURCE: card.source,
        CONFIRMED: card.confirmed,
        ID: card.id,
    }
    told = yaml.safe_dump(
        {key: value for key, value in head.items() if value}, allow_unicode=True, sort_keys=False, width=1_000
    )
    body = "\n".join(_body(card))
    return storable(f"---\n{told}---\n\n{body}")


def _body(card: Exported) -> Iterator[str]:
    before: Role | None = None
    for author, role, words in card.words:
        if role is not before:
            yield f"## {_HEADINGS[role]}\n"
        before = role
        yield f"**{author.replace('*', '∗')}:**\n"
        yield "\n".join(f"> {line}".rstrip() for line in words.split("\n")) + "\n"
