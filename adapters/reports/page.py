"""Draws a report as one page that holds everything: no script, nothing to fetch, every chart also a table."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from types import ModuleType
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapters.reports.sections import headline, sections
from adapters.reports.view import Section
from bot import report_phrases
from bot.report_types import Report


def report_page(report: Report) -> str:
    """The page's HTML. Whatever comes from the workspace is escaped."""
    return drawn_page(report, headline(report), list(sections(report)), report_phrases)


class Told(Protocol):
    """What a page needs to know to begin: whose figures, and of which time."""

    @property
    def workspace(self) -> str: ...

    @property
    def since(self) -> datetime | None: ...

    @property
    def until(self) -> datetime | None: ...


def drawn_page(report: Told, answer: Sequence[str], parts: Sequence[Section], say: ModuleType) -> str:
    """A page of sections; ``say`` has its title, its period and what stands beside a chart."""
    pages = Environment(
        loader=PackageLoader("adapters.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = pages.get_template("report.css").render()
    return pages.get_template("report.html").render(
        report=report,
        headline=answer,
        sections=parts,
        say=say,
        style=Markup(style),  # noqa: S704 our own file
        style_hash=_hash(style),
    )


def _hash(style: str) -> str:
    """By which the page's own style, and no other, is let in."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
