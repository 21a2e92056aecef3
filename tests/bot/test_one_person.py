"""What somebody presses in one of their accounts, and what becomes of the other."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.accounts import Account, How, Identity
from bot.addresses import Address, Place
from bot.aloud import Aloud, AloudId
from bot.chat_types import Event, Job, OutgoingKind
from bot.identity import person_id
from bot.incoming import Incoming, Pressed
from bot.ingestion import put_message
from bot.knowing import declare
from bot.listening import Listening
from bot.notes import help_note
from bot.outbox import Outbox
from bot.owing import SAY, start_owed
from bot.ports import Storage
from bot.receiving import Reception
from bot.views import Action
from bot.working import Working
from expertise.consent import Naming
from expertise.types import MessageTs, PersonId, WorkspaceId
from tests.support.accounts import TENANT
from tests.support.asked_worlds import ChatBot
from tests.support.builders import ACME, START, channel, message, person
from tests.support.chat import FakePlatform
from tests.support.directory import HandDirectory
from tests.support.rows import READING, enter

OWN = person_id(ACME.id, "Uada")
HERE = Account(ACME.id, OWN)
THERE = Account(TENANT.id, PersonId("p-ada-there"))
LATER = START + timedelta(days=36_500)


def _chat_with(person: str) -> Address:
    where = {"conversation": f"a:{person}", "service_url": "https://smba.example/emea/"}
    return Address(**where, place=Place.PERSONAL, person=person, seen_at=START)


class Kept:
    """Jobs that were started, and keys that are to be said."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.said: list[str] = []

    async def start(self, job: Job) -> None:
        self.jobs.append(job)

    async def at(self, when: datetime, job: Job) -> None:
        raise NotImplementedError


