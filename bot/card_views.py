"""Draws knowledge cards: in an answer, and as a page of their own."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot import cards_phrases as say
from bot.card_finding import Kept
from bot.card_types import (
    LONGEST_PART,
    LONGEST_TITLE,
    LONGEST_TOPIC,
    CardPart,
    CardState,
    Proposal,
)
from bot.quoting import CHANNEL, NAME, inside, tidy
from bot.views import (
    Action,
    Button,
    Confirm,
    Entry,
    Page,
    Section,
    ShownCard,
    Style,
    joined,
    lines,
)
from expertise.consent import Naming
from expertise.types import ChannelKind, MessageTs, PersonId, Role

_WORDS, _SAID = 200, 50
_SOURCE = 200
_ABOUT = {Role.ASKED: say.ASKED, Role.ANSWERED: say.ANSWERED, Role.TOLD: say.ADDED}

T = TypeVar("T")

Levels = Mapping[PersonId, Naming]
"""How each author may be spoken of; who is missing is not named."""


def shown_card(kept: Kept, levels: Levels) -> ShownCard:
    """As it stands in an answer."""
    card = kept.card
    helped = next((part.text for part in card.shown if part.role is not Role.ASKED), "").replace("```", " ")
    return ShownCard(
        id=card.id,
        title=titled(card.title),
        words=inside(tidy(helped, _WORDS)),
        by=say.by([named(who, kept, levels) for who in _answerers(kept)], card.confirmed_at.date()),
        link=kept.link,
    )


def card_buttons(cards: Sequence[ShownCard]) -> Iterator[Button]:
    """One for each, that opens it."""
    for card, place in told_apart(cards, lambda card: _short(card.title)):
        yield see_button(card.id, card.title, place)


def told_apart(things: Sequence[T], called: Callable[[T], str]) -> Iterator[tuple[T, int]]:
    """Each with its place among those that are called the same, from 1."""
    seen: Counter[str] = Counter()
    for each in things:
        seen[called(each)] += 1
        yield each, seen[called(each)]


def titled(title: str) -> str:
    """A title among our words."""
    return inside(tidy(title, LONGEST_TITLE))


def named(who: PersonId, kept: Kept, levels: Levels) -> str:
    """What an author is called; whoever is not to be named is somebody."""
    person = kept.authors.get(who)
    may_be = person is not None and levels.get(who) is Naming.BY_NAME
    return (tidy(person.name, NAME) if person and may_be else "") or say.SOMEBODY


def _answerers(kept: Kept) -> list[PersonId]:
    return list(dict.fromkeys(part.author for part in kept.card.shown if part.role is not Role.ASKED))


# ------------------------------------------------------------------ a card as a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks at a card, and what is known of it.

    ``at`` is when each message was written. ``proposals`` with what those who made them are called, for
    authors alone. ``may_open``: the card could be read beyond its channel, and they have not said yes to it;
    ``has_opened``: they have.
    """

    viewer: PersonId
    levels: Levels
    at: Mapping[MessageTs, datetime]
    proposals: Sequence[tuple[Proposal, str]] = ()
    may_open: bool = False
    has_opened: bool = False


def card_page(kept: Kept, looking: Looking) -> Page:
    """All of it, with what whoever looks may do."""
    is_draft = kept.card.state is CardState.DRAFT
    is_author = kept.card.is_author(looking.viewer)
    return Page(
        opening=say.DRAFT if is_draft else say.KEPT,
        sections=(
            Section(
                title=say.CARD, entries=(Entry(title=f"“{titled(kept.card.title)}”", detail=topics_of(kept)),)
            ),
            *_words(kept, looking),
            _about(kept, looking, is_draft=is_draft, is_author=is_author),
            *(_proposals(looking.proposals) if is_author else ()),
        ),
        footer=say.FOOTER,
    )


