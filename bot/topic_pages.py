"""How the page of a topic looks, and the list of what somebody follows on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import follow_phrases as say
from bot.inviting_phrases import with_title
from bot.quoting import NAME, TITLE, TOPIC, inside, tidy
from bot.views import Action, Button, Entry, Field, Note, Page, Section
from expertise.types import Person

_MOST_PEOPLE = 10
_FIELD = 100
_KINDS = (say.SOLVED, say.ALOUD, say.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knower:
    """Somebody who declared the topic, or one near it, and may be named."""

    person: Person
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one source has, under its heading."""

    heading: str
    entries: tuple[Entry, ...]


def topic_page(topic: str, parts: Sequence[Part], knowers: Sequence[Knower], *, is_followed: bool) -> Page:
    """For one reader alone: what they may read of it, who lets themselves be seen there, and to follow it."""
    label = tidy(topic, TOPIC)
    sections = [
        Section(title=part.heading, entries=tuple(map(_under_it, part.entries)))
        for part in parts
        if part.entries
    ]
    people = [Section(title=say.WHO_SAYS, entries=_people(knowers))] if knowers else []
    body = "" if sections or people else say.NOTHING
    here = Section(title=say.HERE, body=body, buttons=(_following(label, topic, is_followed=is_followed),))
    return Page(opening=say.about(label), sections=(*sections, *people, here), footer=say.PAGE_FOOTER)


def _under_it(entry: Entry) -> Entry:
    """As it stands under a heading that says what it is."""
    return replace(entry, title="") if entry.title in _KINDS else entry


def followed_section(topics: Sequence[str], *, has_notes: bool, has_fields: bool, most: int) -> Section:
    """On somebody's page: what they follow, and a line to follow more."""
    body = say.BODY if topics else say.NOTHING_FOLLOWED
    return Section(
        title=say.TITLE,
        body=body if has_notes else say.NO_NOTES,
        entries=tuple(map(_followed, topics[:most])) + _rest(len(topics) - most),
        field=Field(action=Action.FOLLOW, label=say.LABEL, example=say.EXAMPLE, limit=_FIELD)
        if has_fields
        else None,
        left_out=max(0, len(topics) - most),
    )


def followed(topic: str) -> Note:
    """To whoever follows it from now on."""
    label = tidy(topic, TOPIC)
    return Note(paragraphs=(say.followed(label),), buttons=(_open(label, topic), _unfollow(label, topic)))


def unfollowed(topic: str) -> Note:
    label = tidy(topic, TOPIC)
    return Note(paragraphs=(say.unfollowed(label),), buttons=(_following(label, topic, is_followed=False),))


def _people(knowers: Sequence[Knower]) -> tuple[Entry, ...]:
    shown = [
        Entry(
            title=with_title(tidy(each.person.name, NAME), tidy(each.person.title, TITLE)),
            detail=say.says_they_know([inside(tidy(topic, TOPIC)) for topic in each.topics]),
        )
        for each in knowers[:_MOST_PEOPLE]
    ]
    return tuple(shown) + _rest(len(knowers) - _MOST_PEOPLE)


def _rest(more: int) -> tuple[Entry, ...]:
    return (Entry(title=say.more(more)),) if more > 0 else ()


def _followed(topic: str) -> Entry:
    label = tidy(topic, TOPIC)
    unfollow = Button(action=Action.UNFOLLOW, label=say.UNFOLLOW, says=say.unfollow_says(label), value=topic)
    return Entry(title=label, buttons=(_open(label, topic), unfollow))


def _open(label: str, topic: str) -> Button:
    return Button(action=Action.TOPIC_PAGE, label=say.OPEN_PAGE, says=say.open_page_says(label), value=topic)


def _following(label: str, topic: str, *, is_followed: bool) -> Button:
    if is_followed:
        return _unfollow(label, topic)
    return Button(action=Action.FOLLOW_TOPIC, label=say.FOLLOW, says=say.follow_says(label), value=topic)


def _unfollow(label: str, topic: str) -> Button:
    return Button(
        action=Action.UNFOLLOW_TOPIC, label=say.UNFOLLOW, says=say.unfollow_says(label), value=topic
    )
