"""Opening zips that nobody vouches for."""

from __future__ import annotations

import contextlib
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.imports.archive import MIB, ExportArchive
from adapters.imports.errors import (
    BrokenJsonError,
    ExportError,
    MissingFileError,
    NotAZipError,
    TooLargeError,
    UnexpectedShapeError,
    Unreadable,
    UnreadableError,
    UnsafePathError,
)
from adapters.imports.slack_export import SlackExport
from tests.adapters.imports.zips import (
    CENTRAL,
    DAY,
    all_messages,
    channel,
    contents,
    lie_about_size,
    message,
    named,
    packed,
    patched,
    zeros,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def read_day(path: Path, **limits: Any) -> list[object]:
    with ExportArchive(path, **limits) as archive:
        return archive.read_list(DAY)


def cause_of_failing_to_open(path: Path) -> Unreadable:
    with pytest.raises(UnreadableError) as caught, ExportArchive(path):
        pass
    assert (caught.value.path, caught.value.member) == (str(path), None)
    return caught.value.cause


def test_members_are_listed_and_read(path: Path) -> None:
    packed(path, contents([message()]))

    with ExportArchive(path) as archive:
        assert archive.members == ("users.json", "channels.json", DAY)
        assert archive.read_list(DAY) == [message()]
        assert "dms.json" not in archive


def test_something_else_is_not_a_zip(path: Path) -> None:
    path.write_text("a letter")
    with pytest.raises(NotAZipError) as caught, ExportArchive(path):
        pass
    assert not caught.value.is_folder


def test_an_unpacked_export_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotAZipError) as caught, ExportArchive(tmp_path):
        pass
    assert caught.value.is_folder


def test_a_file_that_is_not_there(path: Path) -> None:
    assert cause_of_failing_to_open(path) is Unreadable.NOT_FOUND


def test_a_file_that_may_not_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(zipfile, "ZipFile", refused)
    assert cause_of_failing_to_open(path) is Unreadable.PERMISSION


def test_a_download_that_broke_off(path: Path) -> None:
    packed(path, contents([message()]))
    path.write_bytes(path.read_bytes()[:-200])
    assert cause_of_failing_to_open(path) is Unreadable.TRUNCATED


def test_a_list_of_members_that_is_damaged(path: Path) -> None:
    packed(path, contents([message()]))
    patched(path, path.read_bytes().index(CENTRAL), b"????")
    assert cause_of_failing_to_open(path) is Unreadable.DAMAGED


def test_a_member_with_a_wrong_checksum(path: Path) -> None:
    packed(path, {DAY: [message()]})
    patched(path, path.read_bytes().index(CENTRAL) + 16, b"\0\0\0\0")

    with pytest.raises(UnreadableError) as caught:
        read_day(path)
    assert (caught.value.cause, caught.value.member) == (Unreadable.DAMAGED, DAY)


@pytest.mark.parametrize(
    ("offset", "new", "cause"),
    [
        (8, b"\x01\x00", Unreadable.ENCRYPTED),
        (8, b"\x20\x00", Unreadable.COMPRESSION),  # patched data
        (10, b"\x0c\x00", Unreadable.COMPRESSION),  # bzip2: one read may unpack gigabytes
    ],
)
def test_members_packed_in_ways_that_are_not_read(
    path: Path, offset: int, new: bytes, cause: Unreadable
) -> None:
    packed(path, {DAY: [message()]})
    patched(path, path.read_bytes().index(CENTRAL) + offset, new)

    with pytest.raises(UnreadableError) as caught:
        read_day(path)
    assert caught.value.cause is cause


@pytest.mark.parametrize(
    "name",
    [
        "../users.json",
        "a/../../b.json",
        "/etc/passwd",
        "\\b.json",
        "..\\b.json",
        "C:b.json",
        "c:\\b.json",
        "a\0b",
    ],
)
def test_a_path_that_leads_outside_is_refused_before_anything_is_read(path: Path, name: str) -> None:
    named(path, name)
    with pytest.raises(UnsafePathError) as caught, ExportArchive(path):
        pass
    assert caught.value.member == name


