"""Draws a report as one page that holds everything: no script, nothing to fetch, every chart also a table."""

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapters.reports.sections import headline, sections
from bot import report_phrases
from bot.report_types import Report


def report_page(report: Report) -> str:
    """The page's HTML. Whatever comes from the workspace is escaped."""
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
        headline=headline(report),
        sections=list(sections(report)),
        say=report_phrases,
        style=Markup(style),  # noqa: S704 our own file
        style_hash=_hash(style),
    )


def _hash(style: str) -> str:
    """By which the page's own style, and no other, is let in."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
