"""The app's two pictures, drawn here so that they can be read: a K, as PNG. Pure."""

import struct
import zlib
from math import hypot

COLOR_SIZE, OUTLINE_SIZE = 192, 32
ACCENT = "#1F5F66"

_WHITE = 255
_STROKES = (((0.34, 0.24), (0.34, 0.76)), ((0.36, 0.52), (0.66, 0.24)), ((0.45, 0.46), (0.67, 0.76)))
"""From where to where, in a square of one by one."""
_HALF_WIDTH = 0.055

_Point = tuple[float, float]


def color() -> bytes:
    """For lists and stores: white on the accent colour."""
    ground = bytes.fromhex(ACCENT.removeprefix("#"))
    return _png([[_on(ground, ink) for ink in row] for row in _rows(COLOR_SIZE)])


def outline() -> bytes:
    """For bars: white, with nothing around it."""
    return _png([[_alone(ink) for ink in row] for row in _rows(OUTLINE_SIZE)])


def _alone(ink: float) -> bytes:
    return bytes((_WHITE, _WHITE, _WHITE, round(_WHITE * ink)))


def _on(ground: bytes, ink: float) -> bytes:
    return bytes((*(round(below + (_WHITE - below) * ink) for below in ground), _WHITE))


def _rows(size: int) -> list[list[float]]:
    return [[_coverage(x, y, size) for x in range(size)] for y in range(size)]


def _coverage(x: int, y: int, size: int) -> float:
    """How much of a pixel is ink, from 0 to 1: at an edge as much as its middle is within."""
    middle = ((x + 0.5) / size, (y + 0.5) / size)
    nearest = min(_distance(middle, begin, end) for begin, end in _STROKES)
    return min(1.0, max(0.0, 0.5 + (_HALF_WIDTH - nearest) * size))


def _distance(point: _Point, begin: _Point, end: _Point) -> float:
    """From a point to a stroke: to the nearest of its points."""
    along_x, along_y = end[0] - begin[0], end[1] - begin[1]
    part = ((point[0] - begin[0]) * along_x + (point[1] - begin[1]) * along_y) / (along_x**2 + along_y**2)
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - begin[0] - part * along_x, point[1] - begin[1] - part * along_y)


def _png(rows: list[list[bytes]]) -> bytes:
    """Pixels of red, green, blue and opacity as a PNG (ISO/IEC 15948), unfiltered."""
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"".join(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
