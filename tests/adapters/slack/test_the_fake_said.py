"""What the bot says in our own Slack is checked as Slack documents it; Slack's own client says it."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.client import refusal
from tests.support.slack.clocks import HandClock
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, Json, User

# ---- Messages ----


async def test_the_bot_writes_only_where_it_is(client: AsyncWebClient, slack: FakeSlack, ana: User) -> None:
    public, secret = slack.world.channel("public", ana), slack.world.channel("secret", ana, kind="private")
    old = slack.world.channel("old", ana, slack.bot, is_archived=True)

    errors = [
        (await refusal(client.chat_postMessage(channel=channel.id, text="hello")))["error"]
        for channel in (public, secret, old)
    ]

    assert errors == ["not_in_channel", "channel_not_found", "is_archived"]


async def test_a_second_message_within_a_second_is_too_much(
    client: AsyncWebClient, slack: FakeSlack, clock: HandClock, ask: Channel
) -> None:
    await client.chat_postMessage(channel=ask.id, text="one")

    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=ask.id, text="two")
    clock.pass_time(1)
    await client.chat_postMessage(channel=ask.id, text="three")

    assert raised.value.response.status_code == 429
    assert raised.value.response.headers["Retry-After"] == "1"
    assert [one["text"] for one in slack.messages(ask)] == ["one", "three"]


async def test_metadata_comes_back_only_when_asked_for(client: AsyncWebClient, ask: Channel) -> None:
    metadata = {"event_type": "kenner_message", "event_payload": {"key": "k1"}}
    await client.chat_postMessage(channel=ask.id, text="hello", metadata=metadata)

    plain = await client.conversations_history(channel=ask.id)
    full = await client.conversations_history(channel=ask.id, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


BUTTON = {"type": "button", "action_id": "ask", "text": {"type": "plain_text", "text": "Ask"}}
WORDS = {"type": "mrkdwn", "text": "words"}


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "nonsense"}, "unsupported type: nonsense [json-pointer:/blocks/0/type]"),
        ({"type": "section"}, "one of text and fields is required"),
        ({"type": "section", "text": WORDS | {"text": ""}}, "must be more than 0 characters"),
        ({"type": "section", "text": WORDS | {"text": "x" * 3001}}, "must be less than 3001 characters"),
        ({"type": "section", "text": WORDS | {"emoji": True}}, "invalid additional property: emoji"),
        ({"type": "header", "text": WORDS}, "unsupported type: mrkdwn"),
        ({"type": "actions", "elements": []}, "must have 1 to 25 items"),
        ({"type": "actions", "elements": [BUTTON, BUTTON]}, "action_id ask already exists"),
        ({"type": "actions", "elements": [BUTTON | {"value": "x" * 2001}]}, "must be less than 2001"),
        ({"type": "context", "elements": [WORDS] * 11}, "must have 1 to 10 items"),
        ({"type": "context", "elements": [BUTTON]}, "unsupported type: button"),
        ({"type": "image", "image_url": "https://x.example/a.png"}, "missing required field: alt_text"),
    ],
)
async def test_blocks_beyond_the_limits_are_refused(
    client: AsyncWebClient, slack: FakeSlack, ask: Channel, block: Json, complaint: str
) -> None:
    answer = await refusal(client.chat_postMessage(channel=ask.id, text="hello", blocks=[block]))

    assert answer["error"] == "invalid_blocks"
    assert any(complaint in one for one in answer["errors"])
    assert slack.messages(ask) == []


async def test_more_than_fifty_blocks_are_refused(client: AsyncWebClient, ask: Channel) -> None:
    answer = await refusal(
        client.chat_postMessage(channel=ask.id, text="hello", blocks=[{"type": "divider"}] * 51)
    )

    assert answer["error"] == "invalid_blocks"


async def test_an_ephemeral_message_reaches_a_member_and_is_kept_nowhere(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    stranger = slack.world.person("stranger")

    await client.chat_postEphemeral(channel=ask.id, user=ana.id, text="only you")
    refused = await refusal(client.chat_postEphemeral(channel=ask.id, user=stranger.id, text="you"))
    history = await client.conversations_history(channel=ask.id)

    assert [one["text"] for one in slack.ephemerals(ana)] == ["only you"]
    assert refused["error"] == "user_not_in_channel"
    assert history["messages"] == []


async def test_the_bot_changes_and_removes_only_its_own_messages(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    hers = await slack.post(ana, ask, "hers")
    own = await client.chat_postMessage(channel=ask.id, text="own", blocks=[{"type": "divider"}])

    await client.chat_update(channel=ask.id, ts=own["ts"], text="changed")
    changed = slack.messages(ask)[-1]
    await client.chat_delete(channel=ask.id, ts=own["ts"])

    assert (changed["text"], len(changed["blocks"])) == ("changed", 1)
    assert [one["text"] for one in slack.messages(ask)] == ["hers"]
    updating = client.chat_update(channel=ask.id, ts=hers["ts"], text="mine now")
    assert (await refusal(updating))["error"] == "cant_update_message"
    assert (await refusal(client.chat_delete(channel=ask.id, ts=own["ts"])))["error"] == "message_not_found"


async def test_links_lead_to_messages_and_to_replies_within_their_thread(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    first = await slack.post(ana, ask, "first")
    reply = await slack.post(ana, ask, "reply", thread_ts=first["ts"])

    link = await client.chat_getPermalink(channel=ask.id, message_ts=reply["ts"])

    digits = reply["ts"].replace(".", "")
    assert link["permalink"] == (
        f"https://acme.slack.com/archives/{ask.id}/p{digits}?thread_ts={first['ts']}&cid={ask.id}"
    )


# ---- Forms and the home page ----

FIELD = {
    "type": "input",
    "block_id": "question",
    "label": {"type": "plain_text", "text": "Your question"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
FORM = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [FIELD],
}


async def test_a_trigger_opens_one_form_within_three_seconds(
    client: AsyncWebClient, slack: FakeSlack, clock: HandClock, ana: User
) -> None:
    first, second = slack.triggers.issue(ana.id), slack.triggers.issue(ana.id)

    await client.views_open(trigger_id=first, view=FORM)
    again = await refusal(client.views_open(trigger_id=first, view=FORM))
    clock.pass_time(3.1)
    late = await refusal(client.views_open(trigger_id=second, view=FORM))

    form = slack.form(ana)
    assert form is not None
    assert form["callback_id"] == "ask"
    assert (again["error"], late["error"]) == ("exchanged_trigger_id", "expired_trigger_id")


async def test_a_form_with_a_field_needs_a_button_to_send_it(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    view = {name: value for name, value in FORM.items() if name != "submit"}

    answer = await refusal(client.views_open(trigger_id=slack.triggers.issue(ana.id), view=view))

    assert answer["error"] == "invalid_arguments"


async def test_a_home_page_is_replaced_unless_it_has_changed_meanwhile(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}

    first = await client.views_publish(user_id=ana.id, view=home)
    await client.views_publish(user_id=ana.id, view=home, hash=first["view"]["hash"])
    stale = await refusal(client.views_publish(user_id=ana.id, view=home, hash=first["view"]["hash"]))

    published = slack.home(ana)
    assert published is not None
    assert published["id"] == first["view"]["id"]
    assert stale["error"] == "hash_conflict"


# ---- Response URLs ----


async def posted(address: str, body: Json) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(address, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_answers_five_times(slack: FakeSlack, ana: User, ask: Channel) -> None:
    address = f"{slack.address}/response/{slack.response_urls.issue(ana.id, ask.id)}"

    answers = [await posted(address, {"text": str(number)}) for number in range(6)]

    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5][0] == 404
    assert "used_url" in answers[5][1]
    assert [one["text"] for one in slack.ephemerals(ana)] == ["0", "1", "2", "3", "4"]


async def test_a_response_url_answers_for_half_an_hour(
    slack: FakeSlack, clock: HandClock, ana: User, ask: Channel
) -> None:
    address = f"{slack.address}/response/{slack.response_urls.issue(ana.id, ask.id)}"

    clock.pass_time(1801)

    assert (await posted(address, {"text": "late"}))[0] == 404
    assert slack.ephemerals(ana) == []


async def test_a_response_url_replaces_and_removes_what_it_came_with(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    await client.chat_postEphemeral(channel=ask.id, user=ana.id, text="only you")
    source = slack.ephemerals(ana)[0]
    address = f"{slack.address}/response/{slack.response_urls.issue(ana.id, ask.id, source)}"

    await posted(address, {"text": "changed", "replace_original": True})
    after_change = [one["text"] for one in slack.ephemerals(ana)]
    await posted(address, {"delete_original": True})

    assert after_change == ["changed"]
    assert slack.ephemerals(ana) == []
