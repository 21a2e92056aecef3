"""Activities of Teams in our words: what each comes to, and that nothing unknown or broken does harm."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.errors import MalformedActivityError
from adapters.teams.events import incoming
from bot.incoming import (
    Asked,
    Command,
    Commanded,
    Deleted,
    Posted,
    Pressed,
    Via,
)
from expertise.types import MessageKind, MessageTs
from tests.support.teams_activities import (
    ADA,
    BOT,
    CHANNEL,
    GROUP,
    PERSONAL,
    READING,
    ROOT,
    TS,
    activity,
    group,
    happened,
    invoke,
    mention,
    message,
    personal,
    pressed,
)

AT = datetime(2024, 3, 1, 9, tzinfo=UTC)
EDITED = datetime(2024, 3, 1, 9, 0, 1, 500_000, tzinfo=UTC)
NAMED = (
    '<p><span itemtype="http://schema.skype.com/Mention" itemid="0">Kenner</span>'
    "&nbsp;who knows Postgres?</p>"
)


def posted(text: str = "how do I restore a backup?", **fields: Any) -> Posted:
    whole = {
        "channel": CHANNEL,
        "ts": MessageTs(TS),
        "at": AT,
        "author": ADA,
        "text": text,
        "thread_ts": MessageTs(ROOT),
    }
    return Posted(**whole | fields)


def asked(via: Via, text: str, **fields: Any) -> Asked:
    whole = {"channel": CHANNEL, "ts": MessageTs(TS), "written_at": AT, "thread_ts": MessageTs(ROOT)}
    return Asked(via=via, asker=ADA, text=text, **whole | fields)


def test_a_message_is_in_the_thread_of_its_post() -> None:
    assert incoming(message(), READING) == (posted(),)


def test_a_post_begins_its_own_thread() -> None:
    where = {"id": f"{CHANNEL};messageid={TS}", "conversationType": "channel"}

    assert incoming(message(conversation=where), READING) == (posted(thread_ts=MessageTs(TS)),)


def test_a_message_in_a_group_chat_has_no_thread() -> None:
    said = group(text="hello\r\nall", attachments=[])

    assert incoming(said, READING) == (posted("hello\nall", channel=GROUP, thread_ts=None),)


def test_the_html_says_more_than_the_text() -> None:
    (said,) = incoming(message("<ul><li>one</li><li>two</li></ul>", text="one two"), READING)

    assert said == posted("• one\n• two")


def test_names_of_files_belong_to_what_was_said() -> None:
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "plan.pdf"}
    html = {"contentType": "text/html", "content": "<p>here</p>"}

    assert incoming(message(attachments=[html, file]), READING) == (posted("here\nplan.pdf"),)


@pytest.mark.parametrize(
    "said",
    [
        message(NAMED, entities=[mention()]),
        activity(text="<at>Kenner</at> who knows Postgres?", entities=[mention()]),
    ],
)
def test_a_mention_is_stored_and_asks_without_the_bots_name(said: dict[str, Any]) -> None:
    assert incoming(said, READING) == (
        posted("@Kenner who knows Postgres?"),
        asked(Via.MENTION, "who knows Postgres?"),
    )


def test_a_mention_in_a_group_chat_asks_there() -> None:
    said = group(text="<at>Kenner</at>", entities=[mention()], attachments=[])

    assert incoming(said, READING)[1] == asked(Via.MENTION, "", channel=GROUP, thread_ts=None)


def test_somebody_else_who_is_named_is_not_asked_about() -> None:
    said = message("<p><at>Maya Lind</at> hello</p>", entities=[mention("Maya Lind", "29:maya")])

    assert incoming(said, READING) == (posted("@Maya Lind hello"),)


def test_what_looks_like_a_mention_but_names_nobody_stays_words() -> None:
    said = activity(text="write <at>all</at> into it", entities=[])

    assert incoming(said, READING) == (posted("write < at>all< /at> into it"),)


def test_bots_are_heard_and_get_no_answer() -> None:
    said = message(NAMED, entities=[mention()]) | {"from": {"id": "28:other", "name": "Build"}}

    assert incoming(said, READING) == (
        posted("@Kenner who knows Postgres?", author="28:other", kind=MessageKind.BOT),
    )


def test_the_bots_own_messages_are_none() -> None:
    assert incoming(message() | {"from": {"id": BOT}}, READING) == ()


def test_a_guest_without_an_account_here_is_known_by_the_id_that_teams_gives() -> None:
    (said,) = incoming(message() | {"from": {"id": "29:guest", "name": "Guest"}}, READING)

    assert said == posted(author="29:guest")


def test_an_edit_is_the_message_as_it_is_now() -> None:
    edit = message("<p>now</p>") | {"type": "messageUpdate"}
    edit["channelData"]["eventType"] = "editMessage"

    assert incoming(edit, READING) == (posted("now", edited_at=EDITED),)


def test_a_deletion_that_is_taken_back_is_the_message_again() -> None:
    back = message() | {"type": "messageUpdate"}
    back["channelData"]["eventType"] = "undeleteMessage"

    assert incoming(back, READING) == (posted(is_restored=True),)


def test_a_message_that_is_only_hidden_is_gone() -> None:
    gone = activity("messageDelete")
    gone["channelData"]["eventType"] = "softDeleteMessage"

    assert incoming(gone, READING) == (Deleted(channel=CHANNEL, ts=MessageTs(TS), at=AT),)


# ------------------------------------------------------------------ alone with the bot


def test_what_is_said_to_the_bot_alone_asks_and_is_not_stored() -> None:
    said = personal(text="who knows Postgres?")

    assert incoming(said, READING) == (
        asked(Via.DIRECT, "who knows Postgres?", channel=PERSONAL, thread_ts=None),
    )


@pytest.mark.parametrize(
    ("words", "command", "topic"),
    [
        ("me", Command.ME, ""),
        (" Me ", Command.ME, ""),
        ("HELP", Command.HELP, ""),
        ("I know Terraform", Command.KNOW, "Terraform"),
        ("i know: state locks", Command.KNOW, "state locks"),
        ("I know", Command.KNOW, ""),
        ("Follow state locks", Command.FOLLOW, "state locks"),
        ("unfollow state locks", Command.UNFOLLOW, "state locks"),
        ("topic: terraform", Command.TOPIC, "terraform"),
    ],
)
def test_command_words_are_no_questions(words: str, command: Command, topic: str) -> None:
    assert incoming(personal(text=words), READING) == (Commanded(command=command, person=ADA, text=topic),)


@pytest.mark.parametrize(
    "words",
    [
        "me and my laptop",
        "help me with Terraform",
        "I know nothing about Kafka, who does?",
        "i know that this used to work before the last release went out",
        "I knowingly broke it",
        "follow which steps to restore a backup?",
    ],
)
def test_a_question_that_begins_like_a_command_is_a_question(words: str) -> None:
    (said,) = incoming(personal(text=words), READING)

    assert isinstance(said, Asked)
    assert said.text == words


def test_edits_of_what_was_said_to_the_bot_alone_change_nothing() -> None:
    assert incoming(personal(text="x") | {"type": "messageUpdate"}, READING) == ()


# ------------------------------------------------------------------ buttons and menus


@pytest.mark.parametrize("is_old", [False, True])
def test_a_button_is_pressed_in_the_thread_of_its_card(*, is_old: bool) -> None:
    data = pressed("helped", "q1")
    execute = {"action": {"type": "Action.Execute", "verb": "helped", "data": data}}
    sent = (
        activity(value=data, replyToId="1709283700000") if is_old else invoke("adaptiveCard/action", execute)
    )

    assert incoming(sent, READING) == (
        Pressed(
            action="helped",
            value="q1",
            person=ADA,
            channel=CHANNEL,
            ts=MessageTs("1709283700000"),
            thread_ts=MessageTs(ROOT),
        ),
    )


def test_a_button_in_the_chat_with_the_bot_has_no_place_beside_others() -> None:
    (done,) = incoming(personal(value=pressed("my_page"), replyToId="1"), READING)

    assert done == Pressed(action="my_page", value="", person=ADA, channel=None, ts=MessageTs("1"))


def test_what_is_typed_comes_with_its_own_button_alone() -> None:
    ours = {
        "kenner": {"action": "know", "is_field": True},
        "know": "Terraform",
        "ask_here": "half a question",
    }

    (done,) = incoming(personal(value=ours), READING)

    assert isinstance(done, Pressed)
    assert (done.action, done.value) == ("know", "Terraform")


def test_the_pages_own_field_asks() -> None:
    ours = {"kenner": {"action": "ask_here", "is_field": True}, "ask_here": " restore a backup "}

    assert incoming(personal(value=ours), READING) == (
        Asked(via=Via.HOME, asker=ADA, text="restore a backup", channel=None),
    )


@pytest.mark.parametrize("data", [{}, {"action": "erase"}, {"kenner": "erase"}, {"kenner": {"value": "x"}}])
def test_what_is_no_button_of_ours_does_nothing(data: dict[str, Any]) -> None:
    assert incoming(invoke("adaptiveCard/action", {"action": {"data": data}}), READING) == ()


@pytest.mark.parametrize("name", ["composeExtension/fetchTask", "composeExtension/submitAction"])
def test_on_a_message_its_words_are_the_question(name: str) -> None:
    said = {
        "id": TS,
        "replyToId": ROOT,
        "body": {"contentType": "html", "content": '<p><at id="0">Kenner</at>, restore <b>how</b>?</p>'},
        "mentions": [{"id": 0, "mentionText": "Kenner", "mentioned": {"application": {"id": "app"}}}],
    }
    chosen = invoke(name, {"commandId": "findSomeone", "commandContext": "message", "messagePayload": said})

    assert incoming(chosen, READING) == (asked(Via.MESSAGE, "restore how?"),)


def test_what_is_typed_into_the_search_is_not_kept_as_a_question() -> None:
    typed = invoke("composeExtension/query", {"commandId": "askWhoKnows", "parameters": []})

    assert incoming(typed, READING) == ()


# ------------------------------------------------------------------ what is broken or unknown


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "endOfConversation", "", "invoke"])
def test_what_is_unknown_is_nothing(kind: str) -> None:
    assert incoming(activity(kind), READING) == ()


@pytest.mark.parametrize("key", ["id", "from"])
def test_a_message_that_lacks_what_teams_promises_is_malformed(key: str) -> None:
    broken = message()
    del broken[key]

    with pytest.raises(MalformedActivityError, match=key):
        incoming(broken, READING)


_ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([{"id": {}}]) | st.just({})
)
_KEYS = st.sampled_from(
    ["id", "timestamp", "from", "recipient", "conversation", "channelData", "text", "value", "name", "action"]
)
_WHOLE = [
    message(NAMED, entities=[mention()]),
    personal(text="I know x"),
    personal(value=pressed("erase")),
    happened("teamMemberAdded", membersAdded=[{"id": BOT}]),
    happened("channelCreated", channel={"id": CHANNEL}),
    invoke("adaptiveCard/action", {"action": {"data": pressed("helped")}}),
    invoke("composeExtension/fetchTask", {"commandId": "findSomeone", "messagePayload": {"id": TS}}),
]


@given(st.sampled_from(_WHOLE), st.dictionaries(_KEYS, _ANYTHING), _KEYS, _ANYTHING)
@settings(max_examples=300)
def test_no_activity_at_all_fails_otherwise(
    whole: dict[str, Any], spoilt: dict[str, Any], inner: str, value: object
) -> None:
    broken = copy.deepcopy(whole) | spoilt
    for part in ("channelData", "conversation", "value", "from"):
        if isinstance(broken.get(part), dict):
            broken[part] |= {inner: value}
    try:
        told = incoming(broken, READING)
    except MalformedActivityError:
        return
    assert isinstance(told, tuple)
