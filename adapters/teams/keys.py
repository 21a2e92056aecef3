"""The keys by which the channel service signs, as it publishes them.

botframework-connector fetches them too, but stops the event loop for it, and never hears of a new key
before a day is over.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import jwt
import structlog

from adapters.json_fields import Raw, children, text, texts
from bot.errors import UnreachableError
from bot.ports import Clock

PUBLISHED = "https://login.botframework.com/v1/.well-known/openidconfiguration"

_LAST = timedelta(hours=24)
_AT_MOST_EVERY = timedelta(minutes=1)
_TROUBLE = (aiohttp.ClientError, OSError, TimeoutError, ValueError, jwt.PyJWTError)
_DIGITS = 9
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """As ``JwtTokenExtractor`` wants it. ``endorsements``: the channels that its tokens may speak for."""

    public_key: Any
    endorsements: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was fetched. ``at``: what time it was for whoever answered; ``age``: how long a cache had it."""

    keys: Mapping[str, SigningKey]
    at: datetime | None
    age: timedelta


class Keys:
    """Fetched when they are needed, once a day, and where a token names one that is not known."""

    def __init__(self, session: aiohttp.ClientSession, url: str, clock: Clock) -> None:
        self._session = session
        self._url = url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._door = asyncio.Lock()

    async def get(self, key_id: str) -> SigningKey:
        """Raises KeyError where there is no such key, UnreachableError where none could be fetched at all."""
        async with self._door:
            if self._is_due(key_id):
                await self._fetch()
        if not self._keys:
            raise UnreachableError("keys")
        return self._keys[key_id]

    async def look(self) -> Published:
        """Fetch them now, and keep nothing. Raises UnreachableError."""
        try:
            return await self._published()
        except _TROUBLE as error:
            raise UnreachableError(type(error).__name__) from None

    def _is_due(self, key_id: str) -> bool:
        now = self._clock()
        if self._asked_at is not None and self._keys and now - self._asked_at < _AT_MOST_EVERY:
            return False
        is_old = self._fetched_at is None or now - self._fetched_at >= _LAST
        return is_old or key_id not in self._keys

    async def _fetch(self) -> None:
        """What was fetched before serves on where this does not work."""
        self._asked_at = self._clock()
        try:
            fetched = await self._published()
        except _TROUBLE as error:
            _log.warning("the channel service's keys were not to be had", error=type(error).__name__)
            return
        self._keys, self._fetched_at = fetched.keys, self._clock()

    async def _published(self) -> Published:
        where, _ = await self._json(self._url)
        told, headers = await self._json(text(where, "jwks_uri"))
        age = _age(headers)
        at = _at(headers)
        return Published(keys=_by_id(told), at=at + age if at else None, age=age)

    async def _json(self, url: str) -> tuple[Raw, Mapping[str, str]]:
        async with self._session.get(url) as response:
            response.raise_for_status()
            told = await response.json(content_type=None)
            return told if isinstance(told, dict) else {}, response.headers


def _by_id(told: Raw) -> Mapping[str, SigningKey]:
    return {
        text(raw, "kid"): SigningKey(
            public_key=jwt.PyJWK({**raw}).key, endorsements=[*texts(raw, "endorsements")]
        )
        for raw in children(told, "keys")
        if raw.get("kty") == "RSA"
    }


def _at(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("Date", "")).replace(tzinfo=UTC)
    except ValueError:
        return None


def _age(headers: Mapping[str, str]) -> timedelta:
    told = headers.get("Age", "")
    return timedelta(seconds=int(told) if told.isdecimal() and len(told) < _DIGITS else 0)
