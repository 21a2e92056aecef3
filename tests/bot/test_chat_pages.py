"""Notes and one's own page: each says what it must, in words alone."""

from datetime import date
from typing import Any

import pytest

from bot import chat_phrases
from bot.accounts import Account, How
from bot.elsewhere import Elsewhere
from bot.homepage import Declared, Profile, Topic, home_page
from bot.notes import Trouble, drafted, erased, help_in_teams, help_note, looking, muted, notice, trouble
from bot.types import Platform
from bot.views import Action, Button, Entry, Page
from expertise.consent import Naming
from expertise.types import PersonId, WorkspaceId
from tests.support.answers import a_quotation

TOPICS = (
    Topic(id="t1", label="restoring Postgres", answered=4, told=1, evidence=(a_quotation(),)),
    Topic(id="t2", label="standup notes", is_hidden=True),
)


def profile(**fields: Any) -> Profile:
    whole: dict[str, Any] = {
        "topics": TOPICS,
        "declared": (Declared(id="d1", label="Terraform"),),
        "consent": Naming.BY_NAME,
    }
    return Profile(**whole | fields)


def buttons_of(page: Page) -> list[Button]:
    return [
        button
        for section in page.sections
        for group in (section.buttons, *(entry.buttons for entry in section.entries))
        for button in group
    ]


@pytest.mark.parametrize("what", Trouble)
def test_every_trouble_has_its_sentence_and_says_what_to_do(what: Trouble) -> None:
    said = trouble(what).text

    assert said.endswith(".")
    assert "error" not in said.casefold()


def test_troubles_are_told_apart() -> None:
    assert len({trouble(what).text for what in Trouble}) == len(Trouble)


def test_the_notice_names_the_day_and_lets_one_say_no() -> None:
    note = notice(date(2024, 3, 12))

    assert "From Tuesday, 12 March" in note.text
    assert [(b.action, b.value) for b in note.buttons] == [
        (Action.MY_PAGE, ""),
        (Action.CONSENT, "through_kenner"),
        (Action.CONSENT, "not_at_all"),
    ]


def test_help_calls_the_commands_as_they_are_called_here() -> None:
    text = help_note("/wer", "/ich", "/heute").text

    assert "/wer me" in text
    assert "/ich and a topic" in text
    assert "/heute and what you just learned" in text
    assert "/whoknows" not in text


def test_a_draft_is_for_the_asker_to_post() -> None:
    note = drafted("restore\na backup <!channel>", "ops")

    assert "#ops" in note.paragraphs[0]
    assert "restore a backup <!channel>" in note.draft
    assert not note.buttons


def test_muting_can_be_undone() -> None:
    for note in (muted("t9"), muted("t9", already=True)):
        assert [(b.action, b.value) for b in note.buttons] == [(Action.UNMUTE, "t9")]


def test_waiting_and_being_forgotten_are_said() -> None:
    assert looking().text != looking(is_busy=True).text
    assert "forgotten" in erased().text


def test_the_page_says_all_in_words() -> None:
    text = home_page(profile(), has_fields=True).text

    for said in (
        "restoring Postgres: Four answers of yours and one thing that you wrote.",
        "standup notes: Hidden: I never bring it up.",
        "Terraform.",
        chat_phrases.LEVELS["by_name"],
        chat_phrases.PAGE_FOOTER,
    ):
        assert said in text


def test_everything_on_the_page_can_be_changed() -> None:
    found = {(b.action, b.value) for b in buttons_of(home_page(profile(), has_fields=True))}

    assert found == {
        (Action.HIDE, "t1"),
        (Action.MOVED_ON, "t1"),
        (Action.UNHIDE, "t2"),
        (Action.UNKNOW, "d1"),
        (Action.CONSENT, "through_kenner"),
        (Action.CONSENT, "not_at_all"),
        (Action.AT_MOST, "0"),
        (Action.AT_MOST, "1"),
        (Action.AT_MOST, "5"),
        (Action.RHYTHM, "monthly"),
        (Action.RHYTHM, "never"),
        (Action.PAUSE, ""),
        (Action.EXPORT, ""),
        (Action.ERASE, ""),
    }


def test_whoever_is_elsewhere_too_reads_what_that_means_and_can_say_no() -> None:
    account = Account(WorkspaceId("w2"), PersonId("p2"))
    there = Elsewhere(account=account, platform=Platform.TEAMS, name="Maya\n<!channel>", how=How.EMAIL)
    page = home_page(profile(also=(there,)), has_fields=True)
    (erase,) = [b for b in buttons_of(page) if b.action is Action.ERASE]
    (not_both,) = [b for b in buttons_of(page) if b.action is Action.NOT_BOTH_ME]

    for said in (
        "You in Microsoft Teams",
        "You are also known to me as Maya <!channel> in Microsoft Teams.",
        "Both accounts have the same e-mail address.",
        "What you choose holds in both",
        "that copy comes to you there",
    ):
        assert said in page.text
    assert not_both.value == "p2"
    assert not_both.confirm
    assert erase.confirm
    assert "I do the same in Microsoft Teams." in erase.confirm.text


def test_only_erasing_asks_first() -> None:
    asks = [b.action for b in buttons_of(home_page(profile(), has_fields=True)) if b.confirm]

    assert asks == [Action.ERASE]


def test_on_a_break_one_can_come_back() -> None:
    actions = [b.action for b in buttons_of(home_page(profile(is_paused=True), has_fields=True))]

    assert Action.RESUME in actions
    assert Action.PAUSE not in actions


@pytest.mark.parametrize("level", Naming)
def test_the_level_in_use_is_said_and_the_others_are_offered(level: Naming) -> None:
    page = home_page(profile(consent=level), has_fields=True)
    offered = {b.value for b in buttons_of(page) if b.action is Action.CONSENT}

    assert chat_phrases.LEVELS[level] in page.text
    assert offered == {"by_name", "through_kenner", "not_at_all"} - {level}


def test_a_message_has_no_fields_and_a_page_has_four() -> None:
    fields = [s.field.action for s in home_page(profile(), has_fields=True).sections if s.field]

    assert fields == [Action.ASK_HERE, Action.KNOW, Action.FOLLOW, Action.HOURS]
    assert not any(s.field for s in home_page(profile(), has_fields=False).sections)


def test_long_lists_say_how_much_more_there_is() -> None:
    many = tuple(Topic(id=str(n), label=f"topic {n}", answered=1) for n in range(30))
    page = home_page(profile(topics=many), has_fields=True)

    assert "And 18 more, which are in your copy." in page.text


def test_an_empty_page_says_how_it_will_fill() -> None:
    text = home_page(profile(topics=(), declared=()), has_fields=False).text

    assert chat_phrases.NO_TOPICS in text
    assert chat_phrases.NO_DECLARED in text


@pytest.mark.parametrize(
    ("title", "heard"), [("Terraform", "Terraform."), ("Does it still?", "Does it still?"), ("“x”", "“x”")]
)
def test_what_stands_alone_ends_once(title: str, heard: str) -> None:
    assert Entry(title=title).text == heard


def test_whatever_one_can_say_to_it_stands_in_the_help() -> None:
    for text in (help_note("/wer", "/kann", "/heute").text, help_in_teams().text):
        assert "card" in text
        assert "notebook" in text
        assert "just learned" in text


def test_without_a_title_the_detail_says_it_all() -> None:
    assert Entry(title="", detail="“x” Ana worked it out.").text == "“x” Ana worked it out."
