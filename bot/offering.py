"""What can be done next with an answer: its buttons, in the order that they are wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import chat_phrases
from bot import inviting_phrases as inviting
from bot.first_names import short_name
from bot.views import Action, Button, Confirm, Mode, Quoted, Shown, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What buttons need: the question's id, which they carry, and what there is to be offered.

    ``has_more``: there are further candidates. ``can_share``: there is a channel to share it with.
    """

    question_id: str
    has_more: bool = False
    can_share: bool = False


def answer_buttons(
    people: Sequence[Shown], threads: Sequence[Quoted], mode: Mode, offer: Offer
) -> Iterator[Button]:
    """The buttons that lead on from an answer; ``people`` are numbered from 1 in what "Ask" carries."""
    quotations = [q for q in (*threads, *(p.quoted for p in people)) if q and q.link]
    if quotations:
        where = chat_phrases.read_says(quotations[0].where)
        yield Button(action=Action.READ, label=chat_phrases.READ, says=where, link=quotations[0].link)
    yield from _asking(people, offer)
    if people and mode is Mode.HOME:
        yield _plain(Action.ASK_FOR_ME, inviting.ASK_FOR_ME, inviting.ASK_FOR_ME_SAYS, offer)
    if not people:
        yield draft_button(offer)
    elif offer.has_more:
        yield _plain(Action.MORE, chat_phrases.MORE, chat_phrases.MORE_SAYS, offer)


def feedback_buttons(people: Sequence[Shown], mode: Mode, offer: Offer) -> Iterator[Button]:
    """What can be said about an answer, and done with it as a whole."""
    if not people:
        return
    yield _plain(Action.HELPED, chat_phrases.HELPED, chat_phrases.HELPED_SAYS, offer)
    yield _plain(Action.NOT_THESE, chat_phrases.NOT_THESE, chat_phrases.NOT_THESE_SAYS, offer)
    if mode is Mode.IN_THREAD:
        yield _plain(Action.MUTE, chat_phrases.MUTE, chat_phrases.MUTE_SAYS, offer)
    elif offer.can_share:
        yield _share(offer)


def draft_button(offer: Offer) -> Button:
    """Offers a draft, where there is nobody to ask."""
    return _plain(Action.DRAFT, chat_phrases.DRAFT, chat_phrases.DRAFT_SAYS, offer)


def _asking(people: Sequence[Shown], offer: Offer) -> Iterator[Button]:
    names = [person.name for person in people]
    for place, person in enumerate(people, 1):
        name = short_name(person.name, [*names[: place - 1], *names[place:]])
        label, says = chat_phrases.ask(name), chat_phrases.ask(person.name)
        if names.count(person.name) > 1:
            says = chat_phrases.ask_namesake_says(person.name, place, len(people))
        if person.account is None:
            label, says = chat_phrases.ASK_UNNAMED, chat_phrases.ask_unnamed_says(place, len(people))
        yield Button(
            action=Action.ASK,
            label=label,
            says=says,
            value=f"{offer.question_id} {place}",
            style=Style.PRIMARY if place == 1 else Style.PLAIN,
        )


def _share(offer: Offer) -> Button:
    return Button(
        action=Action.SHARE,
        label=chat_phrases.SHARE,
        says=chat_phrases.SHARE_SAYS,
        value=offer.question_id,
        confirm=Confirm(
            title=chat_phrases.SHARE_TITLE,
            text=chat_phrases.SHARE_TEXT,
            yes=chat_phrases.SHARE_YES,
            no=chat_phrases.SHARE_NO,
        ),
    )


def _plain(action: Action, label: str, says: str, offer: Offer) -> Button:
    return Button(action=action, label=label, says=says, value=offer.question_id)
