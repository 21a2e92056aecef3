"""Which workspace an export belongs to."""

from pathlib import Path
from urllib.parse import urlsplit

from adapters.imports.opening import Export
from bot.identity import workspace_id
from bot.types import Workspace


def workspace_of(export: Export, path: Path, name: str | None, url: str) -> Workspace:
    """The workspace of an export: by its own id, else by its name or address, else by the file's name."""
    host = urlsplit(url).hostname or ""
    shown = name or host.partition(".")[0] or path.stem
    key = export.workspace or (name or host or path.stem).casefold()
    return Workspace(
        id=workspace_id(export.platform, key),
        platform=export.platform,
        platform_id=key,
        name=shown,
        url=url.rstrip("/"),
    )


def is_address(url: str) -> bool:
    """Whether links can begin with it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
