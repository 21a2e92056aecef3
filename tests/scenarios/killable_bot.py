"""A bot without a chat platform, that kills itself while it says the answer to one of its questions.

usage: killable_bot.py QUESTIONS POST    (0: go on to the end)

Events come in, become questions, are answered by durable jobs and said by the outbox. The platform is
a file with a line for each message; the process dies when that line is there and nobody knows yet.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from adapters.jobs import DurableJobs, Work
from adapters.settings import Settings
from adapters.wiring import Application, now
from bot.chat_types import (
    ANSWER_QUESTION,
    Event,
    Job,
    Outgoing,
    OutgoingKind,
    OutgoingState,
    Question,
    QuestionId,
    QuestionState,
)
from bot.draining import Act, After, Drainer
from bot.identity import person_id, question_id, workspace_id
from bot.inbox import Inbox
from bot.incoming import Envelope, Via
from bot.outbox import Outbox, intend
from bot.owing import start_owed
from bot.ports import Storage, UnitOfWork
from bot.types import Platform, Workspace
from expertise.types import MessageTs, Person, WorkspaceId

HERE = workspace_id(Platform.SLACK, "T1")
ASKER = person_id(HERE, "U1")


class FilePlatform:
    """Implements ``bot.chat_ports.ChatPlatform``."""

    def __init__(self, path: Path, last: int) -> None:
        self._path = path
        self._left = last

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Say it, and die if it is time."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{outgoing.key}\n")
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return await self.find(workspace_id, outgoing)

    async def update(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> None:
        """Nothing here is updated."""

    async def find(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """The number of its line."""
        said = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        return MessageTs(str(said.index(outgoing.key))) if outgoing.key in said else None


@dataclass(slots=True)
class Bot:
    """What a bot would do with a question, without thinking about it."""

    storage: Storage
    outbox: Outbox
    jobs: DurableJobs | None = None
    has_spoken: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, event: Event) -> Act:
        """There is nothing to ask outside."""
        return lambda work: self.keep(work, event)

    async def keep(self, work: UnitOfWork, event: Event) -> After:
        """Keep the question; its job starts once it is kept."""
        asked = question_id(now(), os.urandom)
        text = json.loads(event.body or "{}")["text"]
        question = Question(
            id=asked, asker=ASKER, text=text, via=Via.DIRECT, asked_at=now(), channel=event.lane
        )
        await work.questions.add(question)
        job = Job(name=ANSWER_QUESTION, workspace_id=HERE, subject=asked)
        await work.owed.add(job, now())
        return lambda: self.start(job)

    async def start(self, job: Job) -> None:
        """Have it answered, once."""
        assert self.jobs
        await self.jobs.start(job)

    async def answer(self, workspace_id: WorkspaceId, subject: str) -> None:
        """One transaction: the question is closed, and its answer intended."""
        async with self.storage.begin(workspace_id) as work:
            question = await work.questions.by_id(QuestionId(subject))
            assert question
            await work.questions.close(question.id, QuestionState.ANSWERED)
            reply = Outgoing(
                key=f"answer-{question.text}",
                kind=OutgoingKind.REPLY,
                payload="{}",
                channel=question.channel,
                intended_at=now(),
            )
            await intend(work, reply)
            await work.commit()

    async def deliver(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Say it."""
        async with self.storage.begin(workspace_id) as work:
            question = await work.questions.by_id(QuestionId(subject))
        assert question
        await self.outbox.deliver(workspace_id, f"answer-{question.text}")
        self.has_spoken.set()


async def run(questions: int, last: int) -> None:
    """Every question comes in again, as a platform does that got no answer."""
    application = Application(Settings())
    platform = FilePlatform(application.data_dir / "said.txt", last)
    async with application.storage() as storage:
        await settle(storage)
        with application.executor() as me:
            bot = Bot(storage, Outbox(storage, platform, me, now))
            steps = {"answer": bot.answer, "deliver": bot.deliver}
            work = {ANSWER_QUESTION: Work(steps=steps)}
            async with application.jobs(me) as bot.jobs, bot.jobs.doing(HERE, work):
                await serve(storage, bot, questions)


async def settle(storage: Storage) -> None:
    async with storage.registry() as registry:
        workspace = Workspace(id=HERE, platform=Platform.SLACK, platform_id="T1", name="Ours")
        await registry.workspaces.ensure(workspace)
        await registry.commit()
    async with storage.begin(HERE) as work:
        await work.people.save([Person(id=ASKER, platform_id="U1", name="Ann", handle="ann")])
        await work.commit()


async def serve(storage: Storage, bot: Bot, questions: int) -> None:
    drainer = Drainer(storage, now)
    draining = asyncio.create_task(drainer.run(HERE, bot.handle))
    await bot.outbox.resume(HERE)
    assert bot.jobs
    await start_owed(storage, HERE, bot.jobs, now())
    inbox = Inbox(storage, drainer.wake)
    await asyncio.gather(*(inbox.receive(envelope(number)) for number in range(questions)))
    while not await is_all_said(storage, questions):
        await bot.has_spoken.wait()
        bot.has_spoken.clear()
    draining.cancel()


def envelope(number: int) -> Envelope:
    return Envelope(
        platform=Platform.SLACK,
        workspace="T1",
        event_id=f"Ev{number}",
        kind="message",
        lane=f"D{number % 10}",
        body=json.dumps({"text": str(number)}),
        received_at=now(),
    )


async def is_all_said(storage: Storage, questions: int) -> bool:
    async with storage.begin(HERE) as work:
        standing = await work.upkeep.standing()
    return standing.outgoing.get(OutgoingState.SENT) == questions


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), int(sys.argv[2])))
