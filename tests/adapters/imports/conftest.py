"""Exports of a few files, opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from adapters.imports.archive import ExportArchive
from adapters.imports.slack_export import SlackExport
from tests.adapters.imports.zips import DAY, Opener, Reader, contents, message, packed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.history import RawMessage


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """An export of those files."""
    with ExitStack() as stack:

        def open_export(files: dict[str, Any]) -> SlackExport:
            archive = ExportArchive(packed(tmp_path / "export.zip", files))
            return SlackExport(stack.enter_context(archive))

        yield open_export


@pytest.fixture
def only(opened: Opener) -> Reader:
    """The one message of an export, which has those fields."""

    def read(**fields: Any) -> RawMessage:
        (found,) = opened(contents([message(**fields)])).messages(DAY)
        return found

    return read
