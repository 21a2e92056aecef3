"""What may be shown of an answer: consent, the place it is shown in, and the reasons in words."""

import re
from datetime import date, time
from typing import Any

import pytest

from bot import chat_phrases, phrases
from bot.offering import Offer
from bot.showing import Around, Showing, answer_view, asked_by_place, people_in, reason
from bot.telling import Answer
from bot.views import Action, AnswerView, Mode, Style
from expertise.consent import Naming
from expertise.explanation import Also
from expertise.types import Candidate, Evidence, PastThread, PersonId, Ranking, Role
from tests.support.answers import NOW, a_quotation, a_suggestion, an_answer
from tests.support.builders import channel, passage, person, person_id, ts_of

BOB, EVE, KIM, LIZ = (person(handle, title="Engineer") for handle in ("bob", "eve", "kim", "liz"))
ALL = {p.id: Naming.BY_NAME for p in (BOB, EVE, KIM, LIZ)}
TODAY = date(2024, 3, 4)


def three(**fields: Any) -> Answer:
    suggestions = tuple(
        a_suggestion(who=who, quotation=a_quotation(f"said by {who.handle}", author=who))
        for who in (BOB, EVE, KIM)
    )
    return an_answer(**{"suggestions": suggestions, "threads": ()} | fields)


def showing(
    consent: dict[PersonId, Naming] | None = None, mode: Mode = Mode.PRIVATE, **fields: Any
) -> Showing:
    offer = Offer(question_id="q1", has_more=True, can_share=True)
    return Showing(mode=mode, offer=offer, consent=ALL | (consent or {}), today=TODAY, **fields)


def everything(view: AnswerView) -> str:
    """All that a view holds, buttons and links too."""
    return repr(view)


@pytest.mark.parametrize("also", Also)
def test_what_else_put_somebody_there_is_said(also: Also) -> None:
    assert reason(a_suggestion(also=also), NOW).endswith(f"(#data); {phrases.ALSO[also]}")


def test_a_statement_that_nobody_asked_for_is_not_called_an_answer() -> None:
    told = reason(a_suggestion(answered=0, told=1, asked=2, also=None), NOW)

    assert told == "wrote about something like this three days ago (#data)"


def test_whoever_only_asked_was_looking_into_it() -> None:
    told = reason(a_suggestion(answered=0, asked=2, also=None), NOW)

    assert told == "was looking into something like this three days ago (#data)"


def test_whom_the_asker_knows_is_not_told_in_public() -> None:
    assert "with you" not in reason(a_suggestion(also=Also.KNOWN), NOW, is_public=True)


def test_the_text_is_the_whole_answer() -> None:
    around = {BOB.id: Around(now=True, local_time=time(14, 10))}
    view = answer_view(an_answer(), showing(around=around))

    assert view.text.split("\n") == [
        "Only you can see this. One person may know about “restore a backup”:",
        (
            "Bob (Engineer) answered two questions like this, the last three days ago (#data);"
            " has been answering in this channel lately. Around now, 14:10 for them."
            " #data, 1 March 2024: “with pg_restore”"
        ),
        "This thread may help:",
        "Bob in #data, 1 March 2024: “with pg_restore”",
        "I only used channels that you can read.",
    ]


@pytest.mark.parametrize(
    ("around", "said"),
    [
        (Around(now=True, local_time=time(14, 10)), "Around now, 14:10 for them."),
        (Around(now=True), "Around now."),
        (Around(now=False, local_time=time(2, 5)), "Not around right now; it is 02:05 for them."),
        (Around(local_time=time(2, 5)), "It is 02:05 for them."),
        (Around(now=True, back_on=date(2024, 3, 5)), "Back tomorrow."),
        (Around(back_on=date(2024, 3, 8)), "Back on Friday."),
        (Around(back_on=date(2024, 3, 30)), "Back on 30 March."),
        (Around(back_on=TODAY), ""),
        (Around(), ""),
    ],
)
def test_whether_somebody_is_around(around: Around, said: str) -> None:
    view = answer_view(an_answer(), showing(around={BOB.id: around}))

    assert view.people[0].around == said


