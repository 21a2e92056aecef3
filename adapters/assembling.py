"""Puts the bot of one workspace together from what a platform brings. ``service.py`` keeps it going."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from secrets import token_bytes

from adapters.ground import Ground
from adapters.jobs import Work
from adapters.live_tools import LiveTools
from adapters.service import Parts, Service
from bot.access import Access
from bot.card_holding import CardsToConfirm
from bot.cards_on_topics import CardsOnTopics
from bot.chat_ports import ChatPlatform
from bot.closing import NOTEBOOK
from bot.consent import Policy
from bot.desk import Desk, Doors, Drawing, Faces, NoDoors
from bot.followed import Followed
from bot.learned_aloud import LearnedAloud
from bot.linking import Linking
from bot.listening import Directory, Listening
from bot.manners import Manners
from bot.open_questions import OpenQuestions
from bot.outbox import Outbox
from bot.owing import SAY
from bot.plan_wanted import PLAN
from bot.pressing import ANSWER, ERASE, EXPORT
from bot.reading_back import History
from bot.receiving import Reception, Translate
from bot.refreshing import Refreshing
from bot.remembering import ALIKE
from bot.saying_aloud import SAY_ALOUD, TAKE_BACK
from bot.solved_questions import SolvedQuestions
from bot.speech import Speech
from bot.suggestion_work import SuggestionWork
from bot.surveying import Surroundings
from bot.topic_types import Sources
from bot.types import Workspace
from bot.unheard import was_not_said
from bot.views import Note
from bot.waiting_questions import WaitingQuestions
from bot.weekly import Contributors
from bot.working import Working
from index.few_at_once import FewAtOnce


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the workspace wants it. ``patience``: seconds of silence before "I am looking"."""

    policy: Policy = field(default_factory=Policy)
    manners: Manners = field(default_factory=Manners)
    retention_days: int | None = None
    helps_outsiders: bool = False
    refresh_seconds: float = 3.0
    patience: float = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a platform brings: its side of each port.

    ``me`` is the bot's own platform id there; ``help`` says how to ask there. ``history`` is None where the
    platform does not tell what was said.
    """

    me: str
    help: Note
    platform: ChatPlatform
    directory: Directory
    surroundings: Surroundings
    history: History | None
    translate: Translate
    faces: Faces
    drawing: Drawing
    doors: Doors = field(default_factory=NoDoors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The service, which is to be run, and what it works with."""

    service: Service
    desk: Desk
    listening: Listening


@asynccontextmanager
async def assembled(
    ground: Ground, workspace: Workspace, brought: Brought, wishes: Wishes
) -> AsyncIterator[Assembled]:
    """All of it. Jobs go on at once, until the block ends; everything else when the service is run."""
    tools = LiveTools(ground.application, workspace, ground.thinking)
    desk = _desk(ground, workspace, brought, wishes, tools)
    unsaid = partial(was_not_said, desk)
    outbox = Outbox(ground.storage, brought.platform, ground.executor, ground.clock, unsaid=unsaid)
    speech = Speech(outbox, workspace.id)
    listening = _listening(ground, workspace, brought)
    access = Access(workspace.id, ground.clock())
    working = Working(
        desk=desk,
        reading=ground.application.reading,
        outbox=outbox,
        say=speech.say,
        patience=wishes.patience,
        turns=ground.turns,
        contributors=_contributors(),
    )
    reception = Reception(
        desk=desk,
        listening=listening,
        translate=brought.translate,
        jobs=ground.jobs,
        say=speech.say,
        help=brought.help,
        on_removed=access.lose,
        helps_outsiders=wishes.helps_outsiders,
        sources=SOURCES,
    )
    parts = Parts(
        workspace=workspace,
        storage=ground.storage,
        tools=tools,
        speech=speech,
        access=access,
        drainer=ground.drainer,
        reception=reception,
        jobs=ground.jobs,
        refreshing=_refreshing(ground, workspace),
        carry_on=working.carry_on,
        write_notes=working.write_notes,
        suggest=SuggestionWork(desk=desk, say=speech.say).carry_on,
        listening=listening,
        surroundings=brought.surroundings,
        history=brought.history,
        clock=ground.clock,
        refresh_seconds=wishes.refresh_seconds,
        retention_days=wishes.retention_days,
    )
    async with ground.jobs.doing(workspace.id, _work(working)):
        yield Assembled(service=Service(parts), desk=desk, listening=listening)


def _desk(ground: Ground, workspace: Workspace, brought: Brought, wishes: Wishes, tools: LiveTools) -> Desk:
    return Desk(
        storage=ground.storage,
        workspace=workspace,
        tools=tools,
        policy=wishes.policy,
        manners=wishes.manners,
        faces=brought.faces,
        drawing=brought.drawing,
        doors=brought.doors,
        clock=ground.clock,
        meter=ground.meters(workspace.platform),
    )


def _work(working: Working) -> Mapping[str, Work]:
    return {
        ANSWER: Work(steps={"find": working.find, "deliver": working.deliver}, otherwise=working.regret),
        EXPORT: Work(steps={"export": working.export}),
        NOTEBOOK: Work(steps={"notebook": working.send_notebook}),
        ERASE: Work(steps={"erase": working.erase, "leave": working.leave}),
        SAY_ALOUD: Work(steps={"say": working.say_aloud}),
        TAKE_BACK: Work(steps={"take back": working.take_back}),
        PLAN: Work(steps={"plan": working.plan}, otherwise=working.regret_plan),
        ALIKE: Work(steps={"agree": working.agree}),
        SAY: Work(steps={"say": working.say_owed}),
    }


SOURCES: Sources = (SolvedQuestions(), CardsOnTopics(), LearnedAloud(), OpenQuestions())
"""What there is about topics, in its order."""


def _contributors() -> Contributors:
    """What weekly notes are made of, in their order."""
    return (Followed(SOURCES), WaitingQuestions(), CardsToConfirm())


def _listening(ground: Ground, workspace: Workspace, brought: Brought) -> Listening:
    linking = Linking(storage=ground.storage, clock=ground.clock, random_bytes=token_bytes)
    return Listening(
        storage=ground.storage,
        workspace=workspace,
        directory=brought.directory,
        reading=ground.application.reading,
        me=brought.me,
        on_seen=partial(linking.follow, workspace.id),
    )


def _refreshing(ground: Ground, workspace: Workspace) -> Refreshing:
    return Refreshing(
        storage=ground.storage,
        workspace_id=workspace.id,
        index=ground.application.index(workspace),
        embedder=FewAtOnce(ground.application.embedder),
        reading=ground.application.reading,
        meter=ground.meters(workspace.platform),
    )
