"""Views as what the outbox keeps: JSON that ``client.py`` says, and nothing but what it takes."""

import json

from adapters.slack import home, render
from adapters.slack.render import Message
from bot.suggestion_views import SuggestionView
from bot.views import AnswerView, Note, Page


class SlackDrawing:
    """Implements ``bot.desk.Drawing``. ``url`` is the workspace's, '' where it is not known."""

    def __init__(self, url: str = "") -> None:
        self._url = url

    def answer(self, view: AnswerView, reply_url: str | None = None) -> str:
        """People and threads, with their buttons."""
        return _kept(render.answer(view, self._url), reply_url)

    def suggestion(self, view: SuggestionView) -> str:
        """A past answer."""
        return _kept(render.suggestion(view), None)

    def note(self, note: Note, reply_url: str | None = None) -> str:
        """A few sentences."""
        return _kept(render.note(note), reply_url)

    def page(self, page: Page, reply_url: str | None = None) -> str:
        """Somebody's page as a message."""
        return _kept(home.page_message(page), reply_url)

    def home(self, page: Page) -> str:
        """Somebody's page as their home tab."""
        return json.dumps({"view": home.home(page)}, ensure_ascii=False)


def _kept(drawn: Message, reply_url: str | None) -> str:
    content = {"text": drawn["text"], "blocks": drawn["blocks"]}
    return json.dumps(content | ({"response_url": reply_url} if reply_url else {}), ensure_ascii=False)
