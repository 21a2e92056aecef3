"""Our own Slack answers its Web API as Slack documents it, held against Slack's own client."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.clocks import HandClock
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, Json, User


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def slack(clock: HandClock) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock) as slack:
        yield slack


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
def ana(slack: FakeSlack) -> User:
    return slack.world.person("ana")


@pytest.fixture
def ask(slack: FakeSlack, ana: User) -> Channel:
    """A public channel with the bot and Ana."""
    return slack.world.channel("ask", ana, slack.bot)


def client_of(slack: FakeSlack, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(
        token=token or slack.tokens.bot.value, base_url=slack.base_url, timeout=5, retry_handlers=[]
    )


async def refusal(call: Any) -> Json:
    """What Slack said instead of ok."""
    with pytest.raises(SlackApiError) as raised:
        await call
    answer: Json = raised.value.response.data
    return answer


# ---- Tokens ----


async def test_auth_test_says_who_the_bot_is(client: AsyncWebClient, slack: FakeSlack) -> None:
    answer = await client.auth_test()

    assert (answer["user_id"], answer["team_id"]) == (slack.bot, slack.world.team_id)


async def test_an_unknown_token_is_refused(slack: FakeSlack) -> None:
    assert (await refusal(client_of(slack, "xoxb-wrong").auth_test()))["error"] == "invalid_auth"


async def test_a_revoked_token_is_refused_from_then_on(client: AsyncWebClient, slack: FakeSlack) -> None:
    await client.auth_test()

    slack.tokens.revoke()

    assert (await refusal(client.auth_test()))["error"] == "token_revoked"


async def test_a_missing_scope_is_named_beside_those_that_are_there(
    client: AsyncWebClient, slack: FakeSlack
) -> None:
    slack.tokens.bot.scopes = {"users:read"}

    answer = await refusal(client.dnd_teamInfo(users=slack.bot))

    assert answer == {"ok": False, "error": "missing_scope", "needed": "dnd:read", "provided": "users:read"}


async def test_each_kind_of_channel_needs_its_own_scope(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    slack.tokens.bot.scopes.remove("groups:history")
    secret = slack.world.channel("secret", ana, slack.bot, kind="private")

    answer = await refusal(client.conversations_history(channel=secret.id))

    assert answer["needed"] == "groups:history"


async def test_a_bot_token_opens_no_socket(client: AsyncWebClient) -> None:
    answer = await refusal(client.api_call("apps.connections.open"))

    assert answer["error"] == "not_allowed_token_type"


async def test_a_method_that_is_not_there_is_named(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_call("people.rank")))["error"] == "unknown_method"


# ---- People ----


async def test_people_come_in_pages(client: AsyncWebClient, slack: FakeSlack) -> None:
    names = {slack.world.person(f"person{number}").name for number in range(5)}

    pages = [page["members"] async for page in await client.users_list(limit=2)]

    assert [len(page) for page in pages] == [2, 2, 2]
    assert {one["name"] for page in pages for one in page} == names | {"kenner"}


async def test_a_made_up_cursor_is_refused(client: AsyncWebClient) -> None:
    assert (await refusal(client.users_list(cursor="page2")))["error"] == "invalid_cursor"


async def test_presence_and_do_not_disturb_are_told(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    ana.presence, ana.dnd = "away", (100, 200)

    presence = await client.users_getPresence(user=ana.id)
    one, several = await client.dnd_info(user=ana.id), await client.dnd_teamInfo(users=[ana.id, slack.bot])

    assert presence["presence"] == "away"
    assert (one["dnd_enabled"], one["next_dnd_end_ts"]) == (True, 200)
    assert several["users"][slack.bot]["dnd_enabled"] is False


# ---- Channels ----


async def test_a_private_channel_does_not_exist_for_a_bot_outside(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")

    listed = await client.conversations_list(types="public_channel,private_channel")

    assert listed["channels"] == []
    for call in (client.conversations_info, client.conversations_members, client.conversations_history):
        assert (await refusal(call(channel=secret.id)))["error"] == "channel_not_found"
    assert (await refusal(client.conversations_join(channel=secret.id)))["error"] == "channel_not_found"


async def test_a_public_channel_is_seen_from_outside_but_not_read(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    random = slack.world.channel("random", ana)

    info = await client.conversations_info(channel=random.id)

    assert info["channel"]["is_member"] is False
    assert (await refusal(client.conversations_history(channel=random.id)))["error"] == "not_in_channel"


async def test_joining_lets_the_bot_read(client: AsyncWebClient, slack: FakeSlack, ana: User) -> None:
    random = slack.world.channel("random", ana)

    joined = await client.conversations_join(channel=random.id)
    history = await client.conversations_history(channel=random.id)

    assert joined["channel"]["is_member"] is True
    assert [one["subtype"] for one in history["messages"]] == ["channel_join"]


async def test_archived_channels_leave_short_pages(client: AsyncWebClient, slack: FakeSlack) -> None:
    for number in range(4):
        slack.world.channel(f"old{number}", is_archived=number < 2)

    listing = await client.conversations_list(exclude_archived=True, limit=2)

    assert [len(page["channels"]) async for page in listing] == [0, 2]


async def test_history_is_newest_first_and_knows_no_replies(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    first = await slack.post(ana, ask, "first")
    await slack.post(ana, ask, "a reply", thread_ts=first["ts"])
    await slack.post(ana, ask, "second")

    history = await client.conversations_history(channel=ask.id)

    assert [one["text"] for one in history["messages"]] == ["second", "first"]
    assert history["messages"][1]["reply_count"] == 1


@pytest.mark.parametrize(
    ("inclusive", "texts"), [(False, ["2"]), (True, ["3", "2", "1"])], ids=["exclusive", "inclusive"]
)
async def test_bounds_belong_to_the_range_only_on_request(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel, inclusive: bool, texts: list[str]
) -> None:
    ts = [(await slack.post(ana, ask, str(number)))["ts"] for number in range(5)]

    history = await client.conversations_history(
        channel=ask.id, oldest=ts[1], latest=ts[3], inclusive=inclusive
    )

    assert [one["text"] for one in history["messages"]] == texts


async def test_a_page_of_history_does_not_shift_when_somebody_writes(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    for number in range(4):
        await slack.post(ana, ask, str(number))

    page = await client.conversations_history(channel=ask.id, limit=2)
    await slack.post(ana, ask, "meanwhile")
    rest = await client.conversations_history(
        channel=ask.id, limit=2, cursor=page["response_metadata"]["next_cursor"]
    )

    assert [one["text"] for one in page["messages"]] == ["3", "2"]
    assert [one["text"] for one in rest["messages"]] == ["1", "0"]
    assert rest["has_more"] is False


async def test_replies_come_with_their_first_message_on_every_page(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    first = await slack.post(ana, ask, "first")
    for number in range(3):
        await slack.post(ana, ask, str(number), thread_ts=first["ts"])

    thread = await client.conversations_replies(channel=ask.id, ts=first["ts"], limit=2)
    pages = [[one["text"] for one in page["messages"]] async for page in thread]
    nothing = await refusal(client.conversations_replies(channel=ask.id, ts="1.000000"))

    assert pages == [["first", "0", "1"], ["first", "2"]]
    assert nothing["error"] == "thread_not_found"


async def test_a_conversation_with_somebody_is_opened_once(client: AsyncWebClient, ana: User) -> None:
    first = await client.conversations_open(users=ana.id)
    again = await client.conversations_open(users=ana.id)

    assert again["already_open"] is True
    assert first["channel"]["id"] == again["channel"]["id"]


async def test_nobody_opens_a_conversation_with_someone_who_left(
    client: AsyncWebClient, slack: FakeSlack, ana: User
) -> None:
    await slack.deactivate(ana)

    assert (await refusal(client.conversations_open(users=ana.id)))["error"] == "user_disabled"


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
