"""Activities of Teams in our words: what each comes to, and that nothing unknown or broken does harm."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.activities import Reading
from adapters.teams.changes import whole_team
from adapters.teams.errors import MalformedActivityError
from adapters.teams.events import incoming
from bot.incoming import (
    Asked,
    ChannelGone,
    ChannelSeen,
    Command,
    Commanded,
    Deleted,
    Membership,
    Posted,
    Pressed,
    Via,
)
from expertise.types import ChannelKind, MessageKind, MessageTs
from tests.support.teams_activities import (
    ADA,
    BOT,
    CHANNEL,
    GROUP,
    PERSONAL,
    ROOT,
    TEAM,
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

READING = Reading(bot=BOT, channels=(CHANNEL, TEAM))
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

    assert incoming(back, READING) == (posted(),)


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


# ------------------------------------------------------------------ channels, teams, people


@pytest.mark.parametrize(
    ("what", "channel", "told"),
    [
        (
            "channelCreated",
            {"id": "19:new", "name": "ops", "type": "standard"},
            ChannelSeen(channel="19:new", name="Platform › ops", kind=ChannelKind.PRIVATE, is_archived=False),
        ),
        (
            "channelCreated",
            {"id": "19:new", "name": "ops"},
            ChannelSeen(channel="19:new", name="Platform › ops", is_archived=False),
        ),
        (
            "channelRenamed",
            {"id": CHANNEL, "name": "data"},
            ChannelSeen(channel=CHANNEL, name="Platform › data"),
        ),
        ("channelDeleted", {"id": CHANNEL, "name": "data"}, ChannelGone(channel=CHANNEL)),
        (
            "channelRestored",
            {"id": CHANNEL, "name": "data"},
            ChannelSeen(channel=CHANNEL, name="Platform › data", is_archived=False),
        ),
        ("channelShared", {"id": CHANNEL}, ChannelSeen(channel=CHANNEL)),
    ],
)
def test_channels_come_go_and_change_their_names(
    what: str, channel: dict[str, Any], told: ChannelSeen | ChannelGone
) -> None:
    assert incoming(happened(what, channel=channel), READING) == (told,)


@pytest.mark.parametrize(
    ("kind", "seen"),
    [("standard", ChannelKind.PUBLIC), ("private", ChannelKind.PRIVATE), ("shared", ChannelKind.PRIVATE)],
)
def test_only_standard_channels_of_a_team_that_is_open_are_for_everyone(kind: str, seen: ChannelKind) -> None:
    new = happened("channelCreated", channel={"id": "19:new", "name": "ops", "type": kind})

    (told,) = incoming(new, Reading(bot=BOT, open_teams={TEAM}))

    assert isinstance(told, ChannelSeen)
    assert told.kind is seen


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("teamDeleted", [ChannelGone(channel=c) for c in (TEAM, CHANNEL)]),
        ("teamArchived", [ChannelSeen(channel=c, is_archived=True) for c in (TEAM, CHANNEL)]),
        ("teamUnarchived", [ChannelSeen(channel=c, is_archived=False) for c in (TEAM, CHANNEL)]),
        ("teamRestored", [ChannelSeen(channel=c, is_archived=False) for c in (TEAM, CHANNEL)]),
        ("teamRenamed", []),
    ],
)
def test_what_happens_to_a_team_happens_to_its_channels(what: str, told: list[Any]) -> None:
    assert incoming(happened(what), READING) == tuple(told)


def test_who_comes_into_a_team_is_in_each_of_its_channels() -> None:
    came = happened("teamMemberAdded", membersAdded=[{"id": "29:bob", "aadObjectId": "B0B"}])

    assert incoming(came, READING) == tuple(
        Membership(channel=c, person="b0b", is_member=True) for c in (TEAM, CHANNEL)
    )


def test_where_somebodys_account_is_not_told_everyone_in_the_channel_is_asked_for() -> None:
    went = group(membersRemoved=[{"id": "29:bob"}, {"id": "29:eve"}]) | {"type": "conversationUpdate"}

    assert incoming(went, READING) == (ChannelSeen(channel=GROUP),)


def test_the_bot_itself_comes_and_goes() -> None:
    came = happened("teamMemberAdded", membersAdded=[{"id": BOT}])
    went = group(action="remove") | {"type": "installationUpdate"}

    assert incoming(came, READING)[0] == Membership(channel=TEAM, person=BOT, is_member=True)
    assert incoming(went, READING) == (Membership(channel=GROUP, person=BOT, is_member=False),)


def test_who_installs_the_app_for_themselves_changes_nothing() -> None:
    for kind in ("installationUpdate", "conversationUpdate"):
        assert incoming(personal(action="add", membersAdded=[{"id": BOT}]) | {"type": kind}, READING) == ()


def test_the_channels_of_a_team_are_needed_only_where_all_of_them_are_meant() -> None:
    assert whole_team(happened("teamDeleted")) == TEAM
    assert whole_team(happened("teamMemberAdded", membersAdded=[{"id": BOT}])) == TEAM
    assert whole_team(happened("channelDeleted", channel={"id": CHANNEL})) == ""
    assert whole_team(message()) == ""


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
