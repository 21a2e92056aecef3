"""The app package, as Teams would judge it: by the lengths and sizes in its documentation."""

import io
import json
import struct
import zlib
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator

from adapters.teams import icons
from adapters.teams.extension import ASK
from adapters.teams.package import manifest, package
from adapters.teams.pressed import FIND, KEEP, LEARNED
from bot import teams_app_phrases as say

SCHEMAS = Path(__file__).parents[2] / "support" / "teams_schema"
APP = UUID("00000000-0000-0000-0000-00000000000a")
ARGUMENTS = (APP, "Acme", "https://acme.example/kenner")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package(*ARGUMENTS))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_what_the_manifest_names_and_nothing_else(files: dict[str, bytes]) -> None:
    told = json.loads(files["manifest.json"])

    assert set(files) == {"manifest.json", *told["icons"].values()}
    assert told == manifest(*ARGUMENTS)


def test_the_same_settings_make_the_same_file() -> None:
    assert package(*ARGUMENTS) == package(*ARGUMENTS)


def test_the_manifest_is_one_by_the_schema_that_it_names() -> None:
    told = manifest(*ARGUMENTS)
    schema = json.loads((SCHEMAS / f"teams-manifest-{told['manifestVersion']}.json").read_text())

    assert [error.message for error in Draft4Validator(schema).iter_errors(told)] == []
    assert f"/v{told['manifestVersion']}/" in told["$schema"]


def test_another_bot_is_another_app() -> None:
    other = manifest(UUID(int=11), "Acme", "https://acme.example")

    assert other["id"] != manifest(*ARGUMENTS)["id"]
    assert other["bots"][0]["botId"] == other["webApplicationInfo"]["id"] == str(UUID(int=11))


def test_no_text_is_longer_than_teams_takes() -> None:
    told = manifest(APP, "A company with a very long name indeed", "https://acme.example")
    commands = told["bots"][0]["commandLists"][0]["commands"] + told["composeExtensions"][0]["commands"]

    assert len(told["name"]["short"]) <= 30
    assert len(told["name"]["full"]) <= 100
    assert len(told["description"]["short"]) <= 80
    assert len(told["description"]["full"]) <= 4_000
    assert len(told["developer"]["name"]) <= 32
    assert len(commands) <= 10
    for command in commands:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_the_commands_are_words_that_the_bot_understands() -> None:
    assert [title for title, _ in say.COMMANDS] == ["me", "notebook", "card", "I know", "TIL", "help"]
    assert [each["id"] for each in manifest(*ARGUMENTS)["composeExtensions"][0]["commands"]] == [
        FIND,
        KEEP,
        LEARNED,
        ASK,
    ]


def test_it_asks_for_nothing_that_writes_or_reads_the_whole_company() -> None:
    asked = manifest(*ARGUMENTS)["authorization"]["permissions"]["resourceSpecific"]

    assert all(".Read." in each["name"] and not each["name"].endswith(".All") for each in asked)


@pytest.mark.parametrize(("drawn", "size"), [(icons.color(), 192), (icons.outline(), 32)])
def test_an_icon_is_a_png_of_the_size_that_teams_wants(drawn: bytes, size: int) -> None:
    pixels = _pixels(drawn)

    assert struct.unpack(">II", drawn[16:24]) == (size, size)
    assert len(pixels) == size * (1 + 4 * size)


def test_the_outline_is_white_on_nothing() -> None:
    rows = _pixels(icons.outline())
    dots = [rows[1 + y * 129 + x * 4 :][:4] for y in range(32) for x in range(32)]

    assert {dot[:3] for dot in dots} == {b"\xff\xff\xff"}
    assert {dot[3] for dot in dots} > {0, 255}


def _pixels(drawn: bytes) -> bytes:
    """The rows, unpacked; fails where a checksum is wrong."""
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    at, data = 8, b""
    while at < len(drawn):
        length, kind = struct.unpack(">I4s", drawn[at : at + 8])
        body = drawn[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(drawn[at + 8 + length : at + 12 + length], "big")
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(data)
