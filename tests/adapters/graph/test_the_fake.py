"""The fake Graph is as strict as Graph's documentation says: what a test passes with, Graph would take."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest

from tests.adapters.graph.conftest import minute
from tests.support.graph import shapes
from tests.support.graph.fake import FakeGraph
from tests.support.graph.world import Channel
from tests.support.teams.world import APP_ID

MESSAGES = f"teams/{shapes.TEAM}/channels/{shapes.GENERAL}/messages"
Answer = tuple[int, Mapping[str, Any]]


async def _token(fake: FakeGraph, **changed: str) -> Answer:
    form = {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": fake.tokens.secret,
        "scope": fake.tokens.scope,
    }
    url = f"{fake.address}/{shapes.TENANT}/oauth2/v2.0/token"
    async with aiohttp.ClientSession() as session, session.post(url, data=form | changed) as response:
        return response.status, await response.json()


async def _get(fake: FakeGraph, path: str, token: str | None = None, **headers: str) -> Answer:
    if token is None:
        token = (await _token(fake))[1]["access_token"]
    url = path if path.startswith("http") else f"{fake.url}/{path}"
    headers |= {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("changed", "status", "part"),
    [
        ({"client_secret": "wrong"}, 401, "AADSTS7000215"),
        ({"client_id": "another"}, 400, "AADSTS700016"),
        ({"scope": "https://api.botframework.com/.default"}, 400, "AADSTS70011"),
    ],
)
async def test_the_login_refuses_what_is_wrong(
    fake: FakeGraph, changed: dict[str, str], status: int, part: str
) -> None:
    answer = await _token(fake, **changed)

    assert answer[0] == status
    assert part in answer[1]["error_description"]


async def test_without_a_token_nothing_is_told(fake: FakeGraph, general: Channel) -> None:
    status, answer = await _get(fake, MESSAGES, token="invented")

    assert (status, answer["error"]["code"]) == (401, "InvalidAuthenticationToken")
    assert {*answer["error"]["innerError"]} == {"date", "request-id", "client-request-id"}


@pytest.mark.parametrize(
    "query",
    ["$top=51", "$top=0", "$filter=x", "$orderby=x", "$expand=attachments", "$skip=1", "$skiptoken=invented"],
)
async def test_what_is_not_documented_is_refused(fake: FakeGraph, general: Channel, query: str) -> None:
    status, answer = await _get(fake, f"{MESSAGES}?{query}")

    assert (status, answer["error"]["code"]) == (400, "BadRequest")


@pytest.mark.parametrize(
    "query",
    [
        "$filter=createdDateTime gt 2024-01-01T00:00:00Z",
        "$filter=lastModifiedDateTime lt 2024-01-01T00:00:00Z",
    ],
)
async def test_changes_are_filtered_by_one_thing_alone(fake: FakeGraph, general: Channel, query: str) -> None:
    assert (await _get(fake, f"{MESSAGES}/delta?$filter={query}"))[0] == 400


async def test_a_page_has_twenty_posts_and_the_thread_that_was_active_last_comes_first(
    fake: FakeGraph, general: Channel
) -> None:
    posts = [fake.world.say(general, f"post {n}", shapes.ROBIN, minute(n)) for n in range(30)]
    fake.world.say(general, "late", shapes.JANE, minute(90), to=posts[3])

    _, page = await _get(fake, MESSAGES)
    _, further = await _get(fake, page["@odata.nextLink"])

    ids = [raw["id"] for raw in page["value"]]
    assert ids == [posts[3], *reversed(posts[11:])]
    assert len(further["value"]) == 10
    assert "@odata.nextLink" not in further
    assert "replies" not in page["value"][0]


async def test_the_last_page_of_changes_says_where_they_go_on(fake: FakeGraph, general: Channel) -> None:
    fake.world.say(general, "hello", shapes.ROBIN, minute(0))

    _, page = await _get(fake, f"{MESSAGES}/delta")

    assert "@odata.deltaLink" in page


async def test_a_deleted_message_keeps_its_place_without_words(fake: FakeGraph, general: Channel) -> None:
    gone = fake.world.say(general, "secret", shapes.ROBIN, minute(0))
    fake.world.delete(general, gone)

    _, page = await _get(fake, MESSAGES)

    assert page["value"][0]["deletedDateTime"]
    assert page["value"][0]["body"]["content"] == ""


async def test_new_kinds_of_channels_are_named_for_whoever_asks_for_that(
    fake: FakeGraph, general: Channel
) -> None:
    fake.world.channel(general.team, shapes.VAULT, "Vault", "shared")

    _, old = await _get(fake, f"teams/{shapes.TEAM}/channels")
    _, new = await _get(fake, f"teams/{shapes.TEAM}/channels", Prefer="include-unknown-enum-members")

    assert [each["membershipType"] for each in old["value"]] == ["standard", "unknownFutureValue"]
    assert [each["membershipType"] for each in new["value"]] == ["standard", "shared"]


@pytest.mark.parametrize(("granted", "status"), [(set(), 403), ({"ChannelMessage.Read.All"}, 404)])
async def test_what_is_not_there_is_told_to_whom_it_may_be_told(
    fake: FakeGraph, granted: set[str], status: int
) -> None:
    fake.world.granted = granted

    assert (await _get(fake, MESSAGES))[0] == status