def test_dots_within_a_name_are_no_climbing(path: Path) -> None:
    packed(path, {"a..b/...json": []})
    with ExportArchive(path) as archive:
        assert archive.members == ("a..b/...json",)


def test_a_bomb_is_refused_by_its_ratio(path: Path) -> None:
    zeros(path, mib=17)
    with pytest.raises(TooLargeError) as caught, ExportArchive(path):
        pass
    assert caught.value.member == DAY
    assert caught.value.size == 17 * MIB
    assert caught.value.ratio is not None
    assert caught.value.ratio > 200


def test_small_members_may_be_compressed_a_lot(path: Path) -> None:
    zeros(path, mib=2)
    with ExportArchive(path) as archive:
        assert len(archive.read(DAY)) == 2 * MIB


def test_a_member_above_the_limit_is_refused(path: Path) -> None:
    zeros(path, mib=2)
    with pytest.raises(TooLargeError) as caught, ExportArchive(path, member_limit=MIB):
        pass
    assert (caught.value.size, caught.value.limit, caught.value.ratio) == (2 * MIB, MIB, None)


@pytest.mark.parametrize(("mib", "limit"), [(17, 256 * MIB), (2, MIB)])
def test_a_header_that_lies_does_not_help_a_bomb(path: Path, mib: int, limit: int) -> None:
    lie_about_size(zeros(path, mib=mib), 10)
    with pytest.raises(TooLargeError) as caught:
        read_day(path, member_limit=limit)
    assert caught.value.member == DAY


def test_a_header_that_claims_too_much_changes_nothing(path: Path) -> None:
    lie_about_size(packed(path, {DAY: [message()]}), MIB)
    assert read_day(path) == [message()]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'[\n{"type": "message", "te', 2, 21),
        (b"", 1, 1),
        (b'[\n "caf\xe9"]', 2, 6),
        (b"[" * 100_000, 0, 0),
        (b"[" + b"9" * 5000 + b"]", 0, 0),
    ],
)
def test_broken_json_names_its_place(path: Path, data: bytes, line: int, column: int) -> None:
    packed(path, {DAY: data})
    with pytest.raises(BrokenJsonError) as caught:
        read_day(path)
    assert (caught.value.file, caught.value.line, caught.value.column) == (DAY, line, column)


def test_json_that_is_no_list(path: Path) -> None:
    packed(path, {DAY: {"ok": False}})
    with pytest.raises(UnexpectedShapeError, match=DAY):
        read_day(path)


def test_a_byte_order_mark_is_no_error(path: Path) -> None:
    packed(path, {DAY: b"\xef\xbb\xbf[]"})
    assert read_day(path) == []


def test_a_member_that_is_not_there(path: Path) -> None:
    packed(path, contents())
    with pytest.raises(MissingFileError, match=DAY):
        read_day(path)


def test_an_export_packed_again_with_its_folder_reads_the_same(path: Path) -> None:
    inside = {f"Our export/{name}": value for name, value in contents([message()]).items()}
    packed(path, inside | {"__MACOSX/Our export/._users.json": b"\0", "Our export/general/": b""})

    with ExportArchive(path) as archive:
        assert archive.members == ("users.json", "channels.json", DAY)


def test_names_that_other_packers_write_are_understood(path: Path) -> None:
    """Without the UTF-8 mark, decomposed, and with backslashes."""
    files = contents(channels=[channel(name="bücher")])
    packed(path, files | {"bu\u0308cher\\2024-03-01.json": [message()]})
    at = path.read_bytes().rindex(CENTRAL) + 8
    patched(path, at, b"\0\0")
    patched(path, path.read_bytes().rindex(b"PK\x03\x04") + 6, b"\0\0")

    with ExportArchive(path) as archive:
        assert [found.text for found in all_messages(SlackExport(archive))] == ["hello"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_zip_raises_nothing_but_export_errors(path: Path, flips: list[tuple[int, int]]) -> None:
    size = packed(path, contents([message(), message(ts="1709280001.0")])).stat().st_size
    for at, value in flips:
        patched(path, at % size, bytes([value]))

    with contextlib.suppress(ExportError), ExportArchive(path) as archive:
        all_messages(SlackExport(archive))
