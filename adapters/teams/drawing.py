"""Views as what the outbox keeps: activities as JSON, to be sent once it is said where."""

import json

from adapters.teams import render
from adapters.teams.render import Message
from bot.suggestion_views import SuggestionView
from bot.views import AnswerView, Note, Page


class TeamsDrawing:
    """Implements ``bot.desk.Drawing``. Teams knows no address for replies: none is kept."""

    def answer(self, view: AnswerView, reply_url: str | None = None) -> str:  # noqa: ARG002 Slack's
        """People and threads, with their buttons."""
        return _kept(render.answer(view))

    def suggestion(self, view: SuggestionView) -> str:
        """A past answer."""
        return _kept(render.suggestion(view))

    def note(self, note: Note, reply_url: str | None = None) -> str:  # noqa: ARG002 Slack's
        """A few sentences."""
        return _kept(render.note(note))

    def page(self, page: Page, reply_url: str | None = None) -> str:  # noqa: ARG002 Slack's
        """Somebody's page, as it was asked for in a message."""
        return _kept(render.page(page))

    def home(self, page: Page) -> str | None:
        """A tab would want a sign-in of its own: the page is a card in somebody's chat with the bot."""


def _kept(drawn: Message) -> str:
    return json.dumps(drawn, ensure_ascii=False)
