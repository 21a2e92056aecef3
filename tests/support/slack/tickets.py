"""What Slack hands out to be used soon, and not too often: trigger ids and response URLs."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from tests.support.slack.world import Json, Refused

TRIGGER_SECONDS = 3
RESPONSE_SECONDS = 30 * 60
MOST_RESPONSES = 5


@dataclass(slots=True, kw_only=True)
class _Trigger:
    user: str
    issued_at: float
    is_used: bool = False


class Triggers:
    """A trigger opens one form, within three seconds of the press or command that it came with."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = count(1)
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        trigger_id = f"{next(self._numbers)}.{int(self._now())}.fake"
        self._issued[trigger_id] = _Trigger(user=user, issued_at=self._now())
        return trigger_id

    def take(self, trigger_id: str) -> str:
        """Whose it is; from now on it is used."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        if self._now() - trigger.issued_at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.is_used = True
        return trigger.user


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """For one person in one channel; ``source`` is the message that it came with, if any."""

    user: str
    channel: str
    issued_at: float
    source: Json | None = None
    uses: int = 0


class ResponseUrls:
    """An address answers five times, within half an hour."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = count(1)
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, source: Json | None = None) -> str:
        """The last part of the address."""
        key = f"response-{next(self._numbers)}"
        self._issued[key] = ResponseUrl(user=user, channel=channel, issued_at=self._now(), source=source)
        return key

    def take(self, key: str) -> ResponseUrl:
        url = self._issued.get(key)
        if url is None:
            raise Refused("invalid_url")
        if self._now() - url.issued_at > RESPONSE_SECONDS:
            raise Refused("expired_url")
        if url.uses >= MOST_RESPONSES:
            raise Refused("used_url")
        url.uses += 1
        return url