class Company:
    """Ada is in Slack and in Teams, and known to be the same."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.kept = Kept()
        self.desk = ChatBot(storage).desk
        self.happened: list[Incoming] = []
        self.pressed = 0
        self.reception = Reception(
            desk=self.desk,
            listening=Listening(
                storage=storage, workspace=ACME, directory=HandDirectory(), reading=READING, me="UBOT"
            ),
            translate=self._translate,
            jobs=self.kept,
            say=self.kept.said.append,
            help=help_note("/a", "/b", "/c"),
            on_removed=lambda _why, _when: None,
        )

    async def _translate(self, _: Event) -> tuple[Incoming, ...]:
        return tuple(self.happened)

    async def press(
        self, action: Action, value: str = "", *, is_killed: bool = False, is_written_down: bool = False
    ) -> None:
        """As the inbox hands it on; ``is_killed`` before more than what ``is_written_down`` here is done."""
        self.happened = [Pressed(action=action, value=value, person="Uada", channel=None, ts=None)]
        self.pressed += 1
        event = Event(
            sequence=1, event_id=f"Ev{self.pressed}", kind="press", lane="Uada", body="{}", received_at=START
        )
        act = await self.reception(event)
        if is_killed and not is_written_down:
            return
        async with self.storage.begin(ACME.id) as uow:
            after = await act(uow)
            await uow.commit()
        if after and not is_killed:
            await after()

    async def naming_of(self, account: Account) -> Naming | None:
        async with self.storage.begin(account.workspace_id) as uow:
            own = (await uow.preferences.of([account.person_id])).get(account.person_id)
        return own.naming if own else None

    async def page(self) -> str:
        """What was drawn last of theirs."""
        async with self.storage.begin(ACME.id) as uow:
            drawn = [await uow.outgoing.get(key) for key in self.kept.said]
        assert drawn[-1]
        return str(drawn[-1].payload)

    async def do(self, step: Callable[[Working], Callable[[WorkspaceId, str], Awaitable[None]]]) -> str:
        """The job that was started, to its end; what is said to them then."""
        outbox = Outbox(self.storage, FakePlatform(self.desk.clock), "here", self.desk.clock)
        working = Working(desk=self.desk, reading=READING, outbox=outbox, say=self.kept.said.append)
        (job,) = [each for each in self.kept.jobs if each.workspace_id == ACME.id]
        await step(working)(job.workspace_id, job.subject)
        return await self.page()


@pytest.fixture
async def company(storage: Storage) -> Company:
    ada = person("ada", id=OWN)
    await enter(storage, people=[ada])
    async with storage.registry() as registry:
        await registry.workspaces.ensure(TENANT)
        await registry.commit()
    async with storage.begin(TENANT.id) as uow:
        await uow.people.save([person("ada-t", id=THERE.person_id, name="Ada in Teams")])
        await uow.commit()
    accounts = tuple(sorted([HERE, THERE]))
    async with storage.registry() as registry:
        await registry.identities.save(Identity(accounts=accounts, how=How.OPERATOR, since=START))
        await registry.commit()
    return Company(storage)


async def test_a_choice_holds_in_both_and_the_page_names_the_other(company: Company) -> None:
    await company.press(Action.CONSENT, "through_kenner")

    for account in (HERE, THERE):
        assert await company.naming_of(account) is Naming.THROUGH_KENNER
    assert "You are also known to me as Ada in Teams in Microsoft Teams." in await company.page()


async def test_a_break_that_an_invitation_offered_holds_in_both(company: Company) -> None:
    await company.press(Action.PAUSE_ME, "01234567-0000-7000-8000-000000000001")

    for account in (HERE, THERE):
        async with company.storage.begin(account.workspace_id) as uow:
            own = await uow.preferences.of([account.person_id])
        assert own[account.person_id].paused_until is not None


async def test_a_crash_between_the_two_has_it_done_again(company: Company) -> None:
    await company.press(Action.CONSENT, "not_at_all", is_killed=True)
    crashed = [await company.naming_of(each) for each in (HERE, THERE)]
    await company.press(Action.CONSENT, "not_at_all")

    assert crashed == [None, Naming.NOT_AT_ALL]
    assert [await company.naming_of(each) for each in (HERE, THERE)] == [Naming.NOT_AT_ALL] * 2


async def test_these_are_not_both_me(company: Company) -> None:
    await company.press(Action.NOT_BOTH_ME, "somebody else")
    still = await company.page()
    await company.press(Action.NOT_BOTH_ME, THERE.person_id)
    parted = await company.page()
    await company.press(Action.CONSENT, "not_at_all")

    assert "Ada in Teams" in still
    assert "Ada in Teams" not in parted
    assert await company.naming_of(THERE) is None


async def test_a_copy_of_each_account_is_told_where_it_is(company: Company) -> None:
    await company.press(Action.EXPORT)
    assert [(job.workspace_id, job.subject) for job in company.kept.jobs] == [
        (ACME.id, f"{OWN} Ev1"),
        (TENANT.id, f"{THERE.person_id} Ev1"),
    ]

    told = await company.do(lambda working: working.export)

    assert "Ada in Teams" in told
    assert "operator" in told


async def test_a_copy_is_sent_from_both_also_after_a_crash(company: Company) -> None:
    await company.press(Action.EXPORT, is_killed=True, is_written_down=True)

    await start_owed(company.storage, ACME.id, company.kept, LATER)
    await company.do(lambda working: working.export)
    await start_owed(company.storage, TENANT.id, company.kept, LATER)

    assert [(job.workspace_id, job.subject) for job in company.kept.jobs] == [
        (ACME.id, f"{OWN} Ev1"),
        (TENANT.id, f"{THERE.person_id} Ev1"),
    ]


async def test_what_was_said_aloud_in_the_other_account_is_taken_away_there(company: Company) -> None:
    talk = channel("general", id="c-there")
    one = Aloud(id=AloudId("a1"), person_id=THERE.person_id, text="wax", at=START)
    async with company.storage.begin(TENANT.id) as uow:
        await uow.channels.save([talk])
        await uow.aloud.put(replace(one, channel_id=talk.id, ts=MessageTs("1.5")))
        await uow.commit()

    await company.press(Action.ERASE)
    await company.do(lambda working: working.erase)

    async with company.storage.begin(TENANT.id) as uow:
        (owed,) = await uow.owed.before(LATER)
        removal = await uow.outgoing.get(owed.subject)
    assert owed.name == SAY
    assert removal is not None
    assert (removal.kind, removal.target_ts) == (OutgoingKind.REMOVAL, "1.5")


async def test_erasing_forgets_them_in_both(company: Company) -> None:
    talk = channel("general", id="c-there")
    async with company.storage.begin(TENANT.id) as uow:
        await uow.channels.save([talk])
        said = message("use barman", None)
        await put_message(uow, talk, replace(said, channel_id=talk.id, author_id=THERE.person_id), READING)
        await declare(uow, {THERE.person_id: ["Terraform"]}, START)
        await uow.addresses.save([_chat_with("Uada-t"), _chat_with("Uben")])
        await uow.commit()

    await company.press(Action.ERASE)
    told = await company.do(lambda working: working.erase)

    async with company.storage.begin(TENANT.id) as uow:
        assert await uow.transcript.count() == 0
        assert await uow.declared.of(THERE.person_id) == []
        assert await uow.addresses.with_person("Uada-t") == []
        assert await uow.addresses.with_person("Uben") == [_chat_with("Uben")]
    assert await company.naming_of(THERE) is Naming.NOT_AT_ALL
    assert await company.naming_of(HERE) is Naming.NOT_AT_ALL
    assert "The same goes for what I knew about you in Microsoft Teams." in json.loads(told)["text"]
