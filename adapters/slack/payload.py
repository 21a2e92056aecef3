"""What is to be said, as it was drawn for Slack and kept as JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.chat_types import Outgoing
from bot.errors import RefusedError

Json = dict[str, Any]


class Payload(BaseModel):
    """``text`` says everything, for it is all that a screen reader reads; ``view`` is a home page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = ""
    blocks: tuple[Json, ...] | None = None
    response_url: str | None = None
    view: Json | None = None

    @property
    def content(self) -> Json:
        """What every way of saying it takes."""
        return {"text": self.text} | ({} if self.blocks is None else {"blocks": list(self.blocks)})


def payload_of(outgoing: Outgoing) -> Payload:
    """Raises RefusedError where there is none any more, or it is none: it never will be."""
    if outgoing.payload is None:
        raise RefusedError("no_payload")
    try:
        return Payload.model_validate_json(outgoing.payload)
    except ValidationError:
        refusal = RefusedError("bad_payload")
    raise refusal  # not from what it was: that quotes the message
