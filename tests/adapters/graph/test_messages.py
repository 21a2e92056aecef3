"""A message of Graph's becomes what the activity that told of it live became."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.graph.messages import posted, read_message
from adapters.teams.activities import Reading
from adapters.teams.events import incoming
from bot.history import RawMessage, Reason
from bot.incoming import Posted
from expertise.types import MessageKind
from tests.support.graph import shapes as graph

TS, REPLY = "1616965872395", "1616989753153"
EDITED = "2021-03-29T09:00:00.5Z"


def _read(**fields: Any) -> RawMessage:
    read = read_message(graph.chat_message(TS, **fields))
    assert isinstance(read, RawMessage)
    return read


def test_a_post_is_named_by_its_milliseconds_and_begins_its_thread() -> None:
    assert _read(content="<p>Hello&nbsp;<b>World</b></p>") == RawMessage(
        ts=TS,
        at=datetime(2021, 3, 28, 21, 11, 12, 395_000, tzinfo=UTC),
        user=graph.ROBIN,
        text="Hello World",
        thread_ts=TS,
        kind=MessageKind.PERSON,
        edited_at=None,
    )


def test_a_reply_stands_in_the_thread_of_its_post() -> None:
    assert _read(reply_to=REPLY).thread_ts == REPLY


def test_what_is_read_is_the_row_that_was_heard() -> None:
    raw = graph.chat_message(
        REPLY,
        'see <at id="0">Jane Smith</at>',
        reply_to=TS,
        mentions=[graph.mention(0, graph.JANE)],
        attachments=[{"id": "f1", "contentType": "reference", "name": "plan.docx"}],
    )
    activity = {
        "type": "message",
        "id": REPLY,
        "from": {"id": "29:robin", "aadObjectId": graph.ROBIN.upper(), "name": "Robin Kline"},
        "conversation": {"conversationType": "channel", "id": f"{graph.GENERAL};messageid={TS}"},
        "channelData": {"channel": {"id": graph.GENERAL}},
        "text": "see <at>Jane Smith</at>",
        "entities": [{"type": "mention", "mentioned": {"id": "29:jane"}, "text": "<at>Jane Smith</at>"}],
        "attachments": [
            {
                "contentType": "text/html",
                "content": '<div>see <span itemtype="http://schema.skype.com/Mention" itemscope'
                ' itemid="0">Jane Smith</span></div>',
            },
            {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "plan.docx"},
        ],
    }

    (heard,) = incoming(activity, Reading(bot="28:kenner"))

    assert posted(raw) == heard
    assert isinstance(heard, Posted)
    assert heard.text == "see @Jane Smith\nplan.docx"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"content_type": "text", "content": "a < b\r\n<p>"}, "a < b\n<p>"),
        ({"subject": "Backups", "content": "<p>Where?</p>"}, "Backups\nWhere?"),
        (
            {
                "content": '<attachment id="1"></attachment><p>Yes, that one.</p>',
                "attachments": [
                    {"id": "1", "contentType": "messageReference", "content": '{"messagePreview":"Which?"}'}
                ],
            },
            "Yes, that one.",
        ),
        (
            {"content": "<at id='9'>Jane Smith</at>", "mentions": [{"id": 10**400}, {"id": None}]},
            "@Jane Smith",
        ),
        ({"content": "<at>Kenner</at> <@U1> \0"}, "@Kenner < @U1> \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_words_are_those_of_its_author_alone(fields: dict[str, Any], words: str) -> None:
    assert _read(**fields).text == words


def test_an_edit_says_when() -> None:
    assert _read(lastEditedDateTime=EDITED).edited_at == datetime(2021, 3, 29, 9, 0, 0, 500_000, tzinfo=UTC)


def test_what_a_bot_says_is_a_bots() -> None:
    read = _read(**{"from": graph.bot("0a1b")})

    assert (read.kind, read.user) == (MessageKind.BOT, "28:0a1b")


@pytest.mark.parametrize(
    "gone",
    [
        {"deletedDateTime": "2021-04-01T00:00:00.000Z", "content": "<p>still here</p>"},
        {"content": ""},
        {
            "content": "<p>4111 1111</p>",
            "policyViolation": {"dlpAction": "blockAccess", "userAction": "none"},
        },
        {"content": "<p>4111</p>", "policyViolation": {"dlpAction": "notifySender,blockAccessExternal"}},
    ],
)
def test_what_is_deleted_or_blocked_leaves_neither_words_nor_author(gone: dict[str, Any]) -> None:
    read = _read(**gone)

    assert (read.kind, read.text, read.user) == (MessageKind.TOMBSTONE, "", None)


def test_a_warning_to_its_sender_takes_nothing_away() -> None:
    assert _read(content="<p>ok</p>", policyViolation={"dlpAction": "notifySender"}).text == "ok"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (graph.notice(TS), Reason.NOTICE),
        (graph.notice(TS, messageType="systemEventMessage"), Reason.NOTICE),
        (graph.notice(TS, messageType="chatEvent"), Reason.NOTICE),
        (graph.chat_message(TS, channelIdentity=None, chatId="19:c@thread.v2"), Reason.NOT_IN_A_CHANNEL),
        (graph.chat_message(TS, **{"from": None}), Reason.NO_AUTHOR),
        (graph.chat_message(TS) | {"id": "one", "createdDateTime": "soon"}, Reason.NO_TIME),
        (graph.chat_message(TS) | {"id": None}, Reason.NOT_A_MESSAGE),
    ],
)
def test_what_is_left_out_says_why(raw: dict[str, Any], reason: Reason) -> None:
    assert read_message(raw) is reason
    assert posted(raw) is None


ODD = (
    None,
    True,
    -1,
    "",
    "9" * 5_000,
    "\0",
    [],
    [None],
    [[]],
    {},
    {"id": []},
    {"user": "x", "content": {}},
    [{"id": {}}],
)


@pytest.mark.parametrize("field", [*graph.chat_message(TS), "body.content", "from.user"])
def test_nothing_that_somebody_sends_raises(field: str) -> None:
    outer, _, inner = field.partition(".")

    read = [read_message(graph.chat_message(TS) | {outer: {inner: odd} if inner else odd}) for odd in ODD]

    assert [each for each in read if not isinstance(each, RawMessage | Reason)] == []