def test_a_thread_is_not_told_who_is_around_and_speaks_of_its_readers() -> None:
    around = {BOB.id: Around(now=True, local_time=time(14, 10))}
    view = answer_view(an_answer(), showing(mode=Mode.IN_THREAD, around=around))

    assert view.people[0].around == ""
    assert not view.hint
    assert view.footer == chat_phrases.ALL_CAN_READ
    assert Action.MUTE in [b.action for b in view.feedback]
    assert Action.SHARE not in [b.action for b in view.feedback]


# ------------------------------------------------------------------ consent


def test_somebody_asked_through_us_is_somebody() -> None:
    around = {EVE.id: Around(now=True, local_time=time(3, 33))}
    view = answer_view(three(), showing({EVE.id: Naming.THROUGH_KENNER}, around=around))
    unnamed = view.people[1]

    assert (unnamed.name, unnamed.account, unnamed.title, unnamed.quoted) == ("Somebody", None, "", None)
    assert unnamed.why == "answered two questions like this in #data. " + chat_phrases.UNNAMED
    assert unnamed.around == "Around now."
    assert "ask for" not in everything(view).casefold()  # nothing is promised that a press does not do
    assert not re.search(r"\beve\b|03:33", everything(view).casefold())


def test_somebody_who_wants_to_be_left_out_is() -> None:
    view = answer_view(three(), showing({EVE.id: Naming.NOT_AT_ALL}))

    assert [p.name for p in view.people] == ["Bob", "Kim"]
    assert view.headline.startswith("Two people")
    assert not re.search(r"\beve\b", everything(view).casefold())


def test_whoever_is_not_known_to_have_consented_has_not() -> None:
    unasked = Showing(mode=Mode.PRIVATE, offer=Offer(question_id="q1"), consent={}, today=TODAY)

    assert not answer_view(three(), unasked).people


def test_with_nobody_who_may_be_shown_it_reads_as_if_nobody_stood_out() -> None:
    hidden = answer_view(three(), showing(dict.fromkeys(ALL, Naming.NOT_AT_ALL)))
    none = answer_view(an_answer(suggestions=(), threads=()), showing())

    assert hidden == none
    assert "nobody stands out" in hidden.text
    assert [b.action for b in hidden.buttons] == [Action.DRAFT]


def test_in_their_first_week_people_only_count() -> None:
    view = answer_view(three(), showing(dict.fromkeys(ALL, Naming.NOT_YET)))

    assert view.headline == "Three people may help with “restore a backup”."
    assert not view.people
    assert "ask me again in a week" in view.closing
    assert [b.action for b in view.buttons] == [Action.DRAFT]
    assert not view.feedback
    assert not any(p.name in view.text for p in (BOB, EVE, KIM))


def test_one_in_their_first_week_is_one_more() -> None:
    view = answer_view(three(), showing({KIM.id: Naming.NOT_YET}))

    assert [p.name for p in view.people] == ["Bob", "Eve"]
    assert view.closing.startswith("One more may help.")
    assert "kim" not in everything(view).casefold()


def test_nobody_is_never_said_in_a_thread() -> None:
    view = answer_view(an_answer(suggestions=(), threads=()), showing(mode=Mode.IN_THREAD))

    assert view.mode is Mode.PRIVATE
    assert view.hint == chat_phrases.ONLY_YOU


def test_no_thread_tells_who_somebody_is() -> None:
    by_eve = a_quotation("eve's own", author=EVE)
    with_eve = a_quotation("she replied", author=BOB, ts=ts_of(NOW), where=channel("data"))
    harmless = a_quotation("all of kim", author=KIM, where=channel("ops"))
    head = passage(of="data", spoke=[("eve", Role.ANSWERED), ("bob", Role.ASKED)])
    past = PastThread(channel_id=channel("data").id, ts=ts_of(NOW), passage=head, score=1, is_close=True)
    ranking = Ranking(candidates=(), threads=(past,), stands_out=True, ask_in=None)

    view = answer_view(
        three(threads=(by_eve, with_eve, harmless), ranking=ranking),
        showing({EVE.id: Naming.THROUGH_KENNER}),
    )

    assert [thread.words for thread in view.threads] == ["all of kim"]


