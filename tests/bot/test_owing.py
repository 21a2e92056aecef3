"""A job that was wanted is done, also where the process dies before it is started."""

from datetime import timedelta

from bot.chat_types import Event, Job
from bot.incoming import Incoming, Pressed
from bot.listening import Listening
from bot.notes import help_note
from bot.owing import start_owed
from bot.ports import Storage
from bot.pressing import EXPORT
from bot.receiving import Reception
from bot.views import Action
from expertise.types import Person, PersonId
from tests.support.asked_worlds import ChatBot
from tests.support.builders import ACME, START
from tests.support.directory import HandDirectory
from tests.support.rows import READING

ADA = Person(id=PersonId("p-ada"), platform_id="Uada", name="Ada", handle="ada")
EARLIER, LATER = START - timedelta(days=36_500), START + timedelta(days=36_500)
WANTED = Job(name=EXPORT, workspace_id=ACME.id, subject=f"{ADA.id} Ev1")


class Started:
    """Jobs, in the order in which they were started, but for those that ``cannot`` be."""

    def __init__(self, *, cannot: str = "") -> None:
        self.jobs: list[Job] = []
        self.cannot = cannot

    async def start(self, job: Job) -> None:
        if job.name == self.cannot:
            raise OSError("no engine")
        self.jobs.append(job)

    async def at(self, when: object, job: Job) -> None:
        raise NotImplementedError


async def _translate(_: Event) -> tuple[Incoming, ...]:
    return (Pressed(action=Action.EXPORT, value="", person=ADA.platform_id, channel=None, ts=None),)


async def _press_and_die(storage: Storage, jobs: Started) -> None:
    """What was pressed is written down, and nothing after that."""
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    async with storage.begin(ACME.id) as uow:
        await uow.people.save([ADA])
        await uow.commit()
    reception = Reception(
        desk=ChatBot(storage).desk,
        listening=Listening(
            storage=storage, workspace=ACME, directory=HandDirectory(), reading=READING, me="UBOT"
        ),
        translate=_translate,
        jobs=jobs,
        say=lambda _: None,
        help=help_note("/a", "/b", "/c"),
        on_removed=lambda _why, _when: None,
    )
    pressed = Event(
        sequence=1, event_id="Ev1", kind="press", lane=ADA.platform_id, body="{}", received_at=START
    )
    act = await reception(pressed)
    async with storage.begin(ACME.id) as uow:
        await act(uow)
        await uow.commit()


async def _owed(storage: Storage) -> list[Job]:
    async with storage.begin(ACME.id) as uow:
        return await uow.owed.before(LATER)


async def test_a_press_before_a_crash_is_done_after_it(storage: Storage) -> None:
    jobs = Started()
    await _press_and_die(storage, jobs)
    assert jobs.jobs == []

    await start_owed(storage, ACME.id, jobs, LATER)

    assert [job.name for job in jobs.jobs] == [WANTED.name]
    assert await _owed(storage) == []


async def test_what_cannot_be_started_stays_owed_and_holds_up_no_other(storage: Storage) -> None:
    jobs = Started(cannot=EXPORT)
    await _press_and_die(storage, jobs)
    other = Job(name="later than export", workspace_id=ACME.id, subject="1")
    async with storage.begin(ACME.id) as uow:
        await uow.owed.add(other, START)
        await uow.commit()

    await start_owed(storage, ACME.id, jobs, LATER)

    assert jobs.jobs == [other]
    assert [job.name for job in await _owed(storage)] == [EXPORT]


async def test_what_was_owed_just_now_is_left_to_whoever_owes_it(storage: Storage) -> None:
    jobs = Started()
    await _press_and_die(storage, jobs)

    await start_owed(storage, ACME.id, jobs, EARLIER)

    assert (jobs.jobs, len(await _owed(storage))) == ([], 1)