def _words(kept: Kept, looking: Looking) -> Iterator[Section]:
    """One section for what was asked, one for what helped, one for what was added."""
    for role, title in _ABOUT.items():
        parts = [part for part in kept.card.parts if part.role is role]
        for number, part in enumerate(parts):
            yield Section(
                title=title if number == 0 else _next(title, number), body=_said(part, kept, looking)
            )


def _next(title: str, number: int) -> str:
    return f"{title} ({number + 1})"


def _said(part: CardPart, kept: Kept, looking: Looking) -> str:
    at = looking.at.get(part.ts) if part.ts else None
    who = say.said(named(part.author, kept, looking.levels), at.date() if at else None)
    return lines(who, say.CHANGED if part.is_changed else f"“{words_of(part.text)}”")


def words_of(text: str) -> str:
    """Somebody's words with their lines; each by itself can do no harm to what stands around it."""
    return "\n".join(inside(tidy(line, LONGEST_PART)) if line.strip() else "" for line in text.split("\n"))


def _about(kept: Kept, looking: Looking, *, is_draft: bool, is_author: bool) -> Section:
    return Section(
        title=say.ABOUT,
        body=joined(*_whence(kept, looking)),
        buttons=tuple(_draft_buttons(kept) if is_draft else _buttons(kept, looking, is_author=is_author)),
    )


def _whence(kept: Kept, looking: Looking) -> Iterator[str]:
    card, channel = kept.card, kept.channel
    if channel is not None:
        yield say.from_channel(tidy(channel.name, CHANNEL))
    elif card.channel_id is not None:
        yield say.FROM_ELSEWHERE
    else:
        yield say.source(tidy(card.source, _SOURCE)) if card.source else say.BROUGHT_IN
    if card.state is CardState.KEPT:
        by = named(card.confirmed_by, kept, looking.levels) if card.confirmed_by else ""
        yield say.confirmed(card.confirmed_at.date(), by)
        yield from _read_by(kept)


def _read_by(kept: Kept) -> Iterator[str]:
    channel = kept.channel
    is_for_all = kept.card.is_open or kept.card.channel_id is None
    if is_for_all or (channel is not None and channel.kind is ChannelKind.PUBLIC):
        yield say.FOR_ALL
    elif channel is not None:
        yield say.only_in(tidy(channel.name, CHANNEL))


def _draft_buttons(kept: Kept) -> Iterator[Button]:
    yield card_button(Action.CARD_KEEP, say.KEEP, say.KEEP_SAYS, kept.card.id, Style.PRIMARY)
    yield card_button(Action.CARD_DROP, say.DROP, say.DROP_SAYS, kept.card.id)


def _buttons(kept: Kept, looking: Looking, *, is_author: bool) -> Iterator[Button]:
    own = kept.card.id
    if kept.link:
        yield Button(action=Action.READ, label=say.READ, says=say.READ_SAYS, link=kept.link)
    if not is_author:
        yield card_button(Action.CARD_PROPOSE, say.PROPOSE, say.PROPOSE_SAYS, own)
        return
    if looking.may_open:
        yield _open_button(own)
    elif looking.has_opened:
        yield card_button(Action.CARD_NOT_FOR_ALL, say.CLOSE_IT, say.CLOSE_IT_SAYS, own)
    yield card_button(Action.CARD_EDIT, say.EDIT, say.EDIT_SAYS, own)
    yield card_button(Action.CARD_HOLDS, say.HOLDS, say.HOLDS_SAYS, own)
    yield leave_button(own)
    yield _withdraw_button(own)


def opening_buttons(card_id: str) -> Iterator[Button]:
    """Whether it may be read beyond its channel."""
    yield _open_button(card_id)
    yield card_button(Action.CARD_NOT_FOR_ALL, say.CLOSE_IT, say.CLOSE_IT_SAYS, card_id)


def _open_button(card_id: str) -> Button:
    return card_button(Action.CARD_FOR_ALL, say.OPEN_IT, say.OPEN_IT_SAYS, card_id)


