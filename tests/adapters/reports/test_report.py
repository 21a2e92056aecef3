"""The report as people see it: in the terminal, and as a page that needs nothing but itself."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from adapters.reports.page import report_page
from adapters.reports.sections import sections
from adapters.reports.text import report_lines
from bot import report_phrases
from bot.report_types import Report
from bot.reporting import report
from tests.support.builders import ACME
from tests.support.reports import NAMES, empty, outcomes, past, waited, whole

CONFIDENCE = 0.45
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """A page's elements in order; refuses tags that are closed in another order than opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=["whole", "sure", "one question", "empty"])
def told(request: pytest.FixtureRequest) -> Report:
    return {
        "whole": whole(),
        "sure": whole(CONFIDENCE),
        "one question": report(past(), outcomes()[:1], waited()),
        "empty": empty(),
    }[request.param]


def test_no_name_and_no_id_of_a_person_is_anywhere(told: Report) -> None:
    words = set(re.findall(r"\w+", (report_page(told) + "\n".join(report_lines(told))).lower()))

    people = {part for who in NAMES for part in (who, f"u{who}", f"p-{who}")}
    assert not words & {*people, "zanzibar"}


def test_the_page_asks_nothing_of_anybody(told: Report) -> None:
    text = report_page(told)
    page = Page(text)

    assert not re.search(r"https?:|//[a-z]|@import|url\(|javascript:", text)
    assert not {"script", "link", "img", "iframe", "form", "object", "use"} & {
        name for name, _ in page.elements
    }
    assert not [
        a for _, a in page.elements if {"src", "href", "style"} & set(a) or any(k.startswith("on") for k in a)
    ]


def test_only_the_pages_own_style_is_let_in(told: Report) -> None:
    text = report_page(told)
    (policy,) = [m["content"] for m in Page(text).all("meta") if m.get("http-equiv")]

    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    own = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{own}'; base-uri 'none'; form-action 'none'"


def test_every_chart_is_named_and_also_a_table(told: Report) -> None:
    page = Page(report_page(told))

    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    order = [name for name, _ in page.elements if name in {"svg", "table"}]
    assert order == ["svg", "table"] * (len(order) // 2)
    assert len(order) // 2 == sum(1 for section in sections(told) if section.chart)
    for drawing in page.all("svg"):
        assert drawing["role"] == "img"
        assert set((drawing["aria-labelledby"] or "").split()) <= ids


def test_headings_go_down_step_by_step(told: Report) -> None:
    page = Page(report_page(told))
    headings = [name for name, _ in page.elements if re.fullmatch(r"h\d", name)]

    assert headings == ["h1", *["h2"] * (len(headings) - 1)]
    assert page.all("html") == [{"lang": "en"}]
    assert {a["aria-labelledby"] for a in page.all("section")} == {a["id"] for a in page.all("h2")}
    assert len(ids := [a["id"] for _, a in page.elements if "id" in a]) == len(set(ids))


def test_every_figure_of_a_table_is_in_the_terminal_too(told: Report) -> None:
    lines = "\n".join(report_lines(told))

    for section in sections(told):
        assert section.title in lines
        cells = [
            cell.replace("\N{NO-BREAK SPACE}", " ")
            for row in (section.table.rows if section.table else ())
            for cell in row
        ]
        assert [cell for cell in cells if cell not in lines] == []


def test_terminal_lines_are_short_plain_and_aligned() -> None:
    lines = list(report_lines(whole()))

    assert max(map(len, lines)) <= 100
    assert all(line.isprintable() for line in lines)
    rows = [line for line in lines if line.startswith(("  #data", "  all others"))]
    assert len({len(row) for row in rows}) == 1


def test_wide_letters_keep_the_columns_straight() -> None:
    channels = (replace(whole().channels[0], name="数据"), *whole().channels[1:])
    rows = [
        line
        for line in report_lines(replace(whole(), channels=channels))
        if line.startswith(("  #数据", "  all others"))
    ]

    assert len(rows[1]) - len(rows[0]) == 2  # two letters of two columns each


def test_what_comes_from_the_workspace_is_only_text() -> None:
    mean = replace(
        whole(),
        workspace="<script>alert(1)</script>",
        channels=(replace(whole().channels[0], name="<b>x</b>\x1b[31m"),),
    )
    page = Page(report_page(mean))

    assert not page.all("script")
    assert not page.all("b")
    assert "\x1b" not in "\n".join(report_lines(mean))


def test_an_empty_history_is_told_in_a_sentence() -> None:
    assert " ".join(report_lines(empty())) == report_phrases.no_questions(ACME.name)
    assert report_phrases.no_questions(ACME.name) in " ".join(Page(report_page(empty())).texts)


def test_how_sure_it_was_shows_only_where_it_was_said() -> None:
    assert report_phrases.SURE not in "\n".join(report_lines(whole()))
    assert report_phrases.SURE in "\n".join(report_lines(whole(CONFIDENCE)))
