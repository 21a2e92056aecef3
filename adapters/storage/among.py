"""Picks passages of one workspace by their ids, through the primary key."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func

from adapters.storage.tables import passages
from expertise.types import WorkspaceId
from index.types import PassageId


def among(workspace_id: WorkspaceId, ids: Sequence[PassageId]) -> tuple[ColumnElement[bool], ...]:
    """Conditions for these passages of the workspace, and no other workspace's.

    A bare comparison of ``workspace_id`` makes SQLite read every passage of the workspace, by the
    index on it, instead of the few that are named; an expression that has no index does not.
    """
    own = func.coalesce(passages.c.workspace_id, passages.c.workspace_id)
    return passages.c.id.in_(ids), own == workspace_id
