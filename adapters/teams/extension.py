"""The message extension's search: what is typed there, and the list of people that Teams shows for it. Pure.

It comes while somebody types, and Teams waits for the answer: whoever received it answers at once, and
nothing of it is kept.
"""

from adapters.json_fields import Raw, child, children, text
from adapters.teams.activities import Chat, chat_of, place_of, who
from adapters.teams.elements import Element, box, card, paragraphs
from adapters.teams.render import CARD
from adapters.teams.text import defused, escaped, harmless, shortened
from bot import cards_phrases, chat_phrases, teams_app_phrases
from bot.incoming import Asked, Via
from bot.quoting import tidy
from bot.views import AnswerView, Shown, ShownCard, joined

ASK, QUESTION = "askWhoKnows", "question"
"""The command, and the name of what is typed for it, as a manifest registers them."""

_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
_QUESTION, _TITLE, _TEXT = 1_000, 120, 400


def typed(activity: Raw) -> Asked | None:
    """The question so far; None where there is none yet. For the asker alone, wherever it is typed.

    Raises MalformedActivityError where nobody asks.
    """
    value = child(activity, "value")
    words = {text(each, "name"): text(each, "value") for each in children(value, "parameters")}
    question = harmless(words.get(QUESTION, "")).strip()
    if text(value, "commandId") != ASK or not question:
        return None
    channel = None if chat_of(activity) is Chat.PERSONAL else place_of(activity)
    return Asked(via=Via.COMMAND, asker=who(activity), text=question, channel=channel)


def nothing_typed() -> Element:
    """While nothing was typed into the message extension yet."""
    return _says(teams_app_phrases.NOTHING_TYPED)


def found(view: AnswerView, question: str) -> Element:
    """The people, as the message extension lists them, after what was kept.

    The asker alone sees the list. Whoever is chosen from it, what stands in the message then is the question
    in words to be posted: neither names nor quotations leave for a place where not all may read them.
    """
    if not view.people and not view.cards:
        return _says(teams_app_phrases.NOT_TO_BE_FOUND)
    content = _to_post(tidy(question, _QUESTION))
    return _extension({"type": "result", "attachmentLayout": "list", "attachments": _listed(view, content)})


def _listed(view: AnswerView, content: Element) -> list[Element]:
    previews = [*map(_of_card, view.cards), *map(_preview, view.people)]
    return [{"contentType": CARD, "content": content, "preview": preview} for preview in previews]


def _of_card(card: ShownCard) -> Element:
    title = joined(cards_phrases.found(1), f"“{card.title}”")
    return _thumbnail(title, joined(card.by, f"“{card.words}”"))


def _preview(person: Shown) -> Element:
    title = joined(person.name, f"({person.title})" if person.title else "")
    return _thumbnail(title, joined(person.why, person.around))


def _thumbnail(title: str, text: str) -> Element:
    shown = {"title": shortened(defused(title), _TITLE), "text": escaped(shortened(text, _TEXT))}
    return {"contentType": _THUMBNAIL, "content": shown}


def _to_post(question: str) -> Element:
    words = chat_phrases.draft(question)
    return card([box(paragraphs(words))], words)


def _says(words: str) -> Element:
    return _extension({"type": "message", "text": words})


def _extension(what: Element) -> Element:
    return {"composeExtension": what}