def leave_button(card_id: str) -> Button:
    """Takes one's words out, once one says so twice."""
    asks = Confirm(title=say.LEAVE_TITLE, text=say.LEAVE_TEXT, yes=say.LEAVE_YES, no=say.LEAVE_NO)
    return Button(
        action=Action.CARD_LEAVE,
        label=say.LEAVE,
        says=say.LEAVE_SAYS,
        value=card_id,
        confirm=asks,
    )


def see_button(card_id: str, title: str, place: int = 1) -> Button:
    """Opens a card; ``place`` tells those of one title apart."""
    return card_button(Action.CARD, say.SEE, say.see_says(_short(title), place), card_id)


def _short(title: str) -> str:
    """As buttons say it, which are cut where they are longer."""
    return inside(tidy(title, _SAID))


def _withdraw_button(card_id: str) -> Button:
    asks = Confirm(title=say.WITHDRAW_TITLE, text=say.WITHDRAW_TEXT, yes=say.WITHDRAW_YES, no=say.WITHDRAW_NO)
    return Button(
        action=Action.CARD_WITHDRAW,
        label=say.WITHDRAW,
        says=say.WITHDRAW_SAYS,
        value=card_id,
        style=Style.DANGER,
        confirm=asks,
    )


def _proposals(proposals: Sequence[tuple[Proposal, str]]) -> Iterator[Section]:
    for (proposal, who), place in told_apart(proposals, lambda each: each[1]):
        yield Section(
            title=say.PROPOSALS,
            body=lines(say.said(who, proposal.at.date()), f"“{words_of(proposal.text)}”"),
            buttons=tuple(proposal_buttons(proposal, who, place)),
        )


def proposal_buttons(proposal: Proposal, who: str, place: int = 1) -> Iterator[Button]:
    """Take it in, or not."""
    yield card_button(Action.CARD_ACCEPT, say.ACCEPT, say.accept_says(who, place), proposal.id, Style.PRIMARY)
    yield card_button(Action.CARD_DECLINE, say.DECLINE, say.decline_says(who, place), proposal.id)


def topics_of(kept: Kept) -> str:
    """Its topics among our words."""
    return ", ".join(inside(tidy(each, LONGEST_TOPIC)) for each in kept.card.topics)


def keep_section(question_id: str) -> Section:
    """Offers to keep the thread of a question that is solved."""
    keep = card_button(Action.KEEP_SOLVED, say.KEEP_THIS, say.KEEP_THIS_SAYS, question_id)
    return Section(title=say.KEEP_TITLE, body=say.KEEP_BODY, buttons=(keep,))


# ------------------------------------------------------------------ on one's page


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCard:
    """A card that somebody wrote in; ``is_waiting``: there is something for them to decide."""

    id: str
    title: str
    confirmed: date
    is_waiting: bool = False


def my_cards(cards: Sequence[MyCard], most: int) -> Iterator[Section]:
    """As they stand on the page, the latest first; no section where there are none."""
    if not cards:
        return
    left_out = max(0, len(cards) - most)
    yield Section(
        title=say.MINE,
        body=say.MINE_BODY,
        entries=tuple(_my_card(*each) for each in told_apart(cards[:most], lambda c: _short(c.title)))
        + _rest(left_out),
        left_out=left_out,
    )


def _my_card(one: MyCard, place: int) -> Entry:
    return Entry(
        title=f"“{titled(one.title)}”",
        detail=joined(say.last_confirmed(one.confirmed), say.WAITING if one.is_waiting else ""),
        buttons=(see_button(one.id, one.title, place),),
    )


def _rest(left_out: int) -> tuple[Entry, ...]:
    return (Entry(title=say.more(left_out)),) if left_out else ()


def card_button(action: Action, label: str, says: str, value: str, style: Style = Style.PLAIN) -> Button:
    """A button about a card, or a proposal."""
    return Button(action=action, label=label, says=says, value=value, style=style)
