"""An answer as it may be shown: who is named, by consent; why; where to read on; what can be done next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot import cards_phrases, chat_phrases, phrases
from bot.card_views import card_buttons, shown_card
from bot.offering import Offer, answer_buttons, draft_button, feedback_buttons
from bot.quoting import CHANNEL, NAME, TITLE, TOPIC, inside, quoted, tidy
from bot.telling import Answer, Suggestion
from bot.views import AnswerView, Mode, Quoted, Shown, ShownCard, joined
from expertise.consent import Naming
from expertise.explanation import Also
from expertise.types import Channel, PersonId

_PEOPLE = 3
_CHANNELS = 3
_QUESTION, _THREAD = 160, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Whether somebody can be asked now, as far as it is known: never inferred, never kept.

    ``is_quiet``: they do not want to be disturbed, and so are not there. ``local_time`` is theirs;
    ``back_on`` the day that they said they are back.
    """

    now: bool | None = None
    is_quiet: bool = False
    local_time: time | None = None
    back_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What an answer is shown with.

    ``consent`` for everyone in ``people_in(answer)``: who is missing has not consented. ``today`` is
    the asker's.
    """

    mode: Mode
    offer: Offer
    consent: Mapping[PersonId, Naming]
    today: date
    around: Mapping[PersonId, Around] = field(default_factory=dict)

    def of(self, person_id: PersonId) -> Naming:
        return self.consent.get(person_id, Naming.NOT_AT_ALL)


def people_in(answer: Answer) -> frozenset[PersonId]:
    """Everyone whose consent the showing needs: the suggested, and those who wrote what is quoted or kept."""
    authors = (thread.author for thread in answer.threads)
    kept = (author for card in answer.cards for author in card.authors.values())
    return frozenset(p.id for p in (*authors, *kept, *(s.person for s in answer.suggestions)) if p)


def answer_view(answer: Answer, showing: Showing) -> AnswerView:
    """What may be shown of an answer.

    People who may not be named are left out or unnamed; with nobody left it reads exactly as if nobody
    stood out, and is for the asker alone. A thread is not told who is around: soon it would be untrue.
    """
    allowed = _allowed(answer, showing)
    if not allowed:
        return _nobody(answer, showing)
    told = _told(allowed, showing)
    people = tuple(_shown(s, answer, showing) for s in told)
    threads = tuple(_threads(answer, showing))
    cards = tuple(_cards(answer, showing))
    question = inside(tidy(answer.question, _QUESTION))
    return AnswerView(
        mode=showing.mode,
        hint=chat_phrases.ONLY_YOU if showing.mode is Mode.PRIVATE else "",
        headline=_headline(len(told), len(allowed), question),
        people=people,
        threads_headline=phrases.related_threads(len(threads)) if threads else "",
        threads=threads,
        closing=_closing(len(allowed) - len(told), len(allowed), answer),
        buttons=(*card_buttons(cards), *answer_buttons(people, threads, showing.mode, showing.offer)),
        feedback=tuple(feedback_buttons(people, showing.mode, showing.offer)),
        footer=_footer(showing.mode),
        cards_headline=cards_phrases.found(len(cards)),
        cards=cards,
    )


def asked_by_place(answer: Answer, showing: Showing) -> tuple[PersonId, ...]:
    """Who stands behind the "Ask" buttons: place 1 is the first. To be kept with what was shown."""
    return tuple(s.person.id for s in _told(_allowed(answer, showing), showing))


def reason(suggestion: Suggestion, now: datetime, *, is_public: bool = False) -> str:
    """Why this person, in one line; '' where nothing can be told.

    ``is_public``: others read it, and whom the asker knows is none of their business.
    """
    facts = suggestion.explanation
    names = _names(suggestion.channels)
    said = []
    if facts.last_at and facts.answered:
        said.append(phrases.answered(facts.answered, phrases.ago(facts.last_at, now), names))
    elif facts.last_at and facts.told:
        said.append(phrases.told(phrases.ago(facts.last_at, now), names))
    elif facts.last_at:
        said.append(phrases.asked(phrases.ago(facts.last_at, now), names))
    if facts.knows:
        said.append(phrases.knows([inside(tidy(topic, TOPIC)) for topic in facts.knows]))
    if suggestion.member_of:
        said.append(phrases.member_of([tidy(channel.name, CHANNEL) for channel in suggestion.member_of]))
    if facts.also and not (is_public and facts.also is Also.KNOWN):
        said.append(phrases.ALSO[facts.also])
    return "; ".join(said)


def _allowed(answer: Answer, showing: Showing) -> list[Suggestion]:
    return [s for s in answer.suggestions if showing.of(s.person.id) is not Naming.NOT_AT_ALL][:_PEOPLE]


def _told(allowed: Iterable[Suggestion], showing: Showing) -> list[Suggestion]:
    return [s for s in allowed if showing.of(s.person.id) is not Naming.NOT_YET]


def _names(channels: Iterable[Channel]) -> list[str]:
    return [tidy(channel.name, CHANNEL) for channel in channels][:_CHANNELS]


def _headline(told: int, allowed: int, question: str) -> str:
    if told:
        return phrases.found(told, question)
    return chat_phrases.found_nobody_named(allowed, question)


def _closing(count: int, of: int, answer: Answer) -> str:
    """That some are not named yet; and where to ask, if nobody is."""
    said = chat_phrases.not_named_yet(count, of) if count else ""
    return joined(said, _where_to_ask(answer)) if count == of else said


def _where_to_ask(answer: Answer) -> str:
    where = answer.belongs_in or answer.ask_in
    return chat_phrases.ask_in(tidy(where.name, CHANNEL)) if where else chat_phrases.ASK_ANYWHERE


def _shown(suggestion: Suggestion, answer: Answer, showing: Showing) -> Shown:
    if showing.of(suggestion.person.id) is Naming.THROUGH_KENNER:
        return _unnamed_person(suggestion, showing)
    person = suggestion.person
    why = reason(suggestion, answer.asked_at, is_public=showing.mode is Mode.IN_THREAD)
    return Shown(
        name=tidy(person.name, NAME) or chat_phrases.SOMEBODY,
        account=person.platform_id,
        title=tidy(person.title, TITLE),
        why=f"{why or chat_phrases.NEAR}.",
        around=_around(showing.around.get(person.id), showing),
        quoted=quoted(suggestion.quotation) if suggestion.quotation else None,
        picture=person.picture,
    )


def _unnamed_person(suggestion: Suggestion, showing: Showing) -> Shown:
    """Neither name, title, words, links, local time nor what only few share: nothing to guess by."""
    facts = suggestion.explanation
    why = chat_phrases.asked_through_me(facts.answered, facts.told, _names(suggestion.channels))
    around = showing.around.get(suggestion.person.id)
    is_around = around is not None and around.now and showing.mode is not Mode.IN_THREAD
    return Shown(
        name=chat_phrases.SOMEBODY,
        account=None,
        title="",
        why=f"{why}. {chat_phrases.UNNAMED}",
        around=chat_phrases.around_now(None) if is_around else "",
        quoted=None,
    )


def _around(around: Around | None, showing: Showing) -> str:
    if around is None or showing.mode is Mode.IN_THREAD:
        return ""
    if around.back_on and around.back_on > showing.today:
        return chat_phrases.back(around.back_on, showing.today)
    if around.now is None:
        return chat_phrases.local_time(around.local_time) if around.local_time else ""
    said = chat_phrases.around_now if around.now else chat_phrases.not_around
    return said(around.local_time)


def _threads(answer: Answer, showing: Showing) -> Iterator[Quoted]:
    """Past threads, without those that would tell who an unnamed person is."""
    secret = {s.person.id for s in answer.suggestions if showing.of(s.person.id) is not Naming.BY_NAME}
    spoken = {(t.channel_id, t.ts): {s.person_id for s in t.passage.speakers} for t in answer.ranking.threads}
    for evidence in (e for c in answer.ranking.candidates if c.person.id in secret for e in c.evidence):
        key = (evidence.passage.channel_id, evidence.passage.thread_ts)
        spoken.setdefault(key, set()).add(evidence.person_id)
    for thread in answer.threads:
        speakers = spoken.get((thread.channel.id, thread.ts), set())
        is_open = thread.author is None or showing.of(thread.author.id) is Naming.BY_NAME
        if is_open and not speakers & secret:
            by = tidy(thread.author.name, NAME) if thread.author else ""
            yield quoted(thread, _THREAD, by or chat_phrases.SOMEBODY)


def _cards(answer: Answer, showing: Showing) -> Iterator[ShownCard]:
    """Knowledge cards, without those that would tell who an unnamed person is."""
    secret = {s.person.id for s in answer.suggestions if showing.of(s.person.id) is not Naming.BY_NAME}
    for kept in answer.cards:
        if not secret.intersection(kept.card.writers):
            yield shown_card(kept, showing.consent)


def _nobody(answer: Answer, showing: Showing) -> AnswerView:
    mode = Mode.PRIVATE if showing.mode is Mode.IN_THREAD else showing.mode
    cards = tuple(_cards(answer, showing))
    return AnswerView(
        mode=mode,
        hint=chat_phrases.ONLY_YOU if mode is Mode.PRIVATE else "",
        headline=phrases.nobody(inside(tidy(answer.question, _QUESTION))),
        people=(),
        threads_headline="",
        threads=(),
        closing=_where_to_ask(answer),
        buttons=(*card_buttons(cards), draft_button(showing.offer)),
        feedback=(),
        footer=_footer(mode),
        cards_headline=cards_phrases.found(len(cards)),
        cards=cards,
    )


def _footer(mode: Mode) -> str:
    return chat_phrases.ALL_CAN_READ if mode is Mode.IN_THREAD else phrases.ONLY_READABLE
