"""What is to be said, as it was drawn for Teams and kept as JSON: an activity without what says where."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.json_fields import Raw
from bot.chat_types import Outgoing
from bot.errors import RefusedError

Json = dict[str, Any]


class Payload(BaseModel):
    """A message: a card beside a ``summary`` for notifications, or a plain text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["message"] = "message"
    text: str | None = None
    textFormat: str | None = None  # noqa: N815 Teams' name
    summary: str | None = None
    attachments: tuple[Json, ...] | None = None


def payload_of(outgoing: Outgoing) -> Raw:
    """Raises RefusedError where there is none any more, or it is none: it never will be."""
    if outgoing.payload is None:
        raise RefusedError("no_payload")
    try:
        return Payload.model_validate_json(outgoing.payload).model_dump(exclude_none=True, mode="json")
    except ValidationError:
        refusal = RefusedError("bad_payload")
    raise refusal  # not from what it was: that quotes the message
