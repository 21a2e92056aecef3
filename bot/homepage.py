"""A person's own page: what they would be suggested for and why, and everything they can change about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot import chat_phrases as say
from bot import inviting_phrases as inviting
from bot import linking_phrases as linked
from bot.being_asked import BeingAsked
from bot.being_asked import section as being_asked
from bot.card_views import MyCard, my_cards
from bot.carried import Carried, open_questions
from bot.elsewhere import Elsewhere
from bot.notes import consent_button
from bot.quoting import NAME, inside, quoted, tidy
from bot.telling import Quotation
from bot.topic_pages import followed_section
from bot.views import Action, Button, Confirm, Entry, Field, Page, Section, Style, joined
from bot.weekly_pages import rhythm_section
from bot.weeks import Rhythm
from expertise.consent import Naming

_LABEL, _QUOTE = 80, 100
_EVIDENCE = 3
_ON_HOME, _IN_MESSAGE = 12, 6
"""Entries of a list: a message holds half as much as a home page."""
_FOLLOWED = 5
_FIELD = 300
_CHOICES = (Naming.BY_NAME, Naming.THROUGH_KENNER, Naming.NOT_AT_ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What somebody would be suggested for: ``id`` goes into buttons. Counts are of threads."""

    id: str
    label: str
    answered: int = 0
    told: int = 0
    evidence: tuple[Quotation, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A topic that somebody said they know."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMine:
    """A question that somebody said is not their field."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that a page is made of. ``consent`` is the person's own, ``also`` their other accounts.

    ``carried`` are their questions that are carried to people now.
    ``cards`` are those with words of theirs.
    ``is_asked_later``: others nearly as good are asked for help before them, for a while.
    """

    topics: Sequence[Topic]
    declared: Sequence[Declared]
    consent: Naming
    is_paused: bool = False
    also: Sequence[Elsewhere] = ()
    asked: BeingAsked = field(default_factory=BeingAsked)
    carried: Sequence[Carried] = ()
    not_mine: Sequence[NotMine] = ()
    is_asked_later: bool = False
    cards: Sequence[MyCard] = ()
    follows: Sequence[str] = ()


def home_page(profile: Profile, *, has_fields: bool) -> Page:
    """The page; ``has_fields`` where one can type into it, which messages do not offer."""
    return Page(
        opening=say.PAGE_OPENING,
        sections=(*_asking(profile, has_fields=has_fields), *_about(profile, has_fields=has_fields)),
        footer=say.PAGE_FOOTER,
    )


def shortened(page: Page, entries: int, evidence: int) -> Page:
    """At most so many entries of each list, each with at most so many links; the lists say what they lack."""
    return replace(page, sections=tuple(_shorter(part, entries, evidence) for part in page.sections))


def _shorter(part: Section, entries: int, evidence: int) -> Section:
    listed = part.entries[:-1] if part.left_out else part.entries
    kept = [replace(entry, evidence=entry.evidence[:evidence]) for entry in listed[:entries]]
    left_out = part.left_out + len(listed) - len(kept)
    return replace(part, entries=(*kept, *_rest(left_out)), left_out=left_out)


def _asking(profile: Profile, *, has_fields: bool) -> Iterator[Section]:
    if has_fields:
        ask = Field(action=Action.ASK_HERE, label=say.ASK_LABEL, example=say.ASK_EXAMPLE, limit=_FIELD)
        yield Section(title=say.ASK_TITLE, field=ask)
    yield from open_questions(profile.carried)


def _about(profile: Profile, *, has_fields: bool) -> Iterator[Section]:
    yield _topics(profile.topics, _ON_HOME if has_fields else _IN_MESSAGE)
    yield _declared(profile.declared, has_fields=has_fields)
    yield _followed(profile, has_fields=has_fields)
    if profile.not_mine:
        yield _not_mine(profile.not_mine, _ON_HOME if has_fields else _IN_MESSAGE)
    yield from my_cards(profile.cards, _ON_HOME if has_fields else _IN_MESSAGE)
    if profile.is_asked_later:
        yield Section(title=inviting.ASKED_LATER_TITLE, body=inviting.ASKED_LATER)
    yield _consent(profile.consent)
    yield being_asked(profile.asked, has_fields=has_fields)
    if profile.asked.rhythm is not None:
        yield rhythm_section(profile.asked.rhythm)
    yield _pause(is_paused=profile.is_paused)
    yield from map(_elsewhere, profile.also)
    yield _data(profile.also)


def _topics(topics: Sequence[Topic], most: int) -> Section:
    return Section(
        title=say.TOPICS_TITLE,
        body=say.TOPICS_BODY if topics else say.NO_TOPICS,
        entries=tuple(_topic(topic) for topic in topics[:most]) + _rest(len(topics) - most),
        left_out=max(0, len(topics) - most),
    )


def _topic(topic: Topic) -> Entry:
    label = tidy(topic.label, _LABEL)
    if topic.is_hidden:
        show = _button(Action.UNHIDE, say.UNHIDE, say.unhide_says(label), topic.id)
        return Entry(title=label, detail=say.hidden_topic(), buttons=(show,))
    return Entry(
        title=label,
        detail=say.evidence_count(topic.answered, topic.told),
        evidence=tuple(quoted(q, _QUOTE) for q in topic.evidence[:_EVIDENCE]),
        buttons=(
            _button(Action.HIDE, say.HIDE, say.hide_says(label), topic.id),
            _button(Action.MOVED_ON, say.MOVED_ON, say.moved_on_says(label), topic.id),
        ),
    )


def _declared(declared: Sequence[Declared], *, has_fields: bool) -> Section:
    most = _ON_HOME if has_fields else _IN_MESSAGE
    field = Field(action=Action.KNOW, label=say.KNOW_LABEL, example=say.KNOW_EXAMPLE, limit=_LABEL)
    return Section(
        title=say.DECLARED_TITLE,
        body="" if declared else say.NO_DECLARED,
        entries=tuple(_declaration(one) for one in declared[:most]) + _rest(len(declared) - most),
        field=field if has_fields else None,
        left_out=max(0, len(declared) - most),
    )


def _declaration(one: Declared) -> Entry:
    label = tidy(one.label, _LABEL)
    return Entry(title=label, buttons=(_button(Action.UNKNOW, say.UNKNOW, say.unknow_says(label), one.id),))


def _followed(profile: Profile, *, has_fields: bool) -> Section:
    return followed_section(
        profile.follows,
        has_notes=profile.asked.rhythm not in (None, Rhythm.NEVER),
        has_fields=has_fields,
        most=_FOLLOWED,
    )


def _not_mine(questions: Sequence[NotMine], most: int) -> Section:
    return Section(
        title=inviting.NOT_MINE_TITLE,
        body=inviting.NOT_MINE_BODY,
        entries=tuple(_question(each) for each in questions[:most]) + _rest(len(questions) - most),
        left_out=max(0, len(questions) - most),
    )


def _question(one: NotMine) -> Entry:
    label = f"“{inside(tidy(one.label, _LABEL))}”"
    again = _button(Action.ASK_AGAIN, inviting.ASK_AGAIN, inviting.ask_again_says(label), one.id)
    return Entry(title=label, buttons=(again,))


def _rest(more: int) -> tuple[Entry, ...]:
    return (Entry(title=say.more_topics(more).rstrip(".")),) if more > 0 else ()


def _consent(consent: Naming) -> Section:
    others = (level for level in _CHOICES if level is not consent)
    return Section(
        title=say.CONSENT_TITLE,
        body=say.LEVELS[consent],
        buttons=tuple(consent_button(level) for level in others),
    )


def _pause(*, is_paused: bool) -> Section:
    button = (
        _button(Action.RESUME, say.RESUME, say.RESUME_SAYS)
        if is_paused
        else _button(Action.PAUSE, say.PAUSE, say.PAUSE_SAYS)
    )
    body = say.PAUSED_BODY if is_paused else say.NOT_PAUSED_BODY
    return Section(title=say.PAUSE_TITLE, body=body, buttons=(button,))


def _elsewhere(other: Elsewhere) -> Section:
    """What the other account is called there tells them whether it is theirs."""
    not_both = Button(
        action=Action.NOT_BOTH_ME,
        label=linked.NOT_BOTH_ME,
        says=linked.NOT_BOTH_ME_SAYS,
        value=other.account.person_id,
        confirm=Confirm(
            title=linked.PART_TITLE, text=linked.PART_TEXT, yes=linked.PART_YES, no=linked.PART_NO
        ),
    )
    name = tidy(other.name, NAME) or say.SOMEBODY
    return Section(
        title=linked.elsewhere_title(other.platform),
        body=linked.also_known(name, other.platform, other.how),
        buttons=(not_both,),
    )


def _data(also: Sequence[Elsewhere]) -> Section:
    """Of all accounts that somebody has."""
    platforms = [each.platform for each in also]
    text = joined(say.ERASE_TEXT, linked.erased_too(platforms) if platforms else "")
    erase = Button(
        action=Action.ERASE,
        label=say.ERASE,
        says=say.ERASE_SAYS,
        style=Style.DANGER,
        confirm=Confirm(title=say.ERASE_TITLE, text=text, yes=say.ERASE_YES, no=say.ERASE_NO),
    )
    export = _button(Action.EXPORT, say.EXPORT, say.EXPORT_SAYS)
    body = joined(say.DATA_BODY, linked.both_data(platforms) if platforms else "")
    return Section(title=say.DATA_TITLE, body=body, buttons=(export, erase))


def _button(action: Action, label: str, says: str, value: str = "") -> Button:
    return Button(action=action, label=label, says=says, value=value)
