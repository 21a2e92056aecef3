"""A conversation with the bot on a Teams of our own: signed activities in, cards out."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.service import Service
from adapters.teams.errors import TeamsLockedOutError, UnguardedError
from adapters.teams.extension import ASK, QUESTION
from bot import chat_phrases
from bot.identity import channel_id, person_id
from expertise.types import MessageTs
from tests.support.running import until, until_it
from tests.support.teams.delivery import Delivery
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Json
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import NEED, Office, answered, handled, words

OFF = {"naming": "opt-out"}


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with FakeTeams() as fake:
        fake.limits.is_on = False
        yield fake


@pytest.fixture
def office(teams: FakeTeams) -> Office:
    return Office(teams)


def _actions(message: Json) -> list[Json]:
    """Every button on its card, wherever it stands."""
    found: list[Json] = []

    def look(part: object) -> None:
        if isinstance(part, dict):
            if part.get("type") == "Action.Execute":
                found.append(part)
            for each in part.values():
                look(each)
        elif isinstance(part, list):
            for each in part:
                look(each)

    look(message["attachments"])
    return found


async def _heard(service: Service, channel: Channel, ts: str) -> list[str]:
    target = channel_id(service.workspace.id, channel.id)
    async with service._parts.storage.begin(service.workspace.id) as uow:
        found = await uow.transcript.by_keys([(target, MessageTs(ts))])
    return [message.text for message in found.values()]


def _typing(text: str) -> Json:
    parameters = [{"name": QUESTION, "value": text}]
    return {"commandId": ASK, "parameters": parameters, "queryOptions": {"skip": 0, "count": 25}}


async def test_people_are_shown_while_somebody_types_and_nothing_of_it_is_kept(
    office: Office, tmp_path: Path
) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await handled(service)
        group = office.teams.world.group(office.cem, has_bot=False)

        shown = await office.teams.invoke(office.cem, group, "composeExtension/query", _typing(NEED))

        async with service._parts.storage.begin(service.workspace.id) as uow:
            standing = await uow.upkeep.standing()
        found = shown.reply["composeExtension"]
        assert found["type"] == "result"
        assert "Ben" in json.dumps([each["preview"] for each in found["attachments"]])
        assert "Ben" not in json.dumps([each["content"] for each in found["attachments"]])
        assert (sum(standing.inbox.values()), dict(standing.questions)) == (2, {})


async def test_whoever_is_not_in_the_team_sees_nobody_of_it(office: Office, tmp_path: Path) -> None:
    dia = office.teams.world.person("dia")
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await office.teams.install(dia)
        await handled(service)

        typed = await office.teams.invoke(dia, dia, "composeExtension/query", _typing(NEED))
        await office.teams.say(dia, dia, NEED)

        assert typed.reply["composeExtension"]["type"] == "message"
        said = json.dumps(await answered(office.teams, dia))
        assert "Ben" not in said
        assert "pg_restore" not in said


async def test_a_deletion_that_is_taken_back_is_heard(office: Office, tmp_path: Path) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        said = (await office.teams.say(office.ana, office.data, "one")).activity["id"]
        message = dict(office.data.messages[said])
        await office.teams.delete(office.ana, office.data, said)
        await handled(service)
        assert await _heard(service, office.data, said) == [""]

        await office.teams.undelete(office.data, message)
        await handled(service)

        assert await _heard(service, office.data, said) == ["one"]


async def test_channels_are_called_anew_when_their_team_is(office: Office, tmp_path: Path) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await handled(service)

        await office.teams.rename_team(office.data.team, office.ana, "facts")
        await handled(service)

        async with service._parts.storage.begin(service.workspace.id) as uow:
            names = {channel.name for channel in await uow.channels.all()}
        assert names == {"facts › General", "facts › data"}


async def test_ones_page_is_a_card_that_changes_in_its_place(office: Office, tmp_path: Path) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await handled(service)
        await office.teams.install(office.cem)
        await office.teams.say(office.cem, office.cem, "me")
        page = await answered(office.teams, office.cem)
        assert chat_phrases.PAUSE in words(page)
        (pause,) = [each for each in _actions(page) if each["data"]["kenner"]["action"] == "pause"]

        await office.teams.press(office.cem, office.cem, page["id"], pause["verb"], pause["data"])

        await until(lambda: office.teams.called("update"))
        (changed,) = office.teams.said(office.cem)
        assert chat_phrases.RESUME in words(changed)


async def test_whoever_cannot_be_answered_alone_is_told_so_and_may_be_answered_there(
    office: Office, tmp_path: Path
) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await handled(service)
        office.teams.world.personal(office.cem).blocked = True

        await office.teams.say(office.cem, office.data, f"@Kenner how do I {NEED}?")

        await until(lambda: office.teams.said(office.data))
        (told,) = office.teams.said(office.data)
        assert chat_phrases.UNREACHABLE in words(told)
        assert "Ben" not in words(told)

        (here,) = _actions(told)
        await office.teams.press(office.cem, office.data, told["id"], here["verb"], here["data"])

        await until(lambda: len(office.teams.said(office.data)) == 2)
        assert "Ben" in words(office.teams.said(office.data)[-1])


async def test_who_could_not_be_told_that_they_may_be_named_is_told_later_and_not_named_before(
    office: Office, tmp_path: Path
) -> None:
    async with teams_bot(office.teams, tmp_path) as service:
        await office.talk()
        await handled(service)
        await office.teams.install(office.cem)
        office.teams.world.personal(office.ben).blocked = True

        await office.teams.say(office.cem, office.cem, NEED)

        assert "Ben" not in words(await answered(office.teams, office.cem))
        ben = person_id(service.workspace.id, office.ben.aad)

        async def told() -> int:
            async with service._parts.storage.begin(service.workspace.id) as uow:
                notice = await uow.outgoing.get(f"notice:{ben}")
                own = (await uow.preferences.of([ben])).get(ben)
            return notice is None or not notice.is_settled or own is None or own.told_at is not None

        await until_it(told, 0)


async def test_it_goes_on_where_it_was_stopped(office: Office, tmp_path: Path) -> None:
    async with teams_bot(office.teams, tmp_path, **OFF) as service:
        await office.talk()
        await handled(service)
        await office.teams.install(office.cem)
    office.teams.calls.clear()

    async with teams_bot(office.teams, tmp_path, **OFF):
        await office.teams.say(office.cem, office.cem, NEED)

        assert "Ben" in words(await answered(office.teams, office.cem))
        assert office.teams.called("create") == []


async def test_without_a_good_secret_it_does_not_start(office: Office, tmp_path: Path) -> None:
    with pytest.raises(TeamsLockedOutError) as locked_out:
        async with teams_bot(office.teams, tmp_path, teams_app_password="wrong"):
            pass

    assert locked_out.value.code == "AADSTS7000215"


async def test_without_the_login_it_does_not_start(office: Office, tmp_path: Path) -> None:
    office.teams.faults.next("token", Fault.UNAVAILABLE)

    with pytest.raises(TeamsLockedOutError):
        async with teams_bot(office.teams, tmp_path):
            pass


@pytest.mark.parametrize("app", [{"teams_app_id": ""}, {"teams_local": True}], ids=["neither", "both"])
async def test_without_an_app_it_starts_only_where_that_was_declared(
    office: Office, tmp_path: Path, app: dict[str, object]
) -> None:
    """SDK bug: botbuilder lets everybody in without an app id."""
    with pytest.raises(UnguardedError):
        async with teams_bot(office.teams, tmp_path, **app):
            pass


async def test_declared_local_it_serves_this_machine(office: Office, tmp_path: Path) -> None:
    async with teams_bot(office.teams, tmp_path, teams_app_id="", teams_local=True):
        activity = office.teams._made("message", office.data, office.ana, id="1", text="hello")
        assert (await office.teams.courier.post(Delivery(activity=activity), None)).status == 200