def test_no_thread_of_somebodys_evidence_is_shown() -> None:
    quoted = a_quotation("the question", author=BOB)
    head = passage(of="data", spoke=[("bob", Role.ASKED)])
    evidence = Evidence(
        person_id=EVE.id, passage=head, role=Role.ANSWERED, ts=quoted.ts, words=1, meaning=1, is_close=True
    )
    ranking = Ranking(
        candidates=(Candidate(person=EVE, score=1, evidence=(evidence,)),),
        threads=(),
        stands_out=True,
        ask_in=None,
    )

    view = answer_view(three(threads=(quoted,), ranking=ranking), showing({EVE.id: Naming.THROUGH_KENNER}))

    assert view.threads == ()


def test_a_thread_by_somebody_who_wants_to_be_left_out_is_not_quoted() -> None:
    answer = an_answer(threads=(a_quotation("liz said", author=LIZ), a_quotation("no author", author=None)))
    view = answer_view(answer, showing({LIZ.id: Naming.NOT_AT_ALL}))

    assert [(t.words, t.by) for t in view.threads] == [("no author", "Somebody")]


def test_everyone_whose_consent_is_needed_is_named_beforehand() -> None:
    answer = three(threads=(a_quotation(author=LIZ), a_quotation(author=None)))

    assert people_in(answer) == set(ALL)


# ------------------------------------------------------------------ buttons


def test_buttons_say_whom_they_ask_and_carry_only_a_place() -> None:
    consent = {BOB.id: Naming.NOT_AT_ALL, EVE.id: Naming.THROUGH_KENNER}
    answer, shown = three(), showing(consent)
    asking = [b for b in answer_view(answer, shown).buttons if b.action is Action.ASK]

    assert [(b.label, b.value) for b in asking] == [("Ask them", "q1 1"), ("Ask Kim", "q1 2")]
    assert [b.style for b in asking] == [Style.PRIMARY, Style.PLAIN]
    assert asked_by_place(answer, shown) == (EVE.id, KIM.id)


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["Maya Lind", "Jonas Weber"], ["Ask Maya", "Ask Jonas"]),
        (["Maya Lind", "Maya Berg"], ["Ask Maya Lind", "Ask Maya Berg"]),
        (["Dr. Ada Byron", "Lind, Bo"], ["Ask Dr. Ada Byron", "Ask Lind, Bo"]),
        (["J Weber", "X" * 300], ["Ask J Weber", f"Ask {'X' * 60}…"]),
        (["", "\u200b \u3164\n"], ["Ask Somebody", "Ask Somebody"]),
    ],
)
def test_a_first_name_is_enough_where_it_is_one(names: list[str], labels: list[str]) -> None:
    people = [person(f"p{n}", name=name) for n, name in enumerate(names)]
    answer = an_answer(suggestions=tuple(a_suggestion(who=who) for who in people), threads=())
    view = answer_view(answer, showing({who.id: Naming.BY_NAME for who in people}))

    assert [b.label for b in view.buttons if b.action is Action.ASK] == labels


def test_read_it_leads_to_the_thread_first_and_says_where() -> None:
    thread = a_quotation(author=KIM, link="https://acme.slack.com/thread", where=channel("ops"))
    (read,) = [b for b in answer_view(three(threads=(thread,)), showing()).buttons if b.action is Action.READ]

    assert read.link == "https://acme.slack.com/thread"
    assert read.says == "Read it in #ops, 1 March 2024"


def test_without_a_link_there_is_nothing_to_read() -> None:
    bare = a_suggestion(who=BOB, quotation=a_quotation(link=None))
    view = answer_view(an_answer(suggestions=(bare,), threads=()), showing())

    assert Action.READ not in [b.action for b in view.buttons]


def test_nobody_knows_more_than_three_channels_by_heart() -> None:
    many = tuple(channel(f"c{n}") for n in range(9))
    suggestion = a_suggestion(who=BOB, also=None)
    wide = type(suggestion)(
        person=BOB, score=1, explanation=suggestion.explanation, channels=many, quotation=None
    )

    assert reason(wide, NOW).endswith("(#c0, #c1 and #c2)")


def test_ids_of_people_stand_nowhere_in_a_view() -> None:
    view = answer_view(three(), showing({EVE.id: Naming.THROUGH_KENNER}))

    assert person_id("eve") not in everything(view)
    assert person_id("bob") not in everything(view)
