"""``question``: a question from text to answer, warm, beside the mere encoding of its text."""

import asyncio
from collections.abc import Iterator, Sequence

from bench.figures import Row, Spread, at_most, spread, timed, turns
from bench.materials import Asked, Materials, application_at, stage
from bench.measured.imports import bare_model
from bot.answering import Asking, answer
from bot.audience import readable_channel, scope_for
from bot.errors import UnknownChannelError
from bot.ports import Storage
from bot.types import Workspace

QUESTIONS = 100
TIMES = 2.0
MORE_SECONDS = 0.02
_WARM_UP = 5


def measure(materials: Materials) -> Iterator[Row]:
    """One row; the limit is on what 95 % of the questions stay below."""
    questions, _ = materials.questions(QUESTIONS + _WARM_UP), materials.home
    with stage(f"asking {QUESTIONS} questions"):
        ours, bare, passages = asyncio.run(_asked(materials, questions))
    most = TIMES * bare.p95 + MORE_SECONDS
    yield Row(
        benchmark="question",
        what=f"{ours.count} questions, warm",
        ours=ours,
        beside=bare,
        beside_name="bare model.encode",
        ratio=ours.p95 / bare.p95,
        limit=at_most(ours.p95, most, f"p95 ≤ {TIMES:g} × + {MORE_SECONDS * 1e3:g} ms: {most * 1e3:.0f} ms"),
        note=f"among {passages:,} passages",
    )


async def _asked(materials: Materials, questions: Sequence[Asked]) -> tuple[Spread, Spread, int]:
    application, model = application_at(materials.home), bare_model()
    ours: list[float] = []
    bare: list[float] = []
    async with application.storage() as storage:
        workspace = await application.workspace(storage)
        tools = application.tools(workspace)
        for number, asked in enumerate(questions):
            asking = Asking(text=asked.text, channel=await _channel(storage, workspace, asked))
            for is_ours in turns(number):
                with timed(ours if is_ours else bare):
                    if is_ours:
                        await answer(storage, workspace, asking, tools)
                    else:
                        model.encode([asked.text])
        async with storage.begin(workspace.id) as uow:
            passages = await uow.passages.count()
    return spread(ours[_WARM_UP:]), spread(bare[_WARM_UP:]), passages


async def _channel(storage: Storage, workspace: Workspace, asked: Asked) -> str | None:
    """Where it was asked, if this database knows the channel."""
    if asked.channel is None:
        return None
    async with storage.begin(workspace.id) as uow:
        try:
            await readable_channel(uow, asked.channel, await scope_for(uow, None))
        except UnknownChannelError:
            return None
    return asked.channel
