"""An export of either platform, told apart by what is in it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import ExportError, NotAZipError, NoTenantError, OtherTenantError
from adapters.imports.graph_files import is_json
from adapters.imports.slack_export import SlackExport
from adapters.imports.sources import Folder, Source
from adapters.imports.teams_export import TeamsExport
from bot.history import History
from bot.types import Platform

_CHANNELS = "channels.json"
_MARKS = (b'"messageType"', b'"membershipType"', b'"@odata.')
_LOOKED_AT = 20
"""Files, to see what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """The tenant that is served, or '', and its teams that everyone there may read."""

    id: str = ""
    open_teams: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A history, and the workspace's id on its platform: None where an old Slack export does not tell."""

    history: History
    platform: Platform
    workspace: str | None


@contextmanager
def opened(path: Path, tenant: Tenant | None = None) -> Iterator[Export]:
    """A zip of either platform, or of Teams a folder or a single file. Raises ExportError subclasses."""
    if _is_loose(path):
        folder = Folder(path)
        if not _is_of_teams(folder):
            raise NotAZipError(str(path), is_folder=path.is_dir())
        yield _of_teams(folder, tenant or Tenant())
        return
    with ExportArchive(path) as archive:
        if _is_of_teams(archive):
            yield _of_teams(archive, tenant or Tenant())
            return
        history = SlackExport(archive)
        yield Export(history=history, platform=Platform.SLACK, workspace=history.team_id)


def _is_loose(path: Path) -> bool:
    return path.is_dir() or (path.is_file() and is_json(path.name))


def _is_of_teams(source: Source) -> bool:
    """Slack's exports have a list of channels, and no field of these names in it."""
    if _CHANNELS in source.members:
        return _is_marked(source, _CHANNELS)
    looked_at = islice(filter(is_json, source.members), _LOOKED_AT)
    return any(_is_marked(source, member) for member in looked_at)


def _is_marked(source: Source, member: str) -> bool:
    try:
        content = source.read(member)
    except ExportError:  # whoever reads it in earnest says what is wrong
        return False
    return any(mark in content for mark in _MARKS)


def _of_teams(source: Source, tenant: Tenant) -> Export:
    history = TeamsExport(source, tenant.open_teams, tenant.id)
    found, wanted = history.tenant or "", tenant.id.casefold()
    if found and wanted and found != wanted:
        raise OtherTenantError(found, wanted)
    if not (found or wanted):
        raise NoTenantError
    return Export(history=history, platform=Platform.TEAMS, workspace=wanted or found)
