"""Draws views as the words that they are."""

from bot.suggestion_views import SuggestionView
from bot.views import AnswerView, Note, Page


class PlainDrawing:
    """Implements ``bot.desk.Drawing``."""

    def answer(self, view: AnswerView, reply_url: str | None = None) -> str:
        return view.text

    def suggestion(self, view: SuggestionView) -> str:
        return view.text

    def note(self, note: Note, reply_url: str | None = None) -> str:
        return note.text

    def page(self, page: Page, reply_url: str | None = None) -> str:
        return page.text

    def home(self, page: Page) -> str | None:
        return page.text
