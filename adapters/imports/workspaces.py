"""Which workspace an export belongs to."""

from pathlib import Path
from urllib.parse import urlsplit

from bot.identity import workspace_id
from bot.types import Platform, Workspace


def workspace_of(team_id: str | None, export: Path, name: str | None, url: str) -> Workspace:
    """The workspace of an export: by the team's id, else by its name or address, else by the file's name."""
    host = urlsplit(url).hostname or ""
    shown = name or host.partition(".")[0] or export.stem
    key = team_id or (name or host or export.stem).casefold()
    return Workspace(
        id=workspace_id(Platform.SLACK, key),
        platform=Platform.SLACK,
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
