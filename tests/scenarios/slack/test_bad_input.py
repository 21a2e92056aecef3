"""What is malformed, forged, huge or hostile: the right status, a sentence for people, nothing that pings."""

import json
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import aiohttp
import pytest

from tests.support.block_kit import links
from tests.support.running import until
from tests.support.slack.delivery import ACKNOWLEDGE_WITHIN, Delivery, SignedHttp
from tests.support.slack.fake import FakeSlack
from tests.support.slack_bot import ADDRESS, slack_bot
from tests.support.slack_office import NEED, NONSENSE, OFF, Office

OLD = 60 * 6


@pytest.fixture
async def here(office: Office, slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Office]:
    async with slack_bot(slack, tmp_path, **OFF) as service:
        office.service = service
        yield office


@pytest.fixture
async def either(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> AsyncIterator[Office]:
    """The same, over one transport and then over the other."""
    async with slack_bot(slack, tmp_path, over_http=over_http, **OFF) as office.service:
        yield office


async def posted(here: Office, body: str, headers: dict[str, str]) -> int:
    address = f"{ADDRESS[id(here.service)]}/slack/events"
    headers = {"Content-Type": "application/json"} | headers
    async with aiohttp.ClientSession() as web, web.post(address, data=body, headers=headers) as answer:
        return answer.status


async def test_who_is_not_slack_is_refused(here: Office, slack: FakeSlack) -> None:
    good = slack.outbox.transport
    assert isinstance(good, SignedHttp)
    event = {"type": "message", "channel": here.data.id, "user": here.cem.id, "text": NEED, "ts": "1.000001"}
    body = json.dumps(slack.envelope(event))
    forged = SignedHttp("", "another secret", good._seconds)

    assert await posted(here, body, {}) == 401
    assert await posted(here, body, forged.signature(body)) == 401
    assert await posted(here, body, good.signature(body, good._seconds() - OLD)) == 401
    assert await posted(here, f"{body} ", good.signature(body)) == 401
    assert await posted(here, body, good.signature(body)) == 200


async def test_what_cannot_be_read_is_refused_or_passed_over(
    here: Office, slack: FakeSlack, log: StringIO
) -> None:
    good = slack.outbox.transport
    assert isinstance(good, SignedHttp)
    event = {"type": "message", "channel": here.data.id, "user": here.cem.id, "text": NEED, "ts": "1.000001"}
    whole = slack.envelope(event)
    elsewhere = whole | {"team_id": "T09OTHER", "authorizations": [{"team_id": "T09OTHER"}]}
    nameless = {name: value for name, value in whole.items() if name != "event_id"}
    cases = [
        (elsewhere, 403),
        (nameless, 400),
        (whole | {"event": {"type": "message"}}, 200),
        (whole | {"event": {"type": "a_new_kind"}, "event_id": "Ev2"}, 200),
        (whole | {"event": {"type": "message", "channel": 7, "ts": "soon"}, "event_id": "Ev3"}, 400),
    ]
    for payload, status in cases:
        body = json.dumps(payload)
        assert await posted(here, body, good.signature(body)) == status
    await here.handled()

    assert "delivery of an unknown workspace" in log.getvalue()
    assert "payload cannot be read" in log.getvalue()
    assert "Ben" in (await here.command(here.cem, NEED))["text"]


async def test_a_missing_scope_leaves_the_rest_working(
    office: Office, slack: FakeSlack, tmp_path: Path
) -> None:
    slack.tokens.bot.scopes -= {"dnd:read", "groups:read"}

    async with slack_bot(slack, tmp_path, **OFF) as office.service:
        card = await office.command(office.cem, NEED)

    assert "Ben" in card["text"]


async def test_what_cannot_be_read_does_not_break_the_connection(
    office: Office, slack: FakeSlack, tmp_path: Path, log: StringIO
) -> None:
    event = {"type": "message", "channel": office.data.id, "user": office.cem.id, "text": NEED, "ts": "1.0"}
    whole = slack.envelope(event)
    numbered = whole | {"event": event | {"channel": 7}}
    nameless = {name: value for name, value in whole.items() if name != "event_id"}
    elsewhere = whole | {"team_id": "T09OTHER", "authorizations": [{"team_id": "T09OTHER"}]}
    slack.socket_mode.acknowledge_within = 0.2
    async with slack_bot(slack, tmp_path, over_http=False, **OFF) as office.service:
        for payload, is_taken in ((numbered, False), (nameless, False), (elsewhere, False), ({}, True)):
            sent = await slack.outbox.send(Delivery(kind="events_api", payload=payload))
            assert sent.is_acknowledged is is_taken
        slack.socket_mode.acknowledge_within = ACKNOWLEDGE_WITHIN
        card = await office.command(office.cem, NEED)

    assert "payload cannot be read" in log.getvalue()
    assert "delivery of an unknown workspace" in log.getvalue()
    assert "Ben" in card["text"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{NONSENSE} " * 1_500, id="40,000 characters"),
        pytest.param("🦓🦓🦓 :zebra: 👩‍👩‍👧‍👦", id="emoji"),
        pytest.param("כיצד לשחזר \u202eגיבוי\u202c ?", id="right to left"),
        pytest.param("&lt;!channel&gt; &lt;@U00000001&gt; &amp;amp; *bold* `code`", id="markup as words"),
        pytest.param("<!channel> <!here> <@U00000001> <#C1|x> <https://evil.example|click>", id="pings"),
        pytest.param("...", id="signs"),
    ],
)
async def test_whatever_is_asked_is_answered_and_pings_nobody(either: Office, text: str) -> None:
    card = await either.command(either.cem, text[:40_000])

    assert card["text"].strip()
    assert "<" not in card["text"]
    draft = await either.press(either.cem, card, "draft") if "nobody stands out" in card["text"] else card
    assert "<" not in draft["text"]


async def test_only_the_bots_name_asks_what_is_needed(either: Office) -> None:
    asked = await either.mention(either.cem, "  ")

    await until(lambda: either.slack.ephemerals(either.cem))
    assert "no question yet" in either.slack.ephemerals(either.cem)[0]["text"]
    assert either.answers(asked) == []


async def test_what_is_quoted_pings_nobody_and_long_names_are_cut(
    office: Office, slack: FakeSlack, tmp_path: Path, *, over_http: bool
) -> None:
    eve = slack.world.person("eve", real_name="Eve " + "<!channel> & *Very* " * 15)
    office.data.members.append(eve.id)
    words = "restore a postgres backup: <!channel> ask <@U00000001> at <https://evil.example|our site>"
    await office.thread(office.data, office.ana, f"how do I {NEED} today?", eve, words)

    async with slack_bot(slack, tmp_path, over_http=over_http, **OFF) as office.service:
        await office.command(office.cem, NEED)
        await office.seasoned(office.cem)
        asked = await office.mention(office.cem, NEED)
        await until(lambda: office.answers(asked))

    (answer,) = office.answers(asked)
    assert "Eve" in answer["text"]
    assert answer["text"].count("Very") < 15
    assert "<!channel>" not in answer["text"]
    assert [link for link in links(answer) if "evil" in link] == []
