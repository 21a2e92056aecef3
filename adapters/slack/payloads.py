"""What every payload of Slack has: whose it is, where it happened, and what must be there."""

from dataclasses import dataclass, field

from adapters.json_fields import Raw, child, children, text
from adapters.slack.errors import MalformedPayloadError
from adapters.slack.text import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrances:
    """The names under which the manifest registers us; an operator may have to choose others."""

    ask: str = "/whoknows"
    know: str = "/iknow"
    aloud: str = "/til"
    find: str = "find_someone"  # the message shortcuts' callback ids
    learned: str = "say_what_i_learned"
    keep: str = "keep_learned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is needed to read a payload.

    ``names`` for the ids in its text (``events.mentioned`` says which), ``bot`` our own user id where it
    is known: events mostly tell it themselves.
    """

    names: Names
    bot: str = ""
    entrances: Entrances = field(default_factory=Entrances)


def workspace_of(payload: Raw) -> str:
    """The workspace through which we were told, which in shared channels need not be the author's; or ''."""
    return (
        text(_authorization(payload), "team_id")
        or text(payload, "context_team_id")
        or text(child(payload, "view"), "app_installed_team_id")
        or text(payload, "team_id")
        or text(child(payload, "team"), "id")
        or text(child(payload, "user"), "team_id")
    )


def bot_of(payload: Raw, reading: Reading) -> str:
    """Our own user id, or ''."""
    return reading.bot or text(_authorization(payload), "user_id")


def enterprise_of(payload: Raw) -> str:
    """The enterprise that the workspace is part of, or ''."""
    return text(_authorization(payload), "enterprise_id") or text(payload, "enterprise_id")


def place_of(event: Raw) -> str:
    """The channel's id, which events give bare or within an object; or ''."""
    return text(event, "channel") or text(child(event, "channel"), "id")


def required(raw: Raw, key: str, kind: str) -> str:
    """The text under ``key``. Raises MalformedPayloadError without it."""
    value = text(raw, key)
    if not value:
        raise MalformedPayloadError(kind, key)
    return value


def _authorization(payload: Raw) -> Raw:
    return next(iter(children(payload, "authorizations")), {})
