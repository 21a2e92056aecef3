"""Our own Slack knows tokens, people and channels as Slack documents them; Slack's own client asks it."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.client import client_of, refusal
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, User

# ---- Tokens ----


async def test_auth_test_says_who_the_bot_is(client: AsyncWebClient, slack: FakeSlack) -> None:
    answer = await client.auth_test()

    assert (answer["user_id"], answer["team_id"]) == (slack.bot, slack.world.team_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


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


@pytest.mark.parametrize(("inclusive", "texts"), [("0", ["2"]), ("1", ["3", "2", "1"])])
async def test_bounds_belong_to_the_range_only_on_request(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel, inclusive: str, texts: list[str]
) -> None:
    ts = [(await slack.post(ana, ask, str(number)))["ts"] for number in range(5)]

    history = await client.conversations_history(
        channel=ask.id, oldest=ts[1], latest=ts[3], inclusive=inclusive == "1"
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


async def test_the_channels_of_the_bot_are_listed(
    client: AsyncWebClient, slack: FakeSlack, ana: User, ask: Channel
) -> None:
    slack.world.channel("random", ana)
    secret = slack.world.channel("secret", ana, kind="private")

    own = await client.users_conversations()
    hers = await client.users_conversations(user=ana.id, types="public_channel,private_channel")

    assert [one["name"] for one in own["channels"]] == ["ask"]
    assert secret.id not in [one["id"] for one in hers["channels"]]
    assert len(hers["channels"]) == 2
