"""Looks the installation over. Loads no model: it checks the model's files instead."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from adapters.complaints import complaint
from bot import doctor_phrases, phrases
from index.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.wiring import Application
    from bot.ports import Storage
    from bot.types import Workspace

_LITTLE_SPACE = 2 * 1024**3
_NOTABLE_SHARE = 0.05
_OLDEST_PYTHON = (3, 11)
_UNKNOWN = "und"


class Level(Enum):
    """How bad it is."""

    FINE = "ok"
    HINT = "hint"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    subject: str
    text: str


async def examine(application: Application) -> list[Finding]:
    """Everything, from the ground up; what cannot be looked at is a finding too."""
    model = _model(application)
    findings = [_python(), _disk(application), model]
    try:
        async with application.storage() as storage:
            findings.append(
                _fine("database", doctor_phrases.database_fine(application.settings.url.split(":", 1)[0]))
            )
            if model.level is Level.FINE:  # without one no index can be judged
                findings += [finding async for finding in _workspaces(application, storage)]
    except Exception as error:  # noqa: BLE001 whatever it is, the person wants it said
        findings.append(Finding(level=Level.WRONG, subject="database", text=complaint(error)[0]))
    return findings


def _fine(subject: str, text: str) -> Finding:
    return Finding(level=Level.FINE, subject=subject, text=text)


def _python() -> Finding:
    level = Level.FINE if sys.version_info >= _OLDEST_PYTHON else Level.WRONG
    return Finding(level=level, subject="Python", text=platform.python_version())


def _disk(application: Application) -> Finding:
    folder = application.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    level = Level.FINE if free >= _LITTLE_SPACE else Level.HINT
    text = doctor_phrases.disk_free(free / 1024**3, str(application.data_dir))
    return Finding(level=level, subject="disk", text=text)


def _model(application: Application) -> Finding:
    try:
        text = doctor_phrases.model_fine(application.embedder.model_id, application.embedder.dimension)
    except Exception as error:  # noqa: BLE001 whatever it is, the person wants it said
        return Finding(level=Level.WRONG, subject="model", text=complaint(error)[0])
    return _fine("model", text)


async def _workspaces(application: Application, storage: Storage) -> AsyncIterator[Finding]:
    async with storage.registry() as registry:
        workspaces = await registry.workspaces.all()
    if not workspaces:
        yield Finding(level=Level.HINT, subject="workspaces", text=phrases.NO_WORKSPACE)
    for workspace in workspaces:
        yield await _index(application, storage, workspace)
        async for finding in _languages(application, storage, workspace):
            yield finding


async def _index(application: Application, storage: Storage, workspace: Workspace) -> Finding:
    async with storage.begin(workspace.id) as uow:
        passages = await uow.passages.count()
        is_stale = bool(await uow.messages.stale_channels())
    subject = f"index of {workspace.name}"
    if is_stale:
        return Finding(level=Level.WRONG, subject=subject, text=doctor_phrases.IMPORT_UNFINISHED)
    try:
        generation = application.index(workspace).current()
    except IndexDamagedError as error:
        return Finding(level=Level.WRONG, subject=subject, text=complaint(error)[0])
    if generation is None or generation.model_id != application.embedder.model_id:
        return Finding(level=Level.WRONG, subject=subject, text=phrases.INDEX_MISSING)
    held = sum(generation.sizes.values())
    if held != passages:
        return Finding(level=Level.WRONG, subject=subject, text=doctor_phrases.index_behind(held, passages))
    return _fine(subject, doctor_phrases.index_fine(passages, generation.number))


async def _languages(
    application: Application, storage: Storage, workspace: Workspace
) -> AsyncIterator[Finding]:
    async with storage.begin(workspace.id) as uow:
        counts = await uow.vectors.languages()
    served = application.embedder.languages
    total = sum(counts.values())
    if served is None or not total:
        return
    for code, count in sorted(counts.items(), key=lambda item: -item[1]):
        share = count / total
        if code not in served and code != _UNKNOWN and share >= _NOTABLE_SHARE:
            text = doctor_phrases.language_not_served(round(100 * share), code, sorted(served))
            yield Finding(level=Level.HINT, subject=f"languages of {workspace.name}", text=text)
