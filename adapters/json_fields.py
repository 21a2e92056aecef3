"""Fields of JSON objects that may be absent or of any type: never raises."""

from collections.abc import Mapping

from adapters.plain import storable

Raw = Mapping[str, object]

_NOTHING: Raw = {}


def text(raw: Raw, *keys: str) -> str:
    """Give the first non-empty text under ``keys``, storable; a number as its digits."""
    for key in keys:
        value = raw.get(key)
        if isinstance(value, str) and value:
            return storable(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def flag(raw: Raw, key: str) -> bool:
    """Whether the field is there and true."""
    return bool(raw.get(key))


def child(raw: Raw, key: str) -> Raw:
    """Give the object under ``key``, or an empty one."""
    value = raw.get(key)
    return value if isinstance(value, dict) else _NOTHING


def children(raw: Raw, key: str) -> list[Raw]:
    """Give the objects in the list under ``key``, without what is no object."""
    return objects(raw.get(key))


def objects(value: object) -> list[Raw]:
    """Give the objects in a list, without what is no object."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def texts(raw: Raw, key: str) -> tuple[str, ...]:
    """Give the texts in the list under ``key``."""
    value = raw.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(storable(item) for item in value if isinstance(item, str) and item)
