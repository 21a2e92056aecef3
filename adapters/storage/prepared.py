"""Statements that every question needs: compiled once, then only filled in.

Building and compiling one in SQLAlchemy takes longer than SQLite takes to answer it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, select, tuple_
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement


class Lists(Protocol):
    """Conditions on a parameter that holds many values, as the engine reads them best."""

    def one_of(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """That the column holds one of them."""

    def pair_of(
        self, first: ColumnElement[Any], second: ColumnElement[Any], name: str
    ) -> ColumnElement[bool]:
        """That the two columns hold one of these pairs."""


class Prepared:
    """One reading statement, for both engines. What ``make`` gives is filled in by name."""

    def __init__(self, make: Callable[[Lists], Executable]) -> None:
        self._make = make

    @cached_property
    def for_postgres(self) -> Executable:
        """With parameters that expand."""
        return self._make(_Expanding())

    @cached_property
    def for_sqlite(self) -> tuple[str, Sequence[str], Mapping[str, Any]]:
        """The text, the parameters' names in order, and the values of those that never change."""
        statement = self._make(_Json())
        if not isinstance(statement, ClauseElement):
            raise TypeError("Not a statement that can be compiled")
        compiled: Any = statement.compile(dialect=sqlite.dialect())
        return str(compiled), tuple(compiled.positiontup), dict(compiled.params)

    def filled(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """For SQLite's driver: text and parameters. Many values are one of JSON."""
        text, names, constants = self.for_sqlite
        given = (values[name] if name in values else constants[name] for name in names)
        return text, [each if isinstance(each, str | int) else json.dumps(each) for each in given]


class _Json:
    """SQLite reads many values from one parameter, which is quicker than from many."""

    def one_of(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """Never as a join, which it may begin at the wrong end."""
        each = func.json_each(bindparam(name)).table_valued("value")
        return column.in_(select(each.c.value))

    def pair_of(
        self, first: ColumnElement[Any], second: ColumnElement[Any], name: str
    ) -> ColumnElement[bool]:
        """As a join, so the pairs must be distinct: of an ``IN`` with two columns it looks up one alone."""
        value = func.json_each(bindparam(name)).table_valued("value").c.value
        return and_(first == func.json_extract(value, "$[0]"), second == func.json_extract(value, "$[1]"))


class _Expanding:
    def one_of(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        return column.in_(bindparam(name, expanding=True))

    def pair_of(
        self, first: ColumnElement[Any], second: ColumnElement[Any], name: str
    ) -> ColumnElement[bool]:
        return tuple_(first, second).in_(bindparam(name, expanding=True))
