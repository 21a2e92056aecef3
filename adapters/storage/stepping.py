"""Distinct values of an indexed column, found by stepping through the index instead of reading it all."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, func, select


def each_value(column: Column[Any], within: ColumnElement[bool]) -> Select[Any]:
    """Every value but NULL, in no particular order, in as many steps as there are values.

    The column must follow that of the condition in an index. (Known as a loose index scan; neither
    engine makes one of DISTINCT.)
    """
    lowest = func.min(column)
    found = select(lowest.label("value")).where(within).cte("found", recursive=True)
    following = select(lowest).where(within, column > found.c.value).scalar_subquery()
    found = found.union_all(select(following).where(found.c.value.is_not(None)))
    return select(found.c.value).where(found.c.value.is_not(None))
